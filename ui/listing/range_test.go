package listing

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// named are documents with those names.
func named(names string) (rows []doc) {
	for i, n := range strings.Fields(names) {
		rows = append(rows, doc{n, int64(100 - i)})
	}
	return rows
}

// ranged are the rows that look chosen.
func ranged(l *List[doc]) (names []string) {
	for p := range l.Len() {
		if l.shownMarked(p) {
			names = append(names, l.at(p).name)
		}
	}
	slices.Sort(names)
	return names
}

// What arrives moves rows; both ends of a range stay on theirs, or it is given up.
func TestARangeStaysOnItsRows(t *testing.T) {
	for _, c := range []struct {
		what   string
		sorted bool
		from   string // where the range begins
		to     string
		then   func(*List[doc]) Job
		want   string
	}{
		{"a page before rows found ahead", false, "m-x2", "m-x3", func(l *List[doc]) Job { return l.Append(named("b-x1 b-x2 b-x3")) }, "[m-x2 m-x3]"},
		{"upwards", false, "m-x3", "m-x2", func(l *List[doc]) Job { return l.Append(named("b-x1 b-x2 b-x3")) }, "[m-x2 m-x3]"},
		{"the page of the rows themselves", false, "m-x2", "m-x3", func(l *List[doc]) Job { return l.Append(named("b-x1 m-x1 m-x2")) }, "[m-x2 m-x3]"},
		{"all of them", false, "m-x1", "m-x2", func(l *List[doc]) Job { return l.Append(named("b-x1 m-x1 m-x2 m-x3")) }, "[m-x1 m-x2]"},
		{"other rows found ahead", false, "m-x2", "m-x3", func(l *List[doc]) Job { l.SetAhead(named("k-x1 m-x1 m-x2 m-x3")); return nil }, "[m-x2 m-x3]"},
		{"one end is gone", false, "m-x2", "m-x3", func(l *List[doc]) Job { l.SetAhead(named("m-x3")); return nil }, "[]"},
		{"the other end is gone", false, "m-x2", "m-x3", func(l *List[doc]) Job { l.SetAhead(named("m-x2")); return nil }, "[]"},
		{"the end of the listing", false, "a-x3", "m-x2", func(l *List[doc]) Job { l.SetAhead(nil); return nil }, "[]"},
		{"sorted, a page before", true, "m-x2", "m-x3", func(l *List[doc]) Job { return l.Append(named("b-x1 b-x2 b-x3")) }, "[m-x2 m-x3]"},
		{"sorted, its first row is the first of all", true, "a-x3", "a-x2", func(l *List[doc]) Job { return l.Append([]doc{{"b-x1", 1}}) }, "[a-x2 a-x3]"},
		{"sorted upwards, to the first of all", true, "a-x2", "a-x3", func(l *List[doc]) Job { return l.Append([]doc{{"b-x1", 1}}) }, "[a-x2 a-x3]"},
	} {
		l := newDocs()
		if c.sorted {
			l.Sort(Sorting{By: 1})
		}
		finish(l, l.Append(named("a-x1 a-x2 a-x3")))
		finish(l, l.Filter("x"))
		l.SetAhead(named("m-x1 m-x2 m-x3"))
		at := func(name string) int {
			for p := range l.Len() {
				if l.at(p).name == name {
					return p
				}
			}
			return -1
		}
		l.goTo(at(c.from))
		l.toggleRange()
		l.goTo(at(c.to))
		finish(l, c.then(l))
		if got := fmt.Sprint(ranged(l)); got != c.want {
			t.Errorf("%s: the range is %s, want %s", c.what, got, c.want)
		}
		l.EndRange(true)
		var chosen []string
		for d := range l.Chosen().All() {
			chosen = append(chosen, d.name)
		}
		if got := fmt.Sprint(chosen); got != c.want {
			t.Errorf("%s: %s are chosen, want %s", c.what, got, c.want)
		}
	}
}

// Rows that cannot be chosen are counted apart, whatever the filter lets through.
func TestFixedRowsAreCounted(t *testing.T) {
	spec := newDocs().spec
	spec.Fixed = func(d *doc) bool { return strings.HasPrefix(d.name, "foreign") }
	l := New(spec)
	l.Append(named("a-x foreign-x foreign-y b-x"))
	if r := l.Shown(); r.Len != 4 || r.Fixed != 2 {
		t.Errorf("%d of %d are fixed", r.Fixed, r.Len)
	}
	finish(l, l.Filter("x"))
	if r := l.Shown(); r.Len != 3 || r.Fixed != 1 {
		t.Errorf("of the filter, %d of %d are fixed", r.Fixed, r.Len)
	}
	l.ChooseAll()
	if r := l.Chosen(); r.Len != 2 || r.Fixed != 0 {
		t.Errorf("of the choice, %d of %d are fixed", r.Fixed, r.Len)
	}
}

// A long range of sorted rows is chosen off the loop: ending it touches no row. The answer
// chooses those rows and no others, of the list as it is by then.
func TestALongSortedRangeIsChosenByAJob(t *testing.T) {
	l := fill(newDocs(), 50_000)
	l.Found(l.Sort(Sorting{By: 1, Down: true})(t.Context()))
	l.goTo(10)
	l.toggleRange()
	l.goTo(40_000)
	first, last := l.at(10).name, l.at(40_000).name
	l.toggleRange()
	if l.MarkCount() != 0 || !l.Choosing() || l.Ranging() {
		t.Fatalf("%d rows were chosen in the loop", l.MarkCount())
	}
	job := l.Choice()
	if l.Choice() != nil {
		t.Error("it is chosen twice")
	}
	found := job(t.Context())
	l.Found(found)
	marked := map[string]bool{}
	for row := range l.Chosen().All() {
		marked[row.name] = true
	}
	if l.MarkCount() != 39_991 || l.Choosing() || !marked[first] || !marked[last] || marked[l.at(9).name] || marked[l.at(40_001).name] {
		t.Errorf("%d chosen", l.MarkCount())
	}
	l.ClearMarks()
	if l.Found(found); l.MarkCount() != 0 {
		t.Error("an answer is taken twice")
	}
	l.goTo(0)
	l.toggleRange()
	l.goTo(20_000)
	l.toggleRange()
	late := l.Choice()
	l.Reload()
	l.Append(named("a b c"))
	l.Done()
	if l.Found(late(t.Context())); l.MarkCount() != 0 || l.Choosing() {
		t.Error("rows that are gone are chosen")
	}
}
