package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

func (a *app) printJSON(v any) error { return encodeJSON(a.data(), v) }

// encodeJSON writes a value as one line.
func encodeJSON(w io.Writer, v any) error {
	if isTerminal(w) { // which would act upon what JSON lets stand
		w = &harmless{w: w}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (a *app) logKeysCommand() *cobra.Command {
	f := &rotateFlags{}
	cmd := &cobra.Command{
		Use:   "keys [KEY]",
		Short: "Which open links die with which access key, and how to renew them before",
		Long: `List the access keys that carry links which work, or will from their opening
time on: what breaks when a key is rotated or deactivated. With a key, list its
links. Each of these links is looked at: 100,000 take up to a second.

--rotate rehearses the end of a key: who holds its links, and until when. With
--renew-with, the key of another place or profile signs them anew: on the same
terms, each until the end that it has and no later, under the guard rails of today.
What cannot be made anew is named with the reason, and the exit code is 1. The old
and the new share are tied in the log, and a run that was stopped is carried on by
the same command. Standard output gets a mail for each recipient, or --output a file
for each. Nothing is ended by it: the last lines say what to do next.

--by does the same for all that somebody has shared, by whichever keys.`,
		Example: `  signet log keys AKIAIOSFODNN7EXAMPLE --rotate
  signet log keys AKIAIOSFODNN7EXAMPLE --rotate --renew-with work --output mails
  signet log keys --rotate --by ana --json`,
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				f.key = args[0]
			}
			if err := f.check(); err != nil {
				return err
			}
			switch {
			case f.rotate:
				return a.logRotate(cmd.Context(), f)
			case f.key != "":
				return a.logList(cmd.Context(), &logFlags{key: f.key, state: string(ledger.StateRunning), json: f.json})
			}
			return a.logKeys(cmd.Context(), f.json)
		},
	}
	s := cmd.Flags()
	s.BoolVar(&f.json, "json", false, "one JSON object per line")
	s.BoolVar(&f.rotate, "rotate", false, "rehearse the end of the key: who holds which links")
	s.StringVar(&f.by, "by", "", "with --rotate: all that this person shared, as ana or ana@desk")
	s.StringVar(&f.renewWith, "renew-with", "", "with --rotate: make the links anew with the key of this place or profile")
	s.StringVarP(&f.folder, "output", "o", "", "with --renew-with: a new folder for the mails, a file for each recipient that only you can read")
	s.BoolVar(&f.yes, "yes", false, "with --renew-with: do not ask")
	return cmd
}

func (a *app) logKeys(ctx context.Context, asJSON bool) error {
	l, err := a.openLog()
	if err != nil {
		return err
	}
	keys, err := l.Keys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if asJSON {
			if err := a.printJSON(struct {
				AccessKey string    `json:"access_key"`
				Open      int       `json:"open"`
				Last      time.Time `json:"last_ends_at"`
				Place     string    `json:"place"`
				Source    string    `json:"source"`
			}{k.AccessKeyID, k.Open, k.Last, k.Example.Spec.Endpoint.Place, k.Example.Source}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(a.Out, "%-20s  %6d open  the last until %s%s\n", clean(k.AccessKeyID), k.Open, say.Moment(k.Last, a.Clock()), tag("  place ", k.Example.Spec.Endpoint.Place))
	}
	if len(keys) == 0 {
		fmt.Fprintln(a.Err, "no link is open")
	}
	return nil
}

func (a *app) logPruneCommand() *cobra.Command {
	var before string
	var yes bool
	cmd := &cobra.Command{
		Use:   "prune --before TIME",
		Short: "Remove old entries that have ended, leaving a tombstone",
		Long: `Remove the entries made before a time, with their events, for good. Links whose
end is yet to come always stay, also those noted as revoked. A tombstone in the
chain says how much was removed; of each row its header and the digest of its
body stay, so that the chain still verifies from end to end. What was removed is
overwritten in the file, which gives its room back. A prune that was interrupted
is finished by the next one.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logPrune(cmd.Context(), before, yes) },
	}
	cmd.Flags().StringVar(&before, "before", "", "made before: 90d, 2y, 2025-01-01")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func (a *app) logPrune(ctx context.Context, before string, yes bool) error {
	if before == "" {
		return &usageError{"--before is missing", "write --before 90d, or --before 2025-01-01"}
	}
	end, err := share.ParsePast(before, a.Clock())
	if err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	p, err := l.CanPrune(ctx, end)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Err, "%s entries made before %s have ended (%s rows with their events); %s have not reached their end and stay\n", say.Count(p.Entries), say.Moment(end, a.Clock()), say.Count(p.Rows), say.Count(p.Kept))
	if p.Begun {
		fmt.Fprintln(a.Err, "an earlier prune is not finished; this one finishes it")
	}
	if p.Entries == 0 && !p.Begun {
		return nil
	}
	if !yes && p.Entries > 0 {
		if err := a.confirm(ctx, "prune"); err != nil {
			return err
		}
	}
	line := a.progressAlone()
	all := p.Entries
	p, err = l.Prune(ctx, end, func(p ledger.Pruning) {
		text := fmt.Sprintf("%s of %s entries removed, ctrl+c stops", say.Count(p.Entries), say.Count(all))
		if p.Tidying {
			text = "removed; what is left of them in the file is being overwritten"
		}
		line.say(text)
	})
	line.clear()
	fmt.Fprintf(a.Err, "%s entries removed for good\n", say.Count(p.Entries))
	if err != nil && p.Tidying {
		fmt.Fprintln(a.Err, "what is left of them in the file is not overwritten yet: the same command goes on with it")
	}
	return err
}

// confirm has a word typed before something is done that cannot be undone.
func (a *app) confirm(ctx context.Context, word string) error {
	if !isTerminal(a.In) {
		return &usageError{word + " needs a confirmation and there is no terminal", "add --yes"}
	}
	fmt.Fprintf(a.Err, "type %s to go on: ", word)
	line, err := bufio.NewReader(a.stdin(ctx)).ReadString('\n')
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if strings.TrimSpace(line) != word || err != nil && !errors.Is(err, io.EOF) {
		return errors.New(word + ": not confirmed, nothing was changed")
	}
	return nil
}
