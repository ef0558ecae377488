package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/inspect"
	"signet/share/ledger"
)

// showFlags say what is shown of a share.
type showFlags struct {
	url, json bool
	where     placeFlags // of which place and profile alone can be given: the address is that of the link
}

func (a *app) logShowCommand() *cobra.Command {
	f := &showFlags{}
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Everything about one share, and with --url the link itself",
		Long: `Show one entry and what happened to it. With --url, standard output gets the
identical link, signed again; that works while the key that signed it is at hand.
Where its place was renamed or removed, --place or --profile says who has that
key now.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.logShow(cmd.Context(), f, args[0]) },
	}
	s := cmd.Flags()
	s.BoolVar(&f.url, "url", false, "sign the same link again and print it")
	s.BoolVar(&f.json, "json", false, "as a JSON object")
	s.StringVar(&f.where.place, "place", "", "with --url: place that has the key now")
	s.StringVar(&f.where.profile, "profile", "", "with --url: AWS profile that has the key now")
	return cmd
}

func (f *showFlags) check() error {
	switch {
	case f.url && f.json:
		return &usageError{"--url and --json cannot go together", "take one"}
	case f.where.given() && !f.url:
		return &usageError{"--place and --profile say who signs the link again", "add --url"}
	}
	return nil
}

func (a *app) logShow(ctx context.Context, f *showFlags, id string) error {
	if err := f.check(); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	e, err := l.Get(ctx, id)
	switch {
	case err != nil:
		return err
	case f.url:
		return a.logURL(ctx, l, e, &f.where)
	case f.json:
		head, err := l.Head(ctx)
		if err != nil {
			return err
		}
		return a.printJSON(struct {
			ledger.Line
			Events []ledger.Event `json:"events"`
		}{ledger.LineOf(e, head), e.Events})
	}
	a.describe(a.Out, e)
	return nil
}

// describe writes an entry for people.
func (a *app) describe(w io.Writer, e ledger.Entry) {
	now := a.Clock()
	t := e.Spec.Target
	fact := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-11s %s\n", name, clean(value))
		}
	}
	state := string(e.StateAt(now))
	if left := e.Left(now); left > 0 {
		state += " for " + share.Words(left)
	}
	fact("id", e.ID)
	fact("state", state)
	fact("object", t.URI())
	fact("version", t.VersionID)
	fact("operation", e.Spec.Operation.Info().Name)
	fact("made", share.Moment(e.Created, now))
	fact("opens", opens(e, now))
	fact("ends", endsWhen(e.Terms, now))
	fact("for", e.Recipient)
	fact("note", e.Note)
	fact("by", strings.TrimPrefix(e.Who.User+"@"+e.Who.Host, "@")+tag(" from ", e.Who.SSHClient))
	fact("batch", e.Group)
	fact("place", e.Spec.Endpoint.Place)
	fact("endpoint", address(e.Spec.Endpoint))
	fact("signed by", signer(e))
	for _, f := range e.Facts() {
		fact(f.Name, f.Value)
	}
	fact("signature", tag("SHA-256 ", e.SignatureSHA256))
	fact("failed", e.Failure)
	for _, ev := range e.Events {
		fmt.Fprintf(w, "  %s  %s%s%s%s\n", stamp(ev.At), ev.Kind, tag("  ", ev.Detail), tag("  from ", ev.From), tag("  ", ev.Agent))
	}
}

// opens is when a link opens that was signed for later.
func opens(e ledger.Entry, now time.Time) string {
	if e.Terms.Starts.Sub(e.Created) <= time.Minute {
		return ""
	}
	return share.Moment(e.Terms.Starts, now) + " (S3 opens it up to 15 minutes earlier)"
}

// endsWhen is the true end of a link, and what was asked for if that is another.
func endsWhen(t share.Terms, now time.Time) string {
	if t.Ends.IsZero() {
		return ""
	}
	text := share.Moment(t.Ends, now)
	if t.AtMost {
		text = "at the latest " + text
	}
	if t.Shortened() {
		text += " (limited by " + t.Limiter() + "; asked for " + share.Moment(t.Asked, now) + ")"
	}
	return text
}

// address is where a link points.
func address(e share.Endpoint) string {
	text := strings.TrimSpace(e.URL + " " + e.Region)
	if e.PathStyle {
		text += ", bucket in the path"
	}
	return text
}

// signer is the key that signed, and where it came from.
func signer(e ledger.Entry) string {
	text, from := e.Spec.AccessKeyID, e.Source
	if e.Temporary && !strings.Contains(from, "session") {
		from = strings.TrimSpace(from + " session")
	}
	if from != "" {
		text += " (" + from + ")"
	}
	return text
}

func (a *app) logFindCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "find [LINK|LINE|-]",
		Short: "Which share a leaked link, signature or log line belongs to",
		Long: `Find the entry of a link, of its signature alone, or of a line of an access
log. With - or nothing the text is read from standard input, which keeps it out
of the shell's history. The text is recognised by the SHA-256 of its signature
and stored nowhere.`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.logFind(cmd.Context(), args[0], asJSON)
			}
			if isTerminal(a.In) {
				fmt.Fprintln(a.Err, "paste the link, then press ctrl+d on a line of its own")
			}
			return a.logFind(cmd.Context(), "-", asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

// mended is the link in a text as the inspector puts it together: out of a mail,
// out of a redirect, or with its escapes undone.
func (a *app) mended(text string) []string {
	if r := inspect.Inspect(text, a.Clock()); !r.URL.Empty() {
		return []string{r.URL.Reveal()}
	}
	return nil
}

// maxFind bounds what is read from standard input.
const maxFind = 4 << 20

func (a *app) logFind(ctx context.Context, text string, asJSON bool) error {
	if text == "-" {
		raw, err := io.ReadAll(io.LimitReader(a.stdin(ctx), maxFind))
		if err != nil {
			return fmt.Errorf("read link: %w", err)
		}
		text = string(raw)
	}
	if strings.TrimSpace(text) == "" {
		return &usageError{"find: there is no text to look into", "give a link, its signature, or a line of an access log"}
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	found, err := l.Find(ctx, text, a.mended(text)...)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return errors.New("find: no share in this log has that signature or id")
	}
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	for i, m := range found {
		if asJSON {
			err := a.printJSON(struct {
				By string `json:"found_by"`
				ledger.Line
			}{m.By, ledger.LineOf(m.Entry, head)})
			if err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			fmt.Fprintln(a.Out)
		}
		fmt.Fprintln(a.Err, "found by "+m.By)
		a.describe(a.Out, m.Entry)
	}
	return nil
}
