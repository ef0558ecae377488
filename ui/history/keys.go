package history

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether
// it does anything now.
type keys struct {
	list listing.KeyMap

	enter, back, copy, renew, browse, details key.Binding
	filter, open, order, fold, check, reload  key.Binding
}

func newKeys() keys {
	k := keys{
		list:    listing.DefaultKeys(),
		enter:   kit.Bind("enter", "show the link", "enter", "l", "right"),
		back:    kit.Bind("esc", "back", "esc", "h", "left"),
		copy:    kit.Bind("y", "copy", "y", "c"),
		renew:   kit.Bind("n", "share anew", "n"),
		browse:  kit.Bind("b", "browse to the object", "b"),
		details: kit.Bind("tab", "details", "tab"),
		filter:  kit.FilterKey(),
		open:    kit.Bind("o", "open ones", "o"),
		order:   kit.Bind("s", "sort", "s"),
		fold:    kit.Bind("f", "unfold batches", "f"),
		check:   kit.Bind("t", "check all open ones", "t"),
		reload:  kit.ReloadKey(),
	}
	k.list.Mark.SetEnabled(false)
	return k
}

// bindings are the keys as they are at this moment: help, and what is enabled.
func (s *Screen) bindings() keys {
	k := s.keys
	e, some := s.selected()
	folded := some && s.folded(e)
	usable := some && !folded && usable(e, s.env.Now())
	k.enter.SetEnabled(some)
	if folded {
		kit.Does(&k.enter, "open the batch")
	} else if !usable || s.exits.Rebuild == nil || s.exits.Link == nil {
		kit.Does(&k.enter, "details")
	}
	k.copy.SetEnabled(usable && s.exits.Rebuild != nil)
	if some && !copies(e) {
		kit.Does(&k.copy, "hand over")
		k.copy.SetEnabled(k.copy.Enabled() && s.exits.Link != nil)
	}
	k.renew.SetEnabled(some && !folded && s.exits.Renew != nil)
	k.browse.SetEnabled(some && s.exits.Browse != nil)
	k.details.SetEnabled(some && !folded)
	k.check.SetEnabled(s.exits.Check != nil)
	if s.checking != nil {
		kit.Does(&k.check, "stop checking")
	}
	if s.query.State == stateOpen {
		kit.Does(&k.open, "all of them")
	}
	if !s.query.Fold {
		kit.Does(&k.fold, "fold batches")
	}
	if s.narrowed() {
		kit.Does(&k.back, "show all")
	}
	return k
}

// Keys is the screen's keys for help and footer.
func (s *Screen) Keys() help.KeyMap {
	if s.ask != nil {
		return s.ask.Keys()
	}
	return s.bindings()
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.enter, k.copy, k.renew, k.filter, k.back, k.open}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.enter, k.details, k.copy, k.renew, k.browse, k.back},
		{k.filter, k.open, k.order, k.fold, k.check, k.reload},
		k.list.Help(),
	}
}
