package history

import (
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
)

// X leads to where a share is taken back, or its whole batch, and what was done there is
// seen at once.
func TestTakeBack(t *testing.T) {
	w := newWorld(t, 0)
	for _, key := range []string{"one", "two"} {
		r := w.sample(5)
		r.Group, r.Spec.Target.Key = "batch", key
		w.record(r)
	}
	id := w.record(w.sample(1))
	w.record(w.sample(200)) // which is over
	intent := w.sample(300)
	intent.SignatureSHA256, intent.Spec.Mandate.Kind = "", share.KindMinIOKey
	begun := w.record(intent)
	w.start()
	type led struct {
		id    string
		batch bool
	}
	var to led
	w.screen().exits.TakeBack = func(id string, batch bool) kit.Maker {
		to = led{id, batch}
		return func(kit.Env) kit.Screen { return nil }
	}
	press := func(want led, does string) {
		t.Helper()
		to = led{}
		got := w.screen().bindings().takeBack
		w.Press("X")
		w.Step()
		if to != want || got.Enabled() != (want.id != "") || got.Enabled() && got.Help().Desc != does {
			t.Errorf("X led to %+v and %q, not %+v and %q", to, got.Help().Desc, want, does)
		}
	}
	press(led{id, false}, "take it back")
	w.Press("down")
	press(led{w.chosen().ID, true}, "take its links back")
	w.Press("down")
	press(led{}, "")
	w.Press("down")
	press(led{begun, false}, "clean up what was begun")
	w.sees("› begun")
	w.Press("g")
	if err := w.log.Append(t.Context(), id, ledger.Event{Kind: ledger.ObjectChanged}); err != nil {
		t.Fatal(err)
	}
	w.Send(kit.Changed{Kind: kit.Good})
	w.Step()
	press(led{id, false}, "take it back") // it opens what is stored there by now
	if err := w.log.Append(t.Context(), id, ledger.Event{Kind: ledger.Revoked, Detail: "by mistake"}); err != nil {
		t.Fatal(err)
	}
	w.Send(kit.Changed{Kind: kit.Good, Text: "it is revoked"})
	w.sees("› revoked", "by mistake")
	if n, ok := w.Step().(kit.Notify); !ok || n.Text != "it is revoked" {
		t.Errorf("it says %+v", n)
	}
	press(led{id, false}, "undo the revoking")
	own, k := ledger.Entry{State: ledger.StateRevoked}, w.screen().keys
	own.Terms.Ends, own.Spec.Mandate = w.screen().env.Now().Add(time.Hour), share.Mandate{Kind: share.KindMinIOKey, Key: "K"}
	if w.screen().takeBackKey(&k, own, true); k.takeBack.Help().Desc != "undo, or how it was ended" {
		t.Errorf("of a key that is gone it says %q", k.takeBack.Help().Desc)
	}
}
