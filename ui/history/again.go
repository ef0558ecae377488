package history

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/kit"
)

// mostAgain is how many links of a batch are signed again at once: they are held in
// memory, and nobody reads more of them.
const mostAgain = 1_000

// batched is a batch that was signed again.
type batched struct {
	result many.Result
	err    error
	copy   bool
}

// rebuildBatch signs all links of a batch again that still work.
func (s *Screen) rebuildBatch(e ledger.Entry, toCopy bool) (kit.Step, tea.Cmd) {
	switch {
	case s.working != "":
		return nil, nil
	case e.Batch > mostAgain:
		return kit.Notify{Kind: kit.Problem, Text: "the batch has more than " + say.Things(mostAgain, "link") + "; " + kit.Named(s.keys.enter) + " opens it, and shows each again"}, nil
	}
	s.working = "signing the batch again"
	log, run, now := s.log, s.exits.Rebuild, s.env.Now()
	q := ledger.Query{Group: e.Group, Sort: ledger.Oldest, Limit: pageRows}
	return nil, s.env.Do(func(ctx context.Context) tea.Msg {
		b := batched{copy: toCopy}
		for len(b.result.Kept)+len(b.result.Left) < mostAgain {
			page, err := log.Query(ctx, q)
			if err != nil {
				return batched{err: err}
			}
			for _, e := range page.Entries {
				if !usable(e, now) {
					b.take(e, share.Link{}, whyNot(e, now))
					continue
				}
				link, err := run(ctx, e.Record)
				b.take(e, link, err)
			}
			if !page.Next.More() || ctx.Err() != nil {
				break
			}
			q.After = page.Next
		}
		return b
	})
}

// take counts one link of the batch, or why it is not there.
func (b *batched) take(e ledger.Entry, link share.Link, err error) {
	r := &b.result
	if err != nil {
		r.Failed++
		r.Left = append(r.Left, many.Left{Target: e.Spec.Target, Err: err})
		if r.FirstErr == nil {
			r.FirstErr = err
		}
		return
	}
	r.Kept = append(r.Kept, link)
	if ends := link.Terms.Ends; r.Links == 0 || ends.Before(r.Earliest) {
		r.Earliest = ends
	}
	if link.Terms.Ends.After(r.Latest) {
		r.Latest = link.Terms.Ends
	}
	r.Links++
}

// tookBatch shows the links in a list, or copies all of them.
func (s *Screen) tookBatch(msg batched) (kit.Step, tea.Cmd) {
	s.working = ""
	r := msg.result
	switch {
	case msg.err != nil:
		return kit.Notify{Kind: kit.Problem, Text: "the batch was not read: " + kit.Clean(msg.err.Error())}, nil
	case msg.copy && r.Links == 0:
		return kit.Notify{Kind: kit.Problem, Text: "none of the links was signed again: " + kit.Clean(firstReason(r))}, nil
	case msg.copy:
		var b strings.Builder
		for _, l := range r.Kept {
			b.WriteString(l.URL.Reveal() + "\n")
		}
		return kit.Copy{Text: share.NewSecret(b.String()), What: say.Things(r.Links, "link")}, s.noteAll(r.Kept)
	}
	return kit.Push{Make: s.exits.Batch(r)}, nil
}

func firstReason(r many.Result) string {
	if r.FirstErr == nil {
		return "there is none"
	}
	return r.FirstErr.Error()
}

// noteAll notes of each link that it was copied.
func (s *Screen) noteAll(links []share.Link) tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range links {
		cmds = append(cmds, s.note(l.ID, ledger.Copied))
	}
	return tea.Sequence(cmds...)
}

// whyNot is why a share cannot be shown again.
func whyNot(e ledger.Entry, now time.Time) error {
	switch {
	case e.Spec.Operation == share.Grant:
		return errors.New("credentials are shown once: the log has no secret of them")
	case e.SignatureSHA256 == "":
		return errors.New("the log does not know its signature")
	}
	return errors.New("it no longer works: " + string(e.StateAt(now)))
}
