package history

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"signet/share/ledger"
	"signet/share/many"
	"signet/ui/kit"
)

// A batch is copied and shown again as it was handed out, save what no longer works.
func TestABatchIsHandedOverAgain(t *testing.T) {
	w := newWorld(t, 1)
	var first string
	for i := range 4 {
		r := w.sample(i)
		r.Group, r.Spec.Target.Key = "batch", fmt.Sprintf("batch/%d", i)
		if id := w.record(r); i == 0 {
			first = id
		}
	}
	if err := w.log.Append(context.Background(), first, ledger.Event{Kind: ledger.Revoked}); err != nil {
		t.Fatal(err)
	}
	w.start()
	var got many.Result
	w.screen().exits.Batch = func(r many.Result) kit.Maker {
		got = r
		return func(kit.Env) kit.Screen { return page{} }
	}
	for w.chosen().Batch == 0 {
		w.Press("down")
	}
	w.Press("y")
	if c, ok := w.Step().(kit.Copy); !ok || c.What != "3 links" || strings.Count(c.Text.Reveal(), "https://x/") != 3 || strings.Contains(c.Text.Reveal(), first) {
		t.Errorf("copied %+v", c)
	}
	w.Press("f")
	if _, ok := w.Step().(kit.Push); !ok || got.Links != 3 || len(got.Left) != 1 || got.Left[0].Target.Key != "batch/0" || got.FirstErr.Error() != "it no longer works: revoked" {
		t.Errorf("showed %+v", got)
	}
	w.gone = errors.New("no such place")
	w.Press("y")
	if n, ok := w.Step().(kit.Notify); !ok || !strings.HasPrefix(n.Text, "none of the links was signed again") {
		t.Errorf("said %+v", n)
	}
}
