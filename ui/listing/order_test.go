package listing

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// mixed are documents and folders with sizes in no order, many of them equal.
func mixed(from, n int) []doc {
	rows := docs(from, n)
	for i := range rows {
		rows[i].size = int64((from + i) * 7919 % 1009)
		if (from+i)%13 == 0 {
			rows[i] = doc{name: fmt.Sprintf("doc-%07d/", from+i)}
		}
	}
	return rows
}

// obvious is how rows must be shown: all matches, sorted the obvious way.
func obvious(l *List[doc]) []string {
	var rows []doc
	for i := range l.Total() {
		if d := *l.rows.at(i); strings.Contains(d.name, l.FilterText()) {
			rows = append(rows, d)
		}
	}
	by := l.by
	slices.SortStableFunc(rows, func(a, b doc) int {
		if x, y := strings.HasSuffix(a.name, "/"), strings.HasSuffix(b.name, "/"); by.First && x != y {
			if x {
				return -1
			}
			return 1
		}
		c := int(a.size - b.size)
		if by.By == 0 {
			c = strings.Compare(a.name, b.name)
		}
		if by.Down {
			c = -c
		}
		return c
	})
	var names []string
	for _, d := range rows {
		names = append(names, d.name)
	}
	return names
}

func TestRowsAreSortedWhileTheyStreamInAndTheCursorKeepsItsRow(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	l := newDocs()
	l.share = 0
	var late []Job
	do := func(j Job) {
		if j != nil {
			late = append(late, j)
		}
	}
	at := ""
	for step := range 200 {
		switch r.IntN(6) {
		case 0, 1:
			do(l.Append(mixed(l.Total(), 1+r.IntN(900))))
		case 2:
			do(l.Sort(Sorting{By: r.IntN(2), Down: r.IntN(2) == 0, First: r.IntN(2) == 0}))
		case 3:
			do(l.Filter([]string{"", "1", "12", "3"}[r.IntN(4)]))
		case 4:
			press(t, l, "pgdown", "down")
			if d, ok := l.Selected(); ok {
				at = d.name
			}
		case 5:
			for len(late) > 0 {
				k := r.IntN(len(late))
				j := late[k]
				late = slices.Delete(late, k, k+1)
				do(l.Found(j(context.Background())))
			}
			if got, want := shown(l), obvious(l); !slices.Equal(got, want) {
				t.Fatalf("step %d: %+v with filter %q shows %d rows, not %d, or in another order", step, l.by, l.FilterText(), len(got), len(want))
			}
			if l.Unsorted() != 0 {
				t.Fatalf("step %d: %d rows are said not to be sorted", step, l.Unsorted())
			}
		}
		_ = l.View(60, 20, theme())
		if d, ok := l.Selected(); !ok && l.Len() > 0 {
			t.Fatalf("step %d: no row is under the cursor, last %s %s", step, at, d.name)
		}
	}
}

func TestSortingLeavesTheCursorOnItsRow(t *testing.T) {
	for _, n := range []int{900, 20_000} { // at once, and by a job
		l := newDocs()
		l.share = 0
		for i := 0; i < n; i += 100 {
			l.Append(mixed(i, 100))
		}
		press(t, l, "pgdown", "pgdown", "down", "down")
		was, _ := l.Selected()
		for _, by := range []Sorting{{By: 1}, {By: 1, Down: true}, {First: true}, {}} {
			finish(l, l.Sort(by))
			if now, _ := l.Selected(); now != was {
				t.Errorf("%d rows, %+v: from %s to %s", n, by, was.name, now.name)
			}
		}
	}
}

// TestTheFirstRowStaysFirst: whoever waits at the top for the greatest sees it.
func TestTheFirstRowStaysFirst(t *testing.T) {
	l := newDocs()
	finish(l, l.Sort(Sorting{By: 1, Down: true}))
	for i := range int64(10) {
		finish(l, l.Append([]doc{{fmt.Sprint("doc", i), i}}))
		if d, _ := l.Selected(); d.size != i {
			t.Errorf("the cursor is on %d, the greatest is %d", d.size, i)
		}
	}
}

// TestSortingManyRowsIsNoWorkOfTheLoop: with a million rows the keys go on.
func TestSortingManyRowsIsNoWorkOfTheLoop(t *testing.T) {
	l := fill(newDocs(), 20_000)
	job := l.Sort(Sorting{By: 1, Down: true})
	if job == nil || l.Unsorted() != 20_000 {
		t.Fatalf("20,000 rows were sorted within Update; %d are not", l.Unsorted())
	}
	press(t, l, "down", "down")
	l.Filter("7")
	if f := job(context.Background()); f.pass != nil && l.Found(f) != nil {
		t.Error("the answer for all rows was taken for those of a filter")
	}
	finish(l, l.Sort(Sorting{By: 1}))
	if f := job(context.Background()); f.pass != nil {
		t.Error("a pass that nobody waits for ran to its end")
	}
}

// TestLastIsTheLastOneHoweverManyCome: G while rows stream in, filtered or sorted.
func TestLastIsTheLastOneHoweverManyCome(t *testing.T) {
	for _, by := range []Sorting{{}, {By: 1}} {
		for _, text := range []string{"", "7"} {
			l := newDocs()
			l.share = 0
			finish(l, l.Sort(by))
			finish(l, l.Filter(text))
			l.Append(mixed(0, 1000))
			_ = l.View(60, 20, theme())
			press(t, l, "G")
			for i := 1000; i < 9000; i += 1000 {
				finish(l, l.Append(mixed(i, 1000)))
			}
			l.Done()
			if l.position() != l.Len()-1 {
				t.Errorf("%+v, filter %q: on %d of %d", by, text, l.position()+1, l.Len())
			}
			press(t, l, "up")
			finish(l, l.Append(mixed(9000, 1000)))
			if by == (Sorting{}) && l.position() == l.Len()-1 {
				t.Errorf("%+v, filter %q: it moves on although the user went elsewhere", by, text)
			}
		}
	}
}

func TestTheSortedColumnHasAnArrow(t *testing.T) {
	l := fill(newDocs(), 10)
	for by, want := range map[Sorting]string{{}: "name  ", {By: 1}: "size ↑", {By: 1, Down: true}: "size ↓", {Down: true}: "name ↓"} {
		finish(l, l.Sort(by))
		if v := l.View(60, 10, theme()); !strings.Contains(v, want) {
			t.Errorf("%+v:\n%s", by, strings.SplitN(v, "\n", 2)[0])
		}
	}
}

// A filter that is typed while its rows are still looked for, or sorted, leaves the cursor
// on the first row that is shown, and on its own row if that matches.
func TestAFilterOfSortedRowsTypedInOneGo(t *testing.T) {
	for _, c := range []struct{ on, want string }{{"doc-0000001.pdf", "first"}, {"doc-0019912.pdf", "doc-0019912.pdf"}} {
		l := newDocs()
		l.share = 0
		finish(l, l.Append(mixed(0, 20_000)))
		finish(l, l.Sort(Sorting{By: 1, Down: true}))
		for i := range l.Len() {
			if l.at(i).name == c.on {
				l.goTo(i)
			}
		}
		late := []Job{l.Filter("9"), l.Filter("99"), l.Filter("991")}
		for _, job := range late {
			finish(l, job)
		}
		want := c.want
		if want == "first" {
			want = l.at(0).name
		}
		if got := selected(t, l); got != want || l.position() > 0 && c.want == "first" {
			t.Errorf("from %s the cursor came to %s at %d, not %s", c.on, got, l.position(), want)
		}
	}
}
