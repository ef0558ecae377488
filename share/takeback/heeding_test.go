package takeback_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"signet/share"
	"signet/share/ledger"
)

// onPort is a link of a server of one's own, on that port.
func onPort(n int, port string) share.Record {
	return record(id(n), func(r *share.Record) { r.Spec.Endpoint.URL = "http://127.0.0.1:" + port })
}

// A server that says that it heeds no policy is offered none: alone, in a batch over
// several servers, by name, and as the finest way. Each is asked once. What does not answer
// is offered, and that it was asked is said.
func TestServersAreAsked(t *testing.T) {
	s := newScene(onPort(0, "9000"), onPort(1, "9001"), onPort(2, "9000"), onPort(3, "9002"), record(id(4), func(r *share.Record) { r.Spec.Endpoint.URL = "https://s3.eu-central-1.amazonaws.com" }))
	s.entries[2].Spec.Endpoint.URL = "http://127.0.0.1:9000/"
	var asked atomic.Int32
	taker := s.taker()
	taker.Heedless = func(ctx context.Context, e ledger.Entry) (bool, error) {
		asked.Add(1)
		if _, limited := ctx.Deadline(); !limited {
			t.Error("it is waited for without an end")
		}
		if strings.Contains(e.Spec.Endpoint.URL, "9002") {
			return false, errors.New("nobody there")
		}
		return strings.Contains(e.Spec.Endpoint.URL, "9000"), nil
	}
	offers, err := taker.Offers(t.Context(), s.entries)
	if err != nil || asked.Load() != 3 {
		t.Fatalf("%d were asked, %v", asked.Load(), err)
	}
	for _, o := range offers {
		if o.Name != "policy" {
			if o.Unheard {
				t.Errorf("%s: nobody had to be asked", o.Name)
			}
			continue
		}
		var ends []string
		for _, e := range o.For {
			ends = append(ends, e.ID)
		}
		if strings.Join(ends, " ") != id(1)+" "+id(3)+" "+id(4) || !o.Unheard {
			t.Errorf("it is for %v, unheard %v", ends, o.Unheard)
		}
		if len(o.Not) != 2 || !strings.Contains(o.Not[0].Why.Error(), "MinIO") {
			t.Errorf("it is not for %d", len(o.Not))
		}
	}
	step, err := taker.Prepare(t.Context(), "policy", s.entries)
	if err != nil || step.Count() != 3 || len(step.Not) != 2 || asked.Load() != 4 { // the silent one anew
		t.Errorf("%d shares, not for %d, %d asked, %v", step.Count(), len(step.Not), asked.Load(), err)
	}
	if _, err := taker.Choose(t.Context(), "policy", s.entries[0]); err == nil || !strings.Contains(err.Error(), "policy: the server is MinIO") {
		t.Errorf("by its name: %v", err)
	}
	if _, err := taker.Choose(t.Context(), "", s.entries[0]); err == nil || !strings.HasSuffix(err.Error(), "has to be named: object or key (which signet only describes)") {
		t.Errorf("as the finest: %v", err)
	}
	if w, err := taker.Choose(t.Context(), "object", s.entries[3]); err != nil || w.Name != "object" || asked.Load() != 4 {
		t.Errorf("where no policy is written %d were asked, %v", asked.Load(), err)
	}
}
