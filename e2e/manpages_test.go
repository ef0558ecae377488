package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// readers show a page of the manual as text, without an end of a line where there is
// none in the page.
func readers() map[string][]string {
	return map[string][]string{
		"man":    {"env", "MANWIDTH=2000", "LC_ALL=C.UTF-8", "MANPAGER=cat", "man", "--no-hyphenation", "--local-file"},
		"mandoc": {"mandoc", "-T", "utf8", "-O", "width=1000"},
	}
}

// shown is a page as a reader shows it, with one blank for each white space.
func shown(t *testing.T, reader []string, page string) string {
	t.Helper()
	out := tool(t, reader[0], append(slices.Clone(reader[1:]), page)...)
	return strings.Join(strings.Fields(regexp.MustCompile(".\b").ReplaceAllString(out, "")), " ")
}

// sound fails where a page has anything that the programs which show it complain of.
func sound(t *testing.T, page string) {
	t.Helper()
	tool(t, "mandoc", "-T", "lint", "-W", "warning", page)
	cmd := exec.CommandContext(within(t, testTimeout), "groff", "-man", "-ww", "-z", "-b", page)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("groff on %s: %v\n%s", filepath.Base(page), err, out)
	}
}

// The help of every command is in its page, as it is.
func TestManualSaysWhatTheHelpSays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	generate(t, dir, "run", "./internal/manpages")
	pages, err := filepath.Glob(filepath.Join(dir, "*.1"))
	if err != nil || len(pages) < 40 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	p := signetWith(t, keys{rootKey, rootSecret, ""})
	for _, page := range pages {
		sound(t, page)
		args := strings.Split(strings.TrimSuffix(filepath.Base(page), ".1"), "-")[1:]
		if i := slices.Index(args, "status"); i > 0 {
			args = []string{"request", "status"}
		}
		want := helpTexts(p.must(t, "", append(args, "--help")...).stdout)
		for name, reader := range readers() {
			got := shown(t, reader, page)
			for _, text := range want {
				if !strings.Contains(got, text) {
					t.Errorf("%s shows %s without %q", name, filepath.Base(page), text)
				}
			}
		}
	}
}

// helpTexts are the texts of a help that its page has too: each paragraph, each example and
// what is said of each flag and command.
func helpTexts(help string) (out []string) {
	column := regexp.MustCompile(`^ +(-.*?|\S+(?: \S+)?)(?:   +| {2}(?: +)?|$)(.*)$`)
	var paragraph []string
	end := func() {
		if len(paragraph) > 0 {
			out = append(out, strings.Join(strings.Fields(strings.Join(paragraph, " ")), " "))
		}
		paragraph = nil
	}
	part := ""
	for line := range strings.SplitSeq(help, "\n") {
		switch {
		case line == "Usage:", line == "Examples:", strings.HasSuffix(line, "Commands:"), strings.HasSuffix(line, "lags:"), line == "Additional help topics:":
			end()
			part = line
		case strings.HasPrefix(line, `Use "signet`):
		case strings.TrimSpace(line) == "":
			end()
		case part == "" || part == "Examples:" || part == "Usage:":
			paragraph = append(paragraph, line)
		case part == "Additional help topics:":
		default:
			if m := column.FindStringSubmatch(line); m != nil {
				for _, text := range m[1:] {
					out = append(out, strings.Join(strings.Fields(text), " "))
				}
			}
		}
	}
	end()
	return out
}

// What in a text looks like roff is shown as it is.
func TestManualKeepsHostileText(t *testing.T) {
	t.Parallel()
	lines := []string{
		`.SH FORGED`, `'br`, `\fBbold\fR \n(yr \*(lq \(bu`, `.so /etc/passwd`, `"quoted" 'single' "" '' ` + "`back`", `a-b --c ^ ~ <x> *y* % | & $HOME`, `grün · …`, `\`, `.`, `..`, `ends with \`,
	}
	long := strings.Join(lines, "\n")
	source := `package main

import ("os"; "path/filepath"; "github.com/spf13/cobra"; "signet/cli")

func main() {
	var text string = ` + fmt.Sprintf("%q", long) + `
	root := &cobra.Command{Use: "signet", Short: text, Long: text + "\n\n  " + text, Example: "  " + text, Run: func(*cobra.Command, []string) {}}
	root.Flags().String("flag", text, text)
	_, topics := cli.Manual()
	topics[0].Rows = func() []cli.TopicRow { return []cli.TopicRow{{Term: text, Text: text}} }
	m := manual{root: root, topics: topics[:1], version: text}
	for name, page := range m.pages() {
		if os.WriteFile(filepath.Join(os.Args[1], name+".1"), []byte(page), 0o600) != nil { os.Exit(1) }
	}
}
`
	main, err := filepath.Abs("../internal/manpages/main.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replaced, overlay := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {main: replaced}})
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{replaced: source, overlay: string(list)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	generate(t, dir, "run", "-overlay", overlay, "./internal/manpages")
	page := filepath.Join(dir, "signet.1")
	for name, reader := range readers() {
		got := shown(t, reader, page)
		for _, line := range lines {
			// In the name, twice in the description, the example, the flag and its default,
			// the term of a topic and its text.
			if n := strings.Count(got, line); n < 8 {
				t.Errorf("%s shows %q %d times:\n%s", name, line, n, got)
			}
		}
	}
}

// generate runs Go at the root of the product, with the folder as its last argument.
func generate(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(within(t, testTimeout), "go", append(args, dir)...)
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
