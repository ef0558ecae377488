package placeremove

import (
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// keys are the answers: every key but one keeps the place.
type keys struct{ yes, no key.Binding }

func newKeys() keys {
	return keys{yes: kit.Bind("y", "remove it", "y", "Y"), no: kit.Bind("any other key", "keep it", "esc", "n", "enter")}
}

// ShortHelp makes keys a help.KeyMap.
func (k keys) ShortHelp() []key.Binding { return []key.Binding{k.yes, k.no} }

// FullHelp makes keys a help.KeyMap.
func (k keys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }
