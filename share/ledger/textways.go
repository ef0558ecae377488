package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
)

// ways are what leads a search to the page of a segment: of each page on which a
// term begins, a text that is greater than any term before and not than the term.
type ways struct {
	rows *sql.Rows
	term []byte
	page int64
	have bool // one was read and not used
	odd  bool
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
