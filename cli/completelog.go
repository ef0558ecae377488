package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/inspect"
	"signet/share/ledger"
	"signet/share/say"
)

// loggedMost is how many of the newest entries a completion looks at.
const loggedMost = 1000

// entries are the newest of the share log, which is only read: a completion neither
// makes a log nor says that there is something about it.
func (a *app) entries(ctx context.Context) []ledger.Entry {
	s, err := a.load()
	if err != nil {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, cmp.Or(a.CompletionLimit, completionLimit))
	defer stop()
	l, err := ledger.Open(s.Paths.Ledger(), ledger.Options{Clock: a.Clock, Soon: s.Soon, ReadOnly: true})
	if err != nil {
		return nil
	}
	defer l.Close() //nolint:errcheck // nothing was written
	page, err := l.Query(ctx, ledger.Query{Limit: loggedMost})
	if err != nil {
		return nil
	}
	return page.Entries
}

// The shares that are offered.
func anyShare(ledger.Entry, time.Time) bool { return true }

func openShare(e ledger.Entry, now time.Time) bool { return e.MayOpen(now) }

func uploadShare(e ledger.Entry, _ time.Time) bool { return e.Spec.Operation.Info().Parts }

// shares offers the ids of shares, newest first, each with what it is of, for whom and
// until when.
func (a *app) shares(wanted func(ledger.Entry, time.Time) bool) source {
	return func(cmd *cobra.Command, typed string) offers {
		out := offers{ordered: true}
		for _, e := range a.entries(cmd.Context()) {
			if strings.HasPrefix(e.ID, typed) && wanted(e, a.Clock()) {
				out.words = append(out.words, offer{e.ID, a.aboutShare(e)})
			}
		}
		return out
	}
}

// aboutShare says in a line what a share is. A link in a name is masked, as in errors.
func (a *app) aboutShare(e ledger.Entry) string {
	now := a.Clock()
	text := e.Spec.Target.URI()
	if e.Recipient != "" {
		text += " to " + e.Recipient
	}
	if left := e.Left(now); left > 0 {
		text += ", open for " + say.Span(left)
	} else {
		text += ", " + string(e.StateAt(now))
	}
	return strings.Join(strings.Fields(inspect.Mask(share.NewSecret(text))), " ")
}

// What of an entry is offered by itself.
func groupOf(e ledger.Entry) string     { return e.Group }
func recipientOf(e ledger.Entry) string { return e.Recipient }
func keyOf(e ledger.Entry) string       { return e.Spec.AccessKeyID }
func bucketOf(e ledger.Entry) string    { return e.Spec.Target.Bucket }

// logged offers what entries have in common, newest first, with how many have it.
func (a *app) logged(of func(ledger.Entry) string) source {
	return func(cmd *cobra.Command, typed string) offers {
		out := offers{ordered: true}
		var count []int
		for _, e := range a.entries(cmd.Context()) {
			word := of(e)
			if word == "" || !strings.HasPrefix(word, typed) {
				continue
			}
			i := slices.IndexFunc(out.words, func(o offer) bool { return o.word == word })
			if i < 0 {
				i = len(out.words)
				out.words, count = append(out.words, offer{word: word}), append(count, 0)
			}
			count[i]++
		}
		for i := range out.words {
			out.words[i].about = say.Things(count[i], "share")
		}
		return out
	}
}
