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

func newMenu(link share.Link) *menu {
	bind := func(k, text string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(k, text))
	}
	return &menu{
		kinds: handover.Kinds(link.Request.Operation),
		keys: menuKeys{
			up: bind("↑", "up", "up", "k", "shift+tab"), down: bind("↓", "down", "down", "j", "tab"),
			copy: bind("enter", "copy", "enter", "y"), save: bind("w", "save to a file", "w"), close: bind("esc", "close", "esc", "f", "q"),
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

// lines draws the menu, w cells wide.
func (m *menu) lines(theme *kit.Theme, w int) []string {
	out := []string{theme.Title.Render("hand over as")}
	for i, k := range m.kinds {
		line := kit.Pad("  "+k.Name, min(w, 40))
		if i == m.at {
			line = theme.Cursor.Render(line)
		}
		out = append(out, line)
	}
	return append(out, theme.Muted.Render("enter copies, w saves to a file, esc closes"))
}
