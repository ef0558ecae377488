package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"signet/share/inspect"
	"signet/share/ledger"
	"signet/share/say"
)

func (a *app) logFindCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "find [LINK|LINE|FILE|-]...",
		Short: "Which share a leaked link, signature or log line belongs to",
		Long: `Find the entries of a link, of its signature alone, or of the lines of an access
log. With - or nothing the text is read from standard input, which keeps it out
of the shell's history. Text of any length is looked through to its end: links
that were broken over lines too, and what is in base64 or packed with gzip, zip
or bzip2. It is recognised by the SHA-256 of its signatures and stored nowhere.

The exit code is 0 when a share was found, 1 when none was, and 3 when not all
could be read: then it is said what was not looked through.`,
		Example: `  signet log find < leaked.eml
  signet log find access.log access.log.1.gz`,
		Args: between(0, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"-"}
				if isTerminal(a.In) {
					fmt.Fprintln(a.Err, "paste the link, then press ctrl+d on a line of its own")
				}
			}
			return a.logFind(cmd.Context(), args, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

// hunt is one run of log find, over all that it was given.
type hunt struct {
	*app
	shares *ledger.Ledger
	asJSON bool

	head     ledger.Head
	shown    map[string]bool // ids
	typed    bool            // there was text among the arguments, not only names of files
	searched ledger.Search   // of all texts together
}

func (a *app) logFind(ctx context.Context, args []string, asJSON bool) error {
	f := &hunt{app: a, asJSON: asJSON, shown: map[string]bool{}, searched: ledger.Search{Blank: true}}
	for _, arg := range args {
		if err := f.try(ctx, arg); err != nil {
			return err
		}
	}
	return f.outcome()
}

// try looks through one argument. A file that cannot be opened is only told of:
// the others are looked through.
func (f *hunt) try(ctx context.Context, arg string) error {
	in, name, err := f.open(ctx, arg)
	if err != nil {
		f.searched.Blank = false
		f.searched.Missed = append(f.searched.Missed, err.Error())
		return nil
	}
	defer in.Close()
	return f.look(ctx, in, name)
}

// open reads standard input, a file, or the text itself where there is no file
// of that name. The name is empty for text.
func (f *hunt) open(ctx context.Context, arg string) (in io.ReadCloser, name string, err error) {
	if arg == "-" {
		return io.NopCloser(f.stdin(ctx)), "standard input", nil
	}
	if _, err := os.Stat(arg); err != nil {
		f.typed = true
		return io.NopCloser(strings.NewReader(arg)), "", nil
	}
	in, err = f.input(ctx, arg)
	return in, arg, err
}

// look looks through one text. What fits is also read by the inspector, which
// knows more about links that were bent on their way.
func (f *hunt) look(ctx context.Context, in io.Reader, name string) error {
	start, err := io.ReadAll(io.LimitReader(in, inspect.MaxInput))
	rest := io.MultiReader(bytes.NewReader(start), in)
	if err != nil {
		rest = io.MultiReader(bytes.NewReader(start), broken{err})
	}
	var mended []string
	if len(start) < inspect.MaxInput {
		mended = f.mended(string(start))
	}
	if f.shares == nil {
		if f.shares, err = f.openLog(); err != nil {
			return err
		}
		if f.head, err = f.shares.Head(ctx); err != nil {
			return err
		}
	}
	s, err := f.shares.FindIn(ctx, rest, f.show, mended...)
	all := &f.searched
	all.Bytes, all.Blank, all.Clues = all.Bytes+s.Bytes, all.Blank && s.Blank, all.Clues || s.Clues
	for _, m := range s.Missed {
		if name != "" {
			m = name + ", " + m
		}
		all.Missed = append(all.Missed, m)
	}
	return err
}

// broken is a reader that has failed.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// mended is the link in a text as the inspector puts it together: out of a mail,
// out of a redirect, or with its escapes undone.
func (a *app) mended(text string) []string {
	if r := inspect.Inspect(text, a.Clock()); !r.URL.Empty() {
		return []string{r.URL.Reveal()}
	}
	return nil
}

// show writes an entry as soon as it is found.
func (f *hunt) show(m ledger.Match) error {
	if f.shown[m.Entry.ID] {
		return nil
	}
	f.shown[m.Entry.ID] = true
	if f.asJSON {
		return f.printJSON(struct {
			By string `json:"found_by"`
			Of string `json:"of,omitempty"` // which request of an upload in parts
			ledger.Line
		}{m.By, m.Of, ledger.LineOf(m.Entry, f.head)})
	}
	if len(f.shown) > 1 {
		fmt.Fprintln(f.Out)
	}
	fmt.Fprintln(f.Err, "found by "+m.By+tag(", of ", m.Of))
	f.describe(f.Out, m.Entry)
	return nil
}

// outcome says what was found, and what was not looked through.
func (f *hunt) outcome() error {
	s := f.searched
	switch {
	case len(s.Missed) > 0:
		text := "find: not all was looked through"
		if len(f.shown) == 0 {
			text = "find: no share was found in what was looked through, which was not all"
		}
		return &incompleteError{text + " (" + say.Bytes(s.Bytes) + " were read):\n" + strings.Join(s.Missed, "\n")}
	case s.Blank:
		return &usageError{"find: there is no text to look into", "give a link, its signature, or a line of an access log"}
	case len(f.shown) > 0:
		return nil
	case !s.Clues && f.typed:
		return errors.New("find: no share in this log has that signature or id: there is none in the text, nor the date of a signed link; and there is no file of that name")
	}
	return fmt.Errorf("find: no share in this log has that signature or id; all %s were looked through", say.Bytes(s.Bytes))
}
