package link

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/kit"
)

// scroll is the place in words that have more lines than the screen.
type scroll struct {
	top  int
	last int // the furthest top, as of the last drawing
	page int // lines in sight then
}

// press moves; other keys are not taken.
func (p *scroll) press(msg tea.KeyPressMsg, k keyMap) {
	step := 1
	if name := msg.String(); name == "space" || name == "pgup" || name == "pgdown" {
		step = max(p.page-2, 1)
	}
	switch {
	case key.Matches(msg, k.down):
		p.top = min(p.top+step, p.last)
	case key.Matches(msg, k.up):
		p.top = max(min(p.top, p.last)-step, 0)
	}
}

// view is h lines of the column. The last of them says when more follow.
func (p *scroll) view(c *column, h int) []string {
	p.last, p.page = max(len(c.lines)-h, 0), h
	top := min(p.top, p.last)
	out := c.lines[top:min(top+h, len(c.lines))]
	if more := len(c.lines) - top - h; more > 0 && h > 1 {
		out = append(out[:h-1:h-1], kit.Cut(c.theme.Muted.Render("↓ "+say.Count(more+1)+" lines more"), c.w))
	}
	return out
}

// verdict is the worst of what a try found, for a screen that has no room for
// the findings themselves.
func (s *Screen) verdict() kit.Step {
	if s.scroll.last == 0 {
		return nil
	}
	for _, f := range s.findings {
		if f.Level == say.Bad {
			return kit.Notify{Kind: kit.Problem, Text: kit.Clean(f.String())}
		}
	}
	return kit.Notify{Kind: kit.Good, Text: "nothing stands in the way; " + kit.Named(s.keys.down) + " shows what was found"}
}
