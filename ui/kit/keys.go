package kit

import "charm.land/bubbles/v2/key"

// Bind is a key as help and hints name it, what it does, and the names under which
// the terminal sends it.
func Bind(name, does string, names ...string) key.Binding {
	return key.NewBinding(key.WithKeys(names...), key.WithHelp(name, does))
}

// Named is what a key is called, for a sentence that tells to press it.
func Named(b key.Binding) string { return b.Help().Key }

// Does says what a key does at this moment.
func Does(b *key.Binding, what string) { b.SetHelp(b.Help().Key, what) }

// The keys that are the same on several screens.

// GotoKey asks for an address.
func GotoKey() key.Binding { return Bind("ctrl+o", "go to", "ctrl+o") }

// RenewKey renews a session that is over.
func RenewKey() key.Binding { return Bind("ctrl+r", "renew the session", "ctrl+r") }

// FilterKey narrows a list.
func FilterKey() key.Binding { return Bind("/", "filter", "/") }

// ReloadKey reads a list anew.
func ReloadKey() key.Binding { return Bind("r", "reload", "r") }
