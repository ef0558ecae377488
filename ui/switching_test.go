package ui

import (
	"context"
	"errors"
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

// r on a screen of places reads the settings anew: what was added there by hand while the
// program runs is found, what is gone goes, and a mistake is said beside what was known.
func TestPlacesAreReadAnew(t *testing.T) {
	for name, way := range map[string]func(*rig){"the first screen": func(*rig) {}, "switching": func(r *rig) { r.press("ctrl+p") }} {
		var settings error
		var reads int
		list := []Place{{Name: "work", Browser: shelf{}}, {Name: "late", Browser: shelf{}, Bucket: "zeta"}}
		r := open(t, func(p *Parts) {
			p.At.Bucket, p.At.Place = "", ""
			p.All = func(context.Context) ([]Place, error) { return list, nil }
			p.Anew = func(context.Context) error { reads++; return settings }
		})
		way(r)
		if reads != 0 {
			t.Errorf("%s: the settings were read %d times before anybody asked", name, reads)
		}
		r.press("r")
		r.shows("late")
		if got := r.screen(); reads != 1 || strings.Contains(got, "archive") {
			t.Errorf("%s: read %d times:\n%s", name, reads, got)
		}
		settings = errors.New("config.toml:3:1: expiry is no time")
		list = list[:1]
		r.press("r")
		r.shows("config.toml:3:1: expiry is no time")
		r.shows("work")
		settings, list = nil, append(list, Place{Name: "late", Browser: shelf{}, Bucket: "beta"})
		r.press("r", "G", "enter")
		r.shows("signet late › beta/")
	}
}
