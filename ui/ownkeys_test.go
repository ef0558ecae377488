package ui

import (
	"strings"
	"testing"
)

// Own keys do what theirs did, on the screens and everywhere, and help and sentences
// say so.
func TestOwnKeysAreFollowed(t *testing.T) {
	own := func(p *Parts) {
		twoPlaces(p)
		p.Keys = map[string][]string{"goto": {"f3"}, "log": {"L"}, "help": {"f1"}, "details": {"ctrl+t"}}
	}
	r := open(t, own)
	r.press("ctrl+o")
	if r.current().Capturing() {
		t.Error("the key of before still works")
	}
	r.press("f3")
	if !r.current().Capturing() {
		t.Errorf("f3 asks for no address:\n%s", r.screen())
	}
	r.press("esc", "f1")
	if got := r.screen(); !strings.Contains(got, "f3           go to") || !strings.Contains(got, "L            share log") || strings.Contains(got, "ctrl+o") {
		t.Errorf("help:\n%s", got)
	}
	r.press("esc", "H")
	if strings.Contains(r.titles(), "log") {
		t.Error("H still opens the log")
	}
	r.press("L")
	if !strings.Contains(r.titles(), "log") {
		t.Errorf("L leads to %s", r.titles())
	}
}
