package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

const (
	// doubleClick is the time within which a second click at a place opens.
	doubleClick = 500 * time.Millisecond
	// wheelRows is how far one notch of the wheel goes.
	wheelRows = 3
)

// clicked is the last click: where, and when.
type clicked struct {
	x, y int
	at   time.Time
}

// pointing reports that the mouse is ours now: asked for, and of use to the screen.
func (a *App) pointing() bool {
	if !a.o.Mouse || a.help != nil || a.parting.open() || a.hidden() {
		return false
	}
	s, ok := a.current().(kit.Pointed)
	return ok && s.Pointed()
}

// wheel goes up and down as the keys do.
func (a *App) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	action, ok := map[tea.MouseButton]string{tea.MouseWheelUp: "up", tea.MouseWheelDown: "down"}[msg.Button]
	if !ok || !a.pointing() {
		return nil
	}
	press := a.o.Keys.Press(action)
	if a.current().Capturing() { // there own keys are text
		press = kit.Keys{}.Press(action)
	}
	var all []tea.Cmd
	for range wheelRows {
		all = append(all, a.top(press))
	}
	return tea.Batch(all...)
}

// click goes to the screen, unless it is on the header or the status line.
func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	y := msg.Y - 1
	if msg.Button != tea.MouseLeft || !a.pointing() || y < 0 || y >= a.h-frameRows {
		return nil
	}
	a.toast.Key()
	now := a.o.Clock()
	double := a.clicked.x == msg.X && a.clicked.y == msg.Y && !a.clicked.at.IsZero() && now.Sub(a.clicked.at) <= doubleClick
	a.clicked = clicked{msg.X, msg.Y, now}
	if double {
		a.clicked = clicked{} // a third click is a first one
	}
	return a.top(kit.Click{X: msg.X, Y: y, Double: double})
}
