package listscreen

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether
// it does anything now.
type keys struct {
	list                                       listing.KeyMap
	open, back, filter, address, reload, renew key.Binding // address is the root's
	details                                    key.Binding
	onRow                                      []key.Binding // of Spec.OnRow, in its order
	more                                       []Action
}

func newKeys[T any](own kit.Keys, spec Spec[T]) keys {
	k := keys{
		list:    listing.Keys(own),
		open:    own.Bind("open", spec.Enter, "in"),
		back:    spec.Back,
		filter:  own.Bind("filter", "filter"),
		address: own.Bind("goto", "go to"),
		reload:  own.Bind("reload", "reload"),
		renew:   own.Bind("renew", "renew the session"),
		details: own.Bind("details", "details"),
		more:    spec.More,
	}
	k.list.Mark.Unbind()
	return k
}

// keys is the keys as they are at this moment.
func (s *Screen[T]) keys() keys {
	k := s.base
	kit.Does(&k.reload, s.again())
	row, some := s.list.Selected()
	k.onRow = make([]key.Binding, len(s.spec.OnRow))
	for i, a := range s.spec.OnRow {
		k.onRow[i] = a.Key
		k.onRow[i].SetEnabled(some && a.For(row))
	}
	filtered := s.list.FilterText() != ""
	k.open.SetEnabled(some && s.spec.Open != nil)
	k.details.SetEnabled(some && s.spec.Detail != nil && (!s.wide || s.details.On || s.details.Over()))
	k.filter.SetEnabled(s.list.Total() > 0)
	k.address.SetEnabled(s.spec.Goto != nil)
	k.renew.SetEnabled(s.spec.Renew != nil && failure.Expired(s.err))
	k.back.SetEnabled(filtered || !s.spec.Home || s.inDetails())
	if filtered || s.spec.Home {
		kit.Does(&k.back, "show all")
	}
	if s.inDetails() {
		kit.Does(&k.back, "to the list")
		kit.Does(&k.details, "to the list")
		k.list = s.details.Keys(k.list)
	}
	return k
}

// again is what r does, in words.
func (s *Screen[T]) again() string {
	switch {
	case s.err != nil:
		return "try again"
	case s.loaded && s.list.Total() == 0:
		return "look again"
	}
	return s.spec.Reload
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	all := []key.Binding{k.open, k.back, k.filter, k.details}
	for _, a := range k.more {
		all = append(all, a.Key)
	}
	all = append(all, k.onRow...)
	return append(all, k.reload, k.renew)
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	l := k.list
	return [][]key.Binding{k.ShortHelp(), {l.Up, l.Down, l.PageUp, l.PageDown, l.HalfUp, l.HalfDown, l.Top, l.Bottom}}
}

// Keys is what can be pressed now.
func (s *Screen[T]) Keys() help.KeyMap {
	switch {
	case s.find.On():
		return s.find.Keys()
	}
	return s.keys()
}
