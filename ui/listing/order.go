package listing

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"
)

// Order is a way to sort the rows.
type Order[T any] struct {
	// Column is the title of the column that it sorts by.
	Column string
	// Rank is what a row is sorted by, less than 1<<63; rows of the same rank stay as
	// they came, which nil leaves all of them. It is called off the loop, with what a
	// Block shows at a glance.
	Rank func(*T) uint64
}

// Sorting is how the rows are sorted. The zero Sorting leaves them as they came.
type Sorting struct {
	By    int  // in Spec.Orders
	Down  bool // the greatest first
	First bool // the rows that Spec.First names before all others
}

// sorted is the rows in another order than they came in. Rows that arrive are sorted
// in by passes over all of them, which are run off the loop as soon as there are many.
type sorted struct {
	pass  *pass   // nil: none has begun
	order []int32 // indexes of rows, as they are shown; nil: not sorted yet
	n     int     // how many of the rows, or of the matches of the filter, are in it
	busy  bool    // a pass or the rest after it is under way
	want  int     // index of the row that the cursor goes to once it is in the order; -1: none
}

// pass tells the answers of one sorting apart from those of the one before.
type pass struct {
	gone chan struct{} // closed: nobody waits for the answer
	rest time.Duration // after the last one
}

// sharing is how many times as long as a pass the rest after it is: while rows stream
// in, sorting takes no more than a tenth of a core.
const sharing = 9

// drop forgets the order; an answer to a pass under way is ignored.
func (s *sorted) drop() {
	if s.pass != nil {
		close(s.pass.gone)
	}
	*s = sorted{want: -1}
}

// Sort sorts the rows. The cursor stays on its row.
func (l *List[T]) Sort(by Sorting) Job {
	if by == l.by {
		return nil
	}
	l.EndRange(false) // it is between two positions
	want := -1
	if l.Len() > 0 {
		want = l.rowAt(l.cursor)
	}
	l.by, l.tail = by, false
	l.all.drop()
	l.some.drop()
	if l.sorting() {
		l.sorted().want = want
	} else if want >= 0 {
		l.settle(want)
	}
	return l.arrange()
}

// Unsorted is how many of the rows that the filter lets through are not in their order
// yet, and are shown when they are.
func (l *List[T]) Unsorted() int {
	if !l.sorting() {
		return 0
	}
	return l.matches() - l.sorted().n
}

func (l *List[T]) sorting() bool { return l.by != Sorting{} && l.by.By < len(l.spec.Orders) }

// sorted is the order of what the filter lets through.
func (l *List[T]) sorted() *sorted {
	if l.filter.on() {
		return &l.some
	}
	return &l.all
}

// arrange sorts in the rows that have come since it was done last: few at once, many
// as a job.
func (l *List[T]) arrange() Job {
	s := l.sorted()
	n := l.matches()
	if !l.sorting() || s.busy || s.n == n {
		return nil
	}
	if s.pass == nil {
		s.pass = &pass{gone: make(chan struct{})}
	}
	job := l.passOver(n, s.pass)
	if n <= slice {
		l.install(job(context.Background()))
		return nil
	}
	s.busy = true
	return job
}

// passOver sorts the first n rows, or matches of the filter.
func (l *List[T]) passOver(n int, p *pass) Job {
	rows, rank := l.rows, l.rank()
	set, filtered := l.filter.rows, l.filter.on()
	return func(ctx context.Context) Found {
		begun := time.Now()
		entries := make([]entry, 0, n)
		var row T
		take := func(b Block[T], k, i int) bool {
			if i%breath == 0 && (ctx.Err() != nil || p.over()) {
				return false
			}
			b.Glance(k, &row)
			entries = append(entries, entry{rank(&row, i), int32(i)})
			return true
		}
		if !filtered {
			rows.walk(0, n, take)
		}
		for i := range set.first(n) {
			if b, k := rows.find(int(i)); !take(b, k, int(i)) {
				break
			}
		}
		if len(entries) < n {
			return Found{}
		}
		slices.SortFunc(entries, compare)
		order := make([]int32, n)
		for i := range entries {
			order[i] = entries[i].row
		}
		return Found{pass: p, order: order, took: time.Since(begun)}
	}
}

// over reports that the sorting is not wanted any more.
func (p *pass) over() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// pause is the rest after a pass.
func (p *pass) pause(ctx context.Context) Found {
	timer := time.NewTimer(p.rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return Found{pass: p}
	case <-p.gone:
	case <-ctx.Done():
	}
	return Found{}
}

// entry is a row while it is sorted.
type entry struct {
	rank uint64
	row  int32
}

func compare(a, b entry) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.row, b.row))
}

// rank is what rows are sorted by: the first bit puts some before the others, the rest
// is the rank by the order, turned round if the greatest come first.
func (l *List[T]) rank() func(row *T, i int) uint64 {
	const most = 1<<63 - 1
	by, of, first := l.by, l.spec.Orders[l.by.By].Rank, l.spec.First
	return func(row *T, i int) uint64 {
		r := uint64(i)
		if of != nil {
			r = min(of(row), most)
		}
		if by.Down {
			r = most - r
		}
		if by.First && first != nil && !first(row) {
			r |= 1 << 63
		}
		return r
	}
}

// arranged takes the answer of a pass, and begins the rest after it, or the next one
// after the rest.
func (l *List[T]) arranged(f Found) Job {
	s := l.sorted()
	if s.pass != f.pass {
		return nil
	}
	if f.order == nil {
		s.busy = false
		return l.arrange()
	}
	l.install(f)
	f.pass.rest = l.share * f.took
	return f.pass.pause
}

// install shows the rows in an order. Whoever stands on the first one waits for what
// comes first, and stays there; any other cursor stays on its row, and so do both ends of
// a range.
func (l *List[T]) install(f Found) {
	s := l.sorted()
	row := s.want
	if row < 0 && (l.cursor > 0 || l.ranging) {
		row = l.rowAt(l.cursor)
	}
	above, ahead, anchor, far := l.cursor-l.top, l.cursor-l.shown(), l.rowAt(l.anchor), l.anchor-l.shown()
	s.order, s.n = f.order, len(f.order)
	switch p, ok := l.positionOf(row); {
	case ok:
		s.want = -1
		l.cursor, l.top = p, max(p-above, 0)
	case row < 0 && ahead >= 0:
		l.cursor = l.shown() + ahead
	case l.ranging: // its end is not in sight any more
		l.EndRange(false)
	}
	switch p, ok := l.positionOf(anchor); {
	case ok:
		l.anchor = p
	case anchor < 0 && far >= 0:
		l.anchor = l.shown() + far
	default:
		l.EndRange(false)
	}
	l.move(l.cursor)
	l.trail()
}

// shown is how many of the rows that came have a position.
func (l *List[T]) shown() int {
	if s := l.sorted(); s.order != nil {
		return len(s.order)
	}
	return l.matches()
}

// matches is how many rows the filter lets through, sorted in or not.
func (l *List[T]) matches() int {
	if l.filter.on() {
		return l.filter.rows.n
	}
	return l.rows.n
}

// rowAt is the index of the row at a position; -1: it is none of those that came.
func (l *List[T]) rowAt(position int) int {
	switch s := l.sorted(); {
	case position < 0 || position >= l.shown():
		return -1
	case s.order != nil:
		return int(s.order[position])
	case l.filter.on():
		return l.filter.rows.at(position)
	}
	return position
}

// positionOf is where a row is shown, by its index.
func (l *List[T]) positionOf(row int) (position int, ok bool) {
	s := l.sorted()
	switch {
	case row < 0 || row >= l.rows.n:
		return 0, false
	case s.order != nil:
		rank := l.rank()
		of := func(i int) entry { return entry{rank(l.rows.glance(i), i), int32(i)} }
		at := of(row)
		position = sort.Search(len(s.order), func(p int) bool { return compare(of(int(s.order[p])), at) >= 0 })
		return position, position < len(s.order) && s.order[position] == int32(row)
	case l.filter.on():
		return l.filter.rows.find(row)
	}
	return row, true
}

// settle puts the cursor on a row by its index, now or when it is in its order.
func (l *List[T]) settle(row int) {
	if p, ok := l.positionOf(row); ok {
		l.move(p)
	}
	if l.sorting() {
		l.sorted().want = row
	}
}
