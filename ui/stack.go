package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// frame is a screen on the stack with the end of its life.
type frame struct {
	id     int
	from   string // which global key opened it; empty: a screen did
	screen kit.Screen
	leave  context.CancelFunc
}

// The frames that global keys open, once each.
const (
	historyFrame = "history"
	inspectFrame = "inspect"
	placesFrame  = "places"
	gotoFrame    = "goto"
	handOffFrame = "hand-off"
)

func (a *App) current() kit.Screen {
	if len(a.stack) == 0 {
		return nil
	}
	return a.stack[len(a.stack)-1].screen
}

// on reports that the screen on top was opened by that global key.
func (a *App) on(from string) bool {
	return len(a.stack) > 0 && a.stack[len(a.stack)-1].from == from
}

func (a *App) top(msg tea.Msg) tea.Cmd { return a.deliver(len(a.stack)-1, msg) }

// deliver hands a message to the screen at position i and applies its step in
// the same Update, so that the next key reaches the new screen.
func (a *App) deliver(i int, msg tea.Msg) tea.Cmd {
	if i < 0 || i >= len(a.stack) {
		return nil
	}
	step, cmd := a.stack[i].screen.Update(msg)
	return tea.Batch(cmd, a.apply(i, step))
}

// apply does what the screen at position i wants. An answer may reach a screen
// that is covered by now; what it changes then stays below what the user sees.
func (a *App) apply(i int, step kit.Step) tea.Cmd {
	switch step := step.(type) {
	case kit.Push:
		cmd := tea.Batch(a.cover(i), a.insert(i+1, step.Make, ""))
		if step.Says.Text != "" {
			a.toast.Show(step.Says.Kind, step.Says.Text, a.o.Clock())
		}
		return cmd
	case kit.Pop:
		return a.pop(i, step)
	case kit.Replace:
		left := a.remove(i)
		return tea.Batch(left, a.insert(i, step.Make, ""))
	case kit.Start:
		return a.start(step.Make)
	case kit.Notify:
		a.toast.Show(step.Kind, step.Text, a.o.Clock())
	case kit.Copy:
		return a.copy(step)
	case kit.Print:
		return a.print(step.Text)
	case kit.Outside:
		return a.outside(a.stack[i].id, step)
	case kit.Quit:
		return a.farewell(tea.Quit)
	}
	return nil
}

// pop leaves a screen. The first one stays: whoever goes back once too often
// does not want to be out of the program.
func (a *App) pop(i int, step kit.Pop) tea.Cmd {
	if len(a.stack) == 1 {
		a.toast.Show(kit.Info, "this is the first screen; "+kit.Named(a.keys.quit)+" quits", a.o.Clock())
		return nil
	}
	if a.askBack(i, step) {
		return nil
	}
	return a.leave(i, step)
}

// leave takes a screen off, and hands what it leaves with to the one below.
func (a *App) leave(i int, step kit.Pop) tea.Cmd {
	left := a.remove(i)
	if step.Then != nil {
		return tea.Batch(left, a.deliver(i-1, step.Then))
	}
	return left
}

// start leaves all screens for one, and asks first if something was typed into one of
// them.
func (a *App) start(mk kit.Maker) tea.Cmd {
	if lost := a.lost(); lost != "" {
		a.parting = parting{lost, "switch", func() tea.Cmd { return a.begin(mk) }}
		return nil
	}
	return a.begin(mk)
}

// begin leaves all screens for one.
func (a *App) begin(mk kit.Maker) tea.Cmd {
	var all []tea.Cmd
	for len(a.stack) > 0 {
		all = append(all, a.remove(len(a.stack)-1))
	}
	return tea.Batch(append(all, a.insert(0, mk, ""))...)
}

// remove takes the frame at i off the stack and ends its work.
func (a *App) remove(i int) tea.Cmd {
	f := a.stack[i]
	a.stack = slices.Delete(a.stack, i, i+1)
	f.leave()
	if l, ok := f.screen.(leaver); ok {
		return l.Leave()
	}
	return nil
}

func (a *App) push(mk kit.Maker, from string) tea.Cmd {
	return tea.Batch(a.cover(len(a.stack)-1), a.insert(len(a.stack), mk, from))
}

// cover lets the screen at position i clear what would show through.
func (a *App) cover(i int) tea.Cmd {
	if i < 0 || i < len(a.stack)-1 { // none, or covered already
		return nil
	}
	if l, ok := a.stack[i].screen.(leaver); ok {
		return l.Leave()
	}
	return nil
}

// settle is how long what clears the terminal needs to get there: the frame that
// writes it, and tmux, which drops what comes together with the end of the
// alternate screen.
const settle = 100 * time.Millisecond

// farewell leaves the terminal to the shell, after the screen has cleared what
// would stay there.
func (a *App) farewell(leave tea.Cmd) tea.Cmd {
	cleared := a.cover(len(a.stack) - 1)
	if cleared == nil {
		return leave
	}
	return tea.Sequence(cleared, a.tick(settle, func(time.Time) tea.Msg { return nil }), leave)
}

// insert gives birth to a screen at position i of the stack.
func (a *App) insert(i int, mk kit.Maker, from string) tea.Cmd {
	a.ids++
	ctx, leave := context.WithCancel(a.ctx)
	s := mk(kit.Env{ID: a.ids, Ctx: ctx, Theme: a.theme, Clock: a.o.Clock, Keys: a.o.Keys, Soon: a.o.Soon})
	a.stack = slices.Insert(a.stack, i, frame{id: a.ids, from: from, screen: s, leave: leave})
	return s.Init()
}
