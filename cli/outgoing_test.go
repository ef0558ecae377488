//go:build unix

package cli

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/spf13/cobra"

	"signet/demo"
	"signet/internal/hostile"
)

// printed has a row for each command that prints text: command lines that let it print
// what came from outside, in each of its forms. In them ID is the id of a share, KEY an
// object and FILE a file of lines. What it says no to, in words with that text, ends in !.
// TestEveryCommandIsJudged finds the command without.
func printed() map[string][]string {
	return map[string][]string{
		"ls":             {"ls s3://evil-bucket/", "ls s3://evil-bucket/ --json", "ls"},
		"share":          {"share KEY --expires 5m", "share KEY --expires 5m --json", "share KEY --csv", "share s3://evil-bucket/list/ --recursive --csv", "share s3://evil-bucket/list/ --recursive --markdown", "share s3://evil-bucket/list/ --recursive --json", "share KEY --handover json", "share KEY --handover curl", "share KEY --handover mail", "share KEY --check"},
		"log":            {"log", "log --json", "log --csv"},
		"log show":       {"log show ID", "log show ID --json"},
		"log keys":       {"log keys", "log keys --json"},
		"log find":       {"log find ID", "log find FILE !", "log find FILE --json !"},
		"log uploads":    {"log uploads ID !", "log uploads ID --json !"},
		"log usage":      {"log usage FILE !", "log usage FILE --json !"},
		"log verify":     {"log verify"},
		"log import":     {"log import FILE !"},
		"log revoked":    {"log revoked TEXT !"},
		"log sweep":      {"log sweep"},
		"log prune":      {"log prune --before TEXT !"},
		"log export":     {"log export !", "log export --evidence ID !"},
		"revoke":         {"revoke ID --list", "revoke --to TEXT --list", "revoke TEXT !"},
		"receipt":        {"receipt ID"},
		"inspect":        {"inspect TEXT !", "inspect LINK !", "inspect LINK --json !"},
		"config":         {"config", "config --json", "config --path"},
		"place list":     {"place list", "place list --json"},
		"place test":     {"place test TEXT !", "place test evil !", "place test evil --json !"},
		"place add":      {"place add TEXT !"},
		"place edit":     {"place edit TEXT !"},
		"place remove":   {"place remove TEXT !"},
		"bookmarks":      {"bookmarks !"},
		"bookmarks list": {"bookmarks list", "bookmarks list --json"}, "bookmarks add": {"bookmarks add KEY --name TEXT"}, "bookmarks remove": {"bookmarks remove TEXT"},
		"request": {"request s3://evil-bucket/in/ --item TEXT --to TEXT --expires 1h !", "request s3://evil-bucket/in/ --item passport --to TEXT --expires 1h", "request s3://evil-bucket/in/ --item passport --to TEXT --expires 1h --json"}, "request status": {"request status TEXT !", "request status TEXT --json !"}, "request remind": {"request remind TEXT !"},
		"grant":   {"grant KEY --allow get --expires 1h --as env"},
		"doctor":  {"doctor !", "doctor --json !"},
		"handoff": {"handoff KEY --listen TEXT !"},
	}
}

// silent are the commands that print nothing from outside, with the reason.
func silent() map[string]string {
	return map[string]string{
		"":        "the screens: ui/kit cleans, and its tests say so",
		"place":   "has other commands below it",
		"version": "prints what was compiled in", "demo": "prints its own server's", "qr": "draws a code; what it says of it is the user's own link",
		"completion": "has other commands below it", "completion bash": "a script", "completion zsh": "a script", "completion fish": "a script", "completion powershell": "a script", "completion install": "a script",
	}
}

// commandLines are all commands that can be run, with their words.
func commandLines() (all []*cobra.Command) {
	a := &app{IO: IO{Out: io.Discard, Err: io.Discard, Env: os.Getenv, Clock: time.Now}, places: newRegistry()}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() && !c.Hidden && c.Name() != "help" {
			all = append(all, c)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(a.rootCommand())
	return all
}

func TestEveryCommandIsJudged(t *testing.T) {
	rows, reasons := printed(), silent()
	for _, c := range commandLines() {
		name := strings.TrimSpace(strings.TrimPrefix(c.CommandPath(), c.Root().Name()))
		if reasons[name] != "" {
			continue
		}
		lines, ok := rows[name]
		if !ok {
			t.Errorf("%q has no row in printed", name)
			continue
		}
		for _, form := range []string{"json", "csv", "markdown"} {
			if c.Flags().Lookup(form) != nil && !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "--"+form) }) {
				t.Errorf("%q --%s is not among printed", name, form)
			}
		}
	}
}

// toTerminal runs a command line whose output is a terminal, and gives what that got.
func toTerminal(t *testing.T, args ...string) (string, int) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan []byte)
	go func() {
		text, _ := io.ReadAll(master) // ends when the other end is closed
		got <- text
	}()
	code := Run(t.Context(), args, IO{In: strings.NewReader(""), Out: tty, Err: tty, Env: os.Getenv, Clock: time.Now})
	_ = tty.Close()
	text := <-got
	_ = master.Close()
	ours := regexp.MustCompile(`\r[0-9,]+ [a-z]+, [^\r\n]*ctrl\+c stops\x1b\[K|\r\x1b\[K`) // how far it has come, and gone again
	return ours.ReplaceAllString(strings.ReplaceAll(string(text), "\r\n", "\n"), ""), code
}

// Whatever stands in a bucket, in the log, in the settings and on the command line: no
// command lets a terminal act upon it.
func TestCommandsOnATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("runs every command with many texts")
	}
	m := meddle(t)
	t.Setenv("NO_COLOR", "1")
	t.Setenv("TERM", "xterm")
	if err := m.server.MakeBucket("evil-bucket", true, ""); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "lines")
	var lines bytes.Buffer
	for _, x := range hostile.Keys() {
		if strings.Contains(x.Text, "\x00") {
			continue // no XML can say it, so that no list would come
		}
		_ = m.server.Put("evil-bucket", x.Text, []byte("x"), demo.PutOptions{ContentType: x.Text, StorageClass: x.Text, Metadata: map[string]string{"m": x.Text}}) // what S3 refuses is not listed
		if !strings.Contains(x.Text, "..") && !strings.Contains(strings.ToLower(x.Text), "%2e") {                                                                  // those that lead out of a folder are refused
			_ = m.server.Put("evil-bucket", "list/"+x.Text, []byte("x"), demo.PutOptions{})
		}
		lines.WriteString(x.Text + "\n")
	}
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	texts := slices.DeleteFunc(hostile.Texts(), func(x hostile.Text) bool { return strings.Contains(x.Text, "\x00") })[:30]
	ids := make([]string, 0, 3)
	for _, x := range texts[:3] {
		ids = append(ids, shared(t, "--note", x.Text, "--to", x.Text))
	}
	for _, x := range texts[3:] {
		_, _, _ = faced(t, "share", "s3://evil-bucket/"+x.Text, "--note", x.Text, "--to", x.Text, "--expires", "5m")
	}
	rows := printed()
	for _, command := range slices.Sorted(maps.Keys(rows)) {
		for _, line := range rows[command] {
			line, refused := strings.CutSuffix(line, " !")
			words := strings.Fields(line)
			some, done, why := texts[:1], false, ""
			if strings.Contains(line, "TEXT") || strings.Contains(line, "KEY") || strings.Contains(line, "LINK") {
				some = texts[:8]
			}
			for i, x := range some {
				args := make([]string, 0, len(words))
				for _, w := range words {
					switch w {
					case "ID":
						w = ids[i%len(ids)]
					case "TEXT":
						w = x.Text
					case "KEY":
						w = "s3://evil-bucket/" + x.Text
					case "LINK":
						w = "https://evil.example/" + x.Text + "?X-Amz-Signature=00ff&X-Amz-Date=" + x.Text
					case "FILE":
						w = file
					}
					args = append(args, w)
				}
				text, code := toTerminal(t, args...)
				if hostile.Seen(text) != nil {
					t.Errorf("%s: %s: %q: %v", command, x.Name, args, hostile.Seen(text))
				}
				if done = done || code == exitDone; !done {
					why = text
				}
			}
			if done == refused {
				t.Errorf("%s: done %v, so that something else was printed: %s", line, done, why)
			}
		}
	}
}
