package ledger

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// forger builds the program that edits logs behind signet's back.
func forger(t *testing.T) func(t *testing.T, variant, path, victim string) {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "forge.exe")
	if out, err := exec.Command("go", "build", "-o", bin, "./testdata/forge").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return func(t *testing.T, variant, path, victim string) {
		t.Helper()
		if out, err := exec.Command(bin, variant, path, victim).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", variant, err, out)
		}
	}
}

// targeted is a log with a victim in its midst, and a real prune before.
func targeted(t *testing.T) *fixture {
	t.Helper()
	f := from(t, "targeted", func(f *fixture) { target(t, f) })
	f.now = noon.Add(2 * time.Hour)
	return f
}

func target(t *testing.T, f *fixture) {
	t.Helper()
	ctx := context.Background()
	for i := range 3 {
		f.record(sample(i, noon.Add(time.Duration(i)*time.Second)))
	}
	f.now = noon.Add(2 * time.Hour)
	if p, err := f.Prune(ctx, noon.Add(1500*time.Millisecond), nil); err != nil || p.Entries != 2 {
		t.Fatalf("%+v %v", p, err)
	}
	for i := range 3 {
		r := sample(10+i, f.now.Add(time.Duration(i)*time.Second))
		if i == 1 {
			r.Recipient = "victim"
		}
		f.append(f.record(r), Event{Kind: Copied})
	}
	if err := f.Index(ctx); err != nil {
		t.Fatal(err)
	}
}

// outcome is what Verify says: holds, cannot be proved, or broken.
func outcome(r Report) string {
	switch {
	case r.Broken != nil:
		return "broken"
	case !r.Proved():
		return "unproved"
	}
	return "holds"
}

// TestForgedLogs: whatever is done with SQL to a log whose head was kept, it is
// never certified. Without a kept head, a chain that was computed anew cannot be
// told from an honest one; docs/share-log.md says so.
func TestForgedLogs(t *testing.T) {
	if testing.Short() {
		t.Skip("forges one log after the other, in one goroutine")
	}
	forge := forger(t)
	for _, c := range []struct{ variant, alone, kept string }{
		{"remove", "broken", "broken"},
		{"edit", "broken", "broken"},
		{"reorder", "broken", "broken"},
		{"end", "holds", "broken"},
		{"middle", "holds", "broken"},
		{"prune", "broken", "broken"},
		{"header", "broken", "broken"},
		{"future", "broken", "broken"},
	} {
		t.Run(c.variant, func(t *testing.T) {
			f := targeted(t)
			head, err := f.Head(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if r := f.verify(head); outcome(r) != "holds" || r.Pruned != 2 || r.Kept != 1 {
				t.Fatalf("before: %+v %v", r, r.Broken)
			}
			_ = f.Ledger.Close()
			forge(t, c.variant, f.path, "victim")
			f.open()
			if r := f.verify(); outcome(r) != c.alone {
				t.Errorf("alone: %s, %v; want %s", outcome(r), r.Broken, c.alone)
			}
			if r := f.verify(head); outcome(r) != c.kept {
				t.Errorf("with its head: %s, %v; want %s", outcome(r), r.Broken, c.kept)
			}
		})
	}
}

// TestForgedLogsOfTheFirstForm: of rows that the first form has pruned nothing
// can be computed. A tombstone below a head that was kept is part of what that
// head proves; every other one is no proof, and is said to be none.
func TestForgedLogsOfTheFirstForm(t *testing.T) {
	if testing.Short() {
		t.Skip("forges one log after the other, in one goroutine")
	}
	forge := forger(t)
	for _, c := range []struct{ variant, alone, kept string }{
		{"remove", "unproved", "unproved"},
		{"edit", "unproved", "unproved"},
		{"reorder", "unproved", "unproved"},
		{"end", "broken", "broken"}, // the tombstone goes with it
		{"middle", "broken", "broken"},
		{"prune", "broken", "broken"},
	} {
		for _, upgraded := range []bool{false, true} {
			t.Run(c.variant, func(t *testing.T) {
				f := form1(t)
				f.readOnly()
				if r := f.verify(headOf(t, form1AfterPrune)); outcome(r) != "holds" || r.Pruned != 12 || r.First != 39 {
					t.Fatalf("before: %+v %v", r, r.Broken)
				}
				head, _ := f.Head(context.Background())
				_ = f.Ledger.Close()
				forge(t, c.variant, f.path, "Ms Ito")
				if upgraded {
					f.open()
				} else {
					f.readOnly()
				}
				if r := f.verify(); outcome(r) != c.alone {
					t.Errorf("alone: %s, %v; want %s", outcome(r), r.Broken, c.alone)
				}
				if r := f.verify(headOf(t, form1AfterPrune), head); outcome(r) != c.kept {
					t.Errorf("with its head: %s, %v; want %s", outcome(r), r.Broken, c.kept)
				}
			})
		}
	}
}

// readOnly opens the log as log verify does.
func (f *fixture) readOnly() {
	f.t.Helper()
	l, err := Open(f.path, Options{Clock: func() time.Time { return f.now }, ReadOnly: true})
	if err != nil {
		f.t.Fatal(err)
	}
	f.Ledger = l
}
