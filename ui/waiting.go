package ui

import (
	"time"

	"signet/share/say"
)

// patience is how long a screen may be at the same thing before it is said for how long: a
// server that keeps silent looks like one that is quick otherwise.
const patience = 5 * time.Second

// waiting is for how long the screen has been at what it says that it does. Words that go
// on, such as how many rows have come, begin anew.
type waiting struct {
	what  string
	since time.Time
	now   time.Time
}

// on takes what the screen does now; empty: nothing.
func (w *waiting) on(what string, now time.Time) {
	if w.what != what {
		w.what, w.since = what, now
	}
	w.now = now
}

// words are how long it has taken so far; empty: not long.
func (w *waiting) words() string {
	if took := w.now.Sub(w.since); w.what != "" && took >= patience {
		return ", for " + say.Span(took)
	}
	return ""
}
