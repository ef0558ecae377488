package ledger

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestVerifyFindsOddValues: SQLite keeps any kind of value in any column, and
// what reads as the same number is not found by that number any more.
func TestVerifyFindsOddValues(t *testing.T) {
	for _, table := range []struct {
		name    string
		columns []string
		where   string
	}{
		{"log", []string{"entry", "at", "kind", "ends", "mark"}, "seq = 5"},
		{"entry", []string{"seq", "starts", "ends", "failed", "later", "first", "op", "bucket", "access_key", "who", "sig", "object", "note", "recipient"}, "seq = 2"},
		{"batch", []string{"entries"}, "1"},
		{"head", []string{"seq"}, "1"},
		{"indexed", []string{"seq"}, "1"},
		{"gone", []string{"entry", "at", "kind", "ends", "tombstone"}, "1"},
	} {
		for _, column := range table.columns {
			f, _ := story(t)
			r := sample(10, noon)
			r.Group = "g"
			f.record(r)
			if table.name == "gone" {
				f.now = noon.Add(24 * time.Hour)
				if _, err := f.Prune(context.Background(), noon.Add(time.Second), nil); err != nil {
					t.Fatal(err)
				}
			}
			q := fmt.Sprintf("UPDATE %s SET %s = CAST(CAST(%s AS TEXT) AS BLOB) WHERE %s", table.name, column, column, table.where)
			f.exec(q)
			if r := f.verify(); r.Broken == nil {
				t.Error(q)
			}
		}
	}
}

// TestVerifyFindsSchemaTricks: a name that looks like one of SQLite's own protects
// nothing.
func TestVerifyFindsSchemaTricks(t *testing.T) {
	for _, edit := range []string{
		"CREATE TRIGGER words_x BEFORE INSERT ON log WHEN NEW.kind = 'used' BEGIN SELECT RAISE(IGNORE); END",
		"PRAGMA writable_schema = 1; INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_t', 'log', 0, 'CREATE TRIGGER sqlite_t BEFORE INSERT ON log BEGIN SELECT RAISE(IGNORE); END')",
		"CREATE VIEW words_v AS SELECT 1",
		"CREATE TABLE words_more (a)",
		"CREATE INDEX words_i ON entry(note)",
		"UPDATE log SET uniq = NULL WHERE seq = 6",
	} {
		f, _ := story(t)
		f.exec(edit)
		if r := f.verify(); r.Broken == nil {
			t.Error(edit)
		}
	}
}

// TestVerifySeesThroughBalancedPostings: in the text index, two entries are moved
// so that the sum of their numbers stays the same.
func TestVerifySeesThroughBalancedPostings(t *testing.T) {
	f := newFixture(t)
	for i := range 4 {
		r := sample(1, noon)
		r.ID = formatID(firstAt(noon) + int64(i))
		r.Spec.Target.Key, r.Note, r.Recipient = fmt.Sprintf("key%d", i), "", ""
		if i == 0 || i == 3 {
			r.Recipient = "Ms Ito"
		}
		f.record(r)
	}
	if err := f.Index(context.Background()); err != nil {
		t.Fatal(err)
	}
	base := firstAt(noon)
	for i, text := range []string{"key0", "key1 ms ito", "key2 ms ito", "key3"} {
		full := strings.Split(text, " ")
		rest := strings.TrimPrefix(strings.TrimPrefix(text, full[0]), " ")
		f.exec("INSERT OR REPLACE INTO words (rowid, t) VALUES (?, ?)", base+int64(i), full[0]+"\x1f\x1f"+rest+"\x1facme\x1fme")
	}
	if r := f.verify(); r.Broken == nil || !strings.Contains(r.Broken.String(), "text index") {
		t.Errorf("%+v", r.Broken)
	}
}

// TestTheMixerIsTheSameInSQL as in Go.
func TestTheMixerIsTheSameInSQL(t *testing.T) {
	f := newFixture(t)
	for range 20 {
		m := newMixer()
		for _, n := range []int64{0, 1, 1<<31 - 1, 1 << 31, 914509719759756716, 1<<63 - 1} {
			var got int64
			if err := f.r.QueryRowContext(context.Background(), "SELECT "+m.sql("?1"), n).Scan(&got); err != nil || got != m.mix(n) || got < 0 {
				t.Fatalf("%d: %d, want %d: %v", n, got, m.mix(n), err)
			}
		}
	}
}

// TestVerifyAndWhatOthersLeftBesideTheLog: what another program would make of the
// file is not what verify has read.
func TestVerifyAndWhatOthersLeftBesideTheLog(t *testing.T) {
	f, _ := story(t)
	_ = f.Ledger.Close()
	if err := os.WriteFile(f.path+"-journal", []byte("hot"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.readOnly()
	if r := f.verify(); r.Broken == nil || !strings.Contains(r.Broken.String(), "journal") {
		t.Errorf("%+v", r)
	}
}

// TestVerifyThroughASymbolicLink reads what an open program has written ahead.
func TestVerifyThroughASymbolicLink(t *testing.T) {
	f, _ := story(t)
	name := filepath.Join(t.TempDir(), "log.db")
	if err := os.Symlink(f.path, name); err != nil {
		t.Skip("no symbolic links here")
	}
	l, err := Open(name, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if r, err := l.Verify(context.Background()); err != nil || r.Rows != 7 {
		t.Errorf("%+v %v", r, err)
	}
}

// TestWhatIsNoFileIsRefused: a folder, and a pipe that would be waited for.
func TestWhatIsNoFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.db")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		if _, err := Open(path, Options{ReadOnly: readOnly}); !IsKind(err, Foreign) {
			t.Errorf("%v", err)
		}
	}
}

// TestMemoryOfLargeRows: a row that is larger than any of ours is refused, not
// read; and what is looked at in one go is bounded in bytes.
func TestMemoryOfLargeRows(t *testing.T) {
	f, _ := story(t)
	f.exec("UPDATE log SET body = zeroblob(30000000) WHERE seq = 5")
	_ = f.Ledger.Close()
	f.readOnly()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if r := f.verify(); r.Broken == nil || r.Broken.Seq != 5 {
		t.Errorf("%+v", r.Broken)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 20<<20 {
		t.Errorf("%d bytes for a small log", got)
	}
	r := sample(1, noon)
	r.Source = strings.Repeat("x", mostPayload)
	g := newFixture(t)
	if _, err := record(g, r); err == nil {
		t.Error("a row of megabytes was recorded")
	}
}

// TestAnOlderSignetDoesNotGoOn: it may have had the file open when a later one
// took it over, and would write rows of the first form.
func TestAnOlderSignetDoesNotGoOn(t *testing.T) {
	f := form1(t)
	f.open()
	_, err := f.w.ExecContext(context.Background(), "INSERT INTO log (seq, entry, at, kind, mark, uniq, body, hash) VALUES (99, 1, 1, 'copied', NULL, NULL, x'7b7d', zeroblob(32))")
	if err == nil || !strings.Contains(err.Error(), "start it again") {
		t.Errorf("got %v", err)
	}
}
