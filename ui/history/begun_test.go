package history

import (
	"context"
	"testing"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// What signet was stopped in the middle of is asked for when the log is opened, once; the
// row says that nobody has a link, and is cleared away by the key that takes links back.
func TestWhatWasBegunIsShown(t *testing.T) {
	w := newWorld(t, 3)
	r := w.sample(0)
	r.SignatureSHA256, r.Spec.Mandate = "", share.Mandate{Kind: share.KindMinIOKey}
	id := w.record(r)
	asked, led := 0, ""
	exits := w.way()
	exits.Begun = func(context.Context) (map[string]string, error) {
		asked++
		return map[string]string{id: "the server has the key"}, nil
	}
	exits.TakeBack = func(id string, _ bool) kit.Maker {
		led = id
		return func(kit.Env) kit.Screen { return page{} }
	}
	w.Driver = uitest.New(t, func(env kit.Env) kit.Screen { return New(env, w.log, exits) })
	w.clock = w.Env.Clock
	w.sees("› ", "the server has the key")
	if got := w.chosen(); got.ID != id || got.State != ledger.StateStarting {
		t.Fatalf("%s is %s", got.ID, got.State)
	}
	w.Press("down")
	w.seesNot("the server has the key")
	w.Press("up")
	w.Press("X")
	if asked != 1 || led != id {
		t.Errorf("asked %d times, led to %q", asked, led)
	}
}
