package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// helpPage is the page of all keys, scrolled to a row.
type helpPage struct {
	top      int
	up, down key.Binding
}

// foldWidth is the width from which a long page is folded into two columns.
const foldWidth = 72

func newHelpPage() *helpPage {
	return &helpPage{
		up:   key.NewBinding(key.WithKeys("up", "k", "pgup")),
		down: key.NewBinding(key.WithKeys("down", "j", "pgdown", "space")),
	}
}

// press scrolls a page that is longer than the screen; any other key is not
// taken and closes it.
func (p *helpPage) press(msg tea.KeyPressMsg, rows []string, h int) (taken bool) {
	last := max(len(rows)-(h-helpHead), 0)
	step := 1
	if s := msg.String(); strings.HasPrefix(s, "pg") || s == "space" {
		step = max(h-helpHead-1, 1)
	}
	switch {
	case last == 0:
		return false
	case key.Matches(msg, p.up):
		p.top = max(min(p.top, last)-step, 0)
	case key.Matches(msg, p.down):
		p.top = min(p.top+step, last)
	default:
		return false
	}
	return true
}

// helpHead is the number of rows above the list.
const helpHead = 2

func (p *helpPage) view(rows []string, theme *kit.Theme, w, h int) string {
	last := max(len(rows)-(h-helpHead), 0)
	legend := ""
	if slices.ContainsFunc(rows, idle) {
		legend += "   - does nothing here now"
	}
	if last > 0 {
		legend += "   ↑/↓ scroll, any other key closes"
	} else {
		legend += "   any key closes"
	}
	top := min(p.top, last)
	lines := append([]string{theme.Title.Render("keys") + theme.Muted.Render(legend), ""}, rows[top:min(top+h-helpHead, len(rows))]...)
	for i := range lines {
		lines[i] = kit.Pad(lines[i], w)
	}
	return strings.Join(lines, "\n")
}

// helpRows lists every key of the screen and the global ones; a key that does
// nothing now is greyed and marked, not hidden.
func (a *App) helpRows() []string {
	s := a.current()
	if s == nil {
		return nil
	}
	var lines []string
	for _, column := range s.Keys().FullHelp() {
		lines = append(lines, a.helpLines(column)...)
	}
	own, page := len(lines), a.h-helpHead
	lines = append(lines, "", a.theme.Title.Render("everywhere"))
	lines = append(lines, a.helpLines(a.everywhere())...)
	switch {
	case len(lines) <= page || a.w < foldWidth:
		return lines
	case own <= page && len(lines)-own-1 <= page: // what holds everywhere is a column of its own
		return fold(slices.Delete(lines, own, own+1), a.w/2, own)
	}
	return fold(lines, a.w/2, (len(lines)+1)/2)
}

func (a *App) helpLines(bindings []key.Binding) []string {
	var lines []string
	for _, k := range bindings {
		if k.Help().Key == "" {
			continue
		}
		name, text, mark := a.theme.Accent, a.theme.Text, "  "
		if !k.Enabled() {
			name, text, mark = a.theme.Over, a.theme.Over, idleMark
		}
		lines = append(lines, mark+name.Render(kit.Pad(k.Help().Key, 12))+" "+text.Render(k.Help().Desc))
	}
	return lines
}

// idleMark stands before a key that does nothing now.
const idleMark = "- "

// idle reports such a key in a row of one column or two.
func idle(row string) bool {
	row = ansi.Strip(row)
	return strings.HasPrefix(row, idleMark) || strings.Contains(row, "  "+idleMark)
}

// fold puts the rows after the first n beside them.
func fold(lines []string, w, n int) []string {
	return kit.Beside(lines[:n], lines[n:], w, 0, max(n, len(lines)-n))
}
