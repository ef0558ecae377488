package listing

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
)

func (h helpOf) ShortHelp() []key.Binding  { return nil }
func (h helpOf) FullHelp() [][]key.Binding { return [][]key.Binding{h.k.Help()} }

// shown are the names that pass the filter.
func shown(l *List[doc]) []string {
	var names []string
	for i := range l.Len() {
		names = append(names, l.at(i).name)
	}
	return names
}

// naive is what a filter must show: the obvious way.
func naive(l *List[doc], text string) []string {
	var names []string
	for i := range l.Total() {
		if n := l.rows.at(i).name; strings.Contains(strings.ToLower(n), strings.ToLower(text)) {
			names = append(names, n)
		}
	}
	return names
}

func same(t *testing.T, what string, l *List[doc], text string) {
	t.Helper()
	got, want := shown(l), naive(l, text)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: filter %q shows %d rows, want %d", what, text, len(got), len(want))
	}
}

func TestFilterFindsWhatTheObviousWayFinds(t *testing.T) {
	l := fill(newDocs(), 20_000)
	l.Append([]doc{{"Übersicht.PDF", 1}, {"ÜBERSICHT 2.pdf", 2}, {"日本語.txt", 3}, {"İstanbul", 4}})
	for _, text := range []string{"1", "19", "199", "19", "PDF", "über", "ÜBER", "日本", "i̇", "none", "", ".pdf", "doc-0019999"} {
		finish(l, l.Filter(text))
		same(t, "settled", l, text)
	}
}

func TestFilterAnswersASliceAtOnceAndTheRestByJob(t *testing.T) {
	l := fill(newDocs(), 20_000)
	job := l.Filter("doc")
	if job == nil || !l.Filtering() {
		t.Fatal("20,000 rows were looked at within Update")
	}
	if l.Len() != slice {
		t.Errorf("%d rows at once", l.Len())
	}
	finish(l, job)
	if l.Filtering() || l.Len() != 20_000 {
		t.Errorf("%d rows in the end", l.Len())
	}
	if fill(newDocs(), slice).Filter("doc") != nil {
		t.Error("a small list needs no job")
	}
}

func TestFilterIgnoresAnswersToAnEarlierText(t *testing.T) {
	l := fill(newDocs(), 20_000)
	first := l.Filter("9")
	late := l.filterJobAnswer(first)
	second := l.Filter("1")
	if l.Found(late) != nil {
		t.Error("a stale answer led to more work")
	}
	finish(l, second)
	same(t, "after a stale answer", l, "1")
	if f := first(context.Background()); f.whole {
		t.Error("a job nobody waits for ran to its end")
	}
	other := fill(newDocs(), 20_000)
	other.Filter("1")
	other.Found(late)
	if other.Len() > slice {
		t.Error("a list took another list's answer")
	}
}

func (l *List[T]) filterJobAnswer(j Job) Found { return j(context.Background()) }

func TestFilterFollowsRowsThatStreamIn(t *testing.T) {
	l := fill(newDocs(), 10_000)
	job := l.Filter("7")
	for i := 10_000; i < 20_000; i += 1000 {
		if l.Append(docs(i, 1000)) != nil {
			t.Fatal("a second job beside the first")
		}
	}
	finish(l, job)
	same(t, "rows during the job", l, "7")
	finish(l, l.Append(docs(20_000, 1000)))
	same(t, "rows after it", l, "7")
}

func TestFilterNarrowsWhatTheShorterTextFound(t *testing.T) {
	l := fill(newDocs(), 200_000)
	finish(l, l.Filter("1"))
	job := l.Filter("12")
	if job == nil {
		t.Fatal("too few rows for this test")
	}
	l.Append(docs(200_000, 1000))
	finish(l, job)
	same(t, "narrowed", l, "12")
}

func TestFilterKeepsTheCursorOnItsRow(t *testing.T) {
	l := fill(newDocs(), 20_000)
	press(t, l, "G", "up")
	finish(l, l.Filter("99"))
	if got := selected(t, l); got != "doc-0019998.pdf" {
		t.Errorf("filtering left the cursor on %s", got)
	}
	l.Filter("")
	if got := selected(t, l); got != "doc-0019998.pdf" || l.position() != 19_998 {
		t.Errorf("clearing left it on %s at %d", got, l.position())
	}
	finish(l, l.Filter("doc-0000005"))
	if got := selected(t, l); got != "doc-0000005.pdf" {
		t.Errorf("a row that does not match stayed under the cursor: %s", got)
	}
}

func TestFilterDoesNotPullTheCursorBackAfterAKey(t *testing.T) {
	l := fill(newDocs(), 20_000)
	press(t, l, "G")
	job := l.Filter("doc")
	press(t, l, "down")
	finish(l, job)
	if l.position() != 1 {
		t.Errorf("the cursor jumped to %d", l.position())
	}
}

func TestCancelledJobLeavesTheFilterAsItIs(t *testing.T) {
	l := fill(newDocs(), 40_000)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	l.Found(l.Filter("doc")(ctx))
	if l.Filtering() || l.Len() >= 40_000 {
		t.Errorf("filtering %v with %d rows", l.Filtering(), l.Len())
	}
}

func TestReloadFiltersAnew(t *testing.T) {
	l := fill(newDocs(), 6_000)
	finish(l, l.Filter("55"))
	press(t, l, "G")
	was := selected(t, l)
	l.Reload()
	fill(l, 6_000)
	finish(l, l.Done())
	same(t, "reloaded", l, "55")
	if got := selected(t, l); got != was {
		t.Errorf("on %s, was on %s", got, was)
	}
}

func TestAheadRowsJoinTheOthersWhenTheyAreLoaded(t *testing.T) {
	l := fill(newDocs(), 1000)
	l.SetAhead(docs(5, 1))
	if l.Len() != 1000 {
		t.Error("rows ahead without a filter")
	}
	l.Filter("9")
	n := l.Len()
	l.SetAhead([]doc{{"doc-0001009.pdf", 0}, {"doc-0001900.pdf", 0}, {"doc-0009999.pdf", 0}})
	if l.Len() != n+3 {
		t.Fatalf("%d rows", l.Len())
	}
	press(t, l, "G", "up")
	l.Append(docs(1000, 500))
	if got := selected(t, l); got != "doc-0001900.pdf" {
		t.Errorf("on %s while its row is still ahead", got)
	}
	l.Append(docs(1500, 500))
	if got := selected(t, l); got != "doc-0001900.pdf" {
		t.Errorf("on %s after its row was loaded", got)
	}
	names := map[string]int{}
	for _, name := range shown(l) {
		names[name]++
		if names[name] > 1 {
			t.Errorf("%s twice", name)
		}
	}
	if names["doc-0009999.pdf"] != 1 {
		t.Error("a row still ahead was dropped")
	}
	l.Filter("99")
	if _, ok := l.Selected(); !ok {
		t.Error("no row under the cursor")
	}
}

func TestAheadRowsAreNotDoubledByAJobThatRunsMeanwhile(t *testing.T) {
	l := fill(newDocs(), 10_000)
	job := l.Filter("99")
	l.SetAhead([]doc{{"doc-0010099.pdf", 0}, {"doc-0015099.pdf", 0}})
	for i := 10_000; i < 16_000; i += 1000 {
		l.Append(docs(i, 1000))
	}
	finish(l, job)
	same(t, "ahead", l, "99")
}

func FuzzMatcher(f *testing.F) {
	f.Add("Invoice 2026.PDF", "pdf")
	f.Add("Übersicht", "ÜB")
	f.Add("", "")
	f.Add("a\xffb", "\xff")
	f.Fuzz(func(t *testing.T, text, needle string) {
		got := newMatcher(needle).match(text)
		want := strings.Contains(strings.ToLower(text), strings.ToLower(needle))
		if ascii(text) && got != want {
			t.Errorf("%q in %q: %v", needle, text, got)
		}
		if want && !got && !ascii(needle) {
			t.Errorf("%q not found in %q", needle, text)
		}
	})
}
