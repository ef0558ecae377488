package ledger

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// TestWhatWasPrunedMayComeAgain: from a backup, or from the other tool that it
// once came from.
func TestWhatWasPrunedMayComeAgain(t *testing.T) {
	ctx := context.Background()
	f, _ := story(t)
	mc := `{"status":"success","url":"http://x/b/cat.jpg","share":"http://x/b/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=K%2F20260304%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=` + strings.Repeat("ab", 32) + `","timeLeft":1}`
	if r, err := f.ImportMC(ctx, strings.NewReader(mc)); err != nil || r.Added != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	_ = f.Ledger.Close()
	backup := f.path + ".backup"
	content, _ := os.ReadFile(f.path)
	if err := os.WriteFile(backup, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f.now = noon.Add(30 * time.Hour)
	f.open()
	if p, err := f.Prune(ctx, f.now, nil); err != nil || p.Entries != 4 {
		t.Fatalf("%+v %v", p, err)
	}
	if r, err := f.ImportMC(ctx, strings.NewReader(mc)); err != nil || r.Added != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if s, err := f.TakeOver(ctx, backup); err != nil || s.Entries != 3 {
		t.Fatalf("%+v %v", s, err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}

// TestSharesFromBeforeAllNumbers: an import with a broken clock is from before
// 2020, and is pruned like all others.
func TestSharesFromBeforeAllNumbers(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t)
	r := sample(1, time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC))
	f.record(r)
	f.record(sample(2, noon))
	if err := f.Index(ctx); err != nil {
		t.Fatal(err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Fatal(r.Broken)
	}
	for range 2 {
		f.now = f.now.Add(24 * time.Hour)
		if _, err := f.Prune(ctx, f.now.Add(-time.Hour), nil); err != nil {
			t.Fatal(err)
		}
		if r := f.verify(); r.Broken != nil || r.Pruned == 0 {
			t.Fatalf("%+v %v", r, r.Broken)
		}
	}
}

// TestTwoPrunesOfTheFirstForm leave holes side by side, which a salvage crosses.
func TestTwoPrunesOfTheFirstForm(t *testing.T) {
	ctx := context.Background()
	f := form1(t)
	f.open()
	f.now = f.now.Add(400 * 24 * time.Hour)
	if _, err := f.Prune(ctx, f.now, nil); err != nil {
		t.Fatal(err)
	}
	if r := f.verify(); outcome(r) != "unproved" {
		t.Errorf("%+v %v", r, r.Broken)
	}
	_ = f.Ledger.Close()
	g := newFixture(t)
	if s, err := g.TakeOver(ctx, f.path); err != nil || s.Lost != 0 || s.Pruned != 38 {
		t.Errorf("%+v %v", s, err)
	}
}

// TestTwoSharesWithOneNumber: of two logs that gave the same number to different
// shares, none takes the place or the events of the other.
func TestTwoSharesWithOneNumber(t *testing.T) {
	a, b := newFixture(t), newFixture(t)
	one, other := sample(1, noon), sample(2, noon)
	one.ID, other.ID = formatID(firstAt(noon)), formatID(firstAt(noon))
	id := a.record(one)
	b.append(b.record(other), Event{Kind: Revoked})
	_ = b.Ledger.Close()
	if s, err := a.TakeOver(context.Background(), b.path); err != nil || s.Lost != 2 || s.Entries+s.Events+s.Known != 0 {
		t.Errorf("%+v %v", s, err)
	}
	if e := a.get(id); e.State != StateOpen || e.Spec.Target.Key != one.Spec.Target.Key {
		t.Errorf("%+v", e)
	}
}

// TestTheLockIsNotSweptAway: whoever comes while it is held neither gets it nor
// removes it, and it goes with whoever held it.
func TestTheLockIsNotSweptAway(t *testing.T) {
	f := newFixture(t)
	if err := f.alone(func() error {
		held := statFile(f.path + lockSuffix)
		for range 3 {
			f.sweep()
			if err := f.aloneWithin(context.Background(), 0, func() error { t.Error("two are inside"); return nil }); kindOf(err) != Busy {
				t.Errorf("got %v", err)
			}
		}
		if now := statFile(f.path + lockSuffix); now == nil || !os.SameFile(now, held) {
			t.Error("it was removed while it was held")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(f.path + lockSuffix + "*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestVerifyBesideShortWriters: processes that open, record and close.
func TestVerifyBesideShortWriters(t *testing.T) {
	f := newFixture(t)
	records := make([]share.Record, 500)
	for i := range records {
		records[i] = sample(i, noon)
	}
	if err := f.RecordAll(context.Background(), records); err != nil {
		t.Fatal(err)
	}
	_ = f.Ledger.Close()
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			l, err := Open(f.path, Options{})
			if err == nil {
				_, _ = record(l, sample(1000+i, noon))
			}
			_ = l.Close()
		}
	}()
	for range 5 {
		l, err := Open(f.path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := l.Verify(context.Background()); err != nil || r.Broken != nil {
			t.Errorf("%v %v", r.Broken, err)
		}
		_ = l.Close()
	}
	close(stop)
	<-stopped
}
