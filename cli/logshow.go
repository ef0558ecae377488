package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// showFlags say what is shown of a share.
type showFlags struct {
	url, json bool
	handover  string
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
	s.StringVar(&f.handover, "handover", "", "with --url: a text for the recipient instead of the URL, as signet share has it")
	s.BoolVar(&f.json, "json", false, "as a JSON object")
	s.StringVar(&f.where.place, "place", "", "with --url: place that has the key now")
	s.StringVar(&f.where.profile, "profile", "", "with --url: AWS profile that has the key now")
	return cmd
}

func (f *showFlags) check() error {
	switch {
	case f.url && f.json:
		return &usageError{"--url and --json cannot go together", "take one"}
	case f.handover != "" && !f.url:
		return &usageError{"--handover is about the link, which is signed again", "add --url"}
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
		return a.logURL(ctx, l, e, f)
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
		state += " for " + say.Span(left)
	}
	fact("id", e.ID)
	fact("state", state)
	fact("object", t.URI())
	fact("version", t.VersionID)
	fact("operation", e.Spec.OperationName())
	fact("made", say.Moment(e.Created, now))
	fact("opens", opens(e, now))
	fact("ends", endsWhen(e.Terms, now))
	fact("for", e.Recipient)
	fact("note", e.Note)
	fact("by", strings.TrimPrefix(e.Who.User+"@"+e.Who.Host, "@")+tag(" from ", e.Who.SSHClient))
	fact("batch", e.Group)
	fact("place", e.Spec.Endpoint.Place)
	fact("endpoint", pointsTo(e.Spec.Endpoint))
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
	return say.Moment(e.Terms.Starts, now) + e.Spec.Mandate.Kind.Info().Earlier()
}

// endsWhen is the true end of a link, and what was asked for if that is another.
func endsWhen(t share.Terms, now time.Time) string {
	if t.Ends.IsZero() {
		return ""
	}
	text := say.Moment(t.Ends, now)
	if t.AtMost {
		text = "at the latest " + text
	}
	if t.Shortened() {
		text += " (limited by " + t.Limiter() + "; asked for " + say.Moment(t.Asked, now) + ")"
	}
	return text
}

// pointsTo is where a link points.
func pointsTo(e share.Endpoint) string {
	text := strings.TrimSpace(e.URL + " " + e.Region)
	if e.PathStyle {
		text += ", bucket in the path"
	}
	return text
}

// signer is the key that signed, and where it came from.
func signer(e ledger.Entry) string {
	text, from := e.Spec.AccessKeyID, e.Source
	if e.Temporary && e.Spec.Mandate.Kind == "" && !strings.Contains(from, "session") { // else what it signed by is temporary
		from = strings.TrimSpace(from + " session")
	}
	if from != "" {
		text += " (" + from + ")"
	}
	return text
}
