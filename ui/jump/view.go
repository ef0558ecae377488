package jump

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// problemLines is how much room a problem has below the field.
const problemLines = 3

// View draws the field, how its text is understood, and the rows.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	theme := s.env.Theme
	field, cursor := s.prompt.Line(w, theme)
	lines := append([]string{field}, s.note(w)...)
	if len(lines) < h {
		lines = append(lines, kit.Rule(theme, "", w))
	}
	s.head = len(lines)
	s.space = max(h-s.head-1, 0)
	s.top = s.window()
	for i := range min(s.space, len(s.rows)-s.top) {
		lines = append(lines, s.row(s.top+i, w))
	}
	if h == 1 {
		return field, cursor
	}
	if len(s.rows) > 0 && len(lines) < h-1 { // below the rows, not at the edge of an empty page
		lines = append(lines, "")
	}
	lines = append(lines[:min(len(lines), h-1)], s.foot(w))
	for len(lines) < h {
		lines = append(lines, "")
	}
	return strings.Join(lines, "\n"), cursor
}

// window is the first row in sight.
func (s *Screen) window() int { return listing.Window(s.top, max(s.at, 0), s.space, len(s.rows)) }

// note is what is wrong with the text, else how it is understood, else what to type.
func (s *Screen) note(w int) []string {
	style, text := s.env.Theme.Muted, ""
	switch {
	case s.prompt.Problem != "":
		style, text = s.env.Theme.Bad, s.prompt.Problem
	case s.err != nil:
		style, text = s.env.Theme.Bad, s.err.Error()
	case s.exits.Reads != nil:
		text = s.exits.Reads(s.prompt.Value())
	}
	var lines []string
	for _, l := range kit.Wrap(kit.Clean(cmp.Or(text, s.hint())), w) {
		if len(lines) < problemLines {
			lines = append(lines, style.Render(kit.Cut(l, w)))
		}
	}
	return lines
}

func (s *Screen) hint() string {
	switch {
	case s.o.Unasked != "":
		return s.o.Unasked
	case strings.Contains(s.text, "/") && !strings.Contains(s.text, ":"):
		return "what is in a bucket is written s3://BUCKET/…"
	case s.o.Label == "":
		return "no place is open: choose one below, or paste an address"
	}
	return "at " + s.o.Label + ": type or paste an address; a key opens the object itself"
}

// kindWidth is the room for what a row is.
const kindWidth = 10

// row draws the row at a position: what it is, its address, and what it is called or
// where it is.
func (s *Screen) row(i, w int) string {
	theme, way := s.env.Theme, s.rows[i]
	sign := "  "
	if i == s.at {
		sign = "› "
	}
	main, aside := way.words()
	room := max(w-len("  ")-kindWidth, 0)
	aside = kit.Cut(kit.Clean(aside), room/2)
	if aside != "" {
		room -= ansi.StringWidth(aside) + 2
	}
	kind := kit.Pad(way.Kind.name(), kindWidth)
	main = kit.CutLeft(kit.Clean(main), max(room, 0))
	gap := strings.Repeat(" ", max(room-ansi.StringWidth(main), 0)+2)
	if aside == "" {
		gap = ""
	}
	if i == s.at {
		return theme.Cursor.Render(kit.Pad(kit.Cut(sign+kind+main+gap+aside, w), w))
	}
	style, side := theme.Text, theme.Muted
	switch {
	case way.Gone != "":
		style, side = theme.Over, theme.Warn
	case way.Kind != Object:
		style = theme.Folder
	}
	return kit.Cut(sign+theme.Muted.Render(kind)+style.Render(main)+gap+side.Render(aside), w)
}

// words are what a row says: the address, and beside it its name, its place, or why it
// is not opened.
func (w Way) words() (main, aside string) {
	parts := []string{w.Name}
	if w.Bucket != "" && w.There {
		parts = append(parts, w.place())
	}
	parts = slices.DeleteFunc(append(parts, w.Gone), func(p string) bool { return p == "" })
	return cmp.Or(w.address(), w.place()), strings.Join(parts, " · ")
}

// foot says what is asked, what could not be answered, and how many rows there are.
func (s *Screen) foot(w int) string {
	where := ""
	if s.at >= 0 {
		where = say.Count(s.at+1) + " of " + say.Count(len(s.rows))
	}
	style, text := s.env.Theme.Muted, s.state()
	if s.problem() != "" {
		style, text = s.env.Theme.Warn, s.problem()
	}
	return listing.Foot(style, text, where, w)
}

// problem is why the server completes nothing; empty: it does.
func (s *Screen) problem() string {
	q := s.asking.q
	switch {
	case q.buckets && s.shelf.err != nil && len(s.shelf.names) == 0:
		sentence, _ := failure.Explain(s.shelf.err)
		return "buckets cannot be listed here: " + sentence
	case q.bucket != "" && s.answer.covers(q) && s.answer.err != nil:
		sentence, _ := failure.Explain(s.answer.err)
		return "nothing can be completed there: " + sentence
	}
	return ""
}

func (s *Screen) state() string {
	q := s.asking.q
	switch {
	case !s.read:
		return "looking for bookmarks and places…"
	case s.asking.cancel != nil && q.buckets:
		return "asking for buckets…"
	case s.asking.cancel != nil:
		return "asking what is there…"
	case q.bucket != "" && s.answer.covers(q) && !s.answer.all:
		return "the first " + say.Count(len(s.answer.ways)) + " there are; type on"
	case s.err != nil && len(s.rows) == 0 && s.text == "": // said below the field
		return ""
	case len(s.rows) == 0 && s.text == "":
		return "no bookmarks yet: on another screen, " + kit.Named(s.env.Keys.Bind("bookmark", "")) + " bookmarks what is shown"
	case len(s.rows) == 0 && s.server != nil && q == (question{}):
		return "nothing of this is sent to a server while it is typed"
	case len(s.rows) == 0 && q.bucket != "":
		return "nothing there begins so; " + kit.Named(s.bindings().open) + " goes there all the same"
	case len(s.rows) == 0:
		return "nothing known begins so"
	}
	return say.Count(len(s.rows)) + " to choose from"
}
