package ledger

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"unicode"
)

// cased is the letters that differ from others in case alone, and all below the
// Hangul.
func cased() []rune {
	var out []rune
	for r := rune(1); r <= unicode.MaxRune; r++ {
		plain := unicode.SimpleFold(r) == r && unicode.ToLower(r) == r && unicode.ToUpper(r) == r
		if !plain || r < 0x1100 {
			out = append(out, r)
		}
	}
	return out
}

// lettersOfFTS5 are those of them that the text index keeps.
func lettersOfFTS5(t *testing.T) map[rune]bool {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1) // each would have a memory of its own
	var text strings.Builder
	for _, r := range cased() {
		text.WriteString(strings.Repeat(string(r), 3) + "\x1f")
	}
	for _, q := range []string{schema2, "CREATE VIRTUAL TABLE v USING fts5vocab(words, row)", "INSERT INTO words (rowid, t) VALUES (1, '" + strings.ReplaceAll(text.String(), "'", "''") + "')"} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := db.QueryContext(ctx, "SELECT term FROM v")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	kept := map[rune]bool{}
	for rows.Next() {
		var term string
		if err := rows.Scan(&term); err != nil {
			t.Fatal(err)
		}
		if r := []rune(term); len(r) == 3 && r[0] == r[1] && r[1] == r[2] {
			kept[r[0]] = true
		}
	}
	if err := rows.Err(); err != nil || len(kept) < 1000 {
		t.Fatal(len(kept), err)
	}
	return kept
}

// TestTheLettersThatFTS5Keeps are the ones that verify takes for such, and no
// other letter is kept beside one, but those of which SQLite is asked anyway.
func TestTheLettersThatFTS5Keeps(t *testing.T) {
	kept := lettersOfFTS5(t)
	for _, r := range cased() {
		if !keptByFTS5(r) {
			continue
		}
		if !kept[r] {
			t.Errorf("%U is another letter to FTS5", r)
		}
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			if kept[other] && !beyondFTS5(other) {
				t.Errorf("%U is not the same as %U to FTS5", other, r)
			}
		}
	}
}

// TestOrdinaryLettersLeaveNothingToAsk, and odd ones do.
func TestOrdinaryLettersLeaveNothingToAsk(t *testing.T) {
	for note, doubt := range map[string]bool{"Übersicht: Straße, ПРИКАЗ № 5, Ίσις, 請求書": false, "10\u212b thick": false, "\u1c80\u1c81\u1c82": true} {
		f := newFixture(t)
		r := sample(1, noon)
		r.Note = note
		f.record(r)
		if err := f.Index(context.Background()); err != nil {
			t.Fatal(err)
		}
		f.walked(func(v *verifier, _ *sql.Tx) {
			if asks, err := v.doubtful(context.Background()); err != nil || (len(asks) > 0) != doubt {
				t.Errorf("%s: %d trigrams are in doubt: %v", note, len(asks), err)
			}
		})
		if r := f.verify(); r.Broken != nil {
			t.Errorf("%s: %v", note, r.Broken)
		}
	}
}
