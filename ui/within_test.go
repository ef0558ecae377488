package ui

import "testing"

// What was found or counted below is shown in the bucket that is open: nothing is left
// of the way there, and esc leads up from where one is.
func TestWhatIsFoundIsShownInItsBucket(t *testing.T) {
	w := newWorld(t)
	r := open(t, w.parts)
	depth := len(r.stack)
	r.press("F")
	r.types("q2")
	r.press("enter", "enter")
	r.shows("signet work › acme/2026/")
	r.shows("› q2.pdf")
	if len(r.stack) != depth {
		t.Errorf("left behind: %s", r.titles())
	}
	r.press("esc")
	r.shows("signet work › acme/ ")
	r.shows("› 2026/")

	r.press("down", "#")
	r.press("enter")
	r.shows("› old.tar")
	if len(r.stack) != depth {
		t.Errorf("left behind: %s", r.titles())
	}

	r = open(t, func(p *Parts) { w.parts(p); p.At.Bucket = "" })
	r.press("enter", "#")
	r.shows("work › size of acme")
	r.press("enter")
	r.shows("signet work › acme/ ")
	r.shows("› old.tar")
	r.press("esc")
	if got := r.titles(); got != "places work" {
		t.Errorf("esc leads to %s", got)
	}
}
