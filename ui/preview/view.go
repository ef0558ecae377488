package preview

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// ownRights is what reading an object is.
const ownRights = "read with your own rights, no link is made"

// framedFrom is the height from which there is room for what is said of the content,
// in so many rows below it, or in one where the window is wide.
const (
	framedFrom = 6
	footRows   = 2
	roomyFrom  = 120
)

// View draws a line of facts, the content, and how much of it is shown.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	s.width = w
	if s.img != nil {
		return s.pictureView(w, h), nil
	}
	if m, ok := s.instead(); ok {
		return m.View(w, h, s.env.Theme), nil
	}
	if h < framedFrom {
		return strings.Join(s.body(w, h), "\n"), nil
	}
	below := footRows
	if w >= roomyFrom {
		below = 1
	}
	head := s.env.Theme.Muted.Render(kit.Pad(kit.Clean(strings.Join(s.page.facts, " · ")), w))
	lines := append([]string{head}, s.body(w, h-1-below)...)
	return strings.Join(append(lines, s.foot(w, below)...), "\n"), nil
}

// instead is what is shown where there is no content.
func (s *Screen) instead() (m listing.Message, ok bool) {
	name := s.subject.Target.URI()
	keys := []listing.Press{listing.On(s.keys.back, "back")}
	if s.exits.Share != nil {
		keys = append(keys, listing.On(s.keys.share, "share it"))
	}
	switch {
	case s.err != nil:
		sentence, more := failure.Explain(s.err)
		keys = append([]listing.Press{listing.On(s.keys.reload, "read anew")}, keys...)
		return listing.Message{Tone: listing.Bad, Title: sentence, Text: more, Keys: keys}, true
	case s.archived != nil:
		return listing.Message{Tone: listing.Warn, Title: "archived: " + name, Text: s.restoring(), Keys: keys}, true
	case len(s.page.views) == 0:
		return listing.Message{Title: "reading the beginning of " + name + " …", Text: ownRights, Keys: keys}, true
	}
	return listing.Message{}, false
}

// restoring is why an archived object is not shown, and what to do.
func (s *Screen) restoring() string {
	h := s.archived
	where := h.Class
	if h.ArchiveStatus != "" {
		where += ", " + h.ArchiveStatus
	}
	if h.Restoring {
		return "It is in the archive (" + where + "); a restore is under way, which takes from minutes to 48 hours. Nothing was read."
	}
	return "It is in the archive (" + where + ") and must be restored before anybody can read it: aws s3api restore-object, minutes to 48 hours. Nothing was read, and nothing was asked for."
}

// body is the part of the content that is in sight, h lines of exactly w cells.
func (s *Screen) body(w, h int) []string {
	s.height = h
	out := make([]string, 0, max(h, 0))
	if t := s.view().table; t != nil {
		out = s.table(t, w, h)
	} else {
		s.wrap(w)
		for i := s.clamped(s.top); i < len(s.drawn.lines) && len(out) < h; i++ {
			l := s.drawn.lines[i]
			out = append(out, s.style(l.tone).Render(kit.Pad(l.text, w)))
		}
	}
	for len(out) < h {
		out = append(out, strings.Repeat(" ", w))
	}
	return out
}

// wrap breaks the lines for a width, once.
func (s *Screen) wrap(w int) {
	if s.drawn.lines == nil || s.drawn.w != w || s.drawn.view != s.at {
		s.drawn = drawn{s.at, w, wrapped(s.view().lines, w)}
	}
}

// table keeps the first row in sight.
func (s *Screen) table(t *table, w, h int) []string {
	if h < 1 {
		return nil
	}
	out := []string{s.env.Theme.Title.Render(kit.Pad(t.row(0, s.column, w), w))}
	s.height = max(h-1, 0)
	for i := s.clamped(s.top) + 1; i < len(t.rows) && len(out) < h; i++ {
		out = append(out, kit.Pad(t.row(i, s.column, w), w))
	}
	return out
}

func (s *Screen) style(t tone) lipgloss.Style {
	switch t {
	case heading:
		return s.env.Theme.Title
	case quiet:
		return s.env.Theme.Muted
	default:
		return s.env.Theme.Text
	}
}

// foot says which part is in sight, how much of the whole that is, and what reading it
// was.
func (s *Screen) foot(w, h int) []string {
	parts := []string{s.span(), s.amount()}
	if s.view().part != "" && s.rows() <= s.height { // the lines are all in sight, and not all that there is
		parts = parts[1:]
	}
	if s.view().name == picture { // what is in sight is about it
		parts = nil
	}
	parts = append(parts, s.view().notes...)
	text := kit.Wrap(kit.Clean(strings.Join(append(parts, ownRights), " · ")), w)
	lines := make([]string, h)
	for i := range lines {
		l := ""
		if i < len(text) {
			l = text[i]
		}
		lines[i] = s.env.Theme.Muted.Render(kit.Pad(l, w))
	}
	return lines
}

// span is which lines are in sight.
func (s *Screen) span() string {
	n := s.rows()
	first := s.clamped(s.top) + 1
	last := min(first+s.height-1, n)
	if n <= s.height || last < first {
		return "all in sight"
	}
	return "lines " + say.Count(first) + " to " + say.Count(last) + " of " + say.Count(n)
}

// amount is how much of the object is shown.
func (s *Screen) amount() string {
	c, part := &s.content, s.view().part
	first := cmp.Or(part, "the first "+say.Bytes(int64(len(s.page.body))))
	switch {
	case part == "" && !s.page.more && c.size >= 0:
		return "all of " + say.Bytes(c.size)
	case len(s.page.body) != len(c.raw):
		return first + " of what is in " + s.stored()
	}
	text := first + " of " + s.stored()
	if c.limit >= mostText && s.exits.Download != nil {
		text += ", " + kit.Named(s.keys.download) + " saves the rest"
	}
	return text
}

func (s *Screen) stored() string {
	if s.content.size < 0 {
		return "an unknown size"
	}
	return say.Bytes(s.content.size)
}
