package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"signet/share"
)

// severalLoads is the path of a log with more rows than go in two transactions.
func severalLoads(t *testing.T) string {
	t.Helper()
	f := from(t, "several loads", func(f *fixture) {
		records := make([]share.Record, 2*salvageRows+100)
		for i := range records {
			records[i] = sample(i, noon.Add(time.Hour+time.Duration(i)*time.Millisecond))
		}
		if err := f.RecordAll(context.Background(), records); err != nil {
			f.t.Fatal(err)
		}
	})
	f.content() // closes it
	return f.path
}

var errKilled = errors.New("killed")

// takeOverKilled takes over until so many transactions are done; nothing is
// written after that.
func (f *fixture) takeOverKilled(path string, after int) {
	f.t.Helper()
	_, err := f.salvage(context.Background(), path, func(ctx context.Context, work func(context.Context, *sql.Tx) error) error {
		if after--; after < 0 {
			return errKilled
		}
		return f.write(ctx, "take over into", work)
	})
	if !errors.Is(err, errKilled) {
		f.t.Fatal(err)
	}
}

// TestAKilledTakeOverIsTold, whenever it was killed, until the same file was read
// to its end: under whatever name, and no other file under its name.
func TestAKilledTakeOverIsTold(t *testing.T) {
	ctx := context.Background()
	path := severalLoads(t)
	another, _ := story(t)
	another.content()
	other := another.path
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for after := range 4 {
		f := newFixture(t)
		if after == 3 { // it is never killed
			if s, err := f.TakeOver(ctx, path); err != nil || s.Entries != 2*salvageRows+100 {
				t.Fatalf("%+v %v", s, err)
			}
		} else {
			f.takeOverKilled(path, after)
		}
		want := []string{"holds", "unproved", "unproved", "holds"}[after]
		if r := f.verify(); outcome(r) != want || r.Entries != int64(min(after*salvageRows, 2*salvageRows+100)) {
			t.Fatalf("killed after %d: %s, want %s: %+v %v", after, outcome(r), want, r, r.Broken)
		}
		if want == "holds" {
			continue
		}
		if s, err := f.TakeOver(ctx, other); err != nil || s.Unfinished || filepath.Base(other) != filepath.Base(path) {
			t.Fatalf("%+v %v", s, err)
		}
		if r := f.verify(); outcome(r) != "unproved" {
			t.Errorf("killed after %d: another file of that name has finished it: %+v", after, r.Salvaged)
		}
		moved := filepath.Join(t.TempDir(), "moved.db")
		if err := os.WriteFile(moved, content, 0o600); err != nil {
			t.Fatal(err)
		}
		f.takeOverKilled(moved, 0)
		if s, err := f.TakeOver(ctx, moved); err != nil || s.Known != int64(after*salvageRows) {
			t.Fatalf("%+v %v", s, err)
		}
		if r := f.verify(); outcome(r) != "holds" || len(r.Salvaged) != 2 {
			t.Errorf("killed after %d: it cannot be finished: %+v %v", after, r.Salvaged, r.Broken)
		}
		head := f.verify().Head
		if s, err := f.TakeOver(ctx, moved); err != nil || s.Entries != 0 || f.verify().Head != head {
			t.Errorf("killed after %d: it is told again: %+v %v", after, s, err)
		}
	}
}

// TestAFinishedTakeOverOfKnownRowsIsPutDown: all rows had arrived before it was
// stopped, and only that it came to its end is new.
func TestAFinishedTakeOverOfKnownRowsIsPutDown(t *testing.T) {
	other, _ := story(t)
	other.content()
	f := newFixture(t)
	s := Salvage{File: "log.db", At: noon, Entries: 3, Events: 4, Unfinished: true}
	if _, err := f.TakeOver(context.Background(), other.path); err != nil {
		t.Fatal(err)
	}
	if err := f.write(context.Background(), "x", s.note); err != nil { // as an earlier signet wrote it, after a timeout
		t.Fatal(err)
	}
	if r := f.verify(); outcome(r) != "unproved" {
		t.Fatalf("%+v", r)
	}
	if _, err := f.TakeOver(context.Background(), other.path); err != nil {
		t.Fatal(err)
	}
	if r := f.verify(); outcome(r) != "holds" {
		t.Errorf("%+v", r.Salvaged)
	}
}

// TestTheDigestOfAFile is what sha256sum prints.
func TestTheDigestOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	for i, name := range []string{path, path + "-wal"} {
		if err := os.WriteFile(name, []byte{'a' + byte(i)}, 0o600); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte("ab")[:i+1])
		if got := contentDigest(context.Background(), path); got != hex.EncodeToString(sum[:]) {
			t.Errorf("%d files: %s", i+1, got)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := contentDigest(ctx, path) + contentDigest(context.Background(), path+".none"); got != "" {
		t.Error(got)
	}
}
