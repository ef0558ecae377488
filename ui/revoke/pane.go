package revoke

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
)

// look is how a line is written; the theme says it when it is drawn.
type look func(*kit.Theme) lipgloss.Style

func plain(t *kit.Theme) lipgloss.Style { return t.Text }
func muted(t *kit.Theme) lipgloss.Style { return t.Muted }
func title(t *kit.Theme) lipgloss.Style { return t.Title }
func good(t *kit.Theme) lipgloss.Style  { return t.Good }
func warn(t *kit.Theme) lipgloss.Style  { return t.Warn }
func bad(t *kit.Theme) lipgloss.Style   { return t.Bad }

// row is one line as it stands on the screen, without its colours.
type row struct {
	look look
	text string
}

// rows collects lines of at most w cells.
type rows struct {
	w   int
	all []row
}

// add adds sentences behind a first word, and what does not fit below it, indented as
// far. A sentence that is to stand on a line of its own does. What an error quotes may be
// clean already.
func (r *rows) add(l look, first, text string) {
	indent := strings.Repeat(" ", len([]rune(first)))
	for sentence := range strings.SplitSeq(text, "\n") {
		for _, line := range kit.Prose(kit.CleanOnce(sentence), max(r.w-len(indent), 1)) {
			r.all = append(r.all, row{l, first + line})
			first = indent
		}
	}
}

// exact adds text that is no prose, such as a statement or a command: it is broken after
// its commas.
func (r *rows) exact(l look, first, text string) {
	indent := strings.Repeat(" ", len([]rune(first)))
	for _, line := range kit.Wrap(kit.CleanOnce(text), max(r.w-len(indent), 1), ",") {
		r.all = append(r.all, row{l, first + line})
		first = indent
	}
}

func (r *rows) blank() { r.all = append(r.all, row{plain, ""}) }

// pane shows a part of lines. It keeps them until they change or the width does, so that
// drawing costs what is in sight, however many links there are.
type pane struct {
	made   bool
	w      int
	all    []row
	top    int
	height int
}

// stale has the lines made anew.
func (p *pane) stale() { p.made = false }

// over reports that there were more lines than room when it was last drawn.
func (p *pane) over() bool { return len(p.all) > p.height }

// keys are a list's, those that move only where something is out of sight.
func (p *pane) keys(k listing.KeyMap) listing.KeyMap {
	for _, b := range []*key.Binding{&k.Up, &k.Down, &k.PageUp, &k.PageDown, &k.HalfUp, &k.HalfDown, &k.Top, &k.Bottom} {
		b.SetEnabled(p.over())
	}
	return k
}

// press scrolls, with the keys of a list.
func (p *pane) press(msg tea.KeyPressMsg, k listing.KeyMap) {
	last := max(len(p.all)-p.height, 0)
	if to, ok := k.Target(msg, min(p.top, last), p.height, len(p.all)); ok {
		p.top = max(min(to, last), 0)
	}
}

// view draws at most h lines. The first and the last of them say what is not in sight.
func (p *pane) view(w, h int, th *kit.Theme, lines func(w int) []row) []string {
	if !p.made || p.w != w {
		p.all, p.w, p.made = lines(w), w, true
	}
	p.height = max(h, 0)
	top := min(p.top, max(len(p.all)-h, 0))
	var out []string
	for i := top; i < min(top+h, len(p.all)); i++ {
		l := p.all[i]
		switch {
		case i == top+h-1 && len(p.all) > top+h:
			l = row{muted, "↓ " + say.Things(len(p.all)-top-h+1, "more line")}
		case i == top && top > 0:
			l = row{muted, "↑ " + say.Things(top+1, "more line")}
		}
		out = append(out, l.look(th).Render(kit.Cut(l.text, w)))
	}
	return out
}
