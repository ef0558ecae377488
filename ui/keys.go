package ui

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
)

// globalKeys work on every screen that is not capturing text; kill and suspend
// even there.
type globalKeys struct{ kill, suspend, quit, help, history, inspect key.Binding }

func newGlobalKeys(o Options) globalKeys {
	k := globalKeys{
		kill:    key.NewBinding(key.WithKeys("ctrl+c"), key.WithHelp("ctrl+c", "quit at once")),
		suspend: key.NewBinding(key.WithKeys("ctrl+z"), key.WithHelp("ctrl+z", "to the shell; fg returns")),
		quit:    key.NewBinding(key.WithKeys("q"), key.WithHelp("q", "quit")),
		help:    key.NewBinding(key.WithKeys("?"), key.WithHelp("?", "help")),
		history: key.NewBinding(key.WithKeys("H"), key.WithHelp("H", "share log")),
		inspect: key.NewBinding(key.WithKeys("i"), key.WithHelp("i", "inspect a link")),
	}
	k.suspend.SetEnabled(o.Suspends)
	k.history.SetEnabled(o.History != nil)
	k.inspect.SetEnabled(o.Inspect != nil)
	return k
}

func (k globalKeys) all() []key.Binding {
	return []key.Binding{k.help, k.history, k.inspect, k.suspend, k.quit, k.kill}
}

var _ help.KeyMap = globalKeys{}

// ShortHelp is what every footer ends with.
func (k globalKeys) ShortHelp() []key.Binding { return []key.Binding{k.help, k.history, k.quit} }

// FullHelp is the column of global keys on the help page.
func (k globalKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.all()} }
