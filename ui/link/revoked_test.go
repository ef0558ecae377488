package link_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// A link that was taken back, by whichever process, says so wherever it is shown or
// handed over, until that is undone.
func TestARevokedLinkSaysSo(t *testing.T) {
	revoked, led := false, ""
	r := newRig(t, signed(share.Download, 384), withCaps(120, 40), func(r *rig) {
		r.deps.Revoked = func(context.Context, string) (bool, error) { return revoked, nil }
		r.deps.TakeBack = func(id string) kit.Maker {
			led = id
			return func(kit.Env) kit.Screen { return nil }
		}
	})
	r.Press("X")
	if _, ok := r.Step().(kit.Push); !ok || led == "" {
		t.Fatalf("X led nowhere: %q", led)
	}
	open := r.View(120, 38)
	revoked = true
	r.Send(kit.Changed{Kind: kit.Good, Text: "it is revoked"})
	if n, ok := r.Step().(kit.Notify); !ok || n.Text != "it is revoked" {
		t.Errorf("it says %+v", n)
	}
	uitest.GoldensOf(t, "revoked", func(s uitest.Terminal) *uitest.Driver {
		r := newRig(t, signed(share.Download, 384), withCaps(s.W, s.H), func(r *rig) {
			r.deps.Revoked = func(context.Context, string) (bool, error) { return true, nil }
		})
		return r.Driver
	})
	if v := r.View(120, 38); !strings.Contains(v, "revoked: by the share log") || v == open {
		t.Errorf("the screen does not say it:\n%s", v)
	}
	for name, keys := range map[string][]string{"link": {"y"}, "hand-over text": {"f", "enter"}} {
		r.Press(keys...)
		if c := r.Step().(kit.Copy); !strings.HasSuffix(c.What, " (revoked, it opens nothing any more)") {
			t.Errorf("%s: %q", name, c.What)
		}
	}
	r.Press("P")
	if step := r.Step(); step != nil {
		t.Errorf("it is printed bare, without a word: %T", step)
	}
	revoked = false
	r.Tick(time.Second)
	if v := r.View(120, 38); strings.Contains(v, "revoked") {
		t.Errorf("it was opened again, and still:\n%s", v)
	}
}
