package handoff

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/share/handoff"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// keys is the one source of what can be pressed, and whether it does anything now.
type keys struct {
	stop, keep, copy, full, print, again, back key.Binding
	begin, here                                key.Binding // here: which key leads to a hand-off that is kept
	form                                       []key.Binding
}

func newKeys(own kit.Keys) keys {
	return keys{
		stop:  own.Bind("stop", "stop it"),
		keep:  own.Bind("keep", "keep it going"),
		copy:  own.Bind("copy", "copy the address"),
		full:  own.Bind("code", "QR full screen"),
		print: own.Bind("print", "print bare"),
		again: own.Bind("new", "hand off anew"),
		back:  own.Bind("back", "back"),
		begin: kit.Untyped(own.Bind("sign", "begin")),
		here:  own.Bind("hand-off", "the hand-off"),
	}
}

// keysNow are the keys that do something at this moment.
func (s *Screen) keysNow() keys {
	k := s.keys
	on := s.stage == serving && s.state.Why == handoff.Running
	for _, b := range []*key.Binding{&k.stop, &k.copy, &k.print} {
		b.SetEnabled(on)
	}
	k.full.SetEnabled(s.stage == serving && s.code.Code() != nil)
	k.keep.SetEnabled(on && !s.kept && s.deps.Keep != nil)
	k.again.SetEnabled(s.stage == serving && !on)
	if on && !s.kept {
		kit.Does(&k.back, "back, and end it")
	}
	k.begin.SetEnabled(s.stage == asking)
	if s.stage == asking {
		q := prompt.Keys()
		k.back = q.Cancel
		k.form = append([]key.Binding{q.Accept}, s.form.Bindings()...)
		kit.Does(&k.form[0], "begin")
		if !s.form.Last() {
			kit.Does(&k.form[0], "next field")
		}
	}
	return k
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	if k.form != nil {
		return append([]key.Binding{k.begin}, append(k.form[:2:2], k.back)...)
	}
	return []key.Binding{k.stop, k.keep, k.again, k.back, k.copy, k.full, k.print}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	if k.form != nil {
		return [][]key.Binding{append([]key.Binding{k.begin, k.back}, k.form...)}
	}
	return [][]key.Binding{{k.stop, k.keep, k.copy, k.full, k.print, k.again, k.back}}
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap { return s.keysNow() }
