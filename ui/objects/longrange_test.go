package objects

import (
	"strings"
	"testing"

	"signet/ui/kit"
)

// A long range of a sorted list is chosen beside the loop. What would use the choice waits
// for it, and what is shared has all of it.
func TestALongRangeIsSharedWhole(t *testing.T) {
	d, s, o := start(t, newBucket(numbered(9000)...), Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Press(",", "s") // by size
	d.View(80, 24)
	d.Press("g", "v", "G", "up")
	d.Hold = true
	d.Press("S")
	if len(o.chosen) != 0 {
		t.Fatalf("%d were shared before the range was chosen", len(o.chosen))
	}
	d.Press("enter")
	if n, ok := d.Step().(kit.Notify); !ok || !strings.Contains(n.Text, "a long range is being chosen") {
		t.Errorf("enter does not wait: %+v", d.Step())
	}
	d.Press("up")
	d.Hold = false
	d.Settle()
	if _, ok := d.Step().(kit.Push); !ok || len(o.chosen) != 8999 || s.count() != 8999 {
		t.Errorf("%d shared, %d chosen, %T", len(o.chosen), s.count(), d.Step())
	}
}

// While a folder is read again a long range waits: each of its rows would have to be found
// anew.
func TestALongRangeWaitsForAReload(t *testing.T) {
	d, s, _ := start(t, newBucket(numbered(9000)...), Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Press("g", "v", "G")
	d.Hold = true
	d.Press("R")
	for _, key := range []string{"v", "space", "S"} {
		d.Press(key)
		if n, ok := d.Step().(kit.Notify); !ok || !strings.Contains(n.Text, "is being read again") || !s.top().list.Ranging() || s.count() != 0 {
			t.Errorf("%s: %+v, %d chosen", key, d.Step(), s.count())
		}
	}
}
