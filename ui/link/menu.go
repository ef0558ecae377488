package link

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/handover"
	"signet/ui/kit"
)

// menu offers the forms in which the link can be handed over.
type menu struct {
	kinds []handover.Info
	at    int
	keys  menuKeys
}

type menuKeys struct{ up, down, copy, save, close key.Binding }

type menuOutcome int

const (
	menuStay menuOutcome = iota
	menuClose
	menuCopy
	menuSave
)

func newMenu(own kit.Keys, link share.Link) *menu {
	return &menu{
		kinds: handover.Kinds(link),
		keys: menuKeys{
			up: kit.Bind("↑", "up", "up", "k", "shift+tab"), down: kit.Bind("↑/↓", "choose", "down", "j", "tab"),
			copy: own.Bind("open", "copy", "copy"), save: own.Bind("write", "save to a file"), close: own.Bind("back", "close", "hand-over", "quit"),
		},
	}
}

func (m *menu) press(msg tea.KeyPressMsg) (handover.Info, menuOutcome) {
	switch {
	case key.Matches(msg, m.keys.up):
		m.at = max(m.at-1, 0)
	case key.Matches(msg, m.keys.down):
		m.at = min(m.at+1, len(m.kinds)-1)
	case key.Matches(msg, m.keys.copy):
		return m.kinds[m.at], menuCopy
	case key.Matches(msg, m.keys.save):
		return m.kinds[m.at], menuSave
	case key.Matches(msg, m.keys.close):
		return handover.Info{}, menuClose
	}
	return handover.Info{}, menuStay
}

func (m *menu) bindings() []key.Binding {
	return []key.Binding{m.keys.copy, m.keys.save, m.keys.down, m.keys.close}
}

// foot are the keys, below the choices.
func (m *menu) foot(w int) []string {
	return kit.Prose(kit.Named(m.keys.copy)+" copies, "+kit.Named(m.keys.save)+" saves to a file, "+kit.Named(m.keys.close)+" closes", max(w, 1))
}

// rows is how many lines the whole menu takes: the title, the choices and the keys.
func (m *menu) rows(w int) int { return 1 + len(m.kinds) + len(m.foot(w)) }

// lines draws the menu, at most h lines of w cells, the chosen one among them.
func (m *menu) lines(theme *kit.Theme, w, h int) []string {
	foot := m.foot(w)
	rows := h - 1 - len(foot)
	if rows <= 0 {
		return []string{theme.Cursor.Render(kit.Pad("› "+m.kinds[m.at].Name, w))}[:min(max(h, 0), 1)]
	}
	top := min(max(m.at-rows+1, 0), max(len(m.kinds)-rows, 0))
	out := []string{theme.Title.Render(kit.Cut("hand over as", w))}
	for i := top; i < min(top+rows, len(m.kinds)); i++ {
		line := kit.Pad("  "+m.kinds[i].Name, min(w, 40))
		if i == m.at {
			line = theme.Cursor.Render(kit.Pad("› "+m.kinds[i].Name, min(w, 40)))
		}
		out = append(out, line)
	}
	for _, line := range foot {
		out = append(out, theme.Muted.Render(kit.Cut(line, w)))
	}
	return out
}
