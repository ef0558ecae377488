package state_test

import (
	"testing"
	"time"

	"signet/share/state"
)

func TestOf(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 0, 0, 0, time.UTC)
	at := func(d time.Duration) time.Time { return now.Add(d) }
	for _, c := range []struct {
		name         string
		starts, ends time.Duration
		soon         time.Duration
		want         state.State
	}{
		{"it works", -time.Minute, 2 * time.Hour, 0, state.Open},
		{"a quarter of an hour is soon if nothing is set", -time.Minute, 15 * time.Minute, 0, state.Soon},
		{"a second more is not", -time.Minute, 15*time.Minute + time.Second, 0, state.Open},
		{"the setting decides", -time.Minute, 50 * time.Minute, 5 * time.Minute, state.Open},
		{"up to its end", -time.Minute, 5 * time.Minute, 5 * time.Minute, state.Soon},
		{"and above the usual too", -time.Minute, 3 * time.Hour, 4 * time.Hour, state.Soon},
		{"not open yet", time.Minute, 2 * time.Minute, time.Hour, state.Later},
		{"at its end", -time.Hour, 0, time.Hour, state.Over},
		{"past it, though it never opened", time.Minute, -time.Minute, time.Hour, state.Over},
	} {
		if got := state.Of(at(c.starts), at(c.ends), now, c.soon); got != c.want {
			t.Errorf("%s: state %d, want %d", c.name, got, c.want)
		}
	}
}
