package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// What somebody typed is thrown away by nothing but ctrl+c without a question: not by
// quitting, not by going back, not by going to another place.

// unsaved is a screen that says what would be lost without it; empty: nothing.
type unsaved interface{ Unsaved() string }

// parting is the question before what was typed is lost. The zero value is none.
type parting struct {
	loses string // what, in words
	does  string // what is about to be done
	then  func() tea.Cmd
}

// open reports that the question is on the screen.
func (p parting) open() bool { return p.loses != "" }

// quit ends the program, unless that would throw something away: then it asks first.
// ctrl+c never asks.
func (a *App) quit() tea.Cmd {
	if lost := a.lost(); lost != "" {
		a.parting = parting{lost, "quit", func() tea.Cmd { return a.farewell(tea.Quit) }}
		return nil
	}
	return tea.Quit
}

// losesOf is what would be lost without a screen.
func losesOf(s kit.Screen) string {
	if u, ok := s.(unsaved); ok {
		return u.Unsaved()
	}
	return ""
}

// lost is what would be lost without the screens, of the one nearest to the top.
func (a *App) lost() string {
	for _, f := range slices.Backward(a.stack) {
		if what := losesOf(f.screen); what != "" {
			return what
		}
	}
	if held, _ := a.held(); held != "" {
		return "the hand-off that goes on"
	}
	return ""
}

// askBack asks before a screen is left in which something was typed. It reports false
// where nothing would be lost.
func (a *App) askBack(i int, step kit.Pop) bool {
	f := a.stack[i]
	loses := losesOf(f.screen)
	if loses == "" || step.Then != nil { // what it was typed for is done
		return false
	}
	a.parting = parting{loses, "leave", func() tea.Cmd {
		if at := slices.IndexFunc(a.stack, func(g frame) bool { return g.id == f.id }); at >= 0 {
			if now := losesOf(a.stack[at].screen); now != "" && now != loses { // as a place that is being saved by now
				a.askBack(at, step)
				return nil
			}
			return a.leave(at, step)
		}
		return nil
	}}
	return true
}

// key answers the question.
func (p parting) key() key.Binding { return kit.Bind("y", p.does, "y", "Y") }

// part takes the answer: any other key stays.
func (a *App) part(msg tea.KeyPressMsg) tea.Cmd {
	p := a.parting
	a.parting = parting{}
	if key.Matches(msg, p.key()) {
		return p.then()
	}
	return nil
}

// partQuestion stands in the status line.
func (a *App) partQuestion() string {
	p := a.parting
	return kit.Cut(a.theme.Warn.Render(p.does+" and lose "+kit.Clean(p.loses)+"?")+"  "+
		a.theme.Accent.Render(kit.Named(p.key()))+a.theme.Muted.Render(" "+p.does+"  ")+
		a.theme.Accent.Render("any other key")+a.theme.Muted.Render(" stay"), a.w)
}
