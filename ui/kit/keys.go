package kit

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Keys are the keys of all actions: those of the table, and in their stead those that
// the settings name. The zero value is the table.
type Keys struct{ of map[string]Action }

// NewKeys are the keys of the table; own are others by the name of their action, as
// the settings have them, already checked.
func NewKeys(own map[string][]string) Keys {
	of := map[string]Action{}
	for _, a := range Actions() {
		if keys := own[a.Name]; len(keys) > 0 && !a.Fixed {
			a.Keys, a.Key = keys, keyNames(keys)
		}
		of[a.Name] = a
	}
	return Keys{of}
}

// Bind is the key of an action, and what it does on this screen. Further actions lend
// their keys, where the screen does one thing for several. A name that no action has
// binds nothing.
func (k Keys) Bind(action, does string, also ...string) key.Binding {
	a := k.action(action)
	keys := slices.Clone(a.Keys)
	for _, name := range also {
		keys = append(keys, k.action(name).Keys...)
	}
	return Bind(a.Key, does, keys...)
}

// Press is the message of an action's first key.
func (k Keys) Press(action string) tea.KeyPressMsg {
	for _, name := range k.action(action).Keys {
		if msg, err := Press(name); err == nil {
			return msg
		}
	}
	return tea.KeyPressMsg{}
}

func (k Keys) action(name string) Action {
	if k.of != nil {
		return k.of[name]
	}
	for _, a := range Actions() {
		if a.Name == name {
			return a
		}
	}
	return Action{}
}

// keyNames is what keys are called in help.
func keyNames(keys []string) string {
	text := ""
	for _, name := range keys {
		if arrow, ok := arrows()[name]; ok {
			name = arrow
		}
		if text != "" {
			text += "/"
		}
		text += name
	}
	return text
}

func arrows() map[string]string {
	return map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn"}
}

// Bind is a key as help and hints name it, what it does, and the names under which
// the terminal sends it. It is for questions, forms and fields of text; everywhere
// else a key is one of an action's (Keys.Bind).
func Bind(name, does string, names ...string) key.Binding {
	return key.NewBinding(key.WithKeys(names...), key.WithHelp(name, does))
}

// Untyped is a binding with those of its keys alone that a field does not take as text,
// for a screen on which something is typed; it is disabled if there are none.
func Untyped(b key.Binding) key.Binding {
	keys := slices.DeleteFunc(slices.Clone(b.Keys()), func(name string) bool {
		msg, err := Press(name)
		return err != nil || msg.Text != ""
	})
	b.SetKeys(keys...)
	b.SetHelp(keyNames(keys), b.Help().Desc)
	b.SetEnabled(len(keys) > 0 && b.Enabled())
	return b
}

// Named is what a key is called, for a sentence that tells to press it.
func Named(b key.Binding) string { return b.Help().Key }

// Does says what a key does at this moment.
func Does(b *key.Binding, what string) { b.SetHelp(b.Help().Key, what) }
