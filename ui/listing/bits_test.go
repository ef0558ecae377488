package listing

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// What is done by words is what is done bit by bit.
func TestBitsByWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	changes := map[string]func(uint64) uint64{"all": func(uint64) uint64 { return ^uint64(0) }, "invert": func(w uint64) uint64 { return ^w }}
	for round := range 300 {
		n := 1 + r.IntN(400)
		var fast, slow bitset
		var rows []int32
		for i := range n {
			if r.IntN(2) == 0 {
				rows = append(rows, int32(i))
			}
			if r.IntN(3) == 0 {
				fast.put(i, true)
				slow.put(i, true)
			}
		}
		from, until := r.IntN(n), 0
		until = from + r.IntN(n-from+1)
		for name, change := range changes {
			where := setOf(rows)
			if round%2 == 0 {
				fast.fillWhere(where, from, until, change)
			} else {
				fast.fillRange(from, until, change)
			}
			for i := from; i < until; i++ {
				if round%2 == 1 || where.has(i) {
					slow.put(i, name == "all" || !slow.has(i))
				}
			}
			if got, want := fmt.Sprint(collect(&fast), fast.n), fmt.Sprint(collect(&slow), slow.n); got != want {
				t.Fatalf("round %d, %s of %d to %d:\n%s\nwant\n%s", round, name, from, until, got, want)
			}
		}
		var sum bitset
		sum.add(setOf(rows[:len(rows)/2]))
		sum.add(setOf(rows))
		if fmt.Sprint(collect(&sum), sum.n) != fmt.Sprint(collect(setOf(rows)), len(rows)) {
			t.Fatalf("round %d: a sum of sets", round)
		}
	}
}

func collect(b *bitset) (all []int) {
	b.each(func(i int) bool { all = append(all, i); return true })
	return all
}

// A range chooses the rows between its ends as they are shown: as they came, filtered,
// sorted, and both; none that cannot be chosen.
func TestRangeInEveryOrder(t *testing.T) {
	for _, c := range []struct {
		name, filter string
		by           Sorting
	}{{name: "plain"}, {name: "filtered", filter: "7"}, {name: "sorted", by: Sorting{By: 1, Down: true}}, {name: "both", filter: "7", by: Sorting{By: 1, Down: true}}} {
		t.Run(c.name, func(t *testing.T) {
			l := fill(newDocs(), 3000)
			l.spec.Fixed = func(d *doc) bool { return d.name == "doc-0000017.pdf" }
			settle(l, l.Sort(c.by))
			settle(l, l.Filter(c.filter))
			l.height = 10
			press(t, l, "g", "down", "down")
			l.toggleRange()
			for range 90 {
				press(t, l, "down")
			}
			want := map[string]bool{}
			for p := 2; p <= 92; p++ {
				want[l.at(p).name] = true
			}
			l.EndRange(true)
			n := 0
			for row := range l.Chosen().All() {
				if n++; !want[row.name] {
					t.Errorf("%s is chosen", row.name)
				}
			}
			if n != len(want) || l.MarkCount() != n {
				t.Errorf("%d of %d are chosen, %d are counted", n, len(want), l.MarkCount())
			}
		})
	}
}

func settle(l *List[doc], job Job) {
	for job != nil {
		job = l.Found(job(context.Background()))
	}
}
