package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"testing"
	"time"
)

// forgedIndex writes a text index byte by byte, as FTS5 would but for what a test
// changes about it.
type forgedIndex struct {
	*fixture
	lists   map[string][]int64 // of each term, its entries
	long    bool               // each term is written whole
	segment int64              // its number in the structure; 0: the one that it has
	tombs   int64              // pages with tombstones
}

const forgedSegment = 3

// forge reads what the index of an honest log holds.
func (f *fixture) forge() *forgedIndex {
	f.t.Helper()
	ctx := context.Background()
	if err := f.Index(ctx); err != nil {
		f.t.Fatal(err)
	}
	f.exec("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, instance)")
	rows, err := f.w.QueryContext(ctx, "SELECT term, doc FROM temp.terms ORDER BY 1, 2")
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	x := &forgedIndex{fixture: f, lists: map[string][]int64{}}
	for rows.Next() {
		var term string
		var entry int64
		if err := rows.Scan(&term, &entry); err != nil {
			f.t.Fatal(err)
		}
		x.lists["0"+term] = append(x.lists["0"+term], entry)
	}
	if err := rows.Err(); err != nil || len(x.lists) == 0 {
		f.t.Fatal("the text index has nothing in it", err)
	}
	return x
}

// page is the leaf of a segment that holds all of it.
func (x *forgedIndex) page() []byte {
	text, places := make([]byte, pageHead), []byte{}
	before, at := "", 0
	for i, term := range slices.Sorted(maps.Keys(x.lists)) {
		places = putNumber(places, len(text)-at)
		at = len(text)
		common := 0
		if i > 0 {
			for !x.long && common < min(len(before), len(term)) && before[common] == term[common] {
				common++
			}
			text = putNumber(text, common)
		}
		text = append(putNumber(text, len(term)-common), term[common:]...)
		last := int64(0)
		for _, entry := range x.lists[term] {
			text = putNumber(text, int(entry-last))
			last = entry
		}
		before = term
	}
	binary.BigEndian.PutUint16(text[2:], uint16(len(text)))
	return append(text, places...)
}

// write replaces the index, but for segments that are said to be older.
func (x *forgedIndex) write(older ...[]byte) {
	x.t.Helper()
	x.exec("DELETE FROM words_data WHERE id > 10")
	x.exec("DELETE FROM words_idx")
	x.put(forgedSegment, x.page())
	named := int64(forgedSegment)
	if x.segment != 0 {
		named = x.segment
	}
	structure := append([]byte{0, 0, 0, 0}, structureMark...)
	structure = putNumber(structure, 1)            // levels
	structure = putNumber(structure, 1+len(older)) // segments
	structure = putNumber(structure, 9)            // times that it was written
	structure = append(structure, 0)               // none are being merged
	structure = putNumber(structure, 1+len(older)) // segments of the level
	for i, page := range older {
		x.put(int64(20+i), page)
		structure = putSegment(structure, int64(20+i), 0)
	}
	structure = putSegment(structure, named, x.tombs)
	x.exec("UPDATE words_data SET block = ? WHERE id = 10", structure)
}

// rows are what the index consists of.
func (x *forgedIndex) rows() map[int64][]byte {
	x.t.Helper()
	rows, err := x.w.QueryContext(context.Background(), "SELECT id, block FROM words_data")
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	out := map[int64][]byte{}
	for rows.Next() {
		var id int64
		var block []byte
		if err := rows.Scan(&id, &block); err != nil {
			x.t.Fatal(err)
		}
		out[id] = block
	}
	return out
}

func (x *forgedIndex) put(segment int64, page []byte) {
	x.t.Helper()
	x.exec("INSERT INTO words_data VALUES (?, ?)", segment<<segmentBits+1, page)
	x.exec("INSERT INTO words_idx VALUES (?, x'', 2)", segment)
}

func putSegment(to []byte, id, tombstones int64) []byte {
	to = appendVarint(to, id)
	for _, n := range []int{1, 1, 1, 9, int(tombstones), 0, 9} {
		to = putNumber(to, n)
	}
	return to
}

func putNumber(to []byte, n int) []byte { return appendVarint(to, int64(n)) }

// move takes a list to another term.
func (x *forgedIndex) move(from, to string) {
	x.lists[to] = x.lists[from]
	delete(x.lists, from)
}

// TestForgedTextIndexes hold all that they must, in a way in which no search finds
// it; and nothing that SQLite's own check would complain about.
func TestForgedTextIndexes(t *testing.T) {
	for _, c := range []struct {
		name   string
		forge  func(x *forgedIndex)
		text   string
		honest bool
	}{
		{name: "as it was", forge: func(x *forgedIndex) { x.write() }, text: "zebra", honest: true},
		{name: "terms that do not share their beginning", forge: func(x *forgedIndex) { x.long = true; x.write() }, text: "zebra"},
		{name: "terms in upper case", forge: func(x *forgedIndex) { x.move("0zeb", "0ZEB"); x.write() }, text: "zeb"},
		{name: "the other small sigma", forge: func(x *forgedIndex) { x.move("0ίσι", "0ίςι"); x.write() }, text: "ίσι"},
		{name: "the sign for kelvin", forge: func(x *forgedIndex) { x.move("0kla", "0\u212ala"); x.write() }, text: "kla"},
		{name: "broken UTF-8", forge: func(x *forgedIndex) { x.move("0a\ufffdb", "0a\xffb"); x.write() }, text: "a\ufffdb"},
		{name: "a segment with a number that is cut short", forge: func(x *forgedIndex) {
			x.segment = 1<<31 + forgedSegment
			x.write()
			x.exec("INSERT INTO words_idx SELECT ?, term, pgno FROM words_idx", x.segment)
			x.exec("UPDATE words_idx SET pgno = 4000 WHERE segid = ?", forgedSegment)
		}, text: "zebra"},
		{name: "removed from a newer segment, and in an older one", forge: func(x *forgedIndex) {
			page, victim := x.page(), x.lists["0zeb"]
			x.tombs = 1
			x.lists = map[string][]int64{"0bra": victim, "0ebr": victim, "0zeb": victim}
			x.write(page)
			tombstones := make([]byte, tombstoneHead+64)
			tombstones[0] = 8
			slot := int(victim[0] % 8)
			binary.BigEndian.PutUint64(tombstones[tombstoneHead+8*slot:], uint64(victim[0]))
			x.exec("INSERT INTO words_data VALUES (?, ?)", (forgedSegment+1<<tombstoneBits)<<segmentBits, tombstones)
		}, text: "zebra"},
		{name: "a table behind it that says two things", forge: func(x *forgedIndex) {
			x.write()
			whole := x.rows()
			x.lists = map[string][]int64{"0oth": x.lists["0oth"]}
			x.write()
			less := x.rows()
			x.exec("PRAGMA writable_schema = 1")
			x.exec("UPDATE sqlite_master SET sql = replace(sql, 'id INTEGER PRIMARY KEY', 'id INTEGER') WHERE name = 'words_data'")
			x.reopen()
			x.exec("DELETE FROM words_data")
			for id, block := range whole {
				x.exec("INSERT INTO words_data (rowid, id, block) VALUES (?, ?, ?)", id+1<<60, id, block)
			}
			for id, block := range less {
				x.exec("INSERT INTO words_data (rowid, id, block) VALUES (?, ?, ?)", id, id+1<<60, block)
			}
		}, text: "zebra"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			for i, note := range []string{"zebra \ufffd", "a\ufffdb κλίσις klang ίσι", "other"} {
				r := sample(i, f.now)
				r.Note = note
				f.record(r)
				f.now = f.now.Add(time.Second)
			}
			x := f.forge()
			c.forge(x)
			f.reopen()
			if err := f.integrity(context.Background()); err != nil {
				t.Logf("SQLite finds it: %v", err)
			}
			var n int
			err := f.r.QueryRowContext(context.Background(), "SELECT count(*) FROM words WHERE words MATCH ?", match(c.text, nil)).Scan(&n)
			if c.honest != (n == 1) {
				t.Fatalf("%d found: %v", n, err)
			}
			if r := f.verify(); (r.Broken == nil) != c.honest {
				t.Errorf("verify says %v", r.Broken)
			}
		})
	}
}

// TestNumbersAreWrittenAsTheyAreRead, up to the largest.
func TestNumbersAreWrittenAsTheyAreRead(t *testing.T) {
	for _, n := range []int64{0, 1, 127, 128, 16383, 16384, 1 << 31, 1<<56 - 1, 1 << 56, 914509719759756716, 1<<63 - 1} {
		b := appendVarint(nil, n)
		if got, length := varint(b); got != n || length != len(b) {
			t.Errorf("%d is read as %d", n, got)
		}
	}
}

// TestMemoryOfALargeTextIndex: a row of it that is larger than any of FTS5's is
// not read.
func TestMemoryOfALargeTextIndex(t *testing.T) {
	for _, row := range []string{"id = 10", "id = (SELECT max(id) FROM words_data)"} {
		f := newFixture(t)
		f.record(sample(1, noon))
		if err := f.Index(context.Background()); err != nil {
			t.Fatal(err)
		}
		f.exec("UPDATE words_data SET block = block || zeroblob(30000000) WHERE " + row)
		f.walked(func(v *verifier, _ *sql.Tx) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			asks, err := v.doubtful(context.Background())
			runtime.ReadMemStats(&after)
			if err != nil || len(asks) != len(v.postings.grams) {
				t.Errorf("%s: %d trigrams are in doubt: %v", row, len(asks), err)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 5<<20 {
				t.Errorf("%s: %d bytes for a small log", row, got)
			}
		})
	}
}
