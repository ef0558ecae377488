package history

import (
	"context"
	"errors"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/listing"
)

// The window holds at most windowRows; pageRows are asked for at a time, as soon
// as the cursor is within nearRows of an edge that has more behind it.
const (
	windowRows = 600
	pageRows   = 100
	nearRows   = 40
)

// window is the part of the list that is in memory.
type window struct {
	rows   []ledger.Entry
	cursor int
	top    int           // first row on the screen
	height int           // rows on the screen when it was last drawn
	head   int           // lines over them then, of the list and of the screen
	width  int           // and how wide they were
	above  bool          // there are more before the first row
	below  bool          // there may be more after the last one
	next   ledger.Cursor // where to go on below
}

func (w *window) len() int { return len(w.rows) }

// move puts the cursor on a row and keeps it in sight.
func (w *window) move(to int) {
	w.cursor = max(min(to, len(w.rows)-1), 0)
	w.top = w.from()
}

// from is the first row to show.
func (w *window) from() int { return listing.Window(w.top, w.cursor, w.height, len(w.rows)) }

// trim drops rows far from the cursor.
func (w *window) trim() {
	if extra := len(w.rows) - windowRows; extra > 0 && w.cursor > len(w.rows)/2 {
		w.rows = slices.Clone(w.rows[extra:])
		w.above = true
		w.cursor -= extra
		w.top = max(w.top-extra, 0)
	} else if extra > 0 {
		w.rows = slices.Clone(w.rows[:windowRows])
		w.below = true
		w.next = ledger.CursorAfter(w.rows[windowRows-1])
	}
}

// part says which part of the list was asked for.
type part int

const (
	firstPart part = iota
	nextPart
	previousPart
	lastPart
	samePart // once more, because something was added
)

// load is the question that is under way.
type load struct {
	seq      int
	running  bool
	failed   error
	cancel   context.CancelFunc
	searched time.Time // how far back a search has got
}

// paged is the answer of a question: a page of the list.
type paged struct {
	seq  int
	part part
	head ledger.Head // read before the page: what came later is not in it
	page ledger.Page
	err  error
}

// first loads the list from its beginning; what was under way is forgotten.
func (s *Screen) first() tea.Cmd { return s.fetch(firstPart) }

// fetch asks for a part of the list. Only the last question is answered.
func (s *Screen) fetch(p part) tea.Cmd {
	if s.load.cancel != nil {
		s.load.cancel()
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.load.seq++
	s.load.running, s.load.cancel = true, cancel
	seq, q, log := s.load.seq, s.queryFor(p), s.log
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		head, err := log.Head(ctx)
		if err != nil {
			return paged{seq: seq, part: p, err: err}
		}
		page, err := log.Query(ctx, q)
		return paged{seq, p, head, page, err}
	})
}

// queryFor is the query for a part.
func (s *Screen) queryFor(p part) ledger.Query {
	q := s.query
	q.Limit = pageRows
	switch p {
	case nextPart:
		q.After = s.window.next
	case previousPart:
		q.After = ledger.CursorAfter(s.window.rows[0])
		q.Sort = opposite(q.Sort)
	case lastPart:
		q.Sort = opposite(q.Sort)
	case samePart:
		q.Limit = max(s.window.len(), pageRows)
		if s.window.above {
			q.After = ledger.CursorAt(s.window.rows[0], q.Sort)
		}
	case firstPart:
	}
	return q
}

func opposite(o ledger.Sort) ledger.Sort {
	if o == ledger.Newest {
		return ledger.Oldest
	}
	return ledger.Newest
}

// paged takes a page, if it is the answer to the last question.
func (s *Screen) paged(msg paged) tea.Cmd {
	if msg.seq != s.load.seq {
		return nil
	}
	s.load.running, s.load.failed, s.load.searched = false, msg.err, msg.page.Searched
	if msg.err != nil {
		return nil
	}
	w, rows, next := &s.window, msg.page.Entries, msg.page.Next
	switch msg.part {
	case firstPart:
		s.head = msg.head
		*w = window{rows: rows, height: w.height, next: next, below: next.More()}
	case nextPart:
		w.rows, w.next, w.below = append(w.rows, rows...), next, next.More()
		w.trim()
	case previousPart:
		s.prepend(rows, next)
	case lastPart:
		slices.Reverse(rows)
		*w = window{rows: rows, height: w.height, above: next.More()}
		w.move(len(rows) - 1)
	case samePart:
		s.head = msg.head
		s.again(rows, next)
	}
	return s.more()
}

func (s *Screen) prepend(rows []ledger.Entry, next ledger.Cursor) {
	w := &s.window
	slices.Reverse(rows)
	w.rows = append(rows, w.rows...)
	w.cursor += len(rows)
	w.top += len(rows)
	w.above = next.More()
	if len(rows) == 0 { // a search that found nothing there for now: ask again only when moved
		w.above = false
	}
	w.trim()
}

// again replaces the rows and leaves the cursor on its entry.
func (s *Screen) again(rows []ledger.Entry, next ledger.Cursor) {
	w := &s.window
	id := ""
	if w.cursor > 0 && w.cursor < len(w.rows) {
		id = w.rows[w.cursor].ID
	}
	w.rows, w.next, w.below = rows, next, next.More()
	at := slices.IndexFunc(rows, func(e ledger.Entry) bool { return e.ID == id })
	if at >= 0 {
		if w.top > 0 || w.above { // at the very top, what is new comes into sight
			w.top += at - w.cursor
		}
		w.move(at)
		return
	}
	w.move(w.cursor)
}

// more asks for the next rows if the cursor comes near an edge, and goes on with
// a search that has not filled the screen.
func (s *Screen) more() tea.Cmd {
	w := &s.window
	switch {
	case s.load.running || s.load.failed != nil:
		return nil
	case w.below && w.cursor+nearRows >= len(w.rows):
		return s.fetch(nextPart)
	case w.above && w.cursor < nearRows && s.query.Sort != ledger.EndsFirst && len(w.rows) > 0:
		return s.fetch(previousPart)
	}
	return nil
}

// move handles the keys of the list.
func (s *Screen) move(msg tea.KeyPressMsg, k listing.KeyMap) tea.Cmd {
	w, onlyForwards := &s.window, s.query.Sort == ledger.EndsFirst
	switch {
	case key.Matches(msg, k.Up) && w.cursor == 0 && w.above && onlyForwards, key.Matches(msg, k.Top) && w.above:
		return s.first()
	case key.Matches(msg, k.Bottom) && w.below && !onlyForwards:
		return s.fetch(lastPart)
	}
	if to, ok := k.Target(msg, w.cursor, w.height, w.len()); ok {
		w.move(to)
	}
	return nil
}

// selected is the entry under the cursor.
func (s *Screen) selected() (ledger.Entry, bool) {
	if s.window.cursor >= s.window.len() {
		return ledger.Entry{}, false
	}
	return s.window.rows[s.window.cursor], true
}

type (
	summed struct {
		summary ledger.Summary
		at      time.Time
		err     error
	}
	moved struct {
		head ledger.Head
		err  error
	}
)

func (s *Screen) sumUp() tea.Cmd {
	now, log := s.env.Now(), s.log
	return s.env.Do(func(ctx context.Context) tea.Msg {
		sum, err := log.Summary(ctx, now)
		return summed{sum, now, err}
	})
}

// tick looks once a second whether anything was added, here or by another
// process: one number is read.
func (s *Screen) tick() tea.Cmd {
	if s.looking {
		return nil
	}
	s.looking = true
	log := s.log
	return s.env.Do(func(ctx context.Context) tea.Msg {
		head, err := log.Head(ctx)
		return moved{head, err}
	})
}

func (s *Screen) moved(msg moved) tea.Cmd {
	s.looking = false
	old := s.summary != nil && outdated(s.summary, s.summedAt, s.env.Now())
	if msg.err != nil || msg.head == s.head && !old {
		return nil
	}
	s.detail.stale()
	cmds := []tea.Cmd{s.sumUp(), s.look()}
	if !s.load.running {
		cmds = append(cmds, s.fetch(samePart))
	}
	return tea.Batch(cmds...)
}

func keyGone(err error) bool {
	var gone *share.KeyGoneError
	return errors.As(err, &gone)
}
