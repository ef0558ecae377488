package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// closedLog is the bytes of a log with some shares, closed.
func closedLog(t *testing.T) []byte {
	t.Helper()
	f, _ := story(t)
	for i := range 20 {
		f.record(sample(10+i, noon.Add(time.Hour)))
	}
	if err := f.Index(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := f.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// verifyBytes verifies a file as signet log verify does. It fails the test if
// anything in the folder is another than before.
func verifyBytes(t *testing.T, content []byte) (Report, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.db")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := Open(path, Options{ReadOnly: true, Clock: func() time.Time { return noon.Add(time.Hour) }})
	var r Report
	if err == nil {
		r, err = l.Verify(context.Background())
	}
	_ = l.Close()
	after, rerr := os.ReadFile(path)
	if rerr != nil || sha256.Sum256(after) != sha256.Sum256(content) {
		t.Errorf("verify changed the file: %v", rerr)
	}
	info, serr := os.Stat(path)
	if serr != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("verify changed its mode: %v", serr)
	}
	files, _ := os.ReadDir(filepath.Dir(path))
	if len(files) != 1 {
		t.Errorf("verify left %v behind", files)
	}
	return r, err
}

// certified reports whether verify says that the log holds.
func certified(r Report, err error) bool { return err == nil && r.Broken == nil && r.Proved() }

// TestVerifyOfTruncatedFiles: whatever is cut off, verify says so, and salvages
// nothing.
func TestVerifyOfTruncatedFiles(t *testing.T) {
	whole := closedLog(t)
	if r, err := verifyBytes(t, whole); !certified(r, err) {
		t.Fatalf("%+v %v %v", r, r.Broken, err)
	}
	sizes := []int{0, 1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 8192, len(whole) - 1, len(whole) - 4096}
	for i := range 12 {
		sizes = append(sizes, len(whole)*i/13)
	}
	for _, size := range sizes {
		r, err := verifyBytes(t, whole[:size])
		var e *Error
		if certified(r, err) || r.Broken == nil && (!errors.As(err, &e) || e.Kind != Damaged) {
			t.Errorf("cut to %d of %d bytes: %+v %v", size, len(whole), r, err)
		}
	}
}

func TestVerifyOfOverwrittenFiles(t *testing.T) {
	whole := closedLog(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, fill := range []func() byte{func() byte { return byte(rng.IntN(256)) }, func() byte { return 0 }} {
		for at := 0; at < len(whole); at += 4096 {
			content := bytes.Clone(whole)
			for i := range 4096 {
				content[at+i] = fill()
			}
			if bytes.Equal(content, whole) {
				continue // it was empty
			}
			if r, err := verifyBytes(t, content); certified(r, err) {
				t.Errorf("page %d is gone, and the chain holds", at/4096)
			}
		}
	}
}

// TestVerifyFindsWhatSQLiteFinds flips bits all over the file. Whatever SQLite's
// own check finds, verify does.
func TestVerifyFindsWhatSQLiteFinds(t *testing.T) {
	whole := closedLog(t)
	rng := rand.New(rand.NewPCG(3, 4))
	damaging := 0
	for range 150 {
		content := bytes.Clone(whole)
		at := rng.IntN(len(content))
		content[at] ^= 1 << rng.IntN(8)
		if integrityOf(t, content) {
			continue
		}
		damaging++
		if r, err := verifyBytes(t, content); certified(r, err) {
			t.Errorf("byte %d: SQLite finds damage, and the chain holds", at)
		}
	}
	if damaging < 5 {
		t.Errorf("only %d flips did any damage", damaging)
	}
}

// integrityOf is SQLite's own opinion.
func integrityOf(t *testing.T, content []byte) bool {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db := database(path, 0, "mode=ro&immutable=1", 1)
	defer func() { _ = db.Close() }()
	var says string
	err := db.QueryRowContext(context.Background(), "PRAGMA integrity_check(1)").Scan(&says)
	return err == nil && says == "ok"
}

// TestVerifyFindsAnIndexThatLacksRows: a share that an index does not have is
// hidden from whoever asks by that column, although it is in every table.
func TestVerifyFindsAnIndexThatLacksRows(t *testing.T) {
	for _, index := range []struct{ name, text string }{
		{"entry_bucket", "CREATE INDEX entry_bucket ON entry(bucket)"},
		{"entry_key", "CREATE INDEX entry_key ON entry(access_key)"},
		{"entry_ends", "CREATE INDEX entry_ends ON entry(ends)"},
		{"log_event", "CREATE INDEX log_event ON log(entry) WHERE kind <> 'created'"},
	} {
		f, _ := story(t)
		partial := index.text + " WHERE seq <> 2"
		if index.name == "log_event" {
			partial = index.text + " AND seq <> 5"
		}
		f.exec("DROP INDEX " + index.name)
		f.exec(partial)
		f.exec("PRAGMA writable_schema = 1")
		f.exec("UPDATE sqlite_master SET sql = ? WHERE name = ?", index.text, index.name)
		f.exec("PRAGMA writable_schema = 0")
		f.reopen()
		if r := f.verify(); r.Broken == nil {
			t.Errorf("%s lacks a row, and the chain holds", index.name)
		}
	}
}

// TestVerifyBesideAWriter: a log that somebody writes to all the time is read as
// it was at one moment.
func TestVerifyBesideAWriter(t *testing.T) {
	f, _ := story(t)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				_, _ = record(f, sample(100+i, noon))
			}
		}
	}()
	for range 5 {
		l, err := Open(f.path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := l.Verify(context.Background()); !certified(r, err) {
			t.Errorf("%+v %v %v", r, r.Broken, err)
		}
		_ = l.Close()
	}
	close(stop)
	<-stopped
}

// TestTimesThatRunBackwardsAreTold, and are no break.
func TestTimesThatRunBackwardsAreTold(t *testing.T) {
	f, ids := story(t)
	f.append(ids[0], Event{Kind: Used, At: noon.Add(-time.Hour)})
	r := f.verify()
	if outcome(r) != "holds" || r.Earlier != 1 || r.EarlierAt != 8 {
		t.Errorf("%+v %v", r, r.Broken)
	}
}
