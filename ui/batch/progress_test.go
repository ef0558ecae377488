package batch_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"signet/share/many"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// Rate and time left are of the moment at which the links were counted, and count what
// failed as work that is done.
func TestProgressInWords(t *testing.T) {
	r := newRigOf(t, terms(), 1000)
	r.Hold = true
	r.Press("enter")
	r.Run(0)
	p := r.calls[0].progress
	says := func(want string) {
		t.Helper()
		if got := r.View(80, 24); !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	says("0 of 1,000 links signed; x stops.")
	step := func(by time.Duration, done, failed int64, want string) {
		t.Helper()
		p.Done.Store(done)
		p.Failed.Store(failed)
		r.Tick(by)
		says(want)
	}
	step(500*time.Millisecond, 10, 0, "10 of 1,000 links signed; x stops.") // too early to tell
	step(1500*time.Millisecond, 100, 0, "100 of 1,000 links signed, 50 a second, about 18 s left; x stops.")
	r.Clock.Advance(time.Minute) // drawn again without a new count
	says("100 of 1,000 links signed, 50 a second, about 18 s left; x stops.")
	r.Clock.Advance(-time.Minute)
	step(2*time.Second, 300, 100, "300 of 1,000 links signed, 100 a second, about 6 s left; x stops.")
	says("! 100 could not be signed")
	step(1996*time.Second, 400, 100, "400 of 1,000 links signed, fewer than one a second, about 33 min 20 s left; x stops.")
	step(time.Second, 900, 100, "900 of 1,000 links signed, fewer than one a second; x stops.")
	uitest.Sizes(t, r.Screen)
}

// Who stops it is told at once that it is stopping, and then what is signed, what is
// not, and what the log knows.
func TestStoppingLeavesATrueAccount(t *testing.T) {
	for _, c := range []struct {
		name   string
		result many.Result
		want   []string
	}{
		{"a file", many.Result{Whole: true, Tally: many.Tally{Links: 300}, Failed: 2}, []string{"! stopped: 300 links signed, all of them in the share log; 698 objects not signed", "✓ 300 links written to links.csv"}},
		{"no file", many.Result{Tally: many.Tally{Links: 300}}, []string{"700 objects not signed", "! links.csv was not written. 300 links were signed; the share log shows them again."}},
		{"not in the log", many.Result{Whole: true, Tally: many.Tally{Links: 300}, Unlogged: 20, LogErr: context.Canceled}, []string{"300 links signed, 280 of them in the share log"}},
		{"nothing", many.Result{}, []string{"! stopped: nothing was signed; 1,000 objects not signed"}},
	} {
		r := newRigOf(t, terms(), 1000)
		r.Hold = true
		r.Press("enter", "x")
		if got := r.View(80, 24); !strings.Contains(strings.Join(strings.Fields(got), " "), "signed. Stopping: what is being signed is still counted and recorded.") || strings.Contains(got, "x stops") {
			t.Errorf("%s: while it stops:\n%s", c.name, got)
		}
		if steps := len(r.Steps); steps != 1 {
			t.Errorf("%s: %d steps", c.name, steps)
		}
		r.Press("x") // once is enough
		r.result, r.result.Earliest, r.result.Latest = c.result, r.Clock.Now().Add(time.Hour), r.Clock.Now().Add(time.Hour)
		r.Settle()
		for _, want := range c.want {
			if got := r.View(200, 24); !strings.Contains(got, want) || len(r.Steps) != 1 {
				t.Errorf("%s: %q is not in\n%s", c.name, want, got)
			}
		}
	}
}

// A key that does nothing while links are signed says what goes on, and which one stops it.
func TestOtherKeysWhileLinksAreSigned(t *testing.T) {
	r := newRigOf(t, terms(), 5000)
	r.Hold = true
	r.Press("enter")
	r.Run(0)
	r.calls[0].progress.Done.Store(120)
	for _, key := range []string{"y", "enter", "down", "w"} {
		r.Press(key)
		if n, ok := r.Step().(kit.Notify); !ok || n.Text != "signing 120 of 5,000; x stops" {
			t.Errorf("%s: %+v", key, r.Step())
		}
	}
	r.Press("x", "y")
	if n, ok := r.Step().(kit.Notify); !ok || n.Text != "signing 120 of 5,000, stopping" {
		t.Errorf("while it stops: %+v", r.Step())
	}
}
