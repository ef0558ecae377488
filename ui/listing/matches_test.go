package listing

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Indexes in pieces are found as in one slice.
func TestMatchesInPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var m matches
		var all []int32
		for next := int32(0); len(all) < 300; {
			var piece []int32
			for range r.IntN(20) {
				next += 1 + r.Int32N(4)
				piece = append(piece, next)
			}
			m.add(piece)
			all = append(all, piece...)
		}
		if m.n != len(all) || !slices.Equal(slices.Collect(m.all(0)), all) || !slices.Equal(slices.Collect(m.all(123)), all[123:]) || !slices.Equal(slices.Collect(m.first(77)), all[:77]) {
			t.Fatal("not all of them, or in another order")
		}
		for row := -1; row < int(all[len(all)-1])+3; row++ {
			p, ok := slices.BinarySearch(all, int32(row))
			if at, is := m.find(row); at != p || is != ok {
				t.Fatalf("%d is found at %d, %v, not at %d, %v", row, at, is, p, ok)
			}
			if ok && m.at(p) != row {
				t.Fatalf("at %d stands %d, not %d", p, m.at(p), row)
			}
		}
	}
}

// What a job has found for a filter is taken as it is: nothing in Update copies it.
func TestAnAnswerIsNotCopied(t *testing.T) {
	l := fill(newDocs(), 100_000)
	job := l.Filter("pdf")
	found := job(t.Context())
	if len(found.rows) < 50_000 {
		t.Fatal("there is too little to be found")
	}
	l.Found(found)
	last := l.filter.rows.pieces[len(l.filter.rows.pieces)-1]
	if &last[0] != &found.rows[0] {
		t.Error("the answer was copied")
	}
	job = l.Filter("pdf")
	if job != nil {
		t.Error("it is looked for again")
	}
}
