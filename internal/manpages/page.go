package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signet/cli"
)

// manual is what all pages have in common.
type manual struct {
	root          *cobra.Command
	topics        []cli.Topic
	date, version string
}

// pages are the texts of all pages by their names, signet-place-add.
func (m *manual) pages() map[string]string {
	out := map[string]string{}
	for _, cmd := range commands(m.root) {
		out[name(cmd)] = m.page(cmd)
	}
	return out
}

// commands are a command and those below it that a person is told of. A topic of the
// help is none.
func commands(cmd *cobra.Command) []*cobra.Command {
	out := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		if (c.IsAvailableCommand() || c.Name() == "help") && !c.IsAdditionalHelpTopicCommand() {
			out = append(out, commands(c)...)
		}
	}
	return out
}

func name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

func (m *manual) page(cmd *cobra.Command) string {
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	r := &roff{}
	r.title(strings.ToUpper(name(cmd)), m.date, strings.TrimSpace("signet "+m.version))
	r.WriteString(".nh\n.ad l\n") // a word that is cut in two cannot be copied
	r.section("NAME")
	r.line(name(cmd) + " - " + cmd.Short)
	r.section("SYNOPSIS")
	for i, use := range synopsis(cmd) {
		if i > 0 {
			r.macro("br")
		}
		r.bold(use)
	}
	r.section("DESCRIPTION")
	r.text(cmp.Or(cmd.Long, cmd.Short))
	m.below(r, cmd)
	options(r, "OPTIONS", cmd.NonInheritedFlags())
	options(r, "GLOBAL OPTIONS", cmd.InheritedFlags())
	if cmd == m.root {
		m.tables(r)
	}
	if cmd.Example != "" {
		r.section("EXAMPLES")
		r.text(cmd.Example)
	}
	m.seeAlso(r, cmd)
	return r.String()
}

func synopsis(cmd *cobra.Command) (out []string) {
	if cmd.Runnable() {
		out = append(out, cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		out = append(out, cmd.CommandPath()+" [command]")
	}
	return out
}

// below lists the commands below one, with their pages.
func (m *manual) below(r *roff, cmd *cobra.Command) {
	all := commands(cmd)
	if len(all) == 1 {
		return
	}
	r.section("COMMANDS")
	for _, c := range all[1:] {
		if c.Parent() == cmd {
			r.macro("TP")
			r.macro("BR", name(c), "(1)")
			r.line(c.Short)
		}
	}
}

func options(r *roff, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	r.section(title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Deprecated != "" {
			return
		}
		value, text := cli.FlagWords(f)
		r.macro("TP")
		term := `\fB` + escape("--"+f.Name) + `\fR`
		if f.Shorthand != "" {
			term = `\fB` + escape("-"+f.Shorthand) + `\fR, ` + term
		}
		if value != "" {
			term += ` \fI` + escape(value) + `\fR`
		}
		r.WriteString(term + "\n")
		r.line(text)
	})
}

// tables are the topics of the help, a section each.
func (m *manual) tables(r *roff) {
	for _, t := range m.topics {
		r.section(t.Title)
		r.text(t.Intro)
		for _, row := range t.Rows() {
			r.macro("TP")
			r.bold(row.Term)
			r.line(row.Text)
		}
	}
}

// seeAlso names the pages around one: of the command above, of those below, and of
// those that its text names.
func (m *manual) seeAlso(r *roff, cmd *cobra.Command) {
	text := strings.Join(strings.Fields(cmd.Long+" "+cmd.Example), " ") + " "
	var about []string
	for _, c := range commands(m.root) {
		mentioned := strings.Contains(text, c.CommandPath()+" ") || strings.Contains(text, c.CommandPath()+`"`)
		if c != cmd && c != m.root && (c.Parent() == cmd || mentioned) {
			about = append(about, name(c))
		}
	}
	for up := cmd.Parent(); up != nil; up = up.Parent() {
		about = append(about, name(up))
	}
	slices.Sort(about)
	about = slices.Compact(about)
	r.section("SEE ALSO")
	for i, page := range about {
		end := ","
		if i == len(about)-1 {
			end = ""
		}
		r.macro("BR", page, "(1)"+end)
	}
}
