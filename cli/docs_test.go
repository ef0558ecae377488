//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"signet/config"
)

// notRun is what a block of a page may need so that it cannot be run here, with how many
// such blocks there are: none is left out unseen. The comment before the block says so,
// as <!-- not run: needs AWS -->.
func notRun() map[string]int {
	return map[string]int{
		"needs AWS":                     1,
		"needs another machine":         1,
		"needs a release":               1,
		"needs this project's checkout": 1,
	}
}

// TestPagesSayWhatWorks runs every command of every page, in its order and as it stands,
// in a folder of its own against a demo of its own: ID is that of the share that was made
// last. Settings are read, and JSON is JSON. What cannot be run is marked, and counted.
func TestPagesSayWhatWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred processes, which scripts start as well")
	}
	left := map[string]int{}
	for _, page := range pages(t) {
		for _, b := range page.blocks {
			if b.why != "" {
				left[b.why]++
				t.Logf("%s:%d is not run: it %s", page.name, b.line, b.why)
			}
		}
		t.Run(strings.ReplaceAll(page.name, "/", "_"), func(t *testing.T) {
			t.Parallel()
			r := &reader{t: t, dir: t.TempDir()}
			for _, b := range page.blocks {
				r.read(page.name, b)
			}
		})
	}
	want := notRun()
	maps.DeleteFunc(want, func(_ string, n int) bool { return n == 0 })
	if !maps.Equal(left, want) {
		t.Errorf("not run: %v, want %v", left, want)
	}
}

// page is a page as it is written.
type page struct {
	name   string // from the top: "docs/places.md"
	text   string
	blocks []block
}

// block is lines that are set off: commands where no language is named.
type block struct {
	line  int
	lang  string
	lines []string
	why   string // it cannot be run here
}

// pages are the pages that tell how signet is used.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	names := []string{"README.md", "SECURITY.md"}
	docs, err := os.ReadDir(filepath.Join("..", "docs"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range docs {
		if strings.HasSuffix(file.Name(), ".md") {
			names = append(names, "docs/"+file.Name())
		}
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page{name, string(text), blocksOf(string(text))})
	}
	return all
}

// blocksOf takes a page apart: blocks are indented by four, or fenced.
func blocksOf(text string) []block {
	var all []block
	var last *block
	fenced, why := false, ""
	for n, line := range strings.Split(text, "\n") {
		code, indented := strings.CutPrefix(line, "    ")
		lang, fence := strings.CutPrefix(line, "```")
		reason, marks := strings.CutPrefix(line, "<!-- not run: ")
		switch {
		case fence && fenced:
			fenced, last = false, nil
		case fence:
			fenced = true
			all = append(all, block{line: n + 1, lang: lang, why: why})
			last, why = &all[len(all)-1], ""
		case fenced:
			last.lines = append(last.lines, line)
		case indented && last == nil:
			all = append(all, block{line: n + 1, lines: []string{code}, why: why})
			last, why = &all[len(all)-1], ""
		case indented:
			last.lines = append(last.lines, code)
		case marks:
			why = strings.TrimSuffix(reason, " -->")
		default:
			last = nil
		}
	}
	return all
}

// reader follows a page.
type reader struct {
	t   *testing.T
	dir string
	env []string // none as long as no demo is there
}

func (r *reader) read(name string, b block) {
	r.t.Helper()
	where := fmt.Sprintf("%s:%d", name, b.line)
	text := strings.Join(b.lines, "\n")
	switch {
	case b.why != "":
	case b.lang == "":
		for _, command := range commandsOf(b) {
			r.run(where, command)
		}
	case b.lang == "toml":
		r.settings(where, text)
	case b.lang == "json":
		if !json.Valid([]byte(text)) {
			r.t.Errorf("%s is no JSON", where)
		}
	case b.lang == "text", b.lang == "mermaid":
	default:
		r.t.Errorf("%s: a block of %q, which nobody reads", where, b.lang)
	}
}

// commandsOf are the commands of a block, those that go on in another line put together.
func commandsOf(b block) []string {
	text := strings.ReplaceAll(strings.Join(b.lines, "\n"), "\\\n", "")
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}

// settings reads them as signet does. A part of a place needs the rest of it.
func (r *reader) settings(where, text string) {
	if strings.HasPrefix(text, "[place.") || strings.HasPrefix(text, "[[place.") {
		text = "[[place]]\nname = \"acme\"\nendpoint = \"https://s3.acme.example\"\n" + text
	}
	file := filepath.Join(r.dir, "page.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	if _, err := config.Load(config.Options{File: file, Env: func(string) string { return "" }, Keyboard: keyboard()}); err != nil {
		r.t.Errorf("%s: %v", where, err)
	}
}

func (r *reader) run(where, command string) {
	r.t.Helper()
	if r.env == nil {
		r.serve()
	}
	want := exitDone
	if _, after, ok := strings.Cut(command, "# exit code "); ok {
		_, _ = fmt.Sscan(after, &want)
	}
	command = strings.Replace(command, "go run . ", "signet ", 1)
	if strings.Contains(command, " ID") {
		list, err := r.shell("signet log --limit 1 --json").Output()
		if err != nil {
			r.t.Fatalf("%s: no share for %s: %v", where, command, err)
		}
		command = strings.ReplaceAll(command, " ID", " "+fieldOf(r.t, string(list), "id"))
	}
	plain := strings.TrimSpace(strings.Split(command, " #")[0])
	switch {
	case plain == "go test ./...": // which runs this
	case strings.HasPrefix(plain, "signet demo --serve"): // r.serve has done it
	case opensScreens(plain):
		r.look(where, plain)
	case strings.HasPrefix(plain, "signet handoff "):
		r.handOff(where, plain)
	default:
		out, err := r.shell(command).CombinedOutput()
		code := exitDone
		if e, ok := err.(*exec.ExitError); ok { //nolint:errorlint // Output's own
			code = e.ExitCode()
		} else if err != nil {
			r.t.Errorf("%s: %s: %v", where, command, err)
		}
		if code != want {
			r.t.Errorf("%s: %s: exit code %d, want %d\n%s", where, command, code, want, out)
		}
	}
}

// opensScreens reports a command that has no end of its own.
func opensScreens(command string) bool {
	words := strings.Fields(command)
	if words[0] != "signet" || len(words) == 1 {
		return words[0] == "signet"
	}
	cmd, _, err := (&app{places: newRegistry()}).rootCommand().Find(words[1:])
	return err == nil && (cmd.Name() == "demo" || !cmd.HasParent() && strings.HasPrefix(words[1], "-"))
}

// shell has a shell run a command, where and as the reader does.
func (r *reader) shell(command string) *exec.Cmd {
	cmd := exec.CommandContext(r.t.Context(), "sh", "-c", command)
	cmd.Dir, cmd.Env = r.dir, r.env
	return cmd
}

// serve starts the demo in a terminal of its own, and takes over what it prints.
func (r *reader) serve() {
	r.t.Helper()
	home := r.t.TempDir()
	r.env = []string{"PATH=" + os.Getenv("PATH"), quickEnd, "HOME=" + home, "TMPDIR=" + r.t.TempDir(), "TZ=UTC", "LANG=C.UTF-8", "TERM=xterm-256color", "USER=ana", "NO_COLOR=1", "AWS_EC2_METADATA_DISABLED=true"}
	if out, err := r.shell("mkdir $HOME/.ssh && ssh-keygen -q -t ed25519 -N '' -f $HOME/.ssh/id_ed25519").CombinedOutput(); err != nil {
		r.t.Fatal(err, string(out))
	}
	lines, end := r.start(r.shell("exec signet demo --serve --data " + r.t.TempDir()))
	r.t.Cleanup(end)
	for range 5 {
		line, err := lines.ReadString('\n')
		if err != nil {
			r.t.Fatal(err)
		}
		r.env = append(r.env, strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(line), "export "), "'", ""))
	}
}

// start starts what goes on until it is told to end.
func (r *reader) start(cmd *exec.Cmd) (out *bufio.Reader, end func()) {
	r.t.Helper()
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	return bufio.NewReader(pipe), func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_, _ = io.Copy(io.Discard, pipe)
		_ = cmd.Wait()
	}
}

// look opens the screens, and leaves them when something can be chosen.
func (r *reader) look(where, command string) {
	r.t.Helper()
	s := startIn(r.t, 120, 40, r.env, "sh", "-c", "exec "+command)
	s.wait(`› `)
	s.keys(ctrlC)
	if code := s.exit(); code != exitInterrupted {
		r.t.Errorf("%s: %s: exit code %d", where, command, code)
	}
}

// handOff hands off, on any port that is free, and presses the button as often as that
// may be.
func (r *reader) handOff(where, command string) {
	r.t.Helper()
	at := strings.NewReplacer("127.0.0.1:8443", "127.0.0.1:0", "--public-url http://laptop:8443", "")
	cmd := r.shell("exec " + at.Replace(command))
	var said bytes.Buffer
	cmd.Stderr = &said
	lines, end := r.start(cmd)
	defer end()
	address, err := lines.ReadString('\n')
	if err != nil {
		r.t.Fatalf("%s: %s: no address\n%s", where, command, said.String())
	}
	res, err := http.Post(strings.TrimSpace(address), "application/x-www-form-urlencoded", http.NoBody) //nolint:noctx // a test
	if err != nil {
		r.t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		r.t.Errorf("%s: %s: the press is answered with %d", where, command, res.StatusCode)
	}
}
