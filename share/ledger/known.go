package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// known are what all entries of a log can be recognised by, to answer most
// questions without asking it.
type known struct {
	sums, numbers []int64 // sorted
	starts        []start // sorted
}

// start is when an entry was signed.
type start struct{ at, n int64 }

func byStart(a, b start) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.n, b.n)) }

func (l *Ledger) readKnown(ctx context.Context) (*known, error) {
	db, err := l.reader()
	if err != nil {
		return nil, err
	}
	k := &known{}
	err = each(ctx, db, func(rows *sql.Rows) error {
		var s start
		var sig sql.NullInt64
		if err := rows.Scan(&s.n, &sig, &s.at); err != nil {
			return err
		}
		k.numbers, k.starts = append(k.numbers, s.n), append(k.starts, s)
		if sig.Valid {
			k.sums = append(k.sums, sig.Int64)
		}
		return nil
	}, "SELECT n, sig, starts FROM entry")
	if err != nil {
		return nil, l.fail("search", err)
	}
	slices.Sort(k.sums)
	slices.Sort(k.numbers)
	slices.SortFunc(k.starts, byStart)
	return k, nil
}

func has(sorted []int64, n int64) bool {
	_, ok := slices.BinarySearch(sorted, n)
	return ok
}

// signed reports whether anything was signed at a time, in milliseconds.
func (k *known) signed(at int64) bool {
	first, last := k.signedAt(at)
	return first <= last
}

// signedAt is the first and the last number of what was signed at a time; last
// is before first if nothing was.
func (k *known) signedAt(at int64) (first, last int64) {
	low, _ := slices.BinarySearchFunc(k.starts, start{at: at, n: -1 << 63}, byStart)
	high, _ := slices.BinarySearchFunc(k.starts, start{at: at + 1, n: -1 << 63}, byStart)
	if low == high {
		return 0, -1
	}
	return k.starts[low].n, k.starts[high-1].n
}
