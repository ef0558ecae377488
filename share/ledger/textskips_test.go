package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// indexLong records shares an hour apart, and makes one part of their text index.
func (f *fixture) indexLong(shares int, key func(i int) string) {
	f.t.Helper()
	ctx := context.Background()
	var records []share.Record
	for i := range shares {
		r := sample(i, f.now)
		r.Spec.Target.Key, r.Note = key(i), ""
		records = append(records, r)
		f.now = f.now.Add(time.Hour)
	}
	if err := f.RecordAll(ctx, records); err != nil {
		f.t.Fatal(err)
	}
	if err := f.Index(ctx); err != nil {
		f.t.Fatal(err)
	}
	f.exec("INSERT INTO words (words) VALUES ('optimize')")
}

// TestWhereALongListGoesOn: a search that begins with the newest shares believes
// the text index as to where their list ends.
func TestWhereALongListGoesOn(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t)
	f.indexLong(5200, func(i int) string { return fmt.Sprintf("zebra%d", i%7) })
	const long = "(SELECT (segid << 37) + (1 << 36) + pgno / 2 FROM words_idx WHERE pgno & 1 ORDER BY term DESC LIMIT 1)"
	f.walked(func(v *verifier, tx *sql.Tx) {
		asks, err := v.doubtful(ctx)
		if err != nil || len(asks) > 0 {
			t.Errorf("%d trigrams of %d are in doubt: %v", len(asks), len(v.postings.grams), err)
		}
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM words_data WHERE id = " + long).Scan(&n); err != nil || n != 1 {
			t.Fatalf("no list is long: %v", err)
		}
	})
	var block []byte
	if err := f.w.QueryRow("SELECT block FROM words_data WHERE id = " + long).Scan(&block); err != nil {
		t.Fatal(err)
	}
	end := 0
	for n := (numbers{left: block[1:]}); len(n.left) > 0; n.next() {
		end = len(block) - len(n.left)
	}
	f.exec("UPDATE words_data SET block = ? WHERE id = "+long, block[:end])
	f.reopen()
	if err := f.integrity(ctx); err != nil {
		t.Errorf("SQLite finds it by itself: %v", err)
	}
	if r := f.verify(); r.Broken == nil || !strings.Contains(r.Broken.String(), "text index") {
		t.Errorf("the end of a list is hidden from searches, and verify says %v", r.Broken)
	}
}

// TestTheTreeOfAVeryLongList is read too: with small pages, a list needs no million
// entries to have one.
func TestTheTreeOfAVeryLongList(t *testing.T) {
	ctx := context.Background()
	f := newFixture(t)
	f.exec("INSERT INTO words (words, rank) VALUES ('pgsz', 32)")
	f.indexLong(1500, func(int) string { return "zebra" })
	const tree = "id & (1 << 36) AND id & (31 << 31)"
	f.walked(func(v *verifier, tx *sql.Tx) {
		asks, err := v.doubtful(ctx)
		if err != nil || len(asks) > 0 {
			t.Errorf("%d trigrams of %d are in doubt: %v", len(asks), len(v.postings.grams), err)
		}
		var levels int
		if err := tx.QueryRow("SELECT count(DISTINCT id >> 31 & 31) FROM words_data WHERE " + tree).Scan(&levels); err != nil || levels < 2 {
			t.Fatalf("the tree has %d levels above its leaves: %v", levels, err)
		}
	})
	f.exec("UPDATE words_data SET block = substr(block, 1, length(block) - 1) WHERE id = (SELECT max(id) FROM words_data WHERE " + tree + ")")
	f.walked(func(v *verifier, _ *sql.Tx) {
		if asks, err := v.doubtful(ctx); err != nil || len(asks) == 0 {
			t.Errorf("a page of the tree is damaged, and nothing is in doubt: %v", err)
		}
	})
}

// TestATextIndexThatSQLiteCannotOpen is broken, and no failure of verify.
func TestATextIndexThatSQLiteCannotOpen(t *testing.T) {
	f, _ := story(t)
	f.exec("DELETE FROM words_config")
	f.reopen()
	if r := f.verify(); r.Broken == nil {
		t.Errorf("%+v", r)
	}
}
