package history

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"signet/share/ledger"
	"signet/share/say"
)

// weight is what has become of the links of a folded batch: the row must not
// speak of its first link alone, which may be the only one that was revoked.
type weight struct {
	head   ledger.Head // of the log when they were counted
	open   int
	more   bool      // at least so many: only a part was looked at
	next   time.Time // when the first of the open ones ends
	opens  time.Time // when the first of the others opens
	asks   bool      // a page among them asks for files
	failed bool      // the log could not say
}

// weighRows is how many links of a batch are looked at: enough for most, and a
// few milliseconds for the largest.
const weighRows = 300

// weighed is the answer of weigh.
type weighed struct{ of map[string]weight }

// counts reports that a row stands for all open links of its batch: under any
// other filter it stands for those that match, and says how many they are.
func (s *Screen) counts() bool {
	q := s.query
	open := q.State == "" || q.State == stateOpen || q.State == ledger.StateRunning
	q.State, q.Fold, q.Sort, q.After, q.Limit = "", false, ledger.Newest, ledger.Cursor{}, 0
	return open && q == ledger.Query{}
}

// weigh counts the links of the batches that are on the screen, as far as they
// are not counted since the log was added to.
func (s *Screen) weigh() tea.Cmd {
	if s.weighing || !s.counts() {
		return nil
	}
	groups := s.unweighed()
	if len(groups) == 0 {
		return nil
	}
	s.weighing = true
	log, head, now := s.log, s.head, s.env.Now()
	q := ledger.Query{State: ledger.StateRunning, Sort: ledger.Newest, Limit: weighRows}
	return s.env.Do(func(ctx context.Context) tea.Msg {
		out := map[string]weight{}
		for _, g := range groups {
			q.Group = g
			page, err := log.Query(ctx, q)
			out[g] = weightOf(page, head, now, err)
		}
		return weighed{out}
	})
}

// unweighed are the batches in sight that have to be counted: by their row alone
// nobody would see that one of them has ended since.
func (s *Screen) unweighed() []string {
	var groups []string
	w, now := &s.window, s.env.Now()
	from, h := w.from(), w.height
	if h <= 0 { // nothing was drawn yet
		h = nearRows
	}
	for _, e := range w.rows[min(from, w.len()):min(from+h, w.len())] {
		known, ok := s.weights[e.Group]
		if s.folded(e) && (!ok || known.head != s.head || known.outdated(now)) {
			groups = append(groups, e.Group)
		}
	}
	return groups
}

func weightOf(page ledger.Page, head ledger.Head, now time.Time, err error) weight {
	w := weight{head: head, more: page.Next.More(), failed: err != nil}
	for _, e := range page.Entries {
		w.asks = w.asks || asks(e)
		if e.StateAt(now) == stateOpen {
			w.open++
			w.next = earlier(w.next, e.Terms.Ends)
		} else {
			w.opens = earlier(w.opens, e.Terms.Starts)
		}
	}
	return w
}

// earlier is the first of two moments, of which the one so far may be unknown.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// outdated reports that time has ended or opened a link since they were counted.
func (w weight) outdated(now time.Time) bool {
	return !w.next.IsZero() && !now.Before(w.next) || !w.opens.IsZero() && !now.Before(w.opens)
}

// tookWeights keeps the answer. Batches that have left the screen are forgotten with it
// when there are many.
func (s *Screen) tookWeights(msg weighed) tea.Cmd {
	s.weighing = false
	if s.weights == nil || len(s.weights) > windowRows {
		s.weights = map[string]weight{}
	}
	for g, w := range msg.of {
		s.weights[g] = w
	}
	return nil
}

// weightFor is what is known of the batch that an entry stands for.
func (s *Screen) weightFor(e ledger.Entry) (weight, bool) {
	w, ok := s.weights[e.Group]
	return w, ok && s.folded(e) && s.counts() && !w.failed
}

// left is the soonest end of a batch that has open links, or when the first
// opens; of one that has none the first link's state says as much as any.
func (s *Screen) left(e ledger.Entry, m moment) (text string, style lipgloss.Style, runs bool) {
	w, ok := s.weightFor(e)
	switch {
	case ok && w.open > 0:
		return say.Countdown(w.next.Sub(m.now)), m.urgency(w.next), true
	case ok && !w.opens.IsZero():
		return "in " + roughly(w.opens.Sub(m.now)), m.th.Accent, true
	}
	text, style = m.left(e)
	st := e.StateAt(m.now)
	if ok && (st == stateOpen || st == stateLater) { // it was, when the row was read
		text, style, st = "ended", m.th.Over, ledger.StateEnded
	}
	return text, style, st == stateOpen || st == stateLater
}

// batchWords is a folded row's name: how many links, and how many of them are
// open if that is not all of them.
func (s *Screen) batchWords(e ledger.Entry) string {
	text := say.Things(e.Batch, "link")
	w, ok := s.weightFor(e)
	if !ok || w.open == e.Batch {
		return text
	}
	return text + " · " + say.AtLeast(w.open, w.more, "open", "open")
}

// batchFact is the same for the details, in words.
func (s *Screen) batchFact(e ledger.Entry, m moment) (string, lipgloss.Style, bool) {
	w, ok := s.weightFor(e)
	if !ok || w.open == 0 {
		return "", m.th.Text, false
	}
	return s.batchWords(e) + ", the first ends in " + say.Countdown(w.next.Sub(m.now)), m.urgency(w.next), true
}
