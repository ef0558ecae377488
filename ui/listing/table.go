package listing

import "sort"

// Block is rows that came together, kept as their screen likes: a million of them
// need not lie in memory as they are drawn. A block never changes, and is read by
// several goroutines.
type Block[T any] interface {
	Len() int
	// Read makes row i, which is within 0 and Len()-1.
	Read(i int, into *T)
	// Glance makes of row i what an Order ranks it by. It is called for all rows, and
	// takes no memory.
	Glance(i int, into *T)
	// Text is what the filter searches of row i.
	Text(i int) string
}

// plain is a block of rows that are kept as they came.
type plain[T any] struct {
	rows []T
	text func(*T) string
}

func (p plain[T]) Len() int              { return len(p.rows) }
func (p plain[T]) Read(i int, into *T)   { *into = p.rows[i] }
func (p plain[T]) Glance(i int, into *T) { *into = p.rows[i] }
func (p plain[T]) Text(i int) string     { return p.text(&p.rows[i]) }

// table holds rows in the order in which they came. It only grows, so a copy of
// the struct is a snapshot that another goroutine may read while it does: blocks
// are never moved or written twice.
type table[T any] struct {
	blocks []Block[T]
	starts []int // index of the first row of each block
	n      int
}

func (t *table[T]) append(b Block[T]) {
	if b.Len() == 0 {
		return
	}
	t.blocks, t.starts = append(t.blocks, b), append(t.starts, t.n)
	t.n += b.Len()
}

// at returns a copy of row i, which must be within 0 and n-1.
func (t *table[T]) at(i int) *T {
	var row T
	b, k := t.find(i)
	b.Read(k, &row)
	return &row
}

func (t *table[T]) glance(i int) *T {
	var row T
	b, k := t.find(i)
	b.Glance(k, &row)
	return &row
}

// find returns the block in which row i lies, and the row's index in it.
func (t *table[T]) find(i int) (Block[T], int) {
	k := sort.SearchInts(t.starts, i+1) - 1
	return t.blocks[k], i - t.starts[k]
}

func (t *table[T]) text(i int) string {
	b, k := t.find(i)
	return b.Text(k)
}

// walk goes through the rows from index from to before until, block by block, for
// as long as see wants more.
func (t *table[T]) walk(from, until int, see func(b Block[T], k, i int) bool) {
	for from < until {
		b, k := t.find(from)
		for ; k < b.Len() && from < until; k++ {
			if !see(b, k, from) {
				return
			}
			from++
		}
	}
}
