package compose

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// keyMap is the screen's keys and, at this moment, the form's.
type keyMap struct {
	enter, sign, anyway, back, renew, preset key.Binding
	form                                     []key.Binding
}

func newKeys(own kit.Keys) keyMap {
	return keyMap{
		enter:  own.Bind("open", "sign"),
		sign:   own.Bind("sign", "sign"),
		anyway: own.Bind("sign-anyway", "sign it all the same"),
		back:   own.Bind("back", "back"),
		renew:  own.Bind("renew", "renew the session"),
		preset: own.Bind("expiry", "expiry"),
	}
}

// ShortHelp is the footer: the way up goes without saying, and so does a second key for
// the same.
func (k keyMap) ShortHelp() []key.Binding {
	if k.sign.Help().Desc == k.enter.Help().Desc {
		k.sign.SetEnabled(false)
	}
	return append(append([]key.Binding{k.enter, k.sign, k.anyway, k.back, k.renew}, k.form[:max(len(k.form)-1, 0)]...), k.preset)
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	return [][]key.Binding{append(append([]key.Binding{k.enter, k.sign, k.anyway, k.back, k.renew}, k.form...), k.preset)}
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap {
	k := s.keys
	k.form = s.form.Bindings()
	k.renew.SetEnabled(s.canRenew())
	k.anyway.SetEnabled(s.nothing())
	k.preset.SetEnabled(!s.Capturing())
	if s.in.Many != "" {
		kit.Does(&k.sign, s.manyDoes())
		kit.Does(&k.enter, s.manyDoes())
	}
	if s.form.Capturing() && !s.form.Last() {
		kit.Does(&k.enter, "next field")
	}
	return k
}
