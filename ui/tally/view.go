package tally

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// label is the room for the names of facts.
const label = 10

// View draws the sums in a card, and how far they go.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	card := min(w, kit.CardMost)
	lines := s.lines(kit.CardRoom(card))
	out := kit.Card(s.env.Theme, "s3://"+kit.Clean(s.at.Bucket+"/"+s.at.Key), lines, card, min(len(lines)+2, h))
	for len(out) < h {
		out = append(out, "")
	}
	for i := range out {
		out[i] = kit.Pad(out[i], w)
	}
	return strings.Join(out[:h], "\n"), nil
}

func (s *Screen) lines(w int) []string {
	th := s.env.Theme
	c := &kit.Column{W: w, Theme: th}
	add := func(style interface{ Render(...string) string }, text string) {
		for _, l := range kit.Wrap(kit.Clean(text), w) {
			c.Lines = append(c.Lines, style.Render(l))
		}
	}
	add(th.Title, say.Things(s.sums.objects, "object")+", "+say.Exactly(s.sums.bytes)+" together")
	add(th.Muted, s.state())
	if err := s.reading.Err; err != nil {
		sentence, more := failure.Explain(err)
		add(th.Bad, sentence)
		add(th.Muted, more)
	}
	if s.sums.objects == 0 {
		return c.Lines
	}
	c.Lines = append(c.Lines, "")
	now := s.env.Now()
	c.Fact(label, "largest", say.Bytes(s.sums.largest.size)+", "+s.name(s.sums.largest))
	c.Fact(label, "newest", say.Minute(s.sums.newest.at, now)+", "+s.name(s.sums.newest))
	c.Fact(label, "oldest", say.Minute(s.sums.oldest.at, now)+", "+s.name(s.sums.oldest))
	if s.sums.empty > 0 {
		c.Fact(label, "empty", say.Things(s.sums.empty, "object")+" of 0 B")
	}
	c.Lines = append(c.Lines, "")
	return append(c.Lines, s.byClass(w)...)
}

// name is a key as it stands below the prefix.
func (s *Screen) name(o named) string { return strings.TrimPrefix(o.key, s.at.Key) }

// state says how far the sums go.
func (s *Screen) state() string {
	switch {
	case s.reading.Running():
		return "counting, so far…"
	case s.reading.Done() && s.reading.Err == nil:
		return "all that is below it, each listed once; older versions are not counted"
	case s.reading.Err != nil:
		return "not all of it:"
	}
	return "stopped: this is not all of it, " + kit.Named(s.keys.again) + " counts on"
}

// byClass is a row for each storage class, the largest first.
func (s *Screen) byClass(w int) []string {
	classes := slices.Clone(s.sums.classes)
	slices.SortStableFunc(classes, func(a, b class) int {
		return cmp.Or(cmp.Compare(b.bytes, a.bytes), cmp.Compare(b.objects, a.objects), cmp.Compare(a.name, b.name))
	})
	count := 0
	for _, c := range classes {
		count = max(count, ansi.StringWidth(say.Things(c.objects, "object")))
	}
	lines := make([]string, len(classes))
	for i, c := range classes {
		n := say.Things(c.objects, "object")
		text := kit.Pad(kit.Clean(c.name), 20) + " " + strings.Repeat(" ", count-ansi.StringWidth(n)) + n + "  " + say.Bytes(c.bytes)
		lines[i] = s.env.Theme.Text.Render(kit.Cut(text, w))
	}
	return lines
}
