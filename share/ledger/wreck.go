package ledger

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
)

// wreck reads the chain of a file that may be damaged, row by row in its order:
// every row whose page is there. It leaves out what does not fit the row before
// it, and knows what is missing.
type wreck struct {
	*pages
	found   []place // what is there of the chain, in its order
	next    int
	head    Head // after what was read last
	oldHead Head // what the file says of its end; 0: nothing

	lost      int64 // rows that are not there, or are not what was once written
	pruned    int64 // rows that had been pruned, and of which what is left fits
	unchecked int64 // rows that were taken without the one before them

	page []byte // the one that was read last
	at   uint32
}

// place is where something of the chain stands.
type place struct {
	seq  int64
	page uint32
	at   uint16
	kind placeKind
}

type placeKind byte

const (
	logRow placeKind = iota
	leftRow
	holeRow
)

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
	for i := range uint64(p.count) + uint64(len(p.more)) {
		if i%1000 == 0 && ctx.Err() != nil {
			p.close()
			return nil, ctx.Err()
		}
		n := uint32(i) + 1
		if i >= uint64(p.count) {
			n = p.more[i-uint64(p.count)]
		}
		if w.turn(n) == nil {
			p.cells(n, w.page, func(at int) { w.look(n, at) })
		}
	}
	slices.SortStableFunc(w.found, func(a, b place) int { return cmp.Compare(a.seq, b.seq) })
	w.doubt()
	return w, nil
}

// doubt forgets a head that is further from the last row than all pages together
// could hold.
func (w *wreck) doubt() {
	last := int64(0)
	if n := len(w.found); n > 0 {
		last = w.found[n-1].seq
	}
	rows := (int64(w.count) + int64(len(w.more)) + 1) * int64(w.size) / leastRow
	if w.oldHead.Seq < 0 || w.oldHead.Seq > last+rows {
		w.oldHead = Head{}
	}
}

// leastRow is how many bytes a row of the chain has at least.
const leastRow = 50

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
	add := func(kind placeKind) { w.found = append(w.found, place{c.rowid, page, uint16(at), kind}) }
	switch k := serials(c.local); {
	case isLogRow(k):
		add(logRow)
	case isGoneRow(k):
		add(leftRow)
	case len(k) == 5 && k[0] == 0 && isInteger(k[1]) && k[2] == digestSerial && k[3] == digestSerial && isInteger(k[4]):
		add(holeRow)
	case len(k) == 3 && c.rowid == 1 && k[0] == 0 && isInteger(k[1]) && k[2] == digestSerial:
		if v, err := values(c.local, 3); err == nil {
			w.oldHead = Head{Seq: v[1].n, Hash: [sha256.Size]byte(v[2].bytes)}
		}
	}
}

// isLogRow: seq, entry, at, kind, mark, uniq, body, hash, and ends of the second
// form.
func isLogRow(k []int64) bool {
	return (len(k) == 8 || len(k) == 9) && k[0] == 0 && isInteger(k[1]) && isInteger(k[2]) && isText(k[3]) &&
		(k[4] == 0 || isInteger(k[4])) && (k[5] == 0 || k[5] >= 12 && k[5]&1 == 0) && k[6] >= 12 && k[6]&1 == 0 && k[7] == digestSerial
}

// isGoneRow: seq, entry, at, kind, ends, digest, hash, tombstone.
func isGoneRow(k []int64) bool {
	return len(k) == 8 && k[0] == 0 && isInteger(k[1]) && isInteger(k[2]) && isText(k[3]) && isInteger(k[4]) &&
		k[5] == digestSerial && k[6] == digestSerial && isInteger(k[7])
}

func isInteger(serial int64) bool { return serial >= 1 && serial <= 9 && serial != 7 }

func isText(serial int64) bool { return serial > 13 && serial&1 == 1 }

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
	for size := 0; w.next < len(w.found) && len(out) < salvageRows && size < 4*mostPayload; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s, ok := w.step(ctx); ok {
			out = append(out, s)
			size += len(s.body)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		w.miss(max(w.oldHead.Seq, w.head.Seq) + 1)
	}
	return out, nil
}

// miss counts the rows between the last one and seq as lost.
func (w *wreck) miss(seq int64) {
	if seq > w.head.Seq+1 {
		w.lost += seq - w.head.Seq - 1
		w.head = Head{Seq: seq - 1} // its hash is not known
	}
}

// step goes on to the next number of the chain. Of several that claim to be it,
// as after damage, the first that fits is.
func (w *wreck) step(ctx context.Context) (s saved, ok bool) {
	seq := w.found[w.next].seq
	w.miss(seq)
	known := w.head.Hash != [sha256.Size]byte{} || w.head.Seq == 0
	fits := false
	for ; w.next < len(w.found) && w.found[w.next].seq == seq; w.next++ {
		if fits || w.head.Seq >= seq || ctx.Err() != nil {
			continue
		}
		switch p := w.found[w.next]; p.kind {
		case logRow:
			if s, fits = w.takeRow(p, known); fits {
				ok = s.kind != Pruned && s.kind != Form && s.kind != Salvaged // these are about the file that they stand in
			}
		case leftRow:
			fits = w.takeLeft(p, known)
		case holeRow:
			fits = w.takeHole(p, known)
		}
	}
	switch {
	case w.head.Seq < seq: // nothing fits
		w.lost++
		w.head = w.pass(seq)
	case ok && !known:
		w.unchecked++
	}
	return s, ok
}

// mostAlike is how many rows of one number are held against a row of another: what
// was copied about in a file has a few.
const mostAlike = 16

// pass is the head after a row that does not fit: its own hash, if the row behind
// it goes on from there, so that an edit costs one row and not the check of the
// next.
func (w *wreck) pass(seq int64) Head {
	for i := w.next - 1; i >= max(0, w.next-mostAlike) && w.found[i].seq == seq; i-- {
		if w.found[i].kind != logRow {
			continue
		}
		if _, hash, err := w.row(w.found[i]); err == nil && len(hash) == sha256.Size {
			if h := (Head{Seq: seq, Hash: [sha256.Size]byte(hash)}); w.follows(h) {
				return h
			}
		}
	}
	return Head{Seq: seq}
}

// takeRow moves on by a row, unless it is not what was once written: damage, or
// an edit, must not become part of a chain that holds. Where its hash alone is
// damaged, the row after it, or the head, tells that the row is what it was.
func (w *wreck) takeRow(p place, known bool) (s saved, fits bool) {
	s, hash, err := w.row(p)
	if err != nil || !known && len(hash) != sha256.Size {
		return s, false
	}
	want := w.head.next(s.row)
	if !isSalted(s.body) {
		want = w.head.next1(s.row)
	}
	switch {
	case !known:
		w.head = Head{Seq: p.seq, Hash: [sha256.Size]byte(hash)}
		return s, true
	case bytes.Equal(want.Hash[:], hash), want == w.oldHead, w.follows(want):
		w.head = want
		return s, true
	}
	return s, false
}

// takeLeft moves on by what is left of a row that was pruned, if it fits.
func (w *wreck) takeLeft(p place, known bool) bool {
	v, err := w.values(p, 8)
	if err != nil || !known {
		return false
	}
	r := row{seq: p.seq, entry: v[1].n, at: v[2].n, kind: string(v[3].bytes), ends: v[4].n, digest: v[5].bytes}
	want := w.head.next(r)
	if !bytes.Equal(want.Hash[:], v[6].bytes) {
		return false
	}
	w.head = want
	w.pruned++
	return true
}

// takeHole moves on by the rows of the first form that were pruned, if the hole
// begins where the chain has got to, and the row behind it fits its end.
func (w *wreck) takeHole(p place, known bool) bool {
	v, err := w.values(p, 5)
	if err != nil || !known || v[1].n < p.seq || !bytes.Equal(v[2].bytes, w.head.Hash[:]) || !w.follows(Head{Seq: v[1].n, Hash: [sha256.Size]byte(v[3].bytes)}) {
		return false
	}
	w.pruned += v[1].n - p.seq + 1
	w.head = Head{Seq: v[1].n, Hash: [sha256.Size]byte(v[3].bytes)}
	return true
}

// follows reports whether the row after a head is there, and fits it.
func (w *wreck) follows(h Head) bool {
	i, _ := slices.BinarySearchFunc(w.found, h.Seq+1, func(p place, seq int64) int { return cmp.Compare(p.seq, seq) })
	for end := min(len(w.found), i+mostAlike); i < end && w.found[i].seq == h.Seq+1; i++ {
		if v, err := w.values(w.found[i], 5); w.found[i].kind == holeRow && err == nil && bytes.Equal(v[2].bytes, h.Hash[:]) {
			return true
		}
		if w.found[i].kind != logRow {
			continue
		}
		s, hash, err := w.row(w.found[i])
		if err != nil {
			continue
		}
		one, two := h.next1(s.row), h.next(s.row)
		if bytes.Equal(one.Hash[:], hash) || bytes.Equal(two.Hash[:], hash) {
			return true
		}
	}
	return false
}

// values reads what stands at a place.
func (w *wreck) values(p place, most int) ([]value, error) {
	if err := w.turn(p.page); err != nil {
		return nil, err
	}
	c, err := w.cellAt(w.page, int(p.at))
	if err != nil {
		return nil, err
	}
	raw, err := w.payload(c)
	if err != nil {
		return nil, err
	}
	v, err := values(raw, most)
	if err == nil && len(v) < min(most, 8) {
		err = torn{}
	}
	return v, err
}

// row reads one row of the chain.
func (w *wreck) row(p place) (s saved, hash []byte, err error) {
	v, err := w.values(p, 9)
	if err != nil {
		return s, nil, err
	}
	s.row = row{seq: p.seq, entry: v[1].n, at: v[2].n, kind: string(v[3].bytes), body: v[6].bytes}
	if len(v) > 8 {
		s.ends = v[8].n
	}
	if v[5].kind == blobValue {
		s.uniq = v[5].bytes
	}
	return s, v[7].bytes, nil
}
