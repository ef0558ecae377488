package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// logFlags say which shares are wanted.
type logFlags struct {
	open, ended                     bool
	state, since, until, bucket, to string
	note, op, key, group, grep      string
	endsFirst                       bool
	limit                           int
	json, csv                       bool
}

func (a *app) logCommand() *cobra.Command {
	f := &logFlags{}
	cmd := &cobra.Command{
		Use:   "log",
		Short: "What was shared with whom, and whether it is still open",
		Long: `List the share log, newest first. It holds everything about a share but the
link itself: no URL, signature or token is in it, and "signet log show ID --url"
makes the same link again as long as the key that signed it is at hand.`,
		Example: `  signet log --open
  signet log --to ito --since 30d --csv > ito.csv
  signet log find - < leaked.txt
  signet log keys`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logList(cmd.Context(), f) },
	}
	f.bind(cmd)
	cmd.AddCommand(a.logShowCommand(), a.logRevokedCommand(), a.logFindCommand(), a.logKeysCommand(), a.logVerifyCommand(),
		a.logImportCommand(), a.logPruneCommand(), a.logUsageCommand(), a.logUploadsCommand(), a.logSweepCommand(),
		a.logExportCommand())
	return cmd
}

func (f *logFlags) bind(cmd *cobra.Command) {
	s := cmd.Flags()
	s.BoolVar(&f.open, "open", false, "links that work now")
	s.BoolVar(&f.ended, "ended", false, "links that work no more, for whatever reason")
	s.StringVar(&f.state, "state", "", "open, opens-later, running (both), ended, ended-early, revoked or failed")
	s.StringVar(&f.since, "since", "", "made since: 12h, 7d, 2w, 2026-03-01")
	s.StringVar(&f.until, "before", "", "made before: the same")
	s.StringVar(&f.bucket, "bucket", "", "of this bucket")
	s.StringVar(&f.to, "to", "", "for this recipient, or part of the name")
	s.StringVar(&f.note, "note", "", "with this in the note")
	s.StringVar(&f.op, "op", "", "one of "+strings.Join(append(share.OperationNames(), string(share.Grant)), ", "))
	s.StringVar(&f.key, "key", "", "signed by this access key id")
	s.StringVar(&f.group, "group", "", "of this batch")
	s.StringVar(&f.grep, "grep", "", "with this text in key, note, recipient, bucket or user")
	s.BoolVar(&f.endsFirst, "ends-first", false, "running links, in the order in which they end")
	s.IntVar(&f.limit, "limit", 0, "at most so many (default: all; 50 on a terminal)")
	s.BoolVar(&f.json, "json", false, "one JSON object per line")
	s.BoolVar(&f.csv, "csv", false, "CSV with a header")
}

// query judges all flags before the log is opened.
func (f *logFlags) query(now time.Time) (q ledger.Query, err error) {
	if f.json && f.csv {
		return q, &usageError{"--json and --csv cannot go together", "take one"}
	}
	if f.limit < 0 {
		return q, &usageError{"--limit cannot be negative", "leave it out for all"}
	}
	if q.State, err = f.wanted(); err != nil {
		return q, err
	}
	if f.op != "" {
		if q.Operation, err = share.ParseShared(f.op); err != nil {
			return q, err
		}
	}
	for _, t := range []struct {
		text string
		to   *time.Time
	}{{f.since, &q.Since}, {f.until, &q.Until}} {
		if t.text != "" {
			if *t.to, err = share.ParsePast(t.text, now); err != nil {
				return q, err
			}
		}
	}
	q.Bucket, q.Recipient, q.Note, q.Key, q.Group, q.Text = f.bucket, f.to, f.note, f.key, f.group, f.grep
	if f.endsFirst {
		q.Sort = ledger.EndsFirst
	}
	return q, nil
}

func (f *logFlags) wanted() (ledger.State, error) {
	switch {
	case f.open && (f.ended || f.state != ""), f.ended && f.state != "":
		return "", &usageError{"--open, --ended and --state cannot go together", "take one"}
	case f.open:
		return ledger.StateOpen, nil
	case f.ended:
		return ledger.StateOver, nil
	case f.state == "", f.state == string(ledger.StateRunning):
		return ledger.State(f.state), nil
	}
	names := []string{string(ledger.StateRunning)}
	for _, s := range ledger.States() {
		if string(s) == f.state {
			return s, nil
		}
		names = append(names, string(s))
	}
	return "", &usageError{fmt.Sprintf("there is no state %q", f.state), "one of " + strings.Join(names, ", ")}
}

func (a *app) logList(ctx context.Context, f *logFlags) error {
	q, err := f.query(a.Clock())
	if err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	if f.json || f.csv {
		format := ledger.JSONLines
		if f.csv {
			format = ledger.CSV
		}
		_, err := l.Export(ctx, a.data(), format, q, f.limit)
		return err
	}
	return a.logTable(ctx, l, q, f.limit)
}

// errLimit ends a listing that has all it was asked for.
var errLimit = errors.New("limit")

// terminalRows is how many shares a terminal gets unless it asks for more.
const terminalRows = 50

// logTable writes the shares for people, one line each.
func (a *app) logTable(ctx context.Context, l *ledger.Ledger, q ledger.Query, limit int) error {
	cut := limit == 0 && isTerminal(a.Out)
	if cut {
		limit = terminalRows
	}
	out := bufio.NewWriter(a.Out)
	n := 0
	err := l.Each(ctx, q, func(e ledger.Entry) error {
		if limit > 0 && n == limit {
			return errLimit
		}
		n++
		return a.logLine(out, e)
	})
	more := errors.Is(err, errLimit)
	if more {
		err = nil
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	switch {
	case n == 0 && reflect.ValueOf(q).IsZero():
		fmt.Fprintln(a.Err, "nothing was shared yet: the log is empty")
	case n == 0:
		fmt.Fprintln(a.Err, "no share in the log matches")
	case more && cut:
		fmt.Fprintf(a.Err, "the newest %s; --limit N shows more, signet log | cat shows all\n", say.Count(n))
	}
	return nil
}

func (a *app) logLine(w io.Writer, e ledger.Entry) error {
	now, what := a.Clock(), ""
	if e.Spec.Operation == share.Grant {
		what = "  " + e.Spec.OperationName()
	}
	_, err := fmt.Fprintf(w, "%s  %-11s  %s  %-4s  %s%s%s\n", e.ID, stateShort(e, now), say.Minute(e.Created, now),
		e.Spec.Operation, clean(e.Spec.Target.URI())+what, tag("  for ", e.Recipient), tag("  # ", e.Note))
	return err
}

// tag is text after its label; nothing for no text.
func tag(label, text string) string {
	if text == "" {
		return ""
	}
	return label + clean(text)
}

// stateShort is the time left of an open link, or what has become of it.
func stateShort(e ledger.Entry, now time.Time) string {
	if left := e.Left(now); left > 0 {
		return say.Span(left)
	}
	return string(e.StateAt(now))
}
