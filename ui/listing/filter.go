package listing

import (
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// slice is how many rows a filter looks at within one Update; the rest is a Job.
const slice = 4_096

// Job looks at the rows that a filter has not seen yet, or sorts them. It is run off
// the loop and its answer given to Found; it ends early when ctx does or when the
// filter or the order has changed in the meantime.
type Job func(ctx context.Context) Found

// Found is the answer of a Job. One that comes too late is ignored.
type Found struct {
	of    *search
	rows  []int32
	set   *bitset        // the same
	until int            // every row before this index has been looked at
	whole bool           // false: the job was cancelled
	here  map[string]int // which of them had been found ahead, by key

	choice *choice // not nil: it is the answer of a range that is chosen

	seek *seek // not nil: it is the answer of Seek
	at   int   // the row that was sought; -1: it is none of them

	pass  *pass // not nil: it is the answer of a pass of sorting, or of the rest after one
	order []int32
	took  time.Duration
}

// search is one filter text being answered. Its address tells answers apart.
type search struct {
	needle string
	stale  atomic.Bool
}

// filter is the rows that contain a text, as indexes in ascending order.
type filter struct {
	search *search // nil: no filter
	rows   matches
	set    bitset // the same, to choose them all by words
	looked int    // rows before this index have been looked at
	busy   bool   // a job is under way
	want   int    // row index that the cursor should return to; -1: none

	aheadFrom int // rows before this index are not among those found ahead
}

func (f *filter) on() bool { return f.search != nil }

// Filter shows only rows whose text contains text, in any case; an empty text
// shows all of them. The cursor stays on its row if that is still shown.
func (l *List[T]) Filter(text string) Job {
	old := l.filter
	if old.on() && old.search.needle == text || !old.on() && text == "" {
		return nil
	}
	l.EndRange(false)
	place, want := l.place(), l.wanted()
	if old.on() {
		old.search.stale.Store(true)
		if want >= 0 {
			place = want
		}
	}
	l.ahead, l.aiming, l.tail = nil, false, false
	l.some.drop()
	if text == "" {
		l.filter = filter{}
		l.settle(place)
		return l.arrange()
	}
	l.filter = filter{search: &search{needle: text}, want: want}
	l.cursor, l.top = 0, 0
	if old.on() && !old.busy && old.looked == l.rows.n && narrows(text, old.search.needle) {
		if job := l.narrow(old.rows); job != nil {
			return job
		}
	}
	return l.catchUp()
}

// wanted is the index of the row that the cursor stays on; -1: the first one shown. Where
// the answer of a filter, or its order, is still awaited, the cursor rests at the top, and
// the row there says nothing.
func (l *List[T]) wanted() int {
	switch f := &l.filter; {
	case !f.on():
		return l.place()
	case f.want >= 0:
		return f.want
	case l.some.want >= 0:
		return l.some.want
	case l.cursor >= l.shown(), l.cursor == 0 && l.sorting() && l.some.order == nil:
		return -1
	}
	return l.place()
}

// FilterText is the text that is filtered by; empty: none.
func (l *List[T]) FilterText() string {
	if !l.filter.on() {
		return ""
	}
	return l.filter.search.needle
}

// Filtering reports whether a job is still looking for matches.
func (l *List[T]) Filtering() bool { return l.filter.busy }

// Matches is how many rows match the filter, of how many that have been looked at.
// Those that were found ahead are not among either.
func (l *List[T]) Matches() (n, of int) {
	if !l.filter.on() {
		return l.rows.n, l.rows.n
	}
	return l.filter.rows.n, l.filter.looked
}

// Found takes the answer of a job and returns the next one if rows have arrived
// since it was started.
func (l *List[T]) Found(f Found) Job {
	switch {
	case f.seek != nil:
		l.sought(f)
		return nil
	case f.choice != nil:
		l.chose(f)
		return nil
	case f.pass != nil:
		return l.arranged(f)
	}
	if f.of == nil || f.of != l.filter.search {
		return nil
	}
	l.filter.busy = false
	if !f.whole {
		return nil
	}
	l.matched(f)
	l.filter.looked = f.until
	l.comeBack()
	return l.catchUp()
}

// SetAhead shows rows that match the filter but have not been loaded yet, after
// those that have. Each goes when the row itself is appended. Without a filter
// it does nothing.
func (l *List[T]) SetAhead(rows []T) {
	if !l.filter.on() {
		return
	}
	cursor, anchor := l.aheadKey(l.cursor), l.aheadKey(l.anchor)
	l.ahead = rows
	l.filter.aheadFrom = l.rows.n
	p, ok := l.positionAhead(cursor)
	if cursor == "" || !ok {
		p = l.cursor
	}
	l.move(p)
	l.keepRange(cursor, anchor, nil)
}

// aheadKey is the key of the row at a position if it was found ahead; empty: it was not.
func (l *List[T]) aheadKey(position int) string {
	if i := position - l.shown(); i >= 0 && i < len(l.ahead) {
		return l.spec.Key(&l.ahead[i])
	}
	return ""
}

// positionAhead is where the row with that key stands among those found ahead.
func (l *List[T]) positionAhead(key string) (position int, ok bool) {
	i := slices.IndexFunc(l.ahead, func(row T) bool { return l.spec.Key(&row) == key })
	return l.shown() + i, i >= 0
}

// keepRange moves the anchor of a range with its row, by its key, where that was found
// ahead. A range whose ends are not both in sight any more is given up.
func (l *List[T]) keepRange(cursor, anchor string, here map[string]int) {
	of := func(key string) (int, bool) {
		if i, ok := here[key]; ok {
			return l.positionOf(i)
		}
		return l.positionAhead(key)
	}
	if !l.ranging {
		return
	}
	if anchor != "" {
		p, ok := of(anchor)
		if !ok {
			l.EndRange(false)
			return
		}
		l.anchor = p
	}
	if cursor != "" {
		if _, ok := of(cursor); !ok {
			l.EndRange(false)
		}
	}
}

// look examines the next rows: a slice now, the rest as a job.
func (l *List[T]) look() Job {
	f := &l.filter
	if !f.on() || f.busy || f.looked >= l.rows.n {
		return nil
	}
	until := min(f.looked+slice, l.rows.n)
	rows := l.scan(f.looked, until)
	l.matched(Found{rows: rows, set: setOf(rows), here: l.arrived()(rows)})
	f.looked = until
	l.comeBack()
	if until == l.rows.n {
		return nil
	}
	f.busy = true
	return job(f.search, l.rows, until, l.arrived())
}

func (l *List[T]) scan(from, until int) []int32 {
	var rows []int32
	m := newMatcher(l.filter.search.needle)
	l.rows.walk(from, until, func(b Block[T], k, i int) bool {
		if m.match(b.Text(k)) {
			rows = append(rows, int32(i))
		}
		return true
	})
	return rows
}

// narrow looks only at the matches of a shorter text.
func (l *List[T]) narrow(old matches) Job {
	f := &l.filter
	f.looked = l.rows.n
	m := newMatcher(f.search.needle)
	now := min(slice, old.n)
	var some []int32
	for i := range old.first(now) {
		if m.match(l.rows.text(int(i))) {
			some = append(some, i)
		}
	}
	f.rows.add(some)
	f.set = *setOf(some)
	l.comeBack()
	if now == old.n {
		return nil
	}
	f.busy = true
	return narrowJob(f.search, l.rows, old, now)
}

// breath is how many rows a job looks at between two looks at whether it is
// still wanted.
const breath = 1 << 14

func job[T any](of *search, rows table[T], from int, here func([]int32) map[string]int) Job {
	return func(ctx context.Context) Found {
		m := newMatcher(of.needle)
		found := Found{of: of, until: rows.n, whole: true}
		rows.walk(from, rows.n, func(b Block[T], k, i int) bool {
			if i%breath == 0 && (ctx.Err() != nil || of.stale.Load()) {
				found.whole = false
				return false
			}
			if m.match(b.Text(k)) {
				found.rows = append(found.rows, int32(i))
			}
			return true
		})
		found.set, found.here = setOf(found.rows), here(found.rows)
		return found
	}
}

func narrowJob[T any](of *search, rows table[T], candidates matches, from int) Job {
	return func(ctx context.Context) Found {
		m := newMatcher(of.needle)
		found := Found{of: of, until: rows.n}
		k := 0
		for i := range candidates.all(from) {
			if k++; k%breath == 0 && (ctx.Err() != nil || of.stale.Load()) {
				return found
			}
			if m.match(rows.text(int(i))) {
				found.rows = append(found.rows, i)
			}
		}
		found.set, found.whole = setOf(found.rows), true
		return found
	}
}

// refilter starts the filter again, for rows that have all been replaced.
func (l *List[T]) refilter() Job {
	if !l.filter.on() {
		return nil
	}
	l.filter.search.stale.Store(true)
	l.filter = filter{search: &search{needle: l.filter.search.needle}, want: -1}
	return l.look()
}

// matched adds rows at the end of those shown. Rows that had been found ahead
// move here, and the cursor and the anchor of a range with them.
func (l *List[T]) matched(found Found) {
	f := &l.filter
	cursor, anchor := l.aheadKey(l.cursor), l.aheadKey(l.anchor)
	f.rows.add(found.rows)
	f.set.add(found.set)
	if len(l.ahead) == 0 {
		return
	}
	here := found.here
	l.ahead = slices.DeleteFunc(slices.Clone(l.ahead), func(row T) bool {
		_, gone := here[l.spec.Key(&row)]
		return gone
	})
	if cursor != "" {
		l.follow(cursor, here)
	}
	l.keepRange(cursor, anchor, here)
}

// arrived finds among matches the rows that had been found ahead, by key, off the loop.
// Only those that came after them can be: a job that began before has none.
func (l *List[T]) arrived() func([]int32) map[string]int {
	if len(l.ahead) == 0 {
		return func([]int32) map[string]int { return nil }
	}
	rows, from, key := l.rows, l.filter.aheadFrom, l.spec.Key
	ahead := make(map[string]bool, len(l.ahead))
	for i := range l.ahead {
		ahead[key(&l.ahead[i])] = true
	}
	return func(found []int32) map[string]int {
		here := map[string]int{}
		p, _ := slices.BinarySearch(found, int32(from))
		for _, i := range found[p:] {
			if k := key(rows.at(int(i))); ahead[k] {
				here[k] = int(i)
			}
		}
		return here
	}
}

// follow puts the cursor where the row with that key is now.
func (l *List[T]) follow(key string, here map[string]int) {
	l.cursor = max(l.Len()-1, 0)
	if i, ok := here[key]; ok {
		l.settle(i)
		return
	}
	if p, ok := l.positionAhead(key); ok {
		l.cursor = p
	}
}

// comeBack puts the cursor on the row it was on before the filter changed, once
// that row has been looked at and if it is still shown.
func (l *List[T]) comeBack() {
	f := &l.filter
	if f.want < 0 || f.want >= f.looked {
		return
	}
	if _, ok := f.rows.find(f.want); ok {
		l.settle(f.want)
	}
	f.want = -1
}

// settleOn puts the cursor on a row by its index, or where it would be.
func (l *List[T]) settleOn(index int) {
	if !l.filter.on() {
		l.move(index)
		l.settle(index)
		return
	}
	p, _ := l.filter.rows.find(index)
	l.move(p)
	l.settle(index)
	if index >= l.filter.looked {
		l.filter.want = index
	}
}
