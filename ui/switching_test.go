package ui

import (
	"context"
	"strings"
	"testing"
)

// ctrl+p leads to every place from anywhere, also to one that was not opened at the
// start, and the way here begins anew.
func TestSwitchingPlaces(t *testing.T) {
	one := func(p *Parts) {
		twoPlaces(p)
		all := p.Places
		p.All = func(ctx context.Context) ([]Place, error) {
			list, err := all(ctx)
			return append(list, Place{Name: "late", Browser: shelf{}, Bucket: "zeta"}), err
		}
	}
	r := open(t, one)
	r.press("H", "ctrl+p")
	r.shows("late")
	r.press("G", "enter")
	r.shows("signet late › zeta/")
	if len(r.stack) != 1 {
		t.Errorf("left behind: %s", r.titles())
	}
	r.press("ctrl+o")
	r.types("acme")
	r.press("enter")
	r.shows("signet late › acme/")
}

// A switch throws away nothing that was typed, unless told to.
func TestSwitchingKeepsWhatWasTyped(t *testing.T) {
	r := open(t, twoPlaces)
	r.press("down", "enter", "down", "down") // to the field that says for whom
	r.types("Ms Ito")
	r.press("up", "ctrl+p", "enter")
	r.shows("switch and lose what was typed into the form?")
	r.press("x")
	if got := r.titles(); !strings.Contains(got, "share a.pdf") {
		t.Errorf("the form is gone: %s", got)
	}
}
