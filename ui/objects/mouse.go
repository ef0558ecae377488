package objects

import "signet/ui/kit"

// Pointed reports that rows can be clicked: the list is in sight, and nothing is typed.
func (s *Screen) Pointed() bool {
	return !s.Capturing() && (s.chosen != nil || s.top().sought == "" && !s.details.On)
}

// clicked moves the cursor to the row of a click, and reports whether there is one.
func (s *Screen) clicked(msg kit.Click) bool {
	switch {
	case !s.Pointed():
		return false
	case s.chosen != nil:
		return s.chosen.list.Click(msg.X, msg.Y-1) && !msg.Double // below the heading; enter there keeps all
	}
	return s.top().list.Click(msg.X, msg.Y)
}
