package buckets

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/failure"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether
// it does anything now.
type keys struct {
	list                                    listing.KeyMap
	open, back, filter, gone, reload, renew key.Binding
}

func bind(name, does string, names ...string) key.Binding {
	return key.NewBinding(key.WithKeys(names...), key.WithHelp(name, does))
}

func newKeys() keys {
	k := keys{
		list:   listing.DefaultKeys(),
		open:   bind("enter", "open", "enter", "l", "right"),
		back:   bind("esc", "back", "esc", "h", "left", "backspace"),
		filter: bind("/", "filter", "/"),
		gone:   bind("ctrl+o", "go to", "ctrl+o"),
		reload: bind("r", "reload", "r"),
		renew:  bind("ctrl+r", "renew the session", "ctrl+r"),
	}
	k.list.Mark.Unbind()
	return k
}

// now is the keys as they are at this moment.
func (s *Screen) now() keys {
	k := s.keys
	_, some := s.list.Selected()
	k.open.SetEnabled(some && s.exits.Open != nil)
	k.filter.SetEnabled(s.list.Total() > 0)
	k.gone.SetEnabled(s.exits.Goto != nil)
	k.renew.SetEnabled(s.exits.Renew != nil && failure.Expired(s.err))
	k.reload.SetHelp("r", s.again())
	if s.list.FilterText() != "" {
		k.back.SetHelp("esc", "show all")
	}
	return k
}

// again is what r does, in the words of the footer and of the body.
func (s *Screen) again() string {
	switch {
	case s.err != nil:
		return "try again"
	case s.loaded && s.list.Total() == 0:
		return "look again"
	}
	return "reload"
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.open, k.back, k.filter, k.gone, k.reload, k.renew}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	l := k.list
	return [][]key.Binding{k.ShortHelp(), {l.Up, l.Down, l.PageUp, l.PageDown, l.HalfUp, l.HalfDown, l.Top, l.Bottom}}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	switch {
	case s.ask != nil:
		return s.ask.Keys()
	case s.find.On():
		return s.find.Keys()
	}
	return s.now()
}
