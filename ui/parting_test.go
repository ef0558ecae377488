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

// esc asks too, and only where something would be lost.
func TestGoingBackAsksForWhatWasTyped(t *testing.T) {
	f := &filled{&fake{name: "form", next: map[string]kit.Step{"esc": kit.Pop{}, "s": kit.Pop{Then: said("signed")}}}, "what was typed"}
	r := newRig(t)
	r.first.next = map[string]kit.Step{"enter": kit.Push{Make: func(kit.Env) kit.Screen { return f }}}
	r.press("enter", "esc")
	if !strings.Contains(r.screen(), "leave and lose what was typed?") || !strings.Contains(r.titles(), "form") {
		t.Fatalf("no question:\n%s", r.screen())
	}
	r.press("esc")
	if strings.Contains(r.screen(), "lose") || !strings.Contains(r.titles(), "form") {
		t.Errorf("another key does not just stay:\n%s", r.screen())
	}
	r.press("esc")
	f.holds = "what is being saved" // by now, and not what was asked
	if r.press("y"); !strings.Contains(r.titles(), "form") || !strings.Contains(r.screen(), "lose what is being saved?") {
		t.Errorf("the answer to another question leaves:\n%s", r.screen())
	}
	r.press("y")
	if strings.Contains(r.titles(), "form") {
		t.Errorf("y does not leave: %s", r.titles())
	}
	r.press("enter", "s")
	if strings.Contains(r.titles(), "form") || !strings.Contains(r.first.got(), "signed") {
		t.Errorf("what is done is asked about: %s", r.screen())
	}
	f.holds = ""
	r.press("enter", "esc")
	if strings.Contains(r.titles(), "form") {
		t.Error("esc asks although nothing would be lost")
	}
}

// So does going to another place, which leaves all screens.
func TestSwitchingAsksForWhatWasTyped(t *testing.T) {
	f := &filled{&fake{name: "form", next: map[string]kit.Step{"p": kit.Start{Make: (&fake{name: "elsewhere"}).make()}}}, "what was typed"}
	r := newRig(t, func(o *Options) { o.First = func(kit.Env) kit.Screen { return f } })
	r.press("p")
	if !strings.Contains(r.screen(), "switch and lose what was typed?") || !strings.Contains(r.titles(), "form") {
		t.Fatalf("no question:\n%s", r.screen())
	}
	if r.press("y"); r.titles() != "elsewhere" {
		t.Errorf("y does not switch: %s", r.titles())
	}
}

// The form of a place holds to the same rule, with the focus on a row of choices too, and
// what was typed there never is a key of everywhere.
func TestLeavingTheFormOfAPlaceAsksForWhatWasTyped(t *testing.T) {
	places := func(p *Parts) { p.At.Bucket, p.At.Place = "", "" }
	w := newWorld(t)
	r := w.at(t, spot{"place form", []string{"n", "nas", "down"}, places})
	r.types("wiH?q")
	if !strings.HasSuffix(r.titles(), "new place") || r.help != nil || r.quits() {
		t.Fatalf("letters on a row of choices led to %s", r.titles())
	}
	r.press("esc")
	if v := r.screen(); !strings.Contains(v, "leave and lose the place that is not saved yet?") {
		t.Fatalf("no question:\n%s", v)
	}
	if r.press("x"); !strings.HasSuffix(r.titles(), "new place") || !strings.Contains(r.screen(), "nas") {
		t.Errorf("another key does not just stay:\n%s", r.screen())
	}
	if r.press("esc", "y"); strings.HasSuffix(r.titles(), "new place") {
		t.Errorf("y does not leave: %s", r.titles())
	}
	r = w.at(t, spot{"place form", []string{"n", "down", "right"}, places})
	if r.press("esc"); strings.HasSuffix(r.titles(), "new place") {
		t.Error("esc asks although nothing was typed")
	}
}
