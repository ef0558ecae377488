//go:build unix

package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "rewrite the part of docs/keys.md that is made of the table of keys")

// The README is read in a minute.
func TestReadmeIsShort(t *testing.T) {
	for _, p := range pages(t) {
		if n := len(strings.Fields(p.text)); p.name == "README.md" && n >= 700 {
			t.Errorf("it has %d words", n)
		}
	}
}

// Every page that there is is told of in the list of pages.
func TestEveryPageIsListed(t *testing.T) {
	all := pages(t)
	index := all[slices.IndexFunc(all, func(p page) bool { return p.name == "docs/README.md" })]
	for _, p := range all {
		if name, ok := strings.CutPrefix(p.name, "docs/"); ok && p.name != index.name && !strings.Contains(index.text, "("+name+")") {
			t.Errorf("%s does not list %s", index.name, name)
		}
	}
}

// No link of a page leads nowhere: neither to a file that is not there, nor to a heading
// that it does not have. What leads out of here is not tried.
func TestLinksOfPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "docs", "adr", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages(t) {
		files = append(files, filepath.Join("..", filepath.FromSlash(p.name)))
	}
	files = append(files, filepath.Join("..", "CONTRIBUTING.md"), filepath.Join("..", "CHANGELOG.md"), filepath.Join("..", "e2e", "README.md"))
	link := regexp.MustCompile(`(?:\]\(|(?:src|srcset)=")([^)"\s]+)[)"]`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(prose(string(text)), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			to, anchor, _ := strings.Cut(m[1], "#")
			target := file
			if to != "" {
				target = filepath.Join(filepath.Dir(file), filepath.FromSlash(to))
			}
			body, err := os.ReadFile(target)
			if info, statErr := os.Stat(target); statErr == nil && info.IsDir() {
				err = nil
			}
			switch {
			case err != nil:
				t.Errorf("%s leads to %s, which is not there", file, m[1])
			case anchor != "" && !slices.Contains(anchors(string(body)), anchor):
				t.Errorf("%s leads to %s, which has no such heading", file, m[1])
			}
		}
	}
}

// prose is a page without its blocks and its words of code.
func prose(text string) string {
	text = regexp.MustCompile("(?s)```.*?```").ReplaceAllString(text, "")
	return regexp.MustCompile("`[^`\n]*`").ReplaceAllString(regexp.MustCompile(`(?m)^    .*$`).ReplaceAllString(text, ""), "")
}

// anchors are what the headings of a page are found by.
func anchors(text string) []string {
	var all []string
	for line := range strings.Lines(regexp.MustCompile("(?s)\n```.*?\n```").ReplaceAllString(text, "")) {
		title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if !ok || !strings.HasPrefix(line, "#") {
			continue
		}
		title = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")
		all = append(all, strings.ReplaceAll(title, " ", "-"))
	}
	return all
}

// Commands that a page names in its text, and those that are not run, have names and
// flags that there are.
func TestCommandsOfPages(t *testing.T) {
	root := (&app{places: newRegistry()}).rootCommand()
	root.InitDefaultCompletionCmd()
	code := regexp.MustCompile("`(signet [^`\n]+|--[a-z][^`\n]*)`")
	for _, p := range pages(t) {
		for _, m := range code.FindAllStringSubmatch(p.text, -1) {
			written(t, root, p.name, m[1])
		}
		for _, b := range p.blocks {
			for _, command := range commandsOf(b) {
				if strings.HasPrefix(command, "signet ") && b.lang != "" && b.lang != "toml" {
					t.Errorf("%s:%d: a command where none is run", p.name, b.line)
				}
				if strings.HasPrefix(command, "signet ") && b.why != "" {
					written(t, root, p.name, command)
				}
			}
		}
	}
}

// written wants the command and the flags of a line to be there. A flag alone is one of
// some command.
func written(t *testing.T, root *cobra.Command, where, line string) {
	t.Helper()
	among := []*cobra.Command{root}
	if rest, ok := strings.CutPrefix(line, "signet "); ok {
		cmd, left, err := root.Find(strings.Fields(rest))
		if err != nil || cmd == root && !strings.HasPrefix(rest, "-") && rest != "COMMAND --help" {
			t.Errorf("%s: %s: there is no such command", where, line)
			return
		}
		if cmd.HasSubCommands() && len(left) > 0 && !strings.HasPrefix(left[0], "-") && cmd != root && cmd.Name() != "log" {
			t.Errorf("%s: %s: %s has no command %q", where, line, cmd.Name(), left[0])
		}
		among[0] = cmd
	} else {
		among = everyCommand(root)
	}
	for _, m := range regexp.MustCompile(`(?:^|\s)--([a-z][a-z0-9-]*)`).FindAllStringSubmatch(line, -1) {
		known := m[1] == "help" || m[1] == "version" || slices.ContainsFunc(among, func(c *cobra.Command) bool {
			return c.Flags().Lookup(m[1]) != nil || c.InheritedFlags().Lookup(m[1]) != nil || c.PersistentFlags().Lookup(m[1]) != nil
		})
		if !known {
			t.Errorf("%s: %s: there is no flag --%s", where, line, m[1])
		}
	}
}

func everyCommand(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		all = append(all, everyCommand(sub)...)
	}
	return all
}

const keysBegin, keysEnd = "<!-- keys: made by go test ./cli -run KeysPage -update -->\n", "<!-- end of keys -->\n"

// TestKeysPage holds docs/keys.md against the table of keys.
func TestKeysPage(t *testing.T) {
	file := filepath.Join("..", "docs", "keys.md")
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(page), keysBegin)
	_, tail, closed := strings.Cut(rest, keysEnd)
	if !ok || !closed {
		t.Fatalf("%s has no place for the keys", file)
	}
	var b strings.Builder
	b.WriteString("\n| name | keys | what they do |\n|---|---|---|\n")
	for _, a := range keyboard().Actions {
		fixed := ""
		if a.Fixed {
			fixed = " (always these)"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s%s |\n", a.Name, strings.Join(a.Keys, "` `"), a.Means, fixed)
	}
	whole := head + keysBegin + b.String() + "\n" + keysEnd + tail
	if *update {
		if err := os.WriteFile(file, []byte(whole), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != whole {
		t.Errorf("%s is not of today: go test ./cli -run KeysPage -update writes it", file)
	}
}

// What SECURITY.md promises is held by tests that there are.
func TestPromisesAreHeld(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := testsOf(t)
	_, promises, _ := strings.Cut(string(text), "\n## Promised\n")
	promises, _, _ = strings.Cut(promises, "\n## ")
	test := regexp.MustCompile("`(Test\\w+)`")
	for line := range strings.Lines(promises) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| promise |") {
			continue
		}
		all := test.FindAllStringSubmatch(line, -1)
		if len(all) == 0 {
			t.Errorf("nothing holds: %s", line)
		}
		for _, m := range all {
			if !there[m[1]] {
				t.Errorf("there is no %s", m[1])
			}
		}
	}
}

// testsOf are the names of all tests, those of e2e too.
func testsOf(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	name := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range name.FindAllStringSubmatch(string(text), -1) {
			there[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return there
}
