package places

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether
// it does anything now.
type keys struct {
	list                             listing.KeyMap
	open, demo, back, filter, reload key.Binding
}

func bind(name, does string, names ...string) key.Binding {
	return key.NewBinding(key.WithKeys(names...), key.WithHelp(name, does))
}

func newKeys() keys {
	k := keys{
		list:   listing.DefaultKeys(),
		open:   bind("enter", "browse", "enter", "l", "right"),
		demo:   bind("d", "demo", "d"),
		back:   bind("esc", "show all", "esc"),
		filter: bind("/", "filter", "/"),
		reload: bind("r", "look again", "r"),
	}
	k.list.Mark.Unbind()
	return k
}

// now is the keys as they are at this moment.
func (s *Screen) now() keys {
	k := s.keys
	_, some := s.list.Selected()
	k.open.SetEnabled(some && s.exits.Open != nil)
	k.demo.SetEnabled(s.exits.Demo != nil)
	k.filter.SetEnabled(s.list.Total() > 0)
	filtered := s.list.FilterText() != ""
	k.back.SetEnabled(filtered || s.options.Choose != "")
	if s.options.Choose != "" {
		k.open.SetHelp("enter", "this one")
		if !filtered {
			k.back.SetHelp("esc", "back")
		}
	}
	return k
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.open, k.back, k.filter, k.demo, k.reload}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	l := k.list
	return [][]key.Binding{k.ShortHelp(), {l.Up, l.Down, l.PageUp, l.PageDown, l.HalfUp, l.HalfDown, l.Top, l.Bottom}}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	if s.find.On() {
		return s.find.Keys()
	}
	return s.now()
}
