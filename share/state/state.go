// Package state decides which of its few states a link is in. Every screen, and the
// share log, ask here, so that one moment is not "soon" on one screen and not on the
// next.
package state

import "time"

// State is what the time has made of a link.
type State int

// The states, in the order in which a link goes through them.
const (
	Later State = iota // it opens yet
	Open               // it works
	Soon               // it works, and ends soon
	Over               // it works no more
)

// Usual is the time left that counts as soon where the settings say nothing else. It
// is well below the usual life of a link: a new one does not end soon.
const Usual = 15 * time.Minute

// Within is what counts as soon: the setting, or where there is none, Usual.
func Within(setting time.Duration) time.Duration {
	if setting <= 0 {
		return Usual
	}
	return setting
}

// Of is the state at a moment of a link that works from starts until ends. A link with
// exactly the time left that counts as soon ends soon, and at its end it is over.
func Of(starts, ends, now time.Time, soon time.Duration) State {
	switch left := ends.Sub(now); {
	case left <= 0:
		return Over
	case now.Before(starts):
		return Later
	case left <= Within(soon):
		return Soon
	}
	return Open
}
