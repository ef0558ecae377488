package ui

import (
	"strings"
	"testing"
)

// Where letters are text, help is a key away too: the one that is no letter, which the
// footer names.
func TestHelpWhereSomethingIsTyped(t *testing.T) {
	for name, keys := range map[string][]string{
		"a filter": {"/"}, "a form": {"down", "enter", "down", "down"}, "a question": {"F"}, "a place": {"ctrl+p", "n"}, "where to go": {"ctrl+o"},
	} {
		w := newWorld(t)
		r := w.at(t, spot{name, keys, nil})
		if got := r.screen(); !r.current().Capturing() || !strings.Contains(got, "f1 help") {
			t.Errorf("%s: the footer names no help:\n%s", name, got)
		}
		r.press("?")
		if r.help != nil {
			t.Errorf("%s: ? is text", name)
		}
		r.press("f1")
		if got := r.screen(); r.help == nil || !strings.Contains(got, "- q ") && !strings.Contains(got, "scroll") {
			t.Errorf("%s: no help, or it offers keys that are text:\n%s", name, got)
		}
		before := r.titles()
		r.press("esc")
		if r.help != nil || r.titles() != before || !r.current().Capturing() {
			t.Errorf("%s: help leaves for %s", name, r.titles())
		}
	}
}

// Keys of one's own that are all text help nowhere where something is typed, and none
// is named there.
func TestHelpByLettersAlone(t *testing.T) {
	r := open(t, func(p *Parts) { p.Keys = map[string][]string{"help": {"?", "x"}, "stop": {"f5"}} })
	r.press("/")
	if got := r.screen(); strings.Contains(got, "help") {
		t.Errorf("a key is named that is text:\n%s", got)
	}
	r.press("?")
	if r.help != nil {
		t.Error("? is no text")
	}
}
