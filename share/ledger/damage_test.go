package ledger

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modernc.org/sqlite"
)

// TestNoDamageKeepsTheLogStuck puts noise into one page after the other. However
// it is found, by a reader or by a writer, the next to open the log and to share
// has one that can be read, and what was damaged is kept.
func TestNoDamageKeepsTheLogStuck(t *testing.T) {
	ctx := context.Background()
	whole, _ := story(t)
	for i := range 12 {
		whole.record(sample(10+i, noon.Add(time.Hour)))
	}
	if err := whole.Index(ctx); err != nil {
		t.Fatal(err)
	}
	if err := whole.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(whole.path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for at := 0; at < len(file); at += 4096 {
		f := newFixture(t)
		_ = f.Ledger.Close()
		damaged := append([]byte(nil), file...)
		for i := range 4096 {
			damaged[at+i] = byte(rng.IntN(256))
		}
		if err := os.WriteFile(f.path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		f.open()
		_ = readAll(f.Ledger) // may fail, and leaves a mark then
		id := f.record(sample(99, noon.Add(2*time.Hour)))
		f.reopen()
		if err := readAll(f.Ledger); err != nil {
			t.Errorf("page %d: the log is stuck: %v", at/4096, err)
		}
		if f.get(id).Note != sample(99, noon).Note {
			t.Errorf("page %d: the share is lost", at/4096)
		}
		f.reopen() // what only the last of the readers found
		files, _ := filepath.Glob(f.path + "*")
		for _, name := range files {
			if strings.HasSuffix(name, markSuffix) || strings.HasSuffix(name, ".lock") || strings.Contains(name, ".new-") {
				t.Errorf("page %d: %s is left behind", at/4096, filepath.Base(name))
			}
		}
	}
}

func readAll(l *Ledger) error {
	ctx := context.Background()
	if err := l.Each(ctx, Query{}, func(e Entry) error { _, err := l.Get(ctx, e.ID); return err }); err != nil {
		return err
	}
	for _, q := range []Query{{Fold: true}, {Text: "übersicht"}, {State: StateOpen}, {Sort: EndsFirst}} {
		if err := l.Each(ctx, q, func(Entry) error { return nil }); err != nil {
			return err
		}
	}
	_, err := l.Verify(ctx)
	return err
}

// TestDamageFoundOnReading: the next to open sets the file aside, says so, and
// has what could still be read.
func TestDamageFoundOnReading(t *testing.T) {
	f := newFixture(t)
	for i := range 200 {
		f.record(sample(i, noon.Add(time.Duration(i)*time.Second)))
	}
	_ = f.Ledger.Close()
	noise(t, f.path, -12, 5)
	f.open()
	if err := readAll(f.Ledger); !IsKind(err, Damaged) || strings.Contains(err.Error(), "(11)") || !strings.Contains(err.Error(), "run signet log again") {
		t.Fatalf("got %v", err)
	}
	f.reopen()
	notice := f.Notice()
	left := len(f.all(Query{}))
	if left < 100 || left == 200 || !strings.Contains(notice, fmt.Sprintf("with the %d shares that could be read", left)) || !strings.Contains(notice, "rows could not be") {
		t.Errorf("%d shares left, %q", left, notice)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
	f.reopen()
	if n := f.Notice(); n != "" {
		t.Errorf("told again: %q", n)
	}
}

// noise overwrites count pages from the page at, from the end if negative.
func noise(t *testing.T, path string, at, count int) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if at < 0 {
		at += len(content) / 4096
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for i := at * 4096; i < (at+count)*4096; i++ {
		content[i] = byte(rng.IntN(256))
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestWithoutItsHead: SQLite finds nothing wrong with a log without a head. All
// of it is taken over, and its chain is the same.
func TestWithoutItsHead(t *testing.T) {
	f, ids := story(t)
	kept, _ := f.Head(context.Background())
	f.exec("DELETE FROM head")
	f.record(sample(50, noon.Add(time.Hour)))
	if n := f.Notice(); !strings.Contains(n, "with the 3 shares that could be read") || strings.Contains(n, "could not be") {
		t.Errorf("notice %q", n)
	}
	if r := f.verify(kept); r.Broken != nil || r.Entries != 4 || r.Events != 4 {
		t.Errorf("%+v %v", r, r.Broken)
	}
	if e := f.get(ids[1]); e.State != StateRevoked {
		t.Errorf("revoked became %s", e.State)
	}
}

func TestTakingOverAgainAddsNothing(t *testing.T) {
	other, _ := story(t)
	head, _ := other.Head(context.Background())
	_ = other.Ledger.Close()
	f := newFixture(t)
	for round, want := range []Salvage{{Entries: 3, Events: 4}, {Known: 7}} {
		want.File, want.At, want.OldHead, want.SHA256 = "log.db", noon, head, contentDigest(context.Background(), other.path)
		got, err := f.TakeOver(context.Background(), other.path)
		if err != nil || got != want {
			t.Errorf("round %d: %+v, %v; want %+v", round, got, err, want)
		}
	}
	if r := f.verify(); r.Broken != nil || r.Entries != 3 || r.Events != 4 {
		t.Errorf("%+v %v", r, r.Broken)
	}
	if _, err := f.TakeOver(context.Background(), f.path+".none"); !IsKind(err, NotFound) {
		t.Errorf("no file gave %v", err)
	}
}

// TestAnEditIsNotTakenOver: a new chain over an edited row would hold.
func TestAnEditIsNotTakenOver(t *testing.T) {
	other, _ := story(t)
	other.exec(`UPDATE log SET body = replace(body, 'Anna', 'Otto') WHERE seq = 2`)
	_ = other.Ledger.Close()
	f := newFixture(t)
	if got, err := f.TakeOver(context.Background(), other.path); err != nil || got.Lost != 1 || got.Entries != 2 {
		t.Errorf("%+v %v", got, err)
	}
	if n := len(f.all(Query{Recipient: "otto"})); n != 0 {
		t.Error("the edited share was taken over")
	}
}

func TestAnEmptyFileIsSpokenOf(t *testing.T) {
	f := newFixture(t)
	if n := f.Notice(); n != "" {
		t.Errorf("a first start says %q", n)
	}
	f.record(sample(1, noon))
	_ = f.Ledger.Close()
	if err := os.Truncate(f.path, 0); err != nil {
		t.Fatal(err)
	}
	f.open()
	if n := f.Notice(); !strings.Contains(n, "was an empty file") {
		t.Errorf("notice %q", n)
	}
	f.record(sample(2, noon))
	f.reopen()
	if n := f.Notice(); n != "" {
		t.Errorf("told again: %q", n)
	}
}

// TestAnotherFileInItsPlace: a signet that stays open records into the file that
// all others see, not into one that was set aside.
func TestAnotherFileInItsPlace(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	if err := os.Rename(f.path, f.path+".aside"); err != nil {
		t.Fatal(err)
	}
	id := f.record(sample(2, noon))
	other, err := Open(f.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if e, err := other.Get(context.Background(), id); err != nil || e.ID != id {
		t.Errorf("recorded where nobody looks: %v", err)
	}
}

// TestErrorsInPlainWords: SQLite's numbers mean nothing to who reads them.
func TestErrorsInPlainWords(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct{ query, says string }{
		{"SELECT * FROM nowhere", "the file is damaged: no such table: nowhere"},
		{"INSERT INTO head VALUES (1, 1, 1)", "constraint"},
	} {
		_, err := f.w.ExecContext(context.Background(), c.query)
		var s *sqlite.Error
		text := wrap("record in", "p", err).Error()
		if !errors.As(err, &s) || strings.Contains(text, fmt.Sprintf("(%d)", s.Code())) || !strings.Contains(text, c.says) {
			t.Errorf("%s: %q", c.query, text)
		}
	}
}

// TestOddValuesDoNotKeepTheLogStuck: a bit in the kind of a value makes a text of a
// number, which no list can read. Whoever opens the log next has one that can be.
func TestOddValuesDoNotKeepTheLogStuck(t *testing.T) {
	for _, edit := range []string{
		"UPDATE entry SET ends = 'x' || ends WHERE seq = 2",
		"UPDATE entry SET n = -n, seq = x'02' WHERE seq = 2",
		"UPDATE batch SET entries = 'many'",
		"UPDATE log SET at = 'noon' WHERE seq = 2",
	} {
		f, ids := story(t)
		r := sample(10, noon.Add(time.Hour))
		r.Group = "g"
		f.record(r)
		f.exec(edit)
		if err := lists(f.Ledger); err != nil && !IsKind(err, Damaged) {
			t.Errorf("%s: %v", edit, err)
		}
		_, _ = f.Get(context.Background(), ids[1]) // may be what finds it
		f.record(sample(50, noon.Add(2*time.Hour)))
		f.reopen()
		if err := lists(f.Ledger); err != nil {
			t.Errorf("%s: the log is stuck: %v", edit, err)
		}
	}
}

// TestRowsOutOfOrderAreDamage: in a file whose pages were exchanged SQLite reads on
// and on, and a list would have no end.
func TestRowsOutOfOrderAreDamage(t *testing.T) {
	at := func(n, ends int64) Cursor { return Cursor{set: true, n: n, ends: ends} }
	hits := func(all ...Cursor) (out []hit) {
		for _, c := range all {
			out = append(out, hit{cursor: c})
		}
		return out
	}
	for name, c := range map[string]struct {
		q     Query
		found []hit
		next  Cursor
		want  bool
	}{
		"nothing":                   {Query{}, nil, Cursor{}, true},
		"newest first":              {Query{}, hits(at(9, 1), at(7, 2)), at(7, 0), true},
		"newest first, and further": {Query{After: at(10, 0)}, hits(at(9, 1)), at(3, 0), true},
		"newer after older":         {Query{}, hits(at(7, 1), at(9, 2)), Cursor{}, false},
		"one twice":                 {Query{}, hits(at(7, 1), at(7, 1)), Cursor{}, false},
		"from where it began":       {Query{After: at(7, 0)}, hits(at(7, 1)), Cursor{}, false},
		"no further":                {Query{After: at(7, 0)}, nil, at(7, 0), false},
		"back":                      {Query{After: at(7, 0)}, nil, at(8, 0), false},
		"oldest first":              {Query{Sort: Oldest, After: at(1, 0)}, hits(at(7, 1), at(9, 2)), at(12, 0), true},
		"older after newer":         {Query{Sort: Oldest}, hits(at(9, 1), at(7, 2)), Cursor{}, false},
		"by their ends":             {Query{Sort: EndsFirst, After: at(9, 1)}, hits(at(3, 2), at(4, 2), at(1, 5)), at(1, 5), true},
		"against their ends":        {Query{Sort: EndsFirst}, hits(at(3, 2), at(4, 1)), Cursor{}, false},
	} {
		if got := inOrder(c.q, c.found, c.next); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestADamagedHeaderKeepsNobodyOut: what the file says of its schema cannot be so,
// and its rows are taken over. A file of a later signet is left alone.
func TestADamagedHeaderKeepsNobodyOut(t *testing.T) {
	for _, schema := range []int{-7, 0, 1, 2, 3, 3_670_020} {
		f, ids := story(t)
		f.exec(fmt.Sprintf("PRAGMA user_version = %d", schema))
		f.reopen()
		if e := f.get(ids[1]); e.State != StateRevoked || !strings.Contains(f.Notice(), "with the 3 shares that could be read") {
			t.Errorf("schema %d: %+v", schema, e)
		}
		if r := f.verify(); r.Broken != nil || r.Entries != 3 {
			t.Errorf("schema %d: %+v %v", schema, r, r.Broken)
		}
	}
	other, _ := story(t)
	other.exec("PRAGMA application_id = 77")
	other.content()
	f := newFixture(t)
	if s, err := f.TakeOver(context.Background(), other.path); err != nil || s.Entries != 3 || s.Events != 4 {
		t.Errorf("not known as a log any more: %+v %v", s, err)
	}
}
