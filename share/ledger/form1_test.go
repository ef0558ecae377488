package ledger

import (
	"context"
	"os"
	"path/filepath"
	"strings"
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

// holed is that log after another prune: the holes are the rows 1 to 12, 13 to 15
// and 36 to 37.
func holed(t *testing.T) *fixture {
	t.Helper()
	f := form1(t)
	f.open()
	if p, err := f.Prune(context.Background(), f.now, nil); err != nil || p.Rows != 5 {
		t.Fatalf("%+v %v", p, err)
	}
	if r := f.verify(); outcome(r) != "unproved" || r.Unproved != 17 {
		t.Fatalf("%+v %v", r, r.Broken)
	}
	return f
}

// TestAHoleBeginsWhereTheChainIs: rows before a hole that were computed anew do
// not lead to the hash that the hole begins at.
func TestAHoleBeginsWhereTheChainIs(t *testing.T) {
	f := holed(t)
	ctx := context.Background()
	f.exec(`UPDATE log SET body = '{"detail":"nothing happened"}' WHERE seq = 34`)
	head := Head{Seq: 33}
	for seq := int64(33); seq <= 35; seq++ {
		r := row{seq: seq}
		var hash []byte
		if err := f.w.QueryRowContext(ctx, "SELECT entry, at, kind, body, hash FROM log WHERE seq = ?", seq).Scan(&r.entry, &r.at, &r.kind, &r.body, &hash); err != nil {
			t.Fatal(err)
		}
		if seq == 33 {
			copy(head.Hash[:], hash)
			continue
		}
		head = head.next1(r)
		f.exec("UPDATE log SET hash = ? WHERE seq = ?", head.Hash[:], seq)
	}
	if r := f.verify(); r.Broken == nil || r.Broken.Seq != 36 || r.Broken.What != "is missing" {
		t.Errorf("%+v %v", r, r.Broken)
	}
}

// TestAHoleIsTheOneOfItsTombstone: as many rows in other holes are not what the
// tombstone was written for, though the chain goes over them.
func TestAHoleIsTheOneOfItsTombstone(t *testing.T) {
	f := holed(t)
	f.exec("INSERT INTO hole SELECT 15, 15, zeroblob(32), after, tombstone FROM hole WHERE low = 13")
	f.exec("UPDATE hole SET high = 14, after = zeroblob(32) WHERE low = 13")
	if r := f.verify(); r.Broken == nil || !strings.Contains(r.Broken.What, "not those that its tombstone was written for") {
		t.Errorf("%+v %v", r, r.Broken)
	}
}

// TestTheSecondFormBeginsInTheLog of the first form with a row of its own.
func TestTheSecondFormBeginsInTheLog(t *testing.T) {
	f := form1(t)
	f.open()
	var kind string
	var body []byte
	if err := f.w.QueryRowContext(context.Background(), "SELECT kind, body FROM log WHERE seq = 40").Scan(&kind, &body); err != nil || kind != "form" || string(unsalted(body)) != `{"form":2}` || !isSalted(body) {
		t.Errorf("%s %s: %v", kind, body, err)
	}
}
