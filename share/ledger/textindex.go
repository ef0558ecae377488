package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// textIndex reads the text index as FTS5 stores it: a question for each trigram
// takes SQLite many times as long. It takes nothing for granted: what is not as
// FTS5 writes it, or as a search would find it, is an error, and then SQLite has
// to be asked.
// https://www.sqlite.org/src/file/ext/fts5/fts5_index.c, the comment at its top
type textIndex struct {
	tx    *sql.Tx
	keyed keyed
	found map[gram]*stored
}

// errForm is the error for an index that is in another form than FTS5 gives it.
var errForm = errors.New("the text index has another form than usual")

// readTextIndex sums up, of each trigram, the entries that a search would find.
func readTextIndex(ctx context.Context, tx *sql.Tx, k keyed) (map[gram]*stored, error) {
	x := &textIndex{tx: tx, keyed: k, found: map[gram]*stored{}}
	if err := x.usual(ctx); err != nil {
		return nil, err
	}
	all, err := x.structure(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if err := x.segment(ctx, s); err != nil {
			return nil, err
		}
	}
	return x.found, nil
}

// usual reports an error if the index was told to work in another way. What is
// said of merging says only when its parts are put together.
func (x *textIndex) usual(ctx context.Context) error {
	const usualVersion = 4
	var other int64
	var version sql.NullInt64
	err := x.tx.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE k NOT IN ('version', 'deletemerge')), max(v) FILTER (WHERE k = 'version' AND typeof(v) = 'integer') FROM words_config").Scan(&other, &version)
	if err == nil && (other > 0 || version.Int64 != usualVersion) {
		return errForm
	}
	return err
}

// segment is a sorted part of the index. Its pages are numbered; of the pages
// with tombstones, each holds a table of entries that were removed.
type segment struct {
	id, first, last int64
	tombstones      int64
}

// FTS5 keeps the structure in row 10 of its data, and page p of segment s in row
// s<<37 + p. Tombstones are pages of a segment with a number beyond all others.
const (
	structureRow   = 10
	segmentBits    = 37
	tombstoneBits  = 16
	mostSegments   = 2000
	mostPages      = 1<<31 - 1
	mostTombstones = 1 << 14 // pages; that many would be read into memory
	structureMark  = "\xff\x00\x00\x01"
)

// structure reads which segments there are.
func (x *textIndex) structure(ctx context.Context) ([]segment, error) {
	var block []byte
	err := x.tx.QueryRowContext(ctx, "SELECT block FROM words_data WHERE id = ? AND typeof(block) = 'blob'", structureRow).Scan(&block)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (len(block) < 8 || string(block[4:8]) != structureMark) {
		return nil, errForm
	}
	if err != nil {
		return nil, err
	}
	r := numbers{left: block[8:]}
	levels, segments := r.next(), r.next()
	r.next() // how often it was written
	if levels > mostSegments || segments > mostSegments {
		return nil, errForm
	}
	var out []segment
	var merging int64 // parts of a level are being merged into one of the next
	for range levels {
		into := merging > 0
		var here int64
		if merging, here = r.next(), r.next(); merging > here || here > segments || into && here == 0 {
			return nil, errForm
		}
		for range here {
			s := segment{id: r.next(), first: r.next(), last: r.next()}
			r.next() // the oldest and the newest writing that it holds
			r.next()
			s.tombstones = r.next()
			r.next() // entries that were removed, and all of them
			r.next()
			if s.id == 0 || s.first == 0 || s.last < s.first || s.last > mostPages || s.tombstones > mostTombstones {
				return nil, errForm
			}
			out = append(out, s)
		}
	}
	if r.torn || len(r.left) > 0 || int64(len(out)) != segments || merging > 0 {
		return nil, errForm
	}
	return out, nil
}

// numbers reads one number after the other.
type numbers struct {
	left []byte
	torn bool
}

// next is never negative; 0 if there is none.
func (r *numbers) next() int64 {
	n, length := varint(r.left)
	if length == 0 || n < 0 {
		r.torn = true
		return 0
	}
	r.left = r.left[length:]
	return n
}

// segment adds up the entries of a segment, page by page.
func (x *textIndex) segment(ctx context.Context, s segment) error {
	removed, err := x.removed(ctx, s)
	if err != nil {
		return err
	}
	ways, err := x.waysInto(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = ways.rows.Close() }()
	rows, err := x.tx.QueryContext(ctx, "SELECT id, block FROM words_data WHERE id BETWEEN ? AND ? AND typeof(block) = 'blob' ORDER BY id", s.id<<segmentBits+s.first, s.id<<segmentBits+s.last)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	r := &segmentReader{index: x, removed: removed, ways: ways}
	for page := s.first; rows.Next(); page++ {
		var id int64
		var block sql.RawBytes
		if err := rows.Scan(&id, &block); err != nil {
			return err
		}
		if id != s.id<<segmentBits+page || !r.page(block, page, page == s.first) {
			return errForm
		}
		r.pages++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if r.pages != s.last-s.first+1 || !r.ended() || !ways.ended() {
		return errForm
	}
	return ways.rows.Err()
}

// segmentReader goes along the pages of a segment: terms in their order, each
// with the numbers of its entries in theirs, which may go on over many pages.
type segmentReader struct {
	index   *textIndex
	removed removed
	ways    *ways
	pages   int64

	term    []byte
	entries int64 // of the term
	last    int64
	sum     stored
}

// A page begins with where on it the entries of the page before go on, and where
// its text ends. Behind that stand the places of its terms, each as its distance
// from the one before.
const pageHead = 4

// page reports whether it is as it must be.
func (r *segmentReader) page(block []byte, number int64, first bool) bool {
	if len(block) < pageHead {
		return false
	}
	goesOn, size := int(binary.BigEndian.Uint16(block)), int(binary.BigEndian.Uint16(block[2:]))
	if size < pageHead || size > len(block) {
		return false
	}
	terms := numbers{left: block[size:]}
	text := block[:size]
	to := size // of the list that goes on
	if len(terms.left) > 0 {
		if to = int(min(terms.next(), int64(size))); to == size {
			return false
		}
	}
	switch {
	case to < pageHead, goesOn == 0 && to > pageHead, goesOn != 0 && (goesOn != pageHead || to == pageHead):
		return false
	case goesOn != 0 && (r.term == nil || !r.list(text[pageHead:to])):
		return false
	}
	for begun := true; to < size; begun = false {
		from := to
		if to = size; len(terms.left) > 0 {
			step := terms.next()
			if step <= 0 || step >= int64(size-from) {
				return false
			}
			to = from + int(step)
		}
		if terms.torn || !r.begin(text[from:to], begun, number, first) {
			return false
		}
	}
	return !terms.torn && len(terms.left) == 0
}

// begin reads a term: how many letters it has in common with the one before, if
// that stands on the same page, how many further ones, and those; then its list.
func (r *segmentReader) begin(text []byte, ofPage bool, number int64, ofSegment bool) bool {
	n := numbers{left: text}
	var common int64
	if !ofPage {
		common = n.next()
	}
	more := n.next()
	if n.torn || more == 0 || more > int64(len(n.left)) || common > int64(len(r.term)) {
		return false
	}
	term := append(append(make([]byte, 0, int(common+more)), r.term[:common]...), n.left[:more]...)
	if bytes.Compare(term, r.term) <= 0 && r.term != nil || !r.ended() {
		return false
	}
	if ofPage && !r.ways.lead(r.term, term, number, ofSegment) {
		return false
	}
	r.term, r.entries, r.last, r.sum = term, 0, 0, stored{}
	return r.list(n.left[more:])
}

// list reads the numbers of entries. The first one of a page stands as it is, the
// others are distances.
func (r *segmentReader) list(text []byte) bool {
	whole := true
	for n := (numbers{left: text}); len(n.left) > 0; whole = false {
		entry := n.next()
		if !whole {
			if entry == 0 {
				return false
			}
			entry += r.last
		}
		if n.torn || entry < 0 || r.entries > 0 && entry <= r.last {
			return false
		}
		r.last = entry
		r.entries++
		dead, ok := r.removed.has(entry)
		if !ok {
			return false
		}
		if !dead {
			r.sum.add(r.index.keyed.mix(entry))
		}
	}
	return true
}

// ended adds what was read of a term; false: no entry has it, or it is none.
func (r *segmentReader) ended() bool {
	if r.term == nil {
		return r.pages == 0
	}
	const ofText = '0' // before each term of the index itself
	if r.entries == 0 || r.term[0] != ofText {
		return false
	}
	var key gram
	runes := 0
	for text := r.term[1:]; len(text) > 0; runes++ {
		c, n := utf8.DecodeRune(text)
		key = key.push(caseless(c))
		text = text[n:]
	}
	if runes != 3 {
		return false
	}
	sum := r.index.found[key]
	if sum == nil {
		sum = &stored{}
		r.index.found[key] = sum
	}
	sum.entries += r.sum.entries
	sum.mixed += r.sum.mixed
	return true
}

// ways are what leads a search to the page of a segment: of each page on which a
// term begins, a text that is greater than any term before and not than the term.
type ways struct {
	rows *sql.Rows
	term []byte
	page int64
	have bool // one was read and not used
	odd  bool
	last []byte
}

func (x *textIndex) waysInto(ctx context.Context, s segment) (*ways, error) {
	rows, err := x.tx.QueryContext(ctx, "SELECT term, pgno / 2, typeof(segid) || typeof(term) || typeof(pgno) = 'integerblobinteger' FROM words_idx WHERE segid = ? ORDER BY term", s.id)
	return &ways{rows: rows}, err
}

// peek reads the next one.
func (w *ways) peek() bool {
	if w.have || w.odd {
		return w.have
	}
	if !w.rows.Next() {
		return false
	}
	var page int64
	var term []byte
	var plain bool
	if w.rows.Scan(&term, &page, &plain) != nil || !plain || page <= w.page {
		w.odd = true
		return false
	}
	w.term, w.page, w.have = term, page, true
	return true
}

// lead reports whether a search for the first term of a page gets there, and one
// for the term before does not. The first page of a segment is found anyway; what
// leads to pages before it is left from when it had them.
func (w *ways) lead(before, term []byte, page int64, first bool) bool {
	for w.peek() && w.page < page {
		if !first {
			return false
		}
		w.have = false
	}
	if first {
		if w.have && w.page == page {
			w.have = false
			return bytes.Compare(w.term, term) <= 0
		}
		return !w.odd
	}
	if !w.have || w.page != page || bytes.Compare(w.term, before) <= 0 || bytes.Compare(w.term, term) > 0 {
		return false
	}
	w.have = false
	return true
}

// ended reports whether there is nothing that leads nowhere.
func (w *ways) ended() bool { return !w.peek() && !w.odd }

// removed are the pages with the entries that were removed from a segment.
type removed [][]byte

func (x *textIndex) removed(ctx context.Context, s segment) (removed, error) {
	var out removed
	if s.tombstones == 0 {
		return nil, nil
	}
	from := (s.id + 1<<tombstoneBits) << segmentBits
	rows, err := x.tx.QueryContext(ctx, "SELECT id, block FROM words_data WHERE id >= ? AND id < ? AND typeof(block) = 'blob' ORDER BY id", from, from+s.tombstones)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		var block []byte
		if err := rows.Scan(&id, &block); err != nil {
			return nil, err
		}
		if id != from+int64(len(out)) || len(block) < tombstoneHead+8 {
			return nil, errForm
		}
		out = append(out, block)
	}
	if int64(len(out)) != s.tombstones && rows.Err() == nil {
		return nil, errForm
	}
	return out, rows.Err()
}

// A page of tombstones begins with the width of its numbers and whether 0 is one.
const tombstoneHead = 8

// has looks an entry up in the way of FTS5: what stands where that does not look
// is not removed. The page, the place on it, and from there on up to a free one.
func (r removed) has(entry int64) (dead, ok bool) {
	if len(r) == 0 {
		return false, true
	}
	pages := int64(len(r))
	block := r[entry%pages]
	width := 8
	if block[0] == 4 {
		width = 4
	}
	if entry == 0 {
		return false, false // no entry has it
	}
	table := block[tombstoneHead:]
	slots := len(table) / width
	if len(block) <= 16 {
		slots = 1
	}
	at := int(entry / pages % int64(slots))
	for range slots {
		var n int64
		if width == 4 {
			n = int64(binary.BigEndian.Uint32(table[at*width:]))
		} else {
			n = int64(binary.BigEndian.Uint64(table[at*width:]))
		}
		switch n {
		case 0:
			return false, true
		case entry:
			return true, true
		}
		at = (at + 1) % slots
	}
	return false, true
}
