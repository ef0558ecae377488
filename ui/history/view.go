package history

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"signet/share/ledger"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
)

// View draws the summary, the filter, the rows and the details. It remembers how
// many rows there was room for, which the page keys need.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	s.wide = w >= kit.SideFrom && h > 4
	if w <= 0 || h <= 0 {
		return "", nil
	}
	var lines []string
	var cursor *tea.Cursor
	if h > 2 {
		words := ""
		if s.summary != nil || s.load.failed == nil {
			words = summaryLine(s.summary, s.env.Now(), s.env.Theme)
		}
		lines = append(lines, kit.Pad(words, w))
	}
	if s.ask != nil {
		var line string
		line, cursor = s.ask.Line(w, s.env.Theme)
		cursor.Y = len(lines)
		lines = append(lines, line)
	} else if text := s.listWords(); h > 3 {
		lines = append(lines, kit.Pad(text, w))
	}
	over := len(lines)
	if room := h - len(lines); room > 0 {
		lines = append(lines, s.body(w, room))
		s.window.head += over
	}
	if s.file != nil {
		return s.file.Over(strings.Join(lines, "\n"), w, h, s.env.Theme)
	}
	return strings.Join(lines, "\n"), cursor
}

func (s *Screen) body(w, h int) string {
	switch {
	case s.window.len() == 0:
		return s.instead().View(w, h, s.env.Theme)
	case s.details.On && !s.wide:
		return s.details.Page(s.about(), s.selectedFacts(max(w-2, 0)), 2, w, h, s.env.Theme)
	case !s.wide:
		return strings.Join(s.list(w, h), "\n")
	}
	side := kit.SideWidth(w)
	left := s.list(w-side, h)
	right := s.details.Card("share", s.about(), s.selectedFacts(kit.CardRoom(side-1)), s.keys.list, side-1, h, s.env.Theme)
	return strings.Join(kit.Beside(left, right, w-side, 1, h), "\n")
}

// list draws exactly h lines of w cells.
func (s *Screen) list(w, h int) []string {
	out := make([]string, 0, h)
	cols := columnsFor(w)
	if h > 3 {
		out = append(out, kit.Pad(s.env.Theme.Muted.Render("  "+cols.titles()), w))
	}
	s.window.height, s.window.head, s.window.width = h-len(out), len(out), w
	now := s.env.Now()
	for i := s.window.from(); len(out) < h; i++ {
		if i >= s.window.len() {
			out = append(out, strings.Repeat(" ", w))
			continue
		}
		out = append(out, s.line(s.window.rows[i], i == s.window.cursor, cols, w, now))
	}
	return out
}

func (s *Screen) line(e ledger.Entry, chosen bool, cols columns, w int, now time.Time) string {
	left, style, runs := s.left(e, s.at())
	folded := ""
	if s.folded(e) {
		folded = s.batchWords(e)
	}
	left = kit.Pad(left, leftWidth)
	if chosen {
		return s.env.Theme.Cursor.Render(kit.Pad("› "+left+"  "+cols.row(e, folded, now, plainly), w))
	}
	return kit.Pad("  "+style.Render(left)+"  "+cols.toned(e, folded, now, runs, s.env.Theme), w)
}

// plainly draws text as it is, in a row that has a look of its own.
func plainly(text ...string) string { return strings.Join(text, " ") }

// toned is a row in the tone of its state: what is over is quiet, and of what still
// works what destroys has its own look.
func (c columns) toned(e ledger.Entry, batch string, now time.Time, runs bool, th *kit.Theme) string {
	if !runs {
		return th.Over.Render(c.row(e, batch, now, plainly))
	}
	return c.row(e, batch, now, th.Danger.Render)
}

// listWords says what is listed, in which order, and how far a search has got.
func (s *Screen) listWords() string {
	th := s.env.Theme
	words := filterWords(s.query)
	order := map[ledger.Sort]string{ledger.Newest: "newest first", ledger.Oldest: "oldest first", ledger.EndsFirst: "what ends next first"}[s.query.Sort]
	text := order
	if words != "" {
		text = kit.Clean(words) + " · " + order
	}
	line := th.Muted.Render(text)
	if s.problem != "" {
		line = th.Warn.Render(kit.Clean(s.problem)) + th.Muted.Render(" · "+text)
	}
	switch {
	case s.load.failed != nil && s.window.len() > 0:
		line = th.Bad.Render(kit.Clean(s.load.failed.Error()))
	case s.load.running && !s.load.searched.IsZero() && s.narrowed():
		line += th.Muted.Render(" · searched back to " + say.Day(s.load.searched.In(s.env.Now().Location())))
	}
	return line
}

// instead says why there are no rows and what to press.
func (s *Screen) instead() listing.Message {
	back := listing.On(s.keys.back, "back")
	switch {
	case s.load.failed != nil:
		return listing.Message{Tone: listing.Bad, Title: "the share log cannot be read", Text: s.load.failed.Error(), Keys: []listing.Press{listing.On(s.keys.reload, "try again"), back}}
	case s.load.running && s.narrowed():
		return listing.Message{Title: "searching the share log …", Keys: []listing.Press{listing.On(s.keys.back, "show all")}}
	case s.load.running:
		return listing.Message{Title: "reading the share log …"}
	case s.narrowed():
		return listing.Message{Title: "no share matches: " + filterWords(s.query), Keys: []listing.Press{listing.On(s.keys.filter, "change the filter"), listing.On(s.keys.back, "show all")}}
	case s.query.Sort == ledger.EndsFirst:
		return listing.Message{Title: "no link is open", Keys: []listing.Press{listing.On(s.keys.order, "sort otherwise"), back}}
	}
	return listing.Message{Title: "nothing was shared yet", Text: "Every link that is made here or with signet share is kept in this log: to whom, what, until when. Never the link itself.", Keys: []listing.Press{back}}
}

// summaryLine is the state of affairs: open, ending, by whom.
func summaryLine(s *ledger.Summary, now time.Time, th *kit.Theme) string {
	if s == nil {
		return th.Muted.Render("…")
	}
	if s.Open == 0 && s.Later == 0 {
		return th.Muted.Render("no link is open")
	}
	parts := []string{th.Title.Render(say.AtLeast(s.Open, s.Capped, "open", "open"))}
	if s.Soon > 0 {
		parts = append(parts, th.Soon.Render(say.AtLeast(s.Soon, s.Capped, "ends", "end")+" within "+within(s)))
	}
	if s.Today > 0 {
		parts = append(parts, say.AtLeast(s.Today, s.Capped, "ends today", "end today"))
	}
	if left := s.Next.Sub(now); s.Open > 0 && left > 0 {
		parts = append(parts, "next in "+say.Countdown(left))
	}
	if s.Later > 0 {
		parts = append(parts, say.AtLeast(s.Later, s.Capped, "open later", "open later"))
	}
	var by []string
	others := s.Open
	for _, b := range s.ByWhom {
		if b.User != "" {
			by = append(by, say.From(b.Open, s.Capped)+" by "+kit.Clean(b.User))
			others -= b.Open
		}
	}
	if len(by) > 1 && others > 0 { // the sum is all that are open
		by = append(by, say.From(others, s.Capped)+" by others")
	}
	if len(by) > 1 {
		parts = append(parts, th.Muted.Render(strings.Join(by, ", ")))
	}
	return strings.Join(parts, th.Muted.Render(" · "))
}

// stateWords is the state in words, for the details.
func stateWords(e ledger.Entry, m moment) (string, lipgloss.Style) {
	now, th := m.now, m.th
	switch e.StateAt(now) {
	case stateOpen:
		_, style := m.left(e)
		return "open for " + say.Span(e.Left(now)), style
	case stateLater:
		return "opens in " + say.Span(e.Terms.Starts.Sub(now)), th.Accent
	case ledger.StateEnded:
		return "ended " + ago(e.Terms.Ends, now), th.Over
	case ledger.StateEarly:
		return "ended early: " + why(e), th.Bad
	case ledger.StateRevoked:
		return "revoked", th.Warn
	case ledger.StateFailed:
		return "was never signed", th.Bad
	case ledger.StateStarting:
		return "begun, and how it came out is not known", th.Warn
	}
	return string(e.State), th.Muted
}

// why is what a check found last.
func why(e ledger.Entry) string {
	for i := len(e.Events) - 1; i >= 0; i-- {
		switch e.Events[i].Kind {
		case ledger.ObjectChanged:
			return "the object was changed"
		case ledger.ObjectGone:
			return "the object is gone"
		case ledger.CredentialGone:
			return "the access key works no more"
		}
	}
	return "a check said so"
}
