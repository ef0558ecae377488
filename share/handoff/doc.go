// Package handoff hands one document to whoever is in the room: a page with one
// button behind a short address, which a code of 37 by 18 cells carries. Each press of
// the button is a share like any other, of a minute, so that guard rails, signers and
// the share log hold for it.
//
// The package has the rules and no network of its own: a HandOff is an http.Handler,
// and whoever serves it brings the listener, the client and the clock.
package handoff

import (
	"time"

	"signet/share/say"
)

// Opens is how long the link works that a press opens.
const Opens = 60 * time.Second

// opensFor is how long a press opens it, in words.
func (t Terms) opensFor() string {
	text := seconds(Opens)
	if t.opens(t.Ends) < Opens {
		text += ", or until the share ends"
	}
	return text
}

// opens is how long a press opens it that is made now.
func (t Terms) opens(now time.Time) time.Duration {
	if left := t.Until.Sub(now).Truncate(time.Second); !t.Until.IsZero() && left < Opens {
		return left
	}
	return Opens
}

func seconds(d time.Duration) string { return say.Things(int(d/time.Second), "second") }

// The bounds of a hand-off.
const (
	MostUses = 100            // presses
	Longest  = 12 * time.Hour // from its start to its end
	Usual    = 10 * time.Minute
)
