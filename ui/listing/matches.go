package listing

import (
	"iter"
	"slices"
	"sort"
)

// matches are indexes of rows in ascending order, in pieces as they were found: to add
// some costs nothing for those that are there. A copy of the struct is a snapshot that
// another goroutine may read, as that of a table.
type matches struct {
	pieces [][]int32
	starts []int // position of the first one of each piece
	n      int
}

// add adds indexes that are greater than all that are there. It keeps the slice.
func (m *matches) add(rows []int32) {
	if len(rows) > 0 {
		m.pieces, m.starts = append(m.pieces, rows), append(m.starts, m.n)
		m.n += len(rows)
	}
}

// at is the index at a position, which must be within 0 and n-1.
func (m *matches) at(position int) int {
	k := sort.SearchInts(m.starts, position+1) - 1
	return int(m.pieces[k][position-m.starts[k]])
}

// find is where an index stands, or would stand.
func (m *matches) find(row int) (position int, ok bool) {
	k := sort.Search(len(m.pieces), func(k int) bool { return int(m.pieces[k][len(m.pieces[k])-1]) >= row })
	if k == len(m.pieces) {
		return m.n, false
	}
	p, ok := slices.BinarySearch(m.pieces[k], int32(row))
	return m.starts[k] + p, ok
}

// all are the indexes from a position on.
func (m matches) all(from int) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for k, piece := range m.pieces {
			for _, i := range piece[min(max(from-m.starts[k], 0), len(piece)):] {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// first are the first n of them.
func (m matches) first(n int) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i := range m.all(0) {
			if n--; n < 0 || !yield(i) {
				return
			}
		}
	}
}
