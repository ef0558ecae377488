package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

// walked reads a log up to where its text index would be looked at.
func (f *fixture) walked(work func(v *verifier, tx *sql.Tx)) {
	f.t.Helper()
	ctx := context.Background()
	tx, err := f.r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	v := &verifier{tx: tx, db: f.r, now: f.now, postings: newPostings(newMixer(), newKeyed()), under: map[int64]*goneSum{}, owed: map[int64]int64{}}
	for _, step := range []func(context.Context) error{v.schema, v.prepare, v.walk} {
		if err := step(ctx); err != nil {
			f.t.Fatal(err)
		}
	}
	if v.report.Broken != nil {
		f.t.Fatal(v.report.Broken)
	}
	work(v, tx)
}

func (v *verifier) everything() []textQuery {
	var out []textQuery
	for _, p := range v.postings.grams {
		out = append(out, textQuery{p.query(), p.tally})
	}
	return out
}

// indexedStory is a log whose text index has been through all that a log goes
// through: many parts, entries that were pruned and are still in it, and merging.
func indexedStory(t *testing.T, seen func(f *fixture, after string)) *fixture {
	t.Helper()
	ctx := context.Background()
	f := newFixture(t)
	rng := rand.New(rand.NewPCG(3, 4))
	add := func(n int) {
		for i := range n {
			r := sample(i, f.now)
			r.Spec.Target.Key = fmt.Sprintf("%d/%d.pdf", i%7, rng.IntN(90))
			r.Note = fmt.Sprintf("ticket %d", rng.IntN(90))
			r.Terms.Ends = f.now.Add(time.Duration(1+rng.IntN(48)) * time.Hour)
			f.record(r)
		}
		if err := f.Index(ctx); err != nil {
			t.Fatal(err)
		}
	}
	add(1)
	seen(f, "one share")
	for range 6 {
		add(25)
		f.now = f.now.Add(time.Hour)
	}
	seen(f, "several parts")
	f.now = f.now.Add(24 * time.Hour)
	if err := f.write(ctx, "prune", func(ctx context.Context, tx *sql.Tx) error {
		_, err := f.pruneSome(ctx, tx, f.now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	seen(f, "a prune that was not tidied up")
	add(20)
	if _, err := f.Prune(ctx, f.now.Add(-8*time.Hour), nil); err != nil {
		t.Fatal(err)
	}
	add(20)
	seen(f, "a prune and more shares")
	return f
}

// TestTheTextIndexIsReadWithoutSQLite, and says what searches say: of an honest
// log nothing is left to ask.
func TestTheTextIndexIsReadWithoutSQLite(t *testing.T) {
	indexedStory(t, func(f *fixture, after string) {
		f.walked(func(v *verifier, tx *sql.Tx) {
			asks, err := v.doubtful(context.Background())
			if err != nil || len(asks) > 0 {
				t.Errorf("after %s: %d trigrams of %d are in doubt: %v", after, len(asks), len(v.postings.grams), err)
			}
			if err := v.compareTexts(context.Background(), tx, v.everything()); err != nil {
				t.Errorf("after %s: %v", after, err)
			}
		})
	})
}

// TestLettersThatFoldInTwoWays leave SQLite something to say, and it is the truth.
func TestLettersThatFoldInTwoWays(t *testing.T) {
	f := newFixture(t)
	r := sample(1, noon)
	r.Note = "Straße K K k ſs STRASSE ß ẞ İi ıI ς Σ σ \x00\ufffe \U0001F600 e\u0301"
	f.record(r)
	if err := f.Index(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r := f.verify(); r.Broken != nil {
		t.Error(r.Broken)
	}
}

// TestNothingIsTakenForFoundThatSearchesMiss damages the text index in many ways:
// whenever a search would miss something, its reader must be in doubt.
func TestNothingIsTakenForFoundThatSearchesMiss(t *testing.T) {
	if testing.Short() {
		t.Skip("searches for long, in one goroutine")
	}
	ctx := context.Background()
	f := indexedStory(t, func(*fixture, string) {})
	f.keepTextIndex()
	rng := rand.New(rand.NewPCG(5, 6))
	f.walked(func(v *verifier, _ *sql.Tx) {
		missed := 0
		for range 150 {
			how := f.damageTextIndex(rng)
			tx, err := f.r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			now := *v
			now.tx = tx
			asks, err := now.doubtful(ctx)
			if err != nil {
				t.Fatalf("%s: %v", how, err)
			}
			searches := now.compareTexts(ctx, tx, now.everything())
			if searches != nil {
				missed++
			}
			if searches != nil && (len(asks) == 0 || now.compareTexts(ctx, tx, asks) == nil) {
				t.Errorf("%s: searches miss shares, and nothing is in doubt: %x", how, func() (b []byte) { _ = tx.QueryRow("SELECT block FROM words_data WHERE id=10").Scan(&b); return b }())
			}
			_ = tx.Rollback()
			f.mendTextIndex()
		}
		if missed < 30 {
			t.Errorf("only %d of the damages made searches miss something", missed)
		}
	})
}

// damageTextIndex does something to a row of its tables, and says what.
func (f *fixture) damageTextIndex(rng *rand.Rand) string {
	id, block := f.textRow(rng)
	other, _ := f.textRow(rng)
	way := "(segid, term) = (SELECT segid, term FROM words_idx ORDER BY segid, term LIMIT 1 OFFSET " + strconv.Itoa(rng.IntN(f.count("words_idx"))) + ")"
	switch rng.IntN(9) {
	case 0, 1, 2:
		at, bit := rng.IntN(len(block)), byte(1<<rng.IntN(8))
		block[at] ^= bit
		f.exec("UPDATE words_data SET block = ? WHERE id = ?", block, id)
		return fmt.Sprintf("bit %d of byte %d of row %d", bit, at, id)
	case 3:
		f.exec("DELETE FROM words_data WHERE id = ?", id)
		return fmt.Sprintf("row %d removed", id)
	case 4:
		f.exec("UPDATE words_data SET block = (SELECT block FROM words_data WHERE id = ?) WHERE id = ?", other, id)
		return fmt.Sprintf("row %d is a copy of %d", id, other)
	case 5:
		f.exec("UPDATE words_data SET block = ? WHERE id = ?", block[:rng.IntN(len(block)+1)], id)
		return fmt.Sprintf("row %d cut short", id)
	case 6:
		f.exec("DELETE FROM words_idx WHERE " + way)
		return "a way removed: " + way
	case 7:
		f.exec("UPDATE OR REPLACE words_idx SET term = coalesce(substr(term, 1, 2), x'30'), pgno = pgno + ? WHERE "+way, 2*rng.IntN(2))
		return "a way leads elsewhere: " + way
	}
	f.exec("INSERT OR REPLACE INTO words_config VALUES (?, ?)", []string{"version", "secure-delete", "pgsz"}[rng.IntN(3)], rng.IntN(6))
	return "told to work in another way"
}

// textRow is one of the rows that the index consists of; every fifth time, its structure.
func (f *fixture) textRow(rng *rand.Rand) (id int64, block []byte) {
	f.t.Helper()
	at := rng.IntN(f.count("words_data") - 1)
	if rng.IntN(5) == 0 {
		at = 0
	}
	if err := f.w.QueryRowContext(context.Background(), "SELECT id, block FROM words_data WHERE id <> 1 ORDER BY id LIMIT 1 OFFSET ?", at).Scan(&id, &block); err != nil {
		f.t.Fatal(err)
	}
	return id, block
}

func (f *fixture) count(table string) (n int) {
	f.t.Helper()
	if err := f.w.QueryRowContext(context.Background(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		f.t.Fatal(err)
	}
	return n
}

func (f *fixture) keepTextIndex() {
	f.exec("PRAGMA synchronous = OFF")
	for _, table := range []string{"data", "idx", "config"} {
		f.exec("CREATE TEMP TABLE " + table + "_was AS SELECT * FROM words_" + table)
	}
}

func (f *fixture) mendTextIndex() {
	for _, table := range []string{"data", "idx", "config"} {
		f.exec("DELETE FROM words_" + table)
		f.exec("INSERT INTO words_" + table + " SELECT * FROM " + table + "_was")
	}
}
