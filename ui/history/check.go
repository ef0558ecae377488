package history

import (
	"context"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"

	"signet/share/ledger"
	"signet/share/say"
	"signet/ui/kit"
)

// checkWidth is how many links are checked at the same time.
const checkWidth = 6

// checkRun is a check of all open links under way, or of one. They are read page by
// page and checked a few at a time; its number tells answers of an earlier run.
type checkRun struct {
	seq    int
	cancel context.CancelFunc
	ctx    context.Context
	queue  []ledger.Entry
	next   ledger.Cursor

	total, done, fine, bad, failed int
	capped                         bool
	one                            bool   // the link under the cursor alone
	detail                         string // of the last one that nothing speaks against
	first                          error
}

func (c *checkRun) words() string {
	if c.one {
		return "checking the link"
	}
	of := ""
	if c.total > 0 {
		of = " of " + say.From(max(c.total, c.done), c.capped)
	}
	return "checking open links: " + say.Count(c.done) + of
}

// checked is what became of a few links, and perhaps the next page of them.
type checked struct {
	seq      int
	page     *ledger.Page
	verdicts []verdict
	err      error
}

type verdict struct {
	kind, detail string
	err          error
}

// tryAll checks all open links.
func (s *Screen) tryAll() tea.Cmd {
	s.checking = s.newCheck()
	if s.summary != nil {
		s.checking.total, s.checking.capped = s.summary.Open, s.summary.Capped
	}
	return s.checkMore()
}

// tryOne checks the link under the cursor.
func (s *Screen) tryOne(e ledger.Entry) tea.Cmd {
	s.checking = s.newCheck()
	s.checking.one, s.checking.queue = true, []ledger.Entry{e}
	return s.checkMore()
}

func (s *Screen) newCheck() *checkRun {
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.checks++
	return &checkRun{seq: s.checks, ctx: ctx, cancel: cancel}
}

// checkMore reads the next page of open links, or checks the next few.
func (s *Screen) checkMore() tea.Cmd {
	c, log, run := s.checking, s.log, s.exits.Check
	seq := c.seq
	if len(c.queue) == 0 {
		q := ledger.Query{State: stateOpen, Sort: ledger.EndsFirst, After: c.next, Limit: 100}
		return s.env.DoIn(c.ctx, func(ctx context.Context) tea.Msg {
			page, err := log.Query(ctx, q)
			return checked{seq: seq, page: &page, err: err}
		})
	}
	few := c.queue[:min(checkWidth, len(c.queue))]
	c.queue = c.queue[len(few):]
	return s.env.DoIn(c.ctx, func(ctx context.Context) tea.Msg {
		out := make([]verdict, len(few))
		var wg sync.WaitGroup
		for i, e := range few {
			wg.Go(func() { out[i].kind, out[i].detail, out[i].err = run(ctx, e) })
		}
		wg.Wait()
		return checked{seq: seq, verdicts: out}
	})
}

func (s *Screen) checkedSome(msg checked) (kit.Step, tea.Cmd) {
	c := s.checking
	if c == nil || msg.seq != c.seq {
		return nil, nil
	}
	if msg.err != nil {
		c.failed, c.first = c.failed+1, msg.err
		return s.endCheck("stopped")
	}
	for _, v := range msg.verdicts {
		c.count(v)
	}
	if msg.page != nil {
		c.queue, c.next = msg.page.Entries, msg.page.Next
		if len(c.queue) == 0 && !c.next.More() {
			return s.endCheck("")
		}
	} else if len(c.queue) == 0 && !c.next.More() {
		return s.endCheck("")
	}
	return nil, s.checkMore()
}

func (c *checkRun) count(v verdict) {
	c.done++
	switch {
	case v.err != nil:
		c.failed++
		if c.first == nil {
			c.first = v.err
		}
	case v.kind == ledger.Checked:
		c.fine, c.detail = c.fine+1, v.detail
	default:
		c.bad++
	}
}

// endCheck says how it went. What was found is in the log already.
func (s *Screen) endCheck(how string) (kit.Step, tea.Cmd) {
	c := s.checking
	s.checking = nil
	c.cancel()
	again := tea.Batch(s.fetchAgain(), s.sumUp())
	if c.one {
		return c.verdict(), again
	}
	parts := []string{"nothing against " + say.Count(c.fine)}
	kind := kit.Good
	if c.bad > 0 {
		parts, kind = append(parts, say.Count(c.bad)+" ended early"), kit.Problem
	}
	if c.failed > 0 {
		parts, kind = append(parts, say.Count(c.failed)+" not known to work: "+kit.Clean(c.first.Error())), kit.Problem
	}
	text := "open links checked, none was used: "
	if how != "" {
		text = "checking " + how + ": "
	}
	return kit.Notify{Kind: kind, Text: text + strings.Join(parts, ", ")}, again
}

// verdict is what became of the one link. It was not used, so nobody says that it works.
func (c *checkRun) verdict() kit.Step {
	switch {
	case c.first != nil:
		return kit.Notify{Kind: kit.Problem, Text: "it is not known that the link works: " + kit.Clean(c.first.Error())}
	case c.bad > 0:
		return kit.Notify{Kind: kit.Problem, Text: "the link has ended early; the details say why"}
	case c.fine > 0:
		return kit.Notify{Kind: kit.Good, Text: kit.Clean(c.detail) + "; the link was not used"}
	}
	return kit.Notify{Kind: kit.Info, Text: "checking the link was stopped"}
}

// fetchAgain reads the rows in sight once more.
func (s *Screen) fetchAgain() tea.Cmd {
	if s.load.running {
		return nil
	}
	return s.fetch(samePart)
}
