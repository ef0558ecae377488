package ledger

import (
	"bytes"
	"context"
	"database/sql"
)

// ways are what leads a search to the page of a segment: of each page on which a
// term begins, a text that is greater than any term before and not than the term.
type ways struct {
	rows *sql.Rows
	term []byte
	page int64
	skip bool // there is a list of where the entries go on
	have bool // one was read and not used
	odd  bool

	skips bool // skip of the page that was led to
}

func (x *textIndex) waysInto(ctx context.Context, s segment) (*ways, error) {
	rows, err := x.tx.QueryContext(ctx, "SELECT term, pgno / 2, pgno % 2, typeof(segid) || typeof(term) || typeof(pgno) = 'integerblobinteger' FROM words_idx WHERE segid = ? ORDER BY term", s.id)
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
	var skip, plain bool
	if w.rows.Scan(&term, &page, &skip, &plain) != nil || !plain || page <= w.page {
		w.odd = true
		return false
	}
	w.term, w.page, w.skip, w.have = term, page, skip, true
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
	w.skips = w.have && w.page == page && w.skip
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
