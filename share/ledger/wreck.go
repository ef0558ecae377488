package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
)

// wreck reads the chain of a file that may be damaged, row by row in its order:
// every row whose page is there. It leaves out what does not fit the row before
// it.
type wreck struct {
	*pages
	rows    []place // of the chain, in its order
	next    int
	head    Head // the row that was read last
	oldHead Head // what the file says of its end; 0: nothing
	end     int64
	lost    int64
	pruned  int64

	page []byte // the one that was read last
	at   uint32
}

// place is where a row of the chain stands.
type place struct {
	seq  int64
	page uint32
	at   uint16
}

// saved is a row with what makes it one of its kind.
type saved struct {
	row
	uniq []byte
}

func openWreck(ctx context.Context, path string) (*wreck, error) {
	p, err := openPages(path)
	if err != nil {
		return nil, err
	}
	w := &wreck{pages: p, page: make([]byte, p.size)}
	for n := uint32(1); n <= p.count && n != 0; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			p.close()
			return nil, ctx.Err()
		}
		if w.turn(n) == nil {
			p.cells(n, w.page, func(at int) { w.look(n, at) })
		}
	}
	slices.SortStableFunc(w.rows, func(a, b place) int { return cmp.Compare(a.seq, b.seq) })
	w.rows = slices.CompactFunc(w.rows, func(a, b place) bool { return a.seq == b.seq })
	if len(w.rows) > 0 {
		w.end = w.rows[len(w.rows)-1].seq
	}
	w.end = max(w.end, w.oldHead.Seq)
	w.lost = max(0, w.end-int64(len(w.rows))-w.pruned)
	return w, nil
}

// turn makes page n the one at hand.
func (w *wreck) turn(n uint32) error {
	if w.at == n {
		return nil
	}
	w.at = 0
	err := w.read(n, w.page)
	if err == nil {
		w.at = n
	}
	return err
}

// digestSerial is how SQLite writes the kind of a column of 32 bytes.
const digestSerial = 12 + 2*sha256.Size

// look finds out which table of the log a cell belongs to, by the kinds of its
// columns.
func (w *wreck) look(page uint32, at int) {
	c, err := w.cellAt(w.page, at)
	if err != nil || c.rowid < 1 {
		return
	}
	kinds := serials(c.local)
	switch {
	case isLogRow(kinds):
		w.rows = append(w.rows, place{c.rowid, page, uint16(at)})
	case isGoneRow(kinds):
		w.pruned++
	case len(kinds) == 5 && kinds[0] == 0 && isInteger(kinds[1]) && kinds[2] == digestSerial && kinds[3] == digestSerial:
		if v, err := values(c.local, 5); err == nil && v[1].n >= c.rowid {
			w.pruned += v[1].n - c.rowid + 1
		}
	case len(kinds) == 3 && c.rowid == 1 && kinds[0] == 0 && isInteger(kinds[1]) && kinds[2] == digestSerial:
		if v, err := values(c.local, 3); err == nil {
			w.oldHead = Head{Seq: v[1].n, Hash: [sha256.Size]byte(v[2].bytes)}
		}
	}
}

// isLogRow: seq, entry, at, kind, mark, uniq, body, hash, and ends of the second
// form.
func isLogRow(k []int64) bool {
	return (len(k) == 8 || len(k) == 9) && k[0] == 0 && isInteger(k[1]) && isInteger(k[2]) && k[3] > 13 && k[3]&1 == 1 &&
		(k[4] == 0 || isInteger(k[4])) && (k[5] == 0 || k[5] >= 12 && k[5]&1 == 0) && k[6] >= 12 && k[7] == digestSerial
}

// isGoneRow: seq, entry, at, kind, ends, digest, hash, tombstone.
func isGoneRow(k []int64) bool {
	return len(k) == 8 && k[0] == 0 && k[3] > 13 && k[3]&1 == 1 && k[5] == digestSerial && k[6] == digestSerial && isInteger(k[7])
}

func isInteger(serial int64) bool { return serial >= 1 && serial <= 9 && serial != 7 }

// serials are the kinds of the columns of a record, as SQLite numbers them; nil
// if it has more than a table of ours.
func serials(record []byte) []int64 {
	size, n := varint(record)
	if n == 0 || size < int64(n) || size > int64(len(record)) {
		return nil
	}
	var out []int64
	for head := record[n:size]; len(head) > 0; {
		serial, n := varint(head)
		if n == 0 || len(out) == 9 {
			return nil
		}
		out, head = append(out, serial), head[n:]
	}
	return out
}

// some returns the next rows; none at the end.
func (w *wreck) some(ctx context.Context) ([]saved, error) {
	var out []saved
	for w.next < len(w.rows) && len(out) < salvageRows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s, hash, err := w.row(w.rows[w.next])
		w.next++
		switch {
		case err != nil || !w.fits(s.row, hash):
			w.lost++
		case s.kind != Pruned && s.kind != Form && s.kind != Salvaged: // they are about the file that they stand in
			out = append(out, s)
		}
	}
	return out, nil
}

// row reads one row of the chain.
func (w *wreck) row(p place) (s saved, hash []byte, err error) {
	if err := w.turn(p.page); err != nil {
		return s, nil, err
	}
	c, err := w.cellAt(w.page, int(p.at))
	if err != nil {
		return s, nil, err
	}
	raw, err := w.payload(c)
	if err != nil {
		return s, nil, err
	}
	v, err := values(raw, 9)
	if err != nil || len(v) < 8 {
		return s, nil, torn{}
	}
	s.row = row{seq: c.rowid, entry: v[1].n, at: v[2].n, kind: string(v[3].bytes), body: v[6].bytes}
	if len(v) > 8 {
		s.ends = v[8].n
	}
	if v[5].kind == blobValue {
		s.uniq = v[5].bytes
	}
	return s, v[7].bytes, nil
}

// fits holds a row against the one before it, if that one was read: damage, or
// an edit, must not become part of a chain that holds.
func (w *wreck) fits(r row, hash []byte) bool {
	want := w.head.next(r)
	if !isSalted(r.body) {
		want = w.head.next1(r)
	}
	known := w.head.Seq == r.seq-1
	if len(hash) != sha256.Size {
		return false
	}
	w.head = Head{Seq: r.seq, Hash: [sha256.Size]byte(hash)}
	return !known || want == w.head
}
