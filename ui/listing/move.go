package listing

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap is the keys of a list. A screen shows them in its help and may disable
// what it does not want, marking for instance.
type KeyMap struct {
	Up, Down, PageUp, PageDown, HalfUp, HalfDown, Top, Bottom, Mark key.Binding
}

// DefaultKeys are the arrows, the page keys, and those of vi.
func DefaultKeys() KeyMap {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return KeyMap{
		Up:       bind("↑/k", "up", "up", "k"),
		Down:     bind("↓/j", "down", "down", "j"),
		PageUp:   bind("pgup", "page up", "pgup", "ctrl+b"),
		PageDown: bind("pgdn", "page down", "pgdown", "ctrl+f"),
		HalfUp:   bind("ctrl+u", "half a page up", "ctrl+u"),
		HalfDown: bind("ctrl+d", "half a page down", "ctrl+d"),
		Top:      bind("g/home", "first", "g", "home"),
		Bottom:   bind("G/end", "last", "G", "end"),
		Mark:     bind("space", "choose", "space"),
	}
}

// Help is the column of a full help that shows the list's keys.
func (k KeyMap) Help() []key.Binding {
	return []key.Binding{k.Up, k.Down, k.PageUp, k.PageDown, k.HalfUp, k.HalfDown, k.Top, k.Bottom, k.Mark}
}

// Press handles a key of the list and reports whether it was one.
func (l *List[T]) Press(msg tea.KeyPressMsg) bool {
	k, page := l.Keys, max(l.height, 1)
	switch {
	case key.Matches(msg, k.Up):
		l.goTo(l.cursor - 1)
	case key.Matches(msg, k.Down):
		l.goTo(l.cursor + 1)
	case key.Matches(msg, k.PageUp):
		l.goTo(l.cursor - page)
	case key.Matches(msg, k.PageDown):
		l.goTo(l.cursor + page)
	case key.Matches(msg, k.HalfUp):
		l.goTo(l.cursor - max(page/2, 1))
	case key.Matches(msg, k.HalfDown):
		l.goTo(l.cursor + max(page/2, 1))
	case key.Matches(msg, k.Top):
		l.goTo(0)
	case key.Matches(msg, k.Bottom):
		l.goTo(l.Len() - 1)
	case key.Matches(msg, k.Mark):
		l.toggleMark()
		l.goTo(l.cursor + 1)
	default:
		return false
	}
	return true
}

// goTo is a move by the user: the cursor no longer waits for a row to arrive.
func (l *List[T]) goTo(position int) {
	l.aiming = false
	l.filter.want = -1
	l.move(position)
}

// move puts the cursor on a position and the window around it.
func (l *List[T]) move(position int) {
	l.cursor = max(min(position, l.Len()-1), 0)
	l.top = window(l.top, l.cursor, l.height, l.Len())
}

// window is the first position to show so that the cursor is in sight, as near
// to top as possible, and without blank rows while there are others to show.
func window(top, cursor, height, n int) int {
	if height <= 0 {
		return top
	}
	top = min(top, n-height, cursor)
	return max(top, cursor-height+1, 0)
}
