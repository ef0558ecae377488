package revoke

import (
	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// keys is the one source of what can be pressed, and whether it does anything now.
type keys struct {
	enter, scope, copy, stop, reload, back key.Binding
	up, down                               key.Binding // that scroll while something is typed
	form                                   []key.Binding
	list                                   listing.KeyMap
}

func newKeys(own kit.Keys) keys {
	k := keys{
		enter:  own.Bind("open", "go this way", "in"),
		scope:  own.Bind("details", "take back more, or less"),
		copy:   own.Bind("copy", "copy the commands"),
		stop:   own.Bind("back", "stop waiting", "stop"),
		reload: own.Bind("reload", "look again"),
		back:   own.Bind("back", "back", "above"),
		up:     kit.Untyped(own.Bind("page-up", "scroll up")),
		down:   kit.Untyped(own.Bind("page-down", "scroll down")),
		list:   listing.Keys(own),
	}
	k.list.Mark.SetEnabled(false)
	return k
}

// keysNow are the keys that do something at this moment.
func (s *Screen) keysNow() keys {
	k := s.keys
	ways := s.stage == choosing
	w, some := s.way()
	k.enter.SetEnabled(ways && some && w.fits())
	switch {
	case some && w.undo:
		kit.Does(&k.enter, "undo it")
	case some && !w.Here:
		kit.Does(&k.enter, "show how it is gone")
	}
	k.scope.SetEnabled(ways && len(s.sight.scopes) > 1)
	k.copy.SetEnabled(len(s.commands()) > 0)
	k.stop.SetEnabled(s.stage == doing && !s.stopping)
	k.reload.SetEnabled(ways)
	k.back.SetEnabled(s.stage != doing)
	k.up.SetEnabled(s.stage == asking && s.pane.over())
	k.down.SetEnabled(s.stage == asking && s.pane.over())
	k.form = nil
	switch s.stage {
	case asking:
		k.list = listing.KeyMap{}
		k.enter, k.back = s.answerKeys()
		k.form = s.form.Bindings()
	case looking, preparing:
		k.list = listing.KeyMap{}
	case choosing:
	case byHand, doing, done:
		k.list = s.pane.keys(k.list)
	}
	return k
}

// answerKeys are enter and esc of the question.
func (s *Screen) answerKeys() (enter, back key.Binding) {
	q := prompt.Keys()
	kit.Does(&q.Cancel, "back to the ways")
	kit.Does(&q.Accept, "take back")
	if s.sight.mend != nil {
		kit.Does(&q.Accept, "do it")
		if !s.undoes {
			kit.Does(&q.Cancel, "back")
		}
	}
	if !s.form.Last() {
		kit.Does(&q.Accept, "next field")
	}
	return q.Accept, q.Cancel
}

// ShortHelp is the footer.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.enter, k.scope, k.copy, k.stop, k.down, k.back}
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	all := append([]key.Binding{k.enter, k.scope, k.copy, k.stop, k.reload, k.up, k.down, k.back}, k.form...)
	if k.list.Up.Help().Key == "" { // nothing is listed
		return [][]key.Binding{all}
	}
	return [][]key.Binding{all, k.list.Help()}
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap { return s.keysNow() }
