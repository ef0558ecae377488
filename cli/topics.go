package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signet/config"
	"signet/share/refusal"
	"signet/share/say"
	"signet/ui/kit"
)

// Topic is what `signet help NAME` tells that belongs to no command: a table that the
// program itself goes by. The manual has a section for each.
type Topic struct {
	Name  string // environment
	Title string // ENVIRONMENT, as manuals call the section
	Short string
	Intro string
	Rows  func() []TopicRow
}

// TopicRow is one row of the table of a topic: what it is about, and sentences on it.
type TopicRow struct{ Term, Text string }

// topics are those of `signet help`.
func topics(files func() []TopicRow) []Topic {
	return []Topic{
		{"environment", "ENVIRONMENT", "Variables that signet reads", `A flag wins over a variable, a variable over the settings file, and that over the
default. Credentials, region and endpoint are those of the AWS tools too: AWS_PROFILE,
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION,
AWS_ENDPOINT_URL_S3, AWS_CONFIG_FILE and the others that they have. NO_COLOR switches
colours off.`, variableRows},
		{"files", "FILES", "Files that signet keeps", `"signet config" says where they are. XDG_CONFIG_HOME, XDG_STATE_HOME and
XDG_CACHE_HOME have them in other folders, SIGNET_HOME in one, and systems other than
Linux have folders of their own.`, files},
		{"exit-codes", "EXIT STATUS", "What the exit code of a command means", "", exitRows},
		{"refusals", "DIAGNOSTICS", "What servers refuse, why, and what to do", `What signet says where a server refuses: what happened, with the codes of S3 that
mean it, why, most likely, and what to do. Where the server gave a reason of its own,
that is shown too.`, refusalRows},
	}
}

func variableRows() []TopicRow {
	var out []TopicRow
	for _, d := range append(config.Describe(), config.Variables()...) {
		term := d.Variable
		if d.Default != "" {
			term += " (default: " + d.Default + ")"
		}
		if n := len(out); n > 0 && d.Text == out[n-1].Text { // explained together
			out[n-1].Term += ", " + term
			continue
		}
		out = append(out, TopicRow{term, d.Text})
	}
	return out
}

// fileRows are the files where they are here.
func (a *app) fileRows() []TopicRow {
	o := config.Options{File: a.config, Env: a.Env, Paths: a.paths}
	return fileRows(o.Files(), func(f config.Kept) string { return clean(f.Path) })
}

func fileRows(files []config.Kept, where func(config.Kept) string) []TopicRow {
	var out []TopicRow
	for _, f := range files {
		out = append(out, TopicRow{where(f), f.Text})
	}
	return out
}

func exitRows() []TopicRow {
	return []TopicRow{
		{strconv.Itoa(exitDone), "Done."},
		{strconv.Itoa(exitFailed), "Failed: standard error says what did. Commands that judge have their own no here: a link that is not valid (inspect), no share found (log find), a place that cannot be used (place test), a link that was not proved dead (revoke)."},
		{strconv.Itoa(exitUsage), "The command line makes no sense. Nothing was done."},
		{strconv.Itoa(exitIncomplete), "Not all could be proved or read (log verify, log find, log usage)."},
		{strconv.Itoa(exitInterrupted), "Interrupted."},
		{fmt.Sprintf("%d+", exitSignal), "Ended by a signal, whose number was added: 143 is terminated."},
	}
}

// refusalRows has each sentence once, with all codes that it is said of.
func refusalRows() []TopicRow {
	var out []TopicRow
	at, codes := map[TopicRow]int{}, [][]string{}
	for _, r := range refusal.All() {
		row := TopicRow{r.Sentence, say.Line(r.Cause, r.Next)}
		i, known := at[row]
		if !known {
			i = len(out)
			at[row], out, codes = i, append(out, row), append(codes, nil)
		}
		said := strings.Fields(r.Codes)
		if r.Status != 0 && len(said) == 0 {
			said = []string{fmt.Sprintf("HTTP %d", r.Status)}
		}
		for _, code := range said {
			if !slices.Contains(codes[i], code) {
				codes[i] = append(codes[i], code)
			}
		}
	}
	for i, said := range codes {
		if len(said) > 0 {
			out[i].Term += " (" + strings.Join(said, ", ") + ")"
		}
	}
	return out
}

// helpTopics are the topics as `signet help` knows them.
func (a *app) helpTopics() []*cobra.Command {
	var out []*cobra.Command
	for _, t := range topics(a.fileRows) {
		cmd := &cobra.Command{Use: t.Name, Short: t.Short}
		cmd.SetHelpFunc(func(*cobra.Command, []string) { t.print(a.Out) })
		out = append(out, cmd)
	}
	return out
}

// helpWidth is what a line of help may have, in cells.
const helpWidth = 80

func (t Topic) print(to io.Writer) {
	if t.Intro != "" {
		fmt.Fprintln(to, narrowed(t.Intro)+"\n")
	}
	for _, r := range t.Rows() {
		for _, line := range kit.Prose(r.Term, helpWidth-2) {
			fmt.Fprintln(to, "  "+line)
		}
		for _, line := range kit.Prose(r.Text, helpWidth-6) {
			fmt.Fprintln(to, strings.Repeat(" ", 6)+line)
		}
	}
}

// Manual is what the pages of the manual are made of: all commands, and the topics with
// files where they usually are. It reads nothing and asks nobody.
func Manual() (*cobra.Command, []Topic) {
	a := &app{IO: IO{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Env: func(string) string { return "" }}, places: newRegistry()}
	root := a.rootCommand()
	strictHelp(root)
	return root, topics(func() []TopicRow {
		return fileRows(config.Options{}.Files(), func(f config.Kept) string { return f.Usual })
	})
}
