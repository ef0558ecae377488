package listing

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// KeyMap is the keys of a list. A screen shows them in its help and may disable
// what it does not want, marking for instance.
type KeyMap struct {
	Up, Down, PageUp, PageDown, HalfUp, HalfDown, Top, Bottom, Mark key.Binding
}

// Keys are the keys of a list: by default the arrows, the page keys, and those of vi.
func Keys(k kit.Keys) KeyMap {
	return KeyMap{
		Up:       k.Bind("up", "up"),
		Down:     k.Bind("down", "down"),
		PageUp:   k.Bind("page-up", "page up"),
		PageDown: k.Bind("page-down", "page down"),
		HalfUp:   k.Bind("half-up", "half a page up"),
		HalfDown: k.Bind("half-down", "half a page down"),
		Top:      k.Bind("top", "first"),
		Bottom:   k.Bind("bottom", "last"),
		Mark:     k.Bind("choose", "choose"),
	}
}

// Help is the column of a full help that shows the list's keys.
func (k KeyMap) Help() []key.Binding {
	return []key.Binding{k.Up, k.Down, k.PageUp, k.PageDown, k.HalfUp, k.HalfDown, k.Top, k.Bottom, k.Mark}
}

// Target is where a key moves the cursor from, among n rows of which height are
// in sight; ok is false if it does not move. The result may lie beside the rows.
func (k KeyMap) Target(msg tea.KeyPressMsg, from, height, n int) (to int, ok bool) {
	page := max(height, 1)
	for _, move := range []struct {
		key key.Binding
		to  int
	}{
		{k.Up, from - 1},
		{k.Down, from + 1},
		{k.PageUp, from - page},
		{k.PageDown, from + page},
		{k.HalfUp, from - max(page/2, 1)},
		{k.HalfDown, from + max(page/2, 1)},
		{k.Top, 0},
		{k.Bottom, n - 1},
	} {
		if key.Matches(msg, move.key) {
			return move.to, true
		}
	}
	return from, false
}

// Moves reports a key that moves the cursor, and does no more.
func (l *List[T]) Moves(msg tea.KeyPressMsg) bool {
	_, ok := l.Keys.Target(msg, l.cursor, l.height, l.Len())
	return ok
}

// Press handles a key of the list and reports whether it was one.
func (l *List[T]) Press(msg tea.KeyPressMsg) bool {
	to, ok := l.Keys.Target(msg, l.cursor, l.height, l.Len())
	if key.Matches(msg, l.Keys.Mark) {
		if l.ranging {
			l.EndRange(true)
			return true
		}
		if l.Len() > 0 {
			l.mark(l.cursor, !l.marked(l.cursor))
		}
		to, ok = l.cursor+1, true
	}
	if ok {
		l.goTo(to)
		l.tail = key.Matches(msg, l.Keys.Bottom)
	}
	return ok
}

// goTo is a move by the user: the cursor no longer waits for a row to arrive.
func (l *List[T]) goTo(position int) {
	l.aiming, l.tail = false, false
	l.filter.want, l.sorted().want = -1, -1
	l.move(position)
}

// move puts the cursor on a position and the window around it.
func (l *List[T]) move(position int) {
	l.cursor = max(min(position, l.Len()-1), 0)
	was := l.top
	if l.top = Window(was, l.cursor, l.height, l.Len()); l.Leap {
		l.top = leap(was, l.top, l.cursor, l.height, l.Len())
	}
}

// Window is the first of n positions to show in height lines so that the cursor is
// in sight, as near to top as possible, and without blank lines while there are
// others to show.
func Window(top, cursor, height, n int) int {
	if height <= 0 {
		return top
	}
	top = min(top, n-height, cursor)
	return max(top, cursor-height+1, 0)
}
