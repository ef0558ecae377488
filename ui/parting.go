package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// unsaved is a screen that says what would be lost if the program ended now; empty:
// nothing.
type unsaved interface{ Unsaved() string }

// quit ends the program, unless that would throw away what somebody typed: then it
// asks first. ctrl+c never asks.
func (a *App) quit() tea.Cmd {
	if a.losing = a.lost(); a.losing != "" {
		return nil
	}
	return tea.Quit
}

// lost is what would be lost without the screens, of the one nearest to the top.
func (a *App) lost() string {
	for i := len(a.stack) - 1; i >= 0; i-- {
		if u, ok := a.stack[i].screen.(unsaved); ok && u.Unsaved() != "" {
			return u.Unsaved()
		}
	}
	return ""
}

// partKey answers the question.
func partKey() key.Binding { return kit.Bind("y", "quit", "y", "Y") }

// part takes the answer: any other key stays.
func (a *App) part(msg tea.KeyPressMsg) tea.Cmd {
	a.losing = ""
	if key.Matches(msg, partKey()) {
		return a.farewell(tea.Quit)
	}
	return nil
}

// partQuestion stands in the status line.
func (a *App) partQuestion() string {
	return kit.Cut(a.theme.Warn.Render("quit and lose "+kit.Clean(a.losing)+"?")+"  "+
		a.theme.Accent.Render(kit.Named(partKey()))+a.theme.Muted.Render(" quit  ")+
		a.theme.Accent.Render("any other key")+a.theme.Muted.Render(" stay"), a.w)
}
