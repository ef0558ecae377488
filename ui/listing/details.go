package listing

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"signet/share/say"
	"signet/ui/kit"
)

// Details are what is known of the row under the cursor: a card beside the list, or
// where there is no room, lines in its stead. They scroll where they are taller than
// their room.
type Details struct {
	On bool // the keys are theirs, and they are in sight

	of     string // what they were about when they were last drawn
	top    int    // first line in sight
	lines  int    // then
	height int
}

// Over reports that they were taller than their room when they were last drawn.
func (d *Details) Over() bool { return d.lines > d.height }

// Keys are the list's while they are theirs: those that move do nothing where all is in
// sight.
func (d *Details) Keys(k KeyMap) KeyMap {
	for _, b := range []*key.Binding{&k.Up, &k.Down, &k.PageUp, &k.PageDown, &k.HalfUp, &k.HalfDown, &k.Top, &k.Bottom} {
		b.SetEnabled(d.Over())
	}
	return k
}

// Press scrolls, and reports whether it was a key that does. The keys are those of the
// list, for which lines are what rows are.
func (d *Details) Press(msg tea.KeyPressMsg, k KeyMap) bool {
	last := max(d.lines-d.height, 0)
	switch {
	case !d.On:
		return false
	case key.Matches(msg, k.Top):
		d.top = 0
	case key.Matches(msg, k.Bottom):
		d.top = last
	default:
		to, ok := k.Target(msg, min(d.top, last), d.height, d.lines)
		if !ok {
			return false
		}
		d.top = max(min(to, last), 0)
	}
	return true
}

// Page draws them in place of a list, in exactly w by h cells with a margin. Of names
// what they are about: of another thing they begin at the top.
func (d *Details) Page(of string, lines []string, margin, w, h int, theme *kit.Theme) string {
	out := d.scrolled(of, lines, h, theme)
	for i := range out {
		out[i] = kit.Pad(strings.Repeat(" ", margin)+out[i], w)
	}
	return strings.Join(out, "\n")
}

// Card draws them beside a list. Its heading says with which keys they scroll, while
// those are theirs.
func (d *Details) Card(title, of string, lines []string, k KeyMap, w, h int, theme *kit.Theme) []string {
	shown := d.scrolled(of, lines, kit.CardRows(h), theme)
	if !d.On { // the card says what is below
		return kit.Card(theme, title, lines, w, h)
	}
	if d.Over() {
		title += ", " + kit.Named(k.Up) + " and " + kit.Named(k.Down) + " scroll"
	}
	return kit.Card(theme, title, shown, w, h)
}

// scrolled are the h lines that are in sight, with how many more there are.
func (d *Details) scrolled(of string, lines []string, h int, theme *kit.Theme) []string {
	if d.of != of {
		d.of, d.top = of, 0
	}
	d.lines, d.height = len(lines), h
	top := min(d.top, max(len(lines)-h, 0))
	out := make([]string, max(h, 0))
	for i := range out {
		switch at := top + i; {
		case i == h-1 && len(lines) > top+h:
			out[i] = theme.Muted.Render("↓ " + say.Things(len(lines)-top-h+1, "more line"))
		case i == 0 && top > 0:
			out[i] = theme.Muted.Render("↑ " + say.Things(top+1, "more line"))
		case at < len(lines):
			out[i] = lines[at]
		}
	}
	return out
}
