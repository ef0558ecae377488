package history

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// world is a real log, the exits as they were taken, and a driver.
type world struct {
	*uitest.Driver
	t     *testing.T
	log   *ledger.Ledger
	clock func() time.Time
	exits []string
	keys  map[string]bool // access keys that are not at hand
	fails map[string]string
	gone  error // why nothing can be signed again
}

// newWorld has n shares: number i was made i minutes ago and lasts an hour.
func newWorld(t *testing.T, n int) *world {
	t.Helper()
	w := &world{t: t, keys: map[string]bool{}, fails: map[string]string{}}
	w.clock = uitest.NewClock().Now
	log, err := ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{Clock: func() time.Time { return w.clock() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	w.log = log
	records := make([]share.Record, n)
	for i := range records {
		records[n-1-i] = w.sample(i)
	}
	if err := log.RecordAll(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) sample(i int) share.Record {
	at := w.clock().Add(-time.Duration(i) * time.Minute)
	return share.Record{
		Created: at,
		Spec: share.Spec{
			Endpoint:  share.Endpoint{Place: "work"},
			Target:    share.Target{Place: "work", Bucket: "acme", Key: fmt.Sprintf("Reports/file-%04d.pdf", i)},
			Operation: share.Download, AccessKeyID: "AKIAEXAMPLE", SignedAt: at, Seconds: 3600,
		},
		Terms:           share.Terms{Starts: at, Asked: at.Add(time.Hour), Ends: at.Add(time.Hour + time.Second), Reason: share.ByRequest, Seconds: 3600},
		SignatureSHA256: fmt.Sprintf("%064x", i), Recipient: fmt.Sprintf("person%d@example.com", i%7), Note: fmt.Sprintf("ticket %d", i),
		Who: share.Who{User: []string{"me", "you"}[i%2], Host: "desk"},
	}
}

func (w *world) record(r share.Record) string {
	w.t.Helper()
	one := []share.Record{r}
	if err := w.log.RecordAll(context.Background(), one); err != nil {
		w.t.Fatal(err)
	}
	return one[0].ID
}

type page struct{ kit.Screen }

func (w *world) start() *world {
	w.t.Helper()
	w.Driver = uitest.New(w.t, func(env kit.Env) kit.Screen { return New(env, w.log, w.way()) })
	w.clock = w.Env.Clock
	return w
}

func (w *world) way() Exits {
	took := func(what string) kit.Maker {
		w.exits = append(w.exits, what)
		return func(kit.Env) kit.Screen { return page{} }
	}
	return Exits{
		Rebuild: func(_ context.Context, r share.Record) (share.Link, error) {
			if w.gone != nil {
				return share.Link{}, w.gone
			}
			if w.keys[r.Spec.AccessKeyID] {
				return share.Link{}, &share.KeyGoneError{AccessKeyID: r.Spec.AccessKeyID}
			}
			return share.Link{ID: r.ID, URL: share.NewSecret("https://x/" + r.ID)}, nil
		},
		Gone:    func(string) bool { return w.gone != nil },
		Link:    func(l share.Link) kit.Maker { return took("link " + l.ID) },
		Renew:   func(r share.Record) kit.Maker { return took("renew " + r.ID) },
		Browse:  func(t share.Target) kit.Maker { return took("browse " + t.Key) },
		Arrived: func(id string) kit.Maker { return took("arrived " + id) },
		Check: func(ctx context.Context, e ledger.Entry) (string, string, error) {
			kind := w.fails[e.Spec.Target.Key]
			switch kind {
			case "error":
				return "", "", errors.New("no network")
			case "":
				kind = ledger.Checked
			}
			return kind, "the object is there", w.log.Append(ctx, e.ID, ledger.Event{Kind: kind})
		},
		Event: func(ctx context.Context, id, kind, detail string) error {
			return w.log.Append(ctx, id, ledger.Event{Kind: kind, Detail: detail})
		},
	}
}

func (w *world) screen() *Screen { return w.Screen.(*Screen) }

func (w *world) text(width, height int) string {
	w.t.Helper()
	view, _ := w.Screen.View(width, height)
	return uitest.Plain(view)
}

func (w *world) sees(want ...string) {
	w.t.Helper()
	got := w.text(120, 30)
	for _, s := range want {
		if !strings.Contains(got, s) {
			w.t.Errorf("%q is not on the screen:\n%s", s, got)
		}
	}
}

func (w *world) seesNot(want ...string) {
	w.t.Helper()
	got := w.text(120, 30)
	for _, s := range want {
		if strings.Contains(got, s) {
			w.t.Errorf("%q is on the screen:\n%s", s, got)
		}
	}
}

func (w *world) chosen() ledger.Entry {
	e, _ := w.screen().selected()
	return e
}

// tick lets time pass and the second's message arrive.
func (w *world) tick(d time.Duration) {
	w.t.Helper()
	w.Clock.Advance(d)
	w.Send(kit.Tick{Now: w.Clock.Now()})
}
