package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// textIndex reads the text index as FTS5 stores it: a question for each trigram
// takes SQLite many times as long. It takes nothing for granted: what is not as
// FTS5 writes it, or as a search would find it, is an error, and then SQLite has
// to be asked.
// https://www.sqlite.org/src/file/ext/fts5/fts5_index.c, the comment at its top
type textIndex struct {
	tx       *sql.Tx
	keyed    keyed
	found    map[gram]*stored
	segments []segment
	pruned   []int // the segments from which something was removed
	held     int   // bytes of that
	pageSize int64 // from which on FTS5 begins another one, in bytes
}

// errForm is the error for an index that is in another form than FTS5 gives it.
var errForm = errors.New("the text index has another form than usual")

// readTextIndex sums up, of each trigram, the entries that a search would find.
func readTextIndex(ctx context.Context, tx *sql.Tx, k keyed) (map[gram]*stored, error) {
	x := &textIndex{tx: tx, keyed: k, found: map[gram]*stored{}}
	if err := x.usual(ctx); err != nil {
		return nil, err
	}
	var err error
	if x.segments, err = x.structure(ctx); err != nil {
		return nil, err
	}
	for i, s := range x.segments {
		if s.tombstones > 0 {
			x.pruned = append(x.pruned, i)
		}
		if x.segments[i].removed, err = x.removed(ctx, s); err != nil {
			return nil, err
		}
	}
	if len(x.pruned) > mostPruned {
		return nil, errForm
	}
	for _, s := range x.segments {
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
	err := x.tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE k NOT IN ('version', 'deletemerge', 'pgsz') OR typeof(v) <> 'integer'),
		max(v) FILTER (WHERE k = 'version'), coalesce(max(v) FILTER (WHERE k = 'pgsz'), 4050) FROM words_config`).Scan(&other, &version, &x.pageSize)
	if err == nil && (other > 0 || version.Int64 != usualVersion) {
		return errForm
	}
	return err
}

// segment is a sorted part of the index. Its pages are numbered; of the pages
// with tombstones, each holds a table of entries that were removed.
type segment struct {
	at              int // in the order of all
	id, first, last int64
	tombstones      int64
	removed         removed
}

// FTS5 keeps the structure in row 10 of its data, and page p of segment s in row
// s<<37 + p. Tombstones are pages of a segment with a number beyond all others.
const (
	structureRow   = 10
	segmentBits    = 37
	tombstoneBits  = 16
	mostSegments   = 2000
	mostPages      = 1<<31 - 1
	mostStructure  = 1 << 20 // bytes
	mostPruned     = 64      // segments: each entry of the others is looked up in all of them
	mostTombstones = 1 << 14 // pages
	mostHeld       = 1 << 26 // bytes of them, that are kept in memory
	mostBlock      = 1 << 16 // bytes, as SQLite has it
	structureMark  = "\xff\x00\x00\x01"
)

// structure reads which segments there are.
func (x *textIndex) structure(ctx context.Context) ([]segment, error) {
	var block []byte
	err := x.tx.QueryRowContext(ctx, "SELECT block FROM words_data WHERE id = ? AND typeof(block) = 'blob' AND length(block) <= ?", structureRow, mostStructure).Scan(&block)
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
			s := segment{at: len(out), id: r.next(), first: r.next(), last: r.next()}
			r.next() // the oldest and the newest writing that it holds
			r.next()
			s.tombstones = r.next()
			r.next() // entries that were removed, and all of them
			r.next()
			if s.id == 0 || s.id > mostSegments || s.first == 0 || s.last < s.first || s.last > mostPages || s.tombstones > mostTombstones {
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
	ways, err := x.waysInto(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = ways.rows.Close() }()
	r := &segmentReader{ctx: ctx, index: x, segment: s, ways: ways}
	err = each(ctx, x.tx, func(rows *sql.Rows) error {
		var id int64
		var block sql.RawBytes
		if err := rows.Scan(&id, &block); err != nil {
			return err
		}
		page := s.first + r.pages
		if id != s.id<<segmentBits+page || !r.page(block, page, page == s.first) {
			return errForm
		}
		r.pages++
		return nil
	}, "SELECT id, block FROM words_data WHERE id BETWEEN ? AND ? AND typeof(block) = 'blob' AND length(block) <= ? ORDER BY id", s.id<<segmentBits+s.first, s.id<<segmentBits+s.last, 2*mostBlock)
	if err != nil {
		return err
	}
	if r.pages != s.last-s.first+1 || !r.ended(true) || !ways.ended() {
		return errForm
	}
	return ways.rows.Err()
}
