package objects

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// A server may list what is not in the folder that was asked for. Such a row is
// shown with a mark, and nothing can be done with it from here: whoever shares a
// folder, or an object in it, must not give away something else.

// foreignWhy says what a foreign row is, and the way to it.
func (s *Screen) foreignWhy() string {
	return "the server lists this here, but it is not in this folder, or its name leads out of it: it is neither opened nor shared from here; " + kit.Named(s.keys.jump) + " goes to its own address"
}

// strange reports a key that would open, choose or share what does not belong to
// the folder.
func (s *Screen) strange(msg tea.KeyPressMsg, v *level) bool {
	r, ok := v.selected()
	switch {
	case !key.Matches(msg, s.keys.enter, s.keys.in, s.keys.share, s.keys.list.Mark):
		return false
	case s.count() > 0 && key.Matches(msg, s.keys.enter, s.keys.share): // which no foreign row is among
		return false
	}
	return ok && r.foreign
}
