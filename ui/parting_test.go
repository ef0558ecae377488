package ui

import (
	"strings"
	"testing"

	"signet/ui/kit"
)

// form is a screen that somebody typed into.
type filled struct {
	*fake
	holds string
}

func (f *filled) Unsaved() string { return f.holds }

// q asks before it throws away what was typed, wherever in the stack that is;
// ctrl+c does not.
func TestQuittingAsksForWhatWasTyped(t *testing.T) {
	f := &filled{&fake{name: "form"}, "what was typed"}
	r := newRig(t, func(o *Options) { o.First = func(kit.Env) kit.Screen { return f } })
	r.press("H", "q")
	if r.quits() || !strings.Contains(r.screen(), "quit and lose what was typed?") {
		t.Fatalf("no question:\n%s", r.screen())
	}
	r.press("x")
	if r.quits() || strings.Contains(r.screen(), "lose") || r.history.got() != "" {
		t.Errorf("another key does not just stay: %s\n%s", r.history.got(), r.screen())
	}
	r.press("q", "y")
	if !r.quits() {
		t.Error("y does not quit")
	}
	f.holds = ""
	r = newRig(t, func(o *Options) { o.First = func(kit.Env) kit.Screen { return f } })
	if r.press("q"); !r.quits() {
		t.Error("q asks although nothing would be lost")
	}
	f.holds = "what was typed"
	r = newRig(t, func(o *Options) { o.First = func(kit.Env) kit.Screen { return f } })
	if r.press("q", "ctrl+c"); !r.quits() {
		t.Error("ctrl+c does not quit at once")
	}
}
