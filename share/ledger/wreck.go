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

// some returns the next rows; none at the end.
func (w *wreck) some(ctx context.Context) ([]row, error) {
	var out []row
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
func (w *wreck) step(ctx context.Context) (s row, ok bool) {
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
func (w *wreck) takeRow(p place, known bool) (s row, fits bool) {
	s, hash, err := w.row(p)
	if err != nil || !known && len(hash) != sha256.Size {
		return s, false
	}
	want := w.head.next(s)
	if !isSalted(s.body) {
		want = w.head.next1(s)
	}
	switch {
	case !known:
		w.head = Head{Seq: p.seq, Hash: [sha256.Size]byte(hash)}
		return s, true
	case want.is(hash), want == w.oldHead, w.follows(want):
		w.head = want
		return s, true
	}
	if s.ends = endsIn(s); w.head.next(s).is(hash) { // the end stands in the body too
		w.head = w.head.next(s)
		return s, true
	}
	return s, false
}

// endsIn is the end of a link as the body of its row says it; 0 if it is none.
func endsIn(r row) int64 {
	if r.kind != Created {
		return 0
	}
	columns, err := columnsIn(r.body)
	if err != nil {
		return 0
	}
	return columns.ends
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
		one, two := h.next1(s), h.next(s)
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
func (w *wreck) row(p place) (s row, hash []byte, err error) {
	v, err := w.values(p, 9)
	if err != nil {
		return s, nil, err
	}
	s = row{seq: p.seq, entry: v[1].n, at: v[2].n, kind: string(v[3].bytes), body: v[6].bytes}
	if len(v) > 8 {
		s.ends = v[8].n
	}
	return s, v[7].bytes, nil
}
