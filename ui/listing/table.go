package listing

// chunk is how many rows lie together. Growing never copies a row.
const chunk = 256

// table holds rows in the order in which they came. It only grows, so a copy of
// the struct is a snapshot that another goroutine may read while it does: rows
// are never moved or written twice.
type table[T any] struct {
	chunks []*[chunk]T
	n      int
}

func (t *table[T]) append(rows []T) {
	for len(rows) > 0 {
		at := t.n % chunk
		if at == 0 {
			t.chunks = append(t.chunks, new([chunk]T))
		}
		k := copy(t.chunks[len(t.chunks)-1][at:], rows)
		t.n += k
		rows = rows[k:]
	}
}

// at returns row i, which must be within 0 and n-1. It is not to be written.
func (t *table[T]) at(i int) *T { return &t.chunks[i/chunk][i%chunk] }
