package ui

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// globalKeys work on every screen that is not capturing text; kill and suspend
// even there.
type globalKeys struct{ kill, suspend, quit, help, history, inspect key.Binding }

func newGlobalKeys(o Options) globalKeys {
	k := globalKeys{
		kill:    kit.Bind("ctrl+c", "quit at once", "ctrl+c"),
		suspend: kit.Bind("ctrl+z", "to the shell; fg returns", "ctrl+z"),
		quit:    kit.Bind("q", "quit", "q"),
		help:    kit.Bind("?", "help", "?"),
		history: kit.Bind("H", "share log", "H"),
		inspect: kit.Bind("i", "inspect a link", "i"),
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
