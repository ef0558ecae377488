package link

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/share"
	"signet/ui/kit"
)

type keyMap struct {
	copy, full, print, hand, export, test, again, short, takeBack, handOff, back, down, up key.Binding
	menu                                                                                   []key.Binding
}

func newKeys(own kit.Keys) keyMap {
	return keyMap{
		takeBack: own.Bind("take-back", "take it back"),
		handOff:  own.Bind("hand-off", "hand off"),
		copy:     own.Bind("copy", "copy"),
		full:     own.Bind("code", "QR full screen"),
		hand:     own.Bind("hand-over", "hand over as"),
		test:     own.Bind("try", "try it"),
		export:   own.Bind("export", "save QR"),
		print:    own.Bind("print", "print bare"),
		again:    own.Bind("new", "share anew"),
		short:    own.Bind("shorter", "shorter link"),
		back:     own.Bind("back", "back"),
		down:     own.Bind("down", "more", "page-down"),
		up:       own.Bind("up", "back up", "page-up"),
	}
}

// keysNow disables what makes no sense for this link.
func (s *Screen) keysNow() keyMap {
	k := s.keys
	info := s.link.Request.Operation.Info()
	k.copy.SetEnabled(!info.Policy)               // whose address alone is of no use
	k.print.SetEnabled(info.Bare() && !s.revoked) // what is printed says nothing beside itself
	k.takeBack.SetEnabled(s.deps.TakeBack != nil && s.link.ID != "" && s.env.Now().Before(s.link.Terms.Ends))
	now := s.env.Now()
	open := !s.revoked && now.Before(s.link.Terms.Ends) && !s.link.Terms.Starts.After(now)
	k.handOff.SetEnabled(s.deps.HandOff != nil && info.Op == share.Download && s.link.Request.Names() && open)
	if s.revoked {
		kit.Does(&k.takeBack, "undo the revoking")
		if s.link.Mandate.GoneForGood() {
			kit.Does(&k.takeBack, "undo, or how it was ended")
		}
	}
	if info.Parts {
		kit.Does(&k.copy, "copy the script")
	}
	k.full.SetEnabled(s.code != nil)
	k.export.SetEnabled(s.code != nil)
	k.test.SetEnabled(s.deps.Check != nil)
	k.down.SetEnabled(s.scroll.last > 0)
	k.up.SetEnabled(s.scroll.last > 0)
	k.again.SetEnabled(s.deps.Compose != nil)
	k.short.SetEnabled(s.deps.Compose != nil && s.link.OverrideBytes() > 0)
	return k
}

// ShortHelp is the footer.
func (k keyMap) ShortHelp() []key.Binding {
	if k.menu != nil {
		return k.menu
	}
	return []key.Binding{k.copy, k.full, k.hand, k.test, k.back, k.handOff, k.takeBack, k.export, k.print, k.again, k.short, k.down}
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	if k.menu != nil {
		return [][]key.Binding{k.menu}
	}
	return [][]key.Binding{{k.copy, k.full, k.hand, k.export, k.print, k.test, k.again, k.short, k.handOff, k.takeBack, k.down, k.up, k.back}}
}

// Keys is the screen's help; that of the question while one is open.
func (s *Screen) Keys() help.KeyMap {
	if s.ask != nil {
		return s.ask.Keys()
	}
	k := s.keysNow()
	if s.menu != nil {
		k.menu = s.menu.bindings()
	}
	return k
}
