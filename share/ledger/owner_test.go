package ledger

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// TestAFileOfAnotherProgramIsLeftAlone: not read, not chmodded, not set aside.
func TestAFileOfAnotherProgramIsLeftAlone(t *testing.T) {
	for _, setUp := range []string{
		"PRAGMA application_id = 77",
		"PRAGMA user_version = 2",
		"PRAGMA user_version = 3; PRAGMA journal_mode = WAL",
		"CREATE TABLE log (a); PRAGMA user_version = 1",
		"PRAGMA user_version = 4",
	} {
		path := filepath.Join(t.TempDir(), "log.db")
		db := database(path, 0, "mode=rwc", 1)
		for _, q := range strings.Split(setUp+"; CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)", ";") {
			if _, err := db.ExecContext(context.Background(), q); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o640); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		for _, readOnly := range []bool{false, true} {
			l, err := Open(path, Options{ReadOnly: readOnly})
			if !IsKind(err, Foreign) {
				t.Errorf("%s: %v", setUp, err)
			}
			if _, err := record(l, sample(1, noon)); !IsKind(err, Foreign) {
				t.Errorf("%s: recorded: %v", setUp, err)
			}
			_ = l.Close()
		}
		after, _ := os.ReadFile(path)
		info, _ := os.Stat(path)
		files, _ := os.ReadDir(filepath.Dir(path))
		if string(before) != string(after) || info.Mode().Perm() != 0o640 || len(files) != 1 {
			t.Errorf("%s: it was touched: mode %v, %v", setUp, info.Mode(), files)
		}
	}
}

// TestNoModeIsChangedThroughALink: what it points to may be anything.
func TestNoModeIsChangedThroughALink(t *testing.T) {
	f, _ := story(t)
	if err := f.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	target := f.path + ".elsewhere"
	if err := os.Rename(f.path, target); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(target, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, f.path); err != nil {
		t.Skip("no symbolic links here")
	}
	f.open()
	if info, _ := os.Stat(target); info.Mode().Perm() != 0o644 {
		t.Errorf("the mode became %v", info.Mode())
	}
	if n := f.Notice(); !strings.Contains(n, "symbolic link") {
		t.Errorf("notice %q", n)
	}
	if n := len(f.all(Query{})); n != 3 {
		t.Errorf("%d shares", n)
	}
}

// TestKilledFirstRunsLeaveNothing: the files of a process that is no more go with
// the next run, those of one that lives stay.
func TestKilledFirstRunsLeaveNothing(t *testing.T) {
	gone := exec.Command("go", "version")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	f := newFixture(t)
	if err := f.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	stale := []string{fmt.Sprintf("%s.new-%d-123", f.path, gone.Process.Pid), fmt.Sprintf("%s.new-%d-123-wal", f.path, gone.Process.Pid), f.path + ".new-12345678901", f.path + lockSuffix}
	alive := fmt.Sprintf("%s.new-%d-9", f.path, os.Getppid())
	for _, name := range append(stale, alive) {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f.open()
	for _, name := range stale {
		if statFile(name) != nil {
			t.Errorf("%s is still there", filepath.Base(name))
		}
	}
	if statFile(alive) == nil {
		t.Error("the file of a process that lives was removed")
	}
}

// TestAnInterruptedPruneIsFinished: what was removed is overwritten and its room
// given back by the next prune, although there is nothing left to remove.
func TestAnInterruptedPruneIsFinished(t *testing.T) {
	f := newFixture(t)
	ctx, cancel := context.WithCancel(context.Background())
	records := make([]share.Record, 800)
	for i := range records {
		records[i] = sample(i, noon)
		records[i].Note = "zebrafinch"
	}
	if err := f.RecordAll(ctx, records); err != nil {
		t.Fatal(err)
	}
	if err := f.Index(ctx); err != nil {
		t.Fatal(err)
	}
	f.reopen()
	before := statFile(f.path).Size()
	f.now = noon.Add(10 * time.Hour)
	_, err := f.Prune(ctx, f.now, func(p Pruning) {
		if p.Tidying {
			cancel()
		}
	})
	if err == nil {
		t.Fatal("it was not interrupted")
	}
	f.reopen()
	if can, err := f.CanPrune(context.Background(), f.now); err != nil || !can.Begun || can.Entries != 0 {
		t.Fatalf("%+v %v", can, err)
	}
	if r := f.verify(); outcome(r) != "holds" || !r.Begun || r.Pruned != 800 {
		t.Errorf("%+v %v", r, r.Broken)
	}
	if p, err := f.Prune(context.Background(), f.now, nil); err != nil || !p.Begun {
		t.Fatalf("%+v %v", p, err)
	}
	f.reopen()
	if after := statFile(f.path).Size(); after > before/4 {
		t.Errorf("the file had %d bytes and has %d", before, after)
	}
	if content, err := os.ReadFile(f.path); err != nil || strings.Contains(string(content), "zebrafinch") {
		t.Errorf("the note is still in the file: %v", err)
	}
	if can, _ := f.CanPrune(context.Background(), f.now); can.Begun {
		t.Error("the chore is still to be done")
	}
	if r := f.verify(); outcome(r) != "holds" || r.Begun {
		t.Errorf("%+v %v", r, r.Broken)
	}
}

// TestNoProcessEndsTheChoreOfAnother: while one process overwrites what it has
// removed, another removes more and is killed. What that one left is still to be
// done, whatever version it was of.
func TestNoProcessEndsTheChoreOfAnother(t *testing.T) {
	for _, earlier := range []bool{false, true} {
		f := newFixture(t)
		first, last := sample(1, noon), sample(2, noon.Add(time.Hour))
		first.Note, last.Note = "zebrafinch", "nuthatch"
		f.record(first)
		f.record(last)
		if err := f.Index(context.Background()); err != nil {
			t.Fatal(err)
		}
		f.now = noon.Add(10 * time.Hour)
		other := &fixture{t: t, now: f.now, path: f.path}
		other.open()
		killed := false
		_, err := f.Prune(context.Background(), noon.Add(time.Minute), func(p Pruning) {
			if !p.Tidying || killed {
				return
			}
			killed = true
			ctx, cancel := context.WithCancel(context.Background())
			_, err := other.Prune(ctx, other.now, func(p Pruning) {
				if p.Tidying {
					cancel()
				}
			})
			if err == nil {
				t.Error("the other process was not interrupted")
			}
			if earlier { // it had another name for that
				other.exec("UPDATE chore SET name = 'tidy'")
			}
		})
		if err != nil || !killed {
			t.Fatal(killed, err)
		}
		if can, err := f.CanPrune(context.Background(), f.now); err != nil || !can.Begun || !f.verify().Begun {
			t.Fatalf("earlier %v: what the other process left is forgotten: %+v %v", earlier, can, err)
		}
		if err := other.Ledger.Close(); err != nil {
			t.Fatal(err)
		}
		if p, err := f.Prune(context.Background(), f.now, nil); err != nil || !p.Begun {
			t.Errorf("%+v %v", p, err)
		}
		if can, err := f.CanPrune(context.Background(), f.now); err != nil || can.Begun || f.verify().Begun {
			t.Errorf("earlier %v: it is never finished: %+v %v", earlier, can, err)
		}
		content := string(f.content())
		if strings.Contains(content, "zebrafinch") || strings.Contains(content, "nuthatch") {
			t.Errorf("earlier %v: what was removed is still in the file", earlier)
		}
	}
}

// TestChoresOfLaterSignetsAreLeftAlone: nothing is known about them.
func TestChoresOfLaterSignetsAreLeftAlone(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	f.exec("INSERT INTO chore VALUES ('tidy shelves'), ('reindex 7')")
	f.now = noon.Add(10 * time.Hour)
	if can, err := f.CanPrune(context.Background(), noon); err != nil || can.Begun || f.verify().Begun {
		t.Errorf("%+v %v", can, err)
	}
	if _, err := f.Prune(context.Background(), f.now, nil); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := f.w.QueryRowContext(context.Background(), "SELECT count(*) FROM chore").Scan(&left); err != nil || left != 2 || f.verify().Begun {
		t.Errorf("%d chores are left: %v", left, err)
	}
}
