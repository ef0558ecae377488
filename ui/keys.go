package ui

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// globalKeys work on every screen that is not capturing text; kill and suspend
// even there.
type globalKeys struct{ kill, suspend, quit, help, history, inspect, places, jump, bookmark, handOff key.Binding }

func newGlobalKeys(o Options) globalKeys {
	own := o.Keys
	k := globalKeys{
		kill:    own.Bind("kill", "quit at once"),
		suspend: own.Bind("suspend", "to the shell; fg returns"),
		quit:    own.Bind("quit", "quit"),
		help:    own.Bind("help", "help"),
		history: own.Bind("log", "share log"),
		inspect: own.Bind("inspect", "inspect a link"),
		places:  own.Bind("places", "switch place"),

		jump:     own.Bind("goto", "go to"),
		bookmark: own.Bind("bookmark", "bookmark"),
		handOff:  own.Bind("hand-off", "the hand-off"),
	}
	k.suspend.SetEnabled(o.Suspends)
	k.history.SetEnabled(o.History != nil)
	k.inspect.SetEnabled(o.Inspect != nil)
	k.places.SetEnabled(o.Switch != nil)
	k.jump.SetEnabled(o.Goto != nil)
	k.bookmark.SetEnabled(o.Bookmark != nil)
	k.handOff.SetEnabled(false) // until one goes on without its screen
	return k
}

func (k globalKeys) all() []key.Binding {
	all := []key.Binding{k.help, k.history, k.inspect, k.places, k.jump, k.bookmark}
	if k.handOff.Enabled() { // which is seldom
		all = append(all, k.handOff)
	}
	return append(all, k.suspend, k.quit, k.kill)
}

// everywhere are the keys of every screen, of which those that lead to where one is
// already do nothing.
func (a *App) everywhere() []key.Binding {
	k := a.globals()
	for b, name := range map[*key.Binding]string{&k.history: historyFrame, &k.inspect: inspectFrame, &k.places: placesFrame, &k.handOff: handOffFrame} {
		b.SetEnabled(b.Enabled() && !a.on(name))
	}
	return k.all()
}

var _ help.KeyMap = globalKeys{}

// ShortHelp is what every footer ends with.
func (k globalKeys) ShortHelp() []key.Binding { return []key.Binding{k.help, k.history, k.quit} }

// FullHelp is the column of global keys on the help page.
func (k globalKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.all()} }

// Action is one thing that a key does.
type Action = kit.Action

// Actions are all that can be given keys of one's own.
func Actions() []Action { return kit.Actions() }

// CheckKey says why a name is that of no key.
func CheckKey(name string) error { return kit.CheckKey(name) }
