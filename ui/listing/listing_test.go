package listing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
	"signet/ui/uitest"
)

type doc struct {
	name string
	size int64
}

func newDocs() *List[doc] {
	return New(Spec[doc]{
		Columns: []Column{{Title: "name"}, {Title: "size", Width: 9, Right: true}, {Title: "class", Width: 12, From: 60}},
		Key:     func(d *doc) string { return d.name },
		Text:    func(d *doc) string { return d.name },
		Row: func(d *doc) Row {
			return Row{Cells: []string{d.name, fmt.Sprint(d.size), "STANDARD"}}
		},
		Orders: []Order[doc]{{Column: "name"}, {Column: "size", Rank: func(d *doc) uint64 { return uint64(d.size) }}},
		First:  func(d *doc) bool { return strings.HasSuffix(d.name, "/") },
	})
}

func docs(from, n int) []doc {
	rows := make([]doc, n)
	for i := range rows {
		rows[i] = doc{fmt.Sprintf("doc-%07d.pdf", from+i), int64(i)}
	}
	return rows
}

func fill(l *List[doc], n int) *List[doc] {
	for i := 0; i < n; i += 1000 {
		l.Append(docs(i, min(1000, n-i)))
	}
	return l
}

func press(t testing.TB, l *List[doc], keys ...string) {
	t.Helper()
	for _, k := range keys {
		msg, err := uitest.Key(k)
		if err != nil {
			t.Fatal(err)
		}
		l.Press(msg)
	}
}

func theme() *kit.Theme {
	th := kit.NewTheme(true)
	return &th
}

func selected(t testing.TB, l *List[doc]) string {
	t.Helper()
	d, ok := l.Selected()
	if !ok {
		return ""
	}
	return d.name
}

// finish runs jobs until there are none, as a screen does.
func finish(l *List[doc], j Job) {
	for j != nil {
		j = l.Found(j(context.Background()))
	}
}

func TestKeysMoveTheCursor(t *testing.T) {
	for _, c := range []struct {
		keys string
		want int
	}{
		{"down down j", 3},
		{"up", 0},
		{"down k", 0},
		{"G", 99},
		{"end up", 98},
		{"G down", 99},
		{"G g", 0},
		{"end home", 0},
		{"pgdown", 10},
		{"ctrl+d", 5},
		{"pgdown ctrl+u", 5},
		{"ctrl+f ctrl+f ctrl+b", 10},
		{"pgup", 0},
		{"space space", 2},
	} {
		l := fill(newDocs(), 100)
		l.View(40, 11, theme())
		press(t, l, strings.Fields(c.keys)...)
		if l.position() != c.want {
			t.Errorf("%s: at %d, want %d", c.keys, l.position(), c.want)
		}
	}
}

func TestKeysAreReal(t *testing.T) { uitest.CheckKeys(t, helpOf{Keys(kit.Keys{})}) }

func TestWindowScrollsOnlyWhenTheCursorLeavesIt(t *testing.T) {
	l := fill(newDocs(), 100)
	first := func() string {
		return strings.Fields(uitest.Plain(strings.Split(l.View(40, 11, theme()), "\n")[1]))[0]
	}
	first()
	press(t, l, "G")
	if got := first(); got != "doc-0000090.pdf" {
		t.Errorf("at the end the window begins with %s", got)
	}
	press(t, l, "up", "up", "up", "up", "up", "up", "up", "up", "up")
	if got := first(); !strings.Contains(l.View(40, 11, theme()), "doc-0000099") {
		t.Errorf("the window moved though the cursor was still inside: %s", got)
	}
	press(t, l, "up")
	if strings.Contains(l.View(40, 11, theme()), "doc-0000099") {
		t.Error("the window did not follow the cursor")
	}
}

func TestViewFillsExactlyItsCells(t *testing.T) {
	l := newDocs()
	l.Append([]doc{
		{"plain.txt", 1},
		{"日本語の長い名前のファイルです.pdf", 2},
		{"👩‍👩‍👧‍👦 family 🏳️‍🌈.png", 3},
		{"a\x1b[31mred\x1b]52;c;eA==\a\u202egnp.exe", 4},
		{"line\nbreak\r", 5},
		{strings.Repeat("long-", 60) + "end.csv", 6},
		{"", 7},
		{"e\u0301\u0301\u0301", 8},
	})
	press(t, l, "down", "space")
	for w := range 130 {
		for h := range 14 {
			v := l.View(w, h, theme())
			if w == 0 || h == 0 {
				if v != "" {
					t.Fatalf("%dx%d: %q", w, h, v)
				}
				continue
			}
			lines := strings.Split(v, "\n")
			if len(lines) != h {
				t.Fatalf("%dx%d: %d lines", w, h, len(lines))
			}
			for _, line := range lines {
				if n := ansi.StringWidth(line); n != w {
					t.Fatalf("%dx%d: %d cells: %q", w, h, n, line)
				}
			}
		}
	}
	if v := l.View(120, 12, theme()); strings.Contains(v, "]52;") && !strings.Contains(v, `\x1b]52;`) || strings.Contains(v, "\u202e") {
		t.Errorf("hostile text reached the terminal: %q", v)
	}
}

func TestColumnsAppearWithWidth(t *testing.T) {
	l := fill(newDocs(), 3)
	for w, want := range map[int]string{20: "name", 40: "name size", 80: "name size class"} {
		titles := strings.Fields(uitest.Plain(strings.Split(l.View(w, 8, theme()), "\n")[0]))
		if got := strings.Join(titles, " "); got != want {
			t.Errorf("at %d: %s", w, got)
		}
	}
}

func TestLongNamesKeepBothEnds(t *testing.T) {
	l := newDocs()
	l.Append([]doc{{"minutes-of-the-annual-meeting-of-shareholders-2026.pdf", 1}})
	line := uitest.Plain(strings.Split(l.View(40, 5, theme()), "\n")[1])
	if !strings.Contains(line, "minutes-of-") || !strings.Contains(line, "2026.pdf") || !strings.Contains(line, "…") {
		t.Errorf("drawn as %q", line)
	}
}

func TestStreamingLeavesTheCursorAlone(t *testing.T) {
	l := fill(newDocs(), 1000)
	press(t, l, "G", "up")
	l.Append(docs(1000, 1000))
	if got := selected(t, l); got != "doc-0000998.pdf" {
		t.Errorf("on %s", got)
	}
}

func TestAimWaitsForItsRow(t *testing.T) {
	l := newDocs()
	l.Aim("doc-0001500.pdf")
	fill(l, 3000)
	if got := selected(t, l); got != "doc-0001500.pdf" {
		t.Errorf("on %s", got)
	}
	moved := newDocs()
	moved.Aim("doc-0001500.pdf")
	moved.Append(docs(0, 1000))
	press(t, moved, "down")
	moved.Append(docs(1000, 1000))
	if got := selected(t, moved); got != "doc-0000001.pdf" {
		t.Errorf("the cursor left the user's hand for %s", got)
	}
}

func TestReloadKeepsRowsAndCursorUntilItHasCaughtUp(t *testing.T) {
	l := fill(newDocs(), 10_000)
	for range 50 {
		press(t, l, "pgdown")
	}
	l.View(40, 11, theme())
	for range 450 {
		press(t, l, "pgdown")
	}
	was := selected(t, l)
	l.Reload()
	l.Append(append([]doc{{"a-new-one", 1}}, docs(0, 999)...))
	if !l.Reloading() || selected(t, l) != was || l.Total() != 10_000 || l.Loaded() != 1000 {
		t.Fatalf("the first page of a reload took the rows away: %d rows, on %s", l.Total(), selected(t, l))
	}
	for i := 999; i < 9_000; i += 1000 {
		l.Append(docs(i, 1000))
	}
	if l.Reloading() || selected(t, l) != was {
		t.Errorf("reloading %v, on %s, want %s", l.Reloading(), selected(t, l), was)
	}
}

func TestReloadThatEndsShortPutsTheCursorOnTheLastRow(t *testing.T) {
	l := fill(newDocs(), 50)
	press(t, l, "G")
	l.Reload()
	l.Append(docs(0, 20))
	l.Done()
	if l.Reloading() || selected(t, l) != "doc-0000019.pdf" {
		t.Errorf("on %s", selected(t, l))
	}
	l.Reload()
	l.Done()
	if _, ok := l.Selected(); ok || l.Len() != 0 {
		t.Error("an empty reload left rows")
	}
}

func TestMarksSurviveReloadAndFilter(t *testing.T) {
	l := fill(newDocs(), 50)
	press(t, l, "space", "space", "space")
	l.Filter("0000049")
	press(t, l, "space")
	l.Filter("")
	l.Reload()
	rows := docs(1, 49)
	rows[0].size = 77
	l.Append(rows)
	if l.MarkCount() != 4 {
		t.Errorf("before the load was done: %d marks", l.MarkCount())
	}
	l.Done()
	var names []string
	for d := range l.Chosen().All() {
		names = append(names, fmt.Sprint(d.name[4:11], " ", d.size))
	}
	slices.Sort(names)
	if got := strings.Join(names, ", "); got != "0000001 77, 0000002 1, 0000049 48" {
		t.Errorf("marked: %s", got)
	}
	l.ClearMarks()
	if l.MarkCount() != 0 {
		t.Error("marks left")
	}
}

type helpOf struct{ k KeyMap }

// What is dropped from a list of the first chosen rows is found among the first, however
// many are chosen.
func TestDropLooksNoFurtherThanItMust(t *testing.T) {
	l := fill(newDocs(), 100_000)
	l.ChooseAll()
	looks, key := 0, l.spec.Key
	l.spec.Key = func(d *doc) string { looks++; return key(d) }
	l.Drop(map[string]bool{l.rows.at(3).name: true, l.rows.at(700).name: true})
	if n := l.MarkCount(); n != 99_998 || looks > 1000 {
		t.Errorf("%d chosen, %d rows looked at", n, looks)
	}
}
