package history

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/listing"
)

// keys is the one source of what can be pressed, what it is called, and whether
// it does anything now.
type keys struct {
	list listing.KeyMap

	enter, back, copy, renew, browse, details    key.Binding
	filter, order, fold, try, check              key.Binding
	stop, reload, hand, takeBack, write, arrived key.Binding
}

func newKeys(own kit.Keys) keys {
	k := keys{
		list:     listing.Keys(own),
		enter:    own.Bind("open", "show the link", "in"),
		back:     own.Bind("back", "back", "above"),
		copy:     own.Bind("copy", "copy"),
		hand:     own.Bind("hand-over", "show its links again"),
		renew:    own.Bind("new", "share anew"),
		browse:   own.Bind("goto", "go to the object"),
		details:  own.Bind("details", "details"),
		filter:   own.Bind("filter", "filter"),
		order:    own.Bind("sort", "sort"),
		fold:     own.Bind("fold", "unfold batches"),
		try:      own.Bind("try", "check it"),
		check:    own.Bind("try-all", "check all open ones"),
		stop:     own.Bind("stop", "stop checking"),
		reload:   own.Bind("reload", "reload"),
		takeBack: own.Bind("take-back", "take it back"),
		write:    own.Bind("write", "receipt or evidence"),
		arrived:  own.Bind("arrived", "what has arrived"),
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
	k.hand.SetEnabled(folded && s.exits.Rebuild != nil && s.exits.Batch != nil)
	if folded {
		kit.Does(&k.copy, "copy all its links")
		k.copy.SetEnabled(s.exits.Rebuild != nil)
	}
	k.renew.SetEnabled(some && !folded && s.exits.Renew != nil && e.Spec.Operation != share.Grant)
	k.browse.SetEnabled(some && s.exits.Browse != nil)
	k.details.SetEnabled(some && !folded)
	k.write.SetEnabled(some && s.exits.Receipt != nil)
	if folded || s.exits.Evidence == nil {
		kit.Does(&k.write, "a receipt")
	}
	s.takeBackKey(&k, e, some)
	w, weighed := s.weightFor(e)
	may := folded && !weighed && e.Spec.Operation.Info().Stores // whether a page is among them is not known yet
	k.arrived.SetEnabled(some && s.exits.Arrived != nil && (asks(e) || w.asks || may))
	idle := s.exits.Check != nil && s.checking == nil
	k.try.SetEnabled(usable && idle)
	k.check.SetEnabled(idle)
	k.stop.SetEnabled(s.checking != nil)
	if !s.query.Fold {
		kit.Does(&k.fold, "fold batches")
	}
	if s.details.On {
		kit.Does(&k.back, "to the list")
		if !usable && !folded {
			kit.Does(&k.enter, "to the list")
		}
		kit.Does(&k.details, "to the list")
		k.list = s.details.Keys(k.list)
	} else if s.narrowed() {
		kit.Does(&k.back, "show all")
	}
	return k
}

// takeBackKey is for what is open or may be again; what was revoked, or begun and never recorded, is mended
// by the same key.
func (s *Screen) takeBackKey(k *keys, e ledger.Entry, some bool) {
	now := s.env.Now()
	does := ""
	switch {
	case !some || s.exits.TakeBack == nil:
	case s.folded(e):
		does = "take its links back"
	case e.MayOpen(now):
		does = "take it back"
	case e.StateAt(now) == ledger.StateRevoked && e.Terms.Ends.After(now):
		does = "undo the revoking"
		if e.Spec.Mandate.GoneForGood() {
			does = "undo, or how it was ended"
		}
	case begun(e):
		does = "clean up what was begun"
	}
	if k.takeBack.SetEnabled(does != ""); does != "" {
		kit.Does(&k.takeBack, does)
	}
}

// asks reports a share by which files are sent from a page: its own link, or one of those on
// it.
func asks(e ledger.Entry) bool {
	return e.Page == share.PageUpload || e.Page == share.PageRequest || e.Item != ""
}

// Keys is the screen's keys for help and footer.
func (s *Screen) Keys() help.KeyMap {
	if s.file != nil {
		return s.file.Keys()
	}
	if s.ask != nil {
		return s.ask.Keys()
	}
	return s.bindings()
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.enter, k.copy, k.hand, k.renew, k.arrived, k.takeBack, k.stop, k.filter, k.back}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{
		{k.enter, k.details, k.copy, k.hand, k.renew, k.takeBack, k.arrived, k.write, k.browse, k.back},
		{k.filter, k.order, k.fold, k.try, k.check, k.stop, k.reload},
		k.list.Help(),
	}
}
