package ui

import (
	"charm.land/bubbles/v2/help"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// leaving is the screen that ends the interface, when something else is to
// follow it.
type leaving struct{}

func (leaving) Init() tea.Cmd                       { return tea.Quit }
func (leaving) Update(tea.Msg) (kit.Step, tea.Cmd)  { return nil, nil }
func (leaving) View(int, int) (string, *tea.Cursor) { return "", nil }
func (leaving) Keys() help.KeyMap                   { return globalKeys{} }
func (leaving) Capturing() bool                     { return true }
func (leaving) Title() string                       { return "" }
