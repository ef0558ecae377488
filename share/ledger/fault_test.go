package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// TestMigrations builds a log at every schema there ever was, with shares and
// events in it, and opens it.
func TestMigrations(t *testing.T) {
	for have := range len(steps()) { // the last one is what all other tests begin with
		t.Run(fmt.Sprintf("from %d", have), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log.db")
			buildOld(t, path, have)
			f := &fixture{t: t, now: noon, path: path}
			f.open()
			defer func() { _ = f.Ledger.Close() }()
			if v, err := version(context.Background(), f.w); err != nil || v != len(steps()) {
				t.Errorf("schema %d, %v", v, err)
			}
			want := 3
			if have == 0 {
				want = 0
			}
			f.record(sample(9, noon))
			if n := len(f.all(Query{Text: "übersicht"})); n != want+1 {
				t.Errorf("%d shares found, want %d", n, want+1)
			}
			if r := f.verify(); r.Broken != nil || r.Entries != int64(want+1) {
				t.Errorf("%+v %v", r, r.Broken)
			}
			f.now = noon.Add(10 * time.Hour)
			if p, err := f.Prune(context.Background(), noon.Add(time.Hour), nil); err != nil || p.Entries != int64(want+1) {
				t.Errorf("pruned %+v: %v", p, err)
			}
		})
	}
}

// buildOld makes a file of an earlier schema, by the steps that made it then.
func buildOld(t *testing.T, path string, schema int) {
	t.Helper()
	ctx := context.Background()
	l := &Ledger{path: path, options: Options{Clock: func() time.Time { return noon }}}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db := l.database("mode=rw&_txlock=immediate", 1)
	defer func() { _ = db.Close() }()
	for _, step := range steps()[:schema] {
		if _, err := db.ExecContext(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	if schema == 0 {
		return
	}
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schema)); err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	var head Head
	for i := range 3 {
		r := sample(i, noon)
		r.ID = formatID(firstAt(noon) + int64(i))
		head = form1Entry(t, tx, head, r)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE head SET seq = ?, hash = ?", head.Seq, head.Hash[:]); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// form1Entry adds a share as signet did before the second form.
func form1Entry(t *testing.T, tx *sql.Tx, head Head, r share.Record) Head {
	t.Helper()
	ctx := context.Background()
	raw, err := new(encoder).encode(&r)
	if err != nil {
		t.Fatal(err)
	}
	n, _ := parseID(r.ID)
	row := row{seq: head.Seq + 1, entry: n, at: millis(r.Created), kind: Created, body: raw}
	head = head.next1(row)
	if _, err := tx.ExecContext(ctx, "INSERT INTO log (seq, entry, at, kind, body, hash) VALUES (?,?,?,?,?,?)", row.seq, n, row.at, row.kind, raw, head.Hash[:]); err != nil {
		t.Fatal(err)
	}
	in, err := prepareEntries(ctx, tx)
	if err == nil {
		err = in.enter(ctx, n, head.Seq, columnsOf(r))
	}
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func TestNewerSchemaIsLeftAlone(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	f.exec("PRAGMA user_version = 99")
	_ = f.Ledger.Close()
	before, _ := os.ReadFile(f.path)
	l, err := Open(f.path, Options{})
	if !IsKind(err, Newer) || !strings.Contains(err.Error(), "update signet") || !strings.Contains(err.Error(), f.path) {
		t.Errorf("got %v", err)
	}
	if _, err := record(l, sample(2, noon)); !IsKind(err, Newer) {
		t.Errorf("recording gave %v", err)
	}
	if _, err := l.Query(context.Background(), Query{}); !IsKind(err, Newer) {
		t.Errorf("searching gave %v", err)
	}
	_ = l.Close()
	if after, _ := os.ReadFile(f.path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestDamagedFileIsSetAside(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	_ = f.Ledger.Close()
	rubbish := []byte(strings.Repeat("not a database ", 400))
	if err := os.WriteFile(f.path, rubbish, 0o600); err != nil {
		t.Fatal(err)
	}
	f.open()
	if n := f.Notice(); !strings.Contains(n, ".damaged-20260304T120000.000Z") {
		t.Errorf("notice %q", n)
	}
	if n := f.Notice(); n != "" {
		t.Errorf("told twice: %q", n)
	}
	if kept, err := os.ReadFile(f.path + ".damaged-20260304T120000.000Z"); err != nil || !bytes.Equal(kept, rubbish) {
		t.Errorf("the damaged file is not kept as it was: %v", err)
	}
	f.record(sample(2, noon))
	if n := len(f.all(Query{})); n != 1 {
		t.Errorf("%d shares in the new log", n)
	}
}

// TestDamageInTheMiddle is only noticed when a share is recorded: the share
// still goes into a log, a new one.
func TestDamageInTheMiddle(t *testing.T) {
	f := newFixture(t)
	for i := range 50 {
		f.record(sample(i, noon))
	}
	_ = f.Ledger.Close()
	file, err := os.OpenFile(f.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, _ := file.Stat()
	if _, err := file.WriteAt(bytes.Repeat([]byte{0x5a}, int(info.Size())-4096), 4096); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	f.open()
	if _, err := f.Query(context.Background(), Query{}); !IsKind(err, Damaged) {
		t.Errorf("searching gave %v", err)
	}
	id := f.record(sample(99, noon))
	if !strings.Contains(f.Notice(), "kept as") {
		t.Error("no notice")
	}
	if f.get(id).Spec.Target.Key != sample(99, noon).Spec.Target.Key {
		t.Error("the share is lost")
	}
	if files, _ := filepath.Glob(f.path + ".damaged-*"); len(files) == 0 {
		t.Error("the damaged file is gone")
	}
}

func TestFullDisk(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	f.record(sample(1, noon))
	var pages int
	if err := f.w.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	f.exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		_, err = record(f, sample(i, noon))
	}
	if !IsKind(err, Full) || !strings.Contains(err.Error(), "free some space") {
		t.Fatalf("a full disk gave %v", err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
	f.exec("PRAGMA max_page_count = 100000")
	f.record(sample(2, noon))
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}

func TestErrorsOfTheSystem(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Kind
	}{
		{os.ErrPermission, ReadOnly}, {os.ErrNotExist, NotFound}, {errors.New("x"), Other}, {nil, Other},
	} {
		if got := kindOf(c.err); got != c.want {
			t.Errorf("%v is %d, want %d", c.err, got, c.want)
		}
	}
	for code, want := range map[int]Kind{5: Busy, 6: Busy, 8: ReadOnly, 776: ReadOnly, 10: Other, 778: Full, 11: Damaged, 13: Full, 14: ReadOnly, 26: Damaged} {
		if got := kindOfCode(code); got != want {
			t.Errorf("SQLite's %d is %d, want %d", code, got, want)
		}
	}
	if wrap("x", "p", nil) != nil || !errors.Is(wrap("x", "p", context.Canceled), context.Canceled) || IsKind(wrap("x", "p", sql.ErrNoRows), Damaged) {
		t.Error("fail")
	}
}

// TestReadOnlyHome: the log of a home that cannot be written is still shown,
// and a share says why it was not recorded.
func TestReadOnlyHome(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	f := newFixture(t)
	id := f.record(sample(1, noon))
	_ = f.Ledger.Close()
	folder := filepath.Dir(f.path)
	chmod := func(mode os.FileMode, file os.FileMode) {
		if err := errors.Join(os.Chmod(folder, 0o700), os.Chmod(f.path, file), os.Chmod(folder, mode)); err != nil {
			t.Fatal(err)
		}
	}
	chmod(0o500, 0o400)
	defer chmod(0o700, 0o600)
	f.open()
	if !f.Ledger.readOnly || f.get(id).State != StateOpen || len(f.all(Query{Text: "übersicht"})) != 1 {
		t.Error("the log cannot be read")
	}
	if _, err := record(f, sample(2, noon)); !IsKind(err, ReadOnly) || !strings.Contains(err.Error(), "writable") {
		t.Errorf("recording gave %v", err)
	}
	_, err := Open(filepath.Join(folder, "other.db"), Options{})
	if !IsKind(err, ReadOnly) {
		t.Errorf("a new log gave %v", err)
	}
}

func TestReadOnlyOption(t *testing.T) {
	f := newFixture(t)
	f.record(sample(1, noon))
	l, err := Open(f.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if p, err := l.Query(context.Background(), Query{Text: "übersicht"}); err != nil || len(p.Entries) != 1 {
		t.Errorf("%d entries: %v", len(p.Entries), err)
	}
	if _, err := record(l, sample(2, noon)); !IsKind(err, ReadOnly) {
		t.Errorf("recording gave %v", err)
	}
	missing := filepath.Join(t.TempDir(), "none", "log.db")
	if _, err := Open(missing, Options{ReadOnly: true}); !IsKind(err, NotFound) {
		t.Errorf("no log gave %v", err)
	}
	if _, err := os.Stat(filepath.Dir(missing)); err == nil {
		t.Error("looking made a folder")
	}
}

func TestBusy(t *testing.T) {
	f := newFixture(t)
	other, err := Open(f.path, Options{Busy: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	tx, err := f.w.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := record(other, sample(1, noon)); !IsKind(err, Busy) {
		t.Errorf("got %v", err)
	}
	if _, err := other.Query(context.Background(), Query{}); err != nil {
		t.Errorf("a writer keeps readers out: %v", err)
	}
	_ = tx.Rollback()
	if _, err := record(other, sample(1, noon)); err != nil {
		t.Error(err)
	}
}

func TestClosed(t *testing.T) {
	f := newFixture(t)
	_ = f.Ledger.Close()
	_ = f.Ledger.Close()
	if _, err := record(f, sample(1, noon)); err == nil {
		t.Error("recorded in a closed log")
	}
	if _, err := f.Query(context.Background(), Query{}); err == nil {
		t.Error("searched a closed log")
	}
	if _, err := Open("", Options{}); err == nil {
		t.Error("opened nothing")
	}
}
