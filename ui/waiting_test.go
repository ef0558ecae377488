package ui

import (
	"testing"
	"time"
)

// What takes long says for how long; what moves on, and what is over, does not.
func TestWaitingSaysForHowLong(t *testing.T) {
	began := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var w waiting
	for _, step := range []struct {
		what  string
		after time.Duration
		want  string
	}{
		{"listing", 0, ""},
		{"listing", 4 * time.Second, ""},
		{"listing", 14 * time.Second, ", for 14 s"},
		{"listing, 1,000 so far", 15 * time.Second, ""},
		{"listing, 1,000 so far", 80 * time.Second, ", for 1 min 5 s"},
		{"", 90 * time.Second, ""},
		{"", 190 * time.Second, ""},
		{"listing", 191 * time.Second, ""},
	} {
		w.on(step.what, began.Add(step.after))
		if got := w.words(); got != step.want {
			t.Errorf("%q after %v: %q, want %q", step.what, step.after, got, step.want)
		}
	}
}
