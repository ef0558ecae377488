package ledger

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// written is a log of some hundred rows, closed, and the rows that each of its
// pages holds, by SQLite's own account.
func written(t *testing.T) (f *fixture, content []byte) {
	t.Helper()
	f = from(t, "written", func(f *fixture) {
		rng := rand.New(rand.NewPCG(5, 6))
		for i := range 300 {
			r := sample(i, noon.Add(time.Duration(i)*time.Second))
			if i%40 == 0 {
				r.Note = strings.Repeat("long ", 2000+rng.IntN(1000)) // goes on on other pages
			}
			id := f.record(r)
			if i%3 == 0 {
				f.append(id, Event{Kind: Copied})
			}
		}
	})
	return f, f.content()
}

// TestSalvageTakesWhatCanBeRead: a file that lacks its last pages gives back
// every row whose page is there, and the number of the others is true.
func TestSalvageTakesWhatCanBeRead(t *testing.T) {
	_, content := written(t)
	pages := len(content) / 4096
	for _, lost := range []int{1, pages / 20, pages / 5, pages / 2} {
		for _, padded := range []bool{false, true} {
			f := newFixture(t)
			_ = f.Ledger.Close()
			cut := append([]byte(nil), content[:(pages-lost)*4096]...)
			want := rowsOf(t, cut)
			if padded {
				cut = append(cut, make([]byte, lost*4096)...)
			}
			if err := os.WriteFile(f.path, cut, 0o600); err != nil {
				t.Fatal(err)
			}
			f.open()
			if padded { // else the first look is enough
				_ = readAll(f.Ledger)
			}
			f.record(sample(999, noon.Add(time.Hour))) // whoever writes salvages
			r := f.verify()
			if r.Broken != nil || len(r.Salvaged) != 1 {
				t.Fatalf("%d pages lost, padded %v: %+v %v", lost, padded, r, r.Broken)
			}
			s := r.Salvaged[0]
			if got := s.Entries + s.Events; got != want || s.Lost != 400-want || s.OldHead.Seq != 400 {
				t.Errorf("%d pages lost, padded %v: %d rows of %d are back, %d lost: %+v", lost, padded, got, want, s.Lost, s)
			}
			if (s.Lost > 0) == r.Proved() {
				t.Errorf("%d rows lost, and proved is %v", s.Lost, r.Proved())
			}
		}
	}
}

// rowsOf counts the rows of the chain that a file holds whole.
func rowsOf(t *testing.T, content []byte) (n int64) {
	t.Helper()
	path := t.TempDir() + "/x.db"
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := openWreck(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	for _, p := range w.found {
		if _, _, err := w.row(p); err == nil {
			n++
		}
	}
	return n
}

// TestPagesAreReadAsSQLiteReadsThem: every row of a whole file, also those that
// are in the write-ahead file alone.
func TestPagesAreReadAsSQLiteReadsThem(t *testing.T) {
	f, _ := written(t)
	f.open()
	for i := range 20 {
		f.record(sample(500+i, noon.Add(time.Hour))) // not in the file itself yet
	}
	w, err := openWreck(context.Background(), f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	if len(w.found) != 420 || w.oldHead.Seq != 420 {
		t.Fatalf("%d rows, head %v", len(w.found), w.oldHead)
	}
	for _, p := range w.found {
		s, hash, err := w.row(p)
		if err != nil {
			t.Fatal(err)
		}
		var r row
		var want []byte
		if err := f.w.QueryRowContext(context.Background(), "SELECT seq, entry, at, kind, ends, body, hash FROM log WHERE seq = ?", p.seq).Scan(&r.seq, &r.entry, &r.at, &r.kind, &r.ends, &r.body, &want); err != nil {
			t.Fatal(err)
		}
		if s.seq != r.seq || s.entry != r.entry || s.at != r.at || s.kind != r.kind || s.ends != r.ends || string(s.body) != string(r.body) || string(hash) != string(want) {
			t.Fatalf("row %d: %+v, want %+v", p.seq, s, r)
		}
	}
	n := 0
	for rows, err := w.some(context.Background()); len(rows) > 0; rows, err = w.some(context.Background()) {
		if n += len(rows); err != nil {
			t.Fatal(err)
		}
	}
	if n != 420 || w.lost != 0 || w.unchecked != 0 {
		t.Errorf("%d rows, %d lost, %d unchecked", n, w.lost, w.unchecked)
	}
}

// TestASalvageIsRemembered: in the chain, with what was lost, and by every later
// verify. A head of the old file is not called broken, and proves nothing.
func TestASalvageIsRemembered(t *testing.T) {
	f, _ := story(t)
	old, _ := f.Head(context.Background())
	f.exec("DELETE FROM log WHERE seq = 2")
	f.exec("DELETE FROM head")
	f.record(sample(50, noon.Add(time.Hour)))
	f.reopen()
	for range 2 {
		r := f.verify(old)
		if r.Broken != nil || r.Proved() || len(r.Unknown) != 1 || len(r.Salvaged) != 1 {
			t.Fatalf("%+v %v", r, r.Broken)
		}
		if s := r.Salvaged[0]; s.Entries != 2 || s.Events != 4 || s.Lost != 1 || !strings.Contains(s.File, ".damaged-") || s.At.IsZero() {
			t.Errorf("%+v", s)
		}
		f.append(f.all(Query{})[0].ID, Event{Kind: Copied})
	}
	f.exec(`UPDATE log SET body = replace(CAST(body AS TEXT), '"lost":1', '"lost":0') WHERE kind = 'salvaged'`)
	if r := f.verify(); r.Broken == nil {
		t.Error("what was lost can be edited away")
	}
}

func TestTakingOverTheFirstForm(t *testing.T) {
	old := form1(t)
	f := newFixture(t)
	f.now = old.now
	s, err := f.TakeOver(context.Background(), old.path)
	if err != nil || s.Entries != 14 || s.Events != 12 || s.Lost != 0 || s.Pruned != 12 {
		t.Fatalf("%+v %v", s, err)
	}
	if s, err := f.TakeOver(context.Background(), old.path); err != nil || s.Known != 26 || s.Entries+s.Events+s.Lost != 0 {
		t.Errorf("again: %+v %v", s, err)
	}
	if r := f.verify(); outcome(r) != "holds" || r.First != 0 || len(r.Salvaged) != 1 {
		t.Errorf("%+v %v", r, r.Broken)
	}
	if e := f.get("0sc7g2y5rq917"); e.Uses != 1 {
		t.Errorf("%+v", e)
	}
}

func TestTakingOverWhatIsNoLog(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct {
		content string
		kind    Kind
	}{
		{strings.Repeat("\x00 nothing", 2000), Foreign},
		{magic + strings.Repeat("\x0d", 9000), Foreign},
	} {
		path := t.TempDir() + "/x.db"
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		var e *Error
		if _, err := f.TakeOver(context.Background(), path); !errors.As(err, &e) || e.Kind != c.kind {
			t.Errorf("got %v", err)
		}
	}
	if r := f.verify(); r.Rows != 0 {
		t.Errorf("%+v", r)
	}
}

// FuzzPages: a file that somebody made up is read without a panic and within
// bounds.
func FuzzPages(f *testing.F) {
	f.Add([]byte(magic+strings.Repeat("\x00", 4080)), []byte{})
	f.Add([]byte(strings.Repeat("\x0d\x00\x00\x00\x02\x0f\xff\x00\x10", 600)), []byte("\x37\x7f\x06\x82"))
	f.Fuzz(func(t *testing.T, content, ahead []byte) {
		path := t.TempDir() + "/x.db"
		if os.WriteFile(path, content, 0o600) != nil || os.WriteFile(path+"-wal", ahead, 0o600) != nil {
			t.Skip()
		}
		w, err := openWreck(context.Background(), path)
		if err != nil {
			return
		}
		defer w.close()
		for {
			rows, err := w.some(context.Background())
			if err != nil || len(rows) == 0 {
				break
			}
		}
	})
}

// TestASalvageLaundersNothing: rows that were taken out are lost, whatever a hole
// or what is left of a row says of them.
func TestASalvageLaundersNothing(t *testing.T) {
	for _, forged := range []string{
		"INSERT INTO hole VALUES (2, 3, zeroblob(32), zeroblob(32), 9)",
		"INSERT INTO hole SELECT 2, 3, hash, hash, 9 FROM log WHERE seq = 1",
		"INSERT INTO gone VALUES (2, 1, 1, 'created', 0, zeroblob(32), zeroblob(32), 9), (3, 1, 1, 'created', 0, zeroblob(32), zeroblob(32), 9)",
	} {
		f, _ := story(t)
		f.exec("DELETE FROM log WHERE seq IN (2, 3)")
		f.exec(forged)
		f.exec("DELETE FROM head")
		f.record(sample(50, noon.Add(time.Hour)))
		r := f.verify()
		if r.Broken != nil || r.Proved() || len(r.Salvaged) != 1 || r.Salvaged[0].Lost != 2 || r.Salvaged[0].Pruned != 0 || r.Salvaged[0].Unchecked != 1 {
			t.Errorf("%s: %+v %v", forged, r, r.Broken)
		}
	}
}

// TestPrunedRowsAreNotLost in a salvage, if what is left of them fits.
func TestPrunedRowsAreNotLost(t *testing.T) {
	f := targeted(t)
	f.exec("DELETE FROM head")
	f.record(sample(50, f.now))
	r := f.verify()
	if r.Broken != nil || !r.Proved() || len(r.Salvaged) != 1 || r.Salvaged[0].Lost != 0 || r.Salvaged[0].Pruned != 2 {
		t.Errorf("%+v %v", r, r.Broken)
	}
}

// TestAKilledSalvageLosesNothing: at every step of it, a process that is killed
// leaves a log from which the next one has all that can be read.
func TestAKilledSalvageLosesNothing(t *testing.T) {
	for step := range 4 {
		f, _ := story(t)
		f.exec("DELETE FROM head")
		_ = f.Ledger.Close()
		l := &Ledger{path: f.path, options: Options{Clock: func() time.Time { return noon.Add(time.Minute) }}}
		l.opened = statFile(l.path)
		var aside string
		var err error
		if step > 0 { // it was kept
			if aside, err = l.keep(); err != nil {
				t.Fatal(err)
			}
		}
		if step > 1 { // a new one was begun
			stale := strings.Replace(f.path, "log.db", "log.db.new-999999999-1", 1)
			if err := os.WriteFile(stale, []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if step > 2 { // and what belongs to the old one had gone
			_ = os.Remove(f.path + "-wal")
			_ = os.Remove(f.path + "-shm")
		}
		f.open()
		id := f.record(sample(50, noon.Add(time.Hour)))
		r := f.verify()
		if r.Broken != nil || r.Entries != 4 || r.Events != 4 || len(r.Salvaged) != 1 || r.Salvaged[0].Lost != 0 {
			t.Errorf("step %d: %+v %v", step, r, r.Broken)
		}
		if aside != "" && r.Salvaged[0].File != filepath.Base(aside) {
			t.Errorf("step %d: taken over from %s, not from %s", step, r.Salvaged[0].File, aside)
		}
		if f.get(id).ID == "" {
			t.Errorf("step %d: the share is lost", step)
		}
		left, _ := filepath.Glob(f.path + ".new-*")
		if len(left) > 0 {
			t.Errorf("step %d: %v is left", step, left)
		}
	}
}

// TestADamagedHashLosesNoRow: the row after it, or the head, proves what it says. An
// edit is proved by nothing.
func TestADamagedHashLosesNoRow(t *testing.T) {
	for _, seq := range []int{1, 4, 7} {
		for edit, lost := range map[string]int64{
			"UPDATE log SET hash = zeroblob(32) WHERE seq = ?":              0,
			"UPDATE log SET at = at + 1 WHERE seq = ?":                      1,
			"UPDATE log SET ends = ends + 1 WHERE seq = ? AND seq < 4":      0, // a share's body has it too
			"UPDATE log SET hash = zeroblob(32), at = at + 1 WHERE seq = ?": 1,
		} {
			other, _ := story(t)
			other.exec(edit, seq)
			other.content()
			f := newFixture(t)
			if s, err := f.TakeOver(context.Background(), other.path); err != nil || s.Lost != lost || s.Entries+s.Events != 7-lost {
				t.Errorf("%s, row %d: %+v %v", edit, seq, s, err)
			}
		}
	}
}
