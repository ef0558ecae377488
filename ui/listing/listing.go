// Package listing is the windowed list of places, buckets, folders and objects. The
// share log keeps its rows itself (docs/adr/0015) and takes from here its keys, its
// messages and the arithmetic of what is in sight.
//
// Rows stream in while the user moves, and nothing here costs more with a million
// rows than with ten: a key moves two numbers, a drawing touches the rows in
// sight, and a filter looks at a bounded slice at once and leaves the rest to a Job
// that runs off the loop.
//
// A List is a part of a screen's model, not a tea.Model: the screen hands it
// keys and rows, and runs the jobs it returns.
//
//	l := listing.New(listing.Spec[entry]{Columns: ..., Key: ..., Text: ..., Row: ...})
//	job := l.Append(page)          // rows arrived
//	if l.Press(keyMsg) { ... }     // it was a key of the list
//	job = l.Filter("invoice")      // nil: already answered
//	job = l.Found(msg)             // the answer to an earlier job
//	text := l.View(w, h, theme)    // exactly w by h cells
package listing

import (
	"slices"
	"time"

	"signet/ui/kit"
)

// Spec says what the rows of a list are. The functions must not keep or change
// the row; Key and Text are also called from jobs, off the loop.
type Spec[T any] struct {
	Columns []Column
	// Key is the identity of a row, unique in the list: the cursor and the marks
	// stay with it.
	Key func(*T) string
	// Text is what the filter searches.
	Text func(*T) string
	// Pack keeps rows that came together in less memory than they take as they are;
	// nil: they are kept as they are. It must not keep the slice.
	Pack func([]T) Block[T]
	// Fixed reports a row that cannot be chosen; nil: every one can.
	Fixed func(*T) bool
	// Orders are the ways to sort the rows, the one in which they come first.
	Orders []Order[T]
	// First names the rows that may stand before all others, however they are sorted.
	First func(*T) bool
	// Row is how a row is drawn. It is called for rows in sight only. The text
	// may be anything: the list cleans it for the terminal.
	Row func(*T) Row
}

// List is rows, a cursor, a window, marks and a filter. The zero List is not
// usable; New makes one.
type List[T any] struct {
	Keys KeyMap
	Leap bool // the window moves by pages: something stands beside it

	spec Spec[T]
	rows table[T]
	next *table[T] // of a reload that has not reached the cursor yet

	// Positions count the rows that the filter lets through.
	cursor int
	top    int      // first position in the window
	height int      // rows in the window when it was last drawn
	drawn  area     // where they stood then
	aim    []string // keys that the cursor waits for
	aiming bool
	seek   *seek // the search for them among the rows that are here; nil: none

	by   Sorting
	all  sorted // of all rows
	some sorted // of those that the filter lets through
	tail bool   // the cursor goes with the last row, until it is moved

	share time.Duration // sharing; tests do not rest

	filter filter
	ahead  []T // matches found elsewhere, not among the rows yet

	marks     marks[T]
	marksNext marks[T] // of next
	turned    []turn   // while next was filled
	edition   int      // how often all rows were replaced
	ranging   bool     // a range is being drawn, from anchor to the cursor
	anchor    int
	choice    *choice // a range that is being chosen; nil: none
}

// New returns an empty list.
func New[T any](spec Spec[T]) *List[T] {
	return &List[T]{Keys: Keys(kit.Keys{}), spec: spec, share: sharing, all: sorted{want: -1}, some: sorted{want: -1}}
}

// slack is how far a row may have moved between two loads and still be found
// again under the cursor.
const slack = 2_000

// Append adds rows at the end. After Reload they are kept aside until they reach
// past the cursor, so that a reload never takes rows away from under it. The job
// is nil unless a filter has rows left to look at.
func (l *List[T]) Append(rows []T) Job { return l.AppendPacked(rows, l.pack(rows)) }

// AppendPacked is Append of rows that have been packed already, off the loop.
func (l *List[T]) AppendPacked(rows []T, packed Block[T]) Job {
	if l.next != nil {
		l.arrive(&l.marksNext, rows, l.next.n)
		l.next.append(packed)
		if l.next.n > l.place()+slack {
			return l.swap()
		}
		return nil
	}
	from := l.rows.n
	l.arrive(&l.marks, rows, from)
	l.rows.append(packed)
	l.aimAt(from)
	return l.catchUp()
}

// catchUp looks at rows that have come for the filter, then for the order, and keeps
// the cursor at the end if it goes with it.
func (l *List[T]) catchUp() Job {
	job := l.look()
	if job == nil {
		job = l.arrange()
	}
	l.trail()
	return job
}

// trail keeps the cursor on the last row if it goes with it.
func (l *List[T]) trail() {
	if l.tail {
		l.move(l.Len() - 1)
	}
}

func (l *List[T]) pack(rows []T) Block[T] {
	if l.spec.Pack != nil {
		return l.spec.Pack(rows)
	}
	return plain[T]{slices.Clone(rows), l.spec.Text}
}

// Done says that the load that fed Append is complete: a reload shows its rows,
// and marks whose rows are gone are dropped.
func (l *List[T]) Done() Job {
	l.aiming = false
	l.dropMarks()
	if l.next == nil {
		return nil
	}
	return l.swap()
}

// Reload starts over: rows appended from now on replace the ones shown.
func (l *List[T]) Reload() {
	l.tail = false
	l.SetAhead(nil)
	if l.rows.n == 0 {
		l.next = nil
		return
	}
	l.carry()
	l.next = new(table[T])
}

// Reloading reports whether the rows shown are still those of the load before.
func (l *List[T]) Reloading() bool { return l.next != nil }

// Loaded is how many rows the running load, or the last one, has brought.
func (l *List[T]) Loaded() int {
	if l.next != nil {
		return l.next.n
	}
	return l.rows.n
}

// Total is how many rows there are, filtered out or not.
func (l *List[T]) Total() int { return l.rows.n }

// Len is how many rows are shown: those that the filter lets through, as far as they
// are sorted.
func (l *List[T]) Len() int {
	if !l.filter.on() {
		return l.shown()
	}
	return l.shown() + len(l.ahead)
}

// position is the cursor's place among the Len rows.
func (l *List[T]) position() int { return l.cursor }

// Selected returns a copy of the row under the cursor.
func (l *List[T]) Selected() (row T, ok bool) {
	if p := l.at(l.cursor); p != nil {
		return *p, true
	}
	return row, false
}

// Aim puts the cursor on the first row with one of those keys once it arrives,
// unless the user has moved by then. It is meant for an empty list, before its
// first rows.
func (l *List[T]) Aim(keys ...string) { l.aim, l.aiming = keys, true }

// at returns the row at a position, nil if there is none.
func (l *List[T]) at(position int) *T {
	if position < 0 || position >= l.Len() {
		return nil
	}
	if i := l.rowAt(position); i >= 0 {
		return l.rows.at(i)
	}
	return &l.ahead[position-l.shown()]
}

// place is the index of the row under the cursor among all rows.
func (l *List[T]) place() int {
	if i := l.rowAt(l.cursor); i >= 0 {
		return i
	}
	return min(l.cursor, max(l.rows.n-1, 0))
}

// aimAt looks for the awaited keys among the rows from index from on.
func (l *List[T]) aimAt(from int) {
	if !l.aiming || l.filter.on() {
		return
	}
	at := -1
	var row T
	l.rows.walk(from, l.rows.n, func(b Block[T], k, i int) bool {
		b.Read(k, &row)
		if slices.Contains(l.aim, l.spec.Key(&row)) {
			at = i
		}
		return at < 0
	})
	if at >= 0 {
		l.aiming = false
		l.settle(at)
	}
}

// swap shows the rows of the reload, with the cursor on the same key if that is
// near where it was, else at the same place.
func (l *List[T]) swap() Job {
	was := l.place()
	key, had := "", l.rows.n > 0 && was < l.rows.n
	if had {
		key = l.spec.Key(l.rows.at(was))
	}
	above := l.cursor - l.top
	l.rows, l.next = *l.next, nil
	l.edition++
	l.carryOver()
	now := min(was, max(l.rows.n-1, 0))
	if had {
		now = l.near(now, key)
	}
	l.all.drop()
	l.some.drop()
	job := l.refilter()
	l.settleOn(now)
	l.top = max(l.cursor-above, 0)
	if job == nil {
		job = l.arrange()
	}
	return job
}

// near returns the index of key if it is within slack of at, else at.
func (l *List[T]) near(at int, key string) int {
	found := -1
	var row T
	l.rows.walk(max(at-slack, 0), min(at+slack+1, l.rows.n), func(b Block[T], k, i int) bool {
		if b.Read(k, &row); l.spec.Key(&row) == key {
			found = i
		}
		return found < 0
	})
	if found < 0 {
		return at
	}
	return found
}
