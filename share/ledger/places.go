package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
)

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
	switch k, _ := serials(c.local); {
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

// serials are the kinds of the columns of a record, as SQLite numbers them, and
// where the columns begin; nil if it is torn, or has more than a table of ours.
func serials(record []byte) (kinds []int64, body []byte) {
	size, n := varint(record)
	if n == 0 || size < int64(n) || size > int64(len(record)) {
		return nil, nil
	}
	for head := record[n:size]; len(head) > 0; {
		serial, n := varint(head)
		if n == 0 || len(kinds) == 9 {
			return nil, nil
		}
		kinds, head = append(kinds, serial), head[n:]
	}
	return kinds, record[size:]
}
