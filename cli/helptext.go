package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signet/ui/kit"
)

// help prints the text of a command, and below it how it is used.
func help(c *cobra.Command, _ []string) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprint(c.OutOrStdout(), narrowed(text)+"\n\n"+c.UsageString())
}

// narrowed are paragraphs within the width of help. One that is within it, or has a form of
// its own, stays as it was written.
func narrowed(text string) string {
	all := strings.Split(strings.TrimRight(text, " \n"), "\n\n")
	for i, p := range all {
		wide := slices.ContainsFunc(strings.Split(p, "\n"), func(line string) bool { return ansi.StringWidth(line) > helpWidth })
		if wide && !strings.Contains("\n"+p, "\n ") {
			all[i] = strings.Join(kit.Prose(strings.ReplaceAll(p, "\n", " "), helpWidth), "\n")
		}
	}
	return strings.Join(all, "\n\n")
}

// usage prints what cobra does below the text of a command, with each line within 80
// columns: cobra writes each flag on one line, however long.
func usage(c *cobra.Command) error {
	w := c.OutOrStderr()
	fmt.Fprint(w, "Usage:")
	if c.Runnable() {
		fmt.Fprint(w, "\n  "+c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprint(w, "\n  "+c.CommandPath()+" [command]")
	}
	fmt.Fprintln(w)
	section(w, "Examples:", c.Example)
	section(w, "Available Commands:", commandList(c, offered, (*cobra.Command).Name))
	section(w, "Flags:", flagLines(c.LocalFlags()))
	section(w, "Global Flags:", flagLines(c.InheritedFlags()))
	section(w, "Additional help topics:", commandList(c, (*cobra.Command).IsAdditionalHelpTopicCommand, (*cobra.Command).CommandPath))
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\nUse %q for more information about a command.\n", c.CommandPath()+" [command] --help")
	}
	return nil
}

func offered(c *cobra.Command) bool { return c.IsAvailableCommand() || c.Name() == "help" }

func section(w io.Writer, title, text string) {
	if text = strings.TrimRight(text, " \n"); text != "" {
		fmt.Fprintf(w, "\n%s\n%s\n", title, text)
	}
}

// commandList are commands by their names, with what they are.
func commandList(c *cobra.Command, of func(*cobra.Command) bool, name func(*cobra.Command) string) string {
	var b strings.Builder
	wide := 0
	for _, sub := range c.Commands() {
		if of(sub) {
			wide = max(wide, len(name(sub)))
		}
	}
	for _, sub := range c.Commands() {
		if of(sub) {
			lead := name(sub)
			for _, line := range kit.Prose(sub.Short, helpWidth-4-wide) {
				fmt.Fprintf(&b, "  %-*s  %s\n", wide, lead, line)
				lead = ""
			}
		}
	}
	return b.String()
}

// flagColumn is where the text of a flag begins; a longer name has a line of its own.
const flagColumn = 27

// flagLines are flags with what each does.
func flagLines(flags *pflag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name, text := flagName(f)
		lines := kit.Prose(text, helpWidth-flagColumn)
		if len(name)+2 > flagColumn || len(lines) == 0 {
			b.WriteString(name + "\n")
			name = ""
		}
		for _, line := range lines {
			fmt.Fprintf(&b, "%-*s%s\n", flagColumn, name, line)
			name = ""
		}
	})
	return b.String()
}

// flagName is a flag as it is written, and its text.
func flagName(f *pflag.Flag) (name, text string) {
	value, text := FlagWords(f)
	name = "      --" + f.Name
	if f.Shorthand != "" {
		name = "  -" + f.Shorthand + ", --" + f.Name
	}
	return strings.TrimRight(name+" "+value, " "), text
}

// FlagWords are the value that a flag takes, for help and manual, and what the flag does,
// with what it is where it is not given.
func FlagWords(f *pflag.Flag) (value, text string) {
	value, text = pflag.UnquoteUsage(f)
	value = strings.TrimSuffix(value, "Array")
	if f.NoOptDefVal != "" && value != "" {
		value += "[=" + f.NoOptDefVal + "]"
	}
	switch f.DefValue {
	case "", "0", "false", "[]":
		return value, text
	}
	return value, text + " (default " + f.DefValue + ")"
}
