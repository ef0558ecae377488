package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// The help of every command, and each topic, is within 80 columns, and no word of it is
// broken: all that is said of a command and its flags is there.
func TestHelpIsWithinItsWidth(t *testing.T) {
	home(t)
	helpOf := func(args ...string) string {
		var out, said bytes.Buffer
		if code := Run(t.Context(), args, IO{In: strings.NewReader(""), Out: &out, Err: &said}); code != exitDone {
			t.Fatalf("%q: exit code %d, %s", args, code, said.String())
		}
		for line := range strings.Lines(out.String()) {
			if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); n > helpWidth {
				t.Errorf("%q: %d columns: %s", args, n, line)
			}
		}
		return strings.Join(strings.Fields(out.String()), " ")
	}
	root, all := Manual()
	var walk func(c *cobra.Command, path ...string)
	walk = func(c *cobra.Command, path ...string) {
		said := helpOf(append(path, "--help")...)
		for _, text := range []string{c.Long, c.LocalFlags().FlagUsages()} {
			for word := range strings.FieldsSeq(text) {
				if word != "stringArray" && !strings.Contains(said, strings.Trim(word, `()"`)) && !strings.HasPrefix(word, "string[") {
					t.Errorf("%q: no %q", path, word)
				}
			}
		}
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				walk(sub, append(path[:len(path):len(path)], sub.Name())...)
			}
		}
	}
	walk(root)
	for _, topic := range all {
		helpOf("help", topic.Name)
	}
}
