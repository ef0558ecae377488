package ledger

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The heads of testdata/form1/shares.db, a log of the first form that is kept
// as it was written.
const (
	form1BeforePrune = "37:59a2852cb5a741427da7d671bf67fceb87675525e08dafddac8c7702d06c95fa"
	form1AfterPrune  = "38:6b1c0d7851b37a0b9b02086741404ff5267813503f06a666b1df1dfcb747f19d"
	form1Last        = "39:b5161dc881de827203356d5ea2c61f5136d5c9b637c83d621850a4b06e3f7465"
)

// form1 is a copy of that log, closed.
func form1(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, now: time.Date(2026, 11, 28, 13, 0, 0, 0, time.UTC), path: filepath.Join(t.TempDir(), "log.db")}
	content, err := os.ReadFile(filepath.Join("testdata", "form1", "shares.db"))
	if err == nil {
		err = os.WriteFile(f.path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if f.Ledger != nil {
			_ = f.Ledger.Close()
		}
	})
	return f
}

func headOf(t *testing.T, text string) Head {
	t.Helper()
	h, err := ParseHead(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestTheFirstFormIsRead: what users have written stays readable for ever.
func TestTheFirstFormIsRead(t *testing.T) {
	f := form1(t)
	f.open()
	if all := f.all(Query{}); len(all) != 14 {
		t.Errorf("%d shares", len(all))
	}
	for _, c := range []struct {
		q    Query
		want int
	}{
		{Query{Operation: "get"}, 10},
		{Query{Operation: "put"}, 1},
		{Query{Operation: "post"}, 1},
		{Query{Operation: "delete"}, 1},
		{Query{Operation: "head"}, 1},
		{Query{Text: "übersicht"}, 4},
		{Query{Recipient: "ms ito"}, 1},
		{Query{State: StateEarly}, 3},
		{Query{State: StateFailed}, 1},
		{Query{State: StateRevoked}, 1},
	} {
		if got := len(f.all(c.q)); got != c.want {
			t.Errorf("%+v: %d shares, want %d", c.q, got, c.want)
		}
	}
	e := f.get("0sc7g2wq9dkxh")
	if e.Recipient != "Ms Ito" || e.Note != "ticket 7" || e.Spec.Target.Key != "reports/q3.pdf" || e.Spec.Seconds != 8*3600 || len(e.Events) != 1 {
		t.Errorf("%+v", e)
	}
	if found, err := f.Find(context.Background(), "x-signet-id=0sc7g2y5rq917"); err != nil || len(found) != 1 || found[0].Entry.Uses != 1 {
		t.Errorf("found %+v: %v", found, err)
	}
}
