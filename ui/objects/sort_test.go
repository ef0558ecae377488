package objects

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"signet/ui/kit"
	"signet/ui/uitest"
)

// names are the first rows in sight.
func (v *level) rows(n int) []string {
	var names []string
	for line := range strings.Lines(v.list.View(80, n+1, new(kit.Theme))) {
		if f := strings.Fields(strings.TrimLeft(line, " ›✓")); len(f) > 0 {
			names = append(names, f[0])
		}
	}
	return names[1:]
}

// sizes are a bucket whose sizes, dates and classes have other orders than its names.
func sizes() *bucket {
	b := newBucket("a.pdf", "b.pdf", "c.pdf", "d.pdf", "z/1")
	for i, class := range []string{"STANDARD", "GLACIER", "STANDARD_IA", "DEEP_ARCHIVE"} {
		b.entries[i].Size = int64(i*7%4) + 1
		b.entries[i].Class = class
	}
	return b
}

func TestSortedByAKey(t *testing.T) {
	d, s, _ := start(t, sizes(), Location{Bucket: "acme-legal"})
	for _, c := range []struct{ keys, rows, said string }{
		{", s", "b.pdf c.pdf d.pdf a.pdf z/", "by size ↓"},
		{", s", "z/ a.pdf d.pdf c.pdf b.pdf", "by size ↑"},
		{", f", "z/ a.pdf d.pdf c.pdf b.pdf", "by size ↑, folders first"},
		{", r", "z/ b.pdf c.pdf d.pdf a.pdf", "by size ↓, folders first"},
		{", f", "b.pdf c.pdf d.pdf a.pdf z/", "by size ↓"},
		{", d", "d.pdf c.pdf b.pdf a.pdf z/", "by modified ↓"},
		{", c", "z/ d.pdf b.pdf a.pdf c.pdf", "by class ↑"},
		{", n", "a.pdf b.pdf c.pdf d.pdf z/", "1 folder, 4 objects"},
		{", , , esc", "d.pdf c.pdf b.pdf a.pdf z/", "by modified ↓"},
		{", esc", "d.pdf c.pdf b.pdf a.pdf z/", "by modified ↓"},
	} {
		d.Press(strings.Fields(c.keys)...)
		d.Settle()
		if got := strings.Join(s.top().rows(5), " "); got != c.rows || !strings.Contains(d.View(80, 24), c.said) {
			t.Errorf("%s: %s, not %s\n%s", c.keys, got, c.rows, d.View(80, 24))
		}
		if s.on() != "a.pdf" {
			t.Fatalf("%s: the cursor went to %s", c.keys, s.on())
		}
	}
}

func TestSortIsAsked(t *testing.T) {
	d, s, _ := start(t, sizes(), Location{Bucket: "acme-legal", Table: Table{Sort: "-size", FoldersFirst: true}})
	d.Press(",")
	if !s.Capturing() {
		t.Error("the keys are not taken")
	}
	d.Goldens("sort")
	d.Press("x")
	if n, ok := d.Step().(kit.Notify); !ok || !s.Capturing() || !strings.Contains(n.Text, "leaves it so") {
		t.Errorf("a key that is no answer: %v, still asked: %t", n, s.Capturing())
	}
	d.Press("enter")
	if s.Capturing() {
		t.Error("the keys are still taken")
	}
}

// TestSortIsOfWhatIsLoaded: it says so, goes on, and says when it is of everything.
func TestSortIsOfWhatIsLoaded(t *testing.T) {
	b := newBucket(numbered(3000)...)
	for i := range b.entries {
		b.entries[i].Size = int64(i)
	}
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/", Table: Table{Sort: "-size"}})
	for n := 1; n < 3; n++ {
		d.Deliver(d.Run(0)...)
		if v := d.View(80, 24); !strings.Contains(v, fmt.Sprintf("by size ↓ of the %d,000 loaded so far", n)) || s.on() != fmt.Sprintf("%06d.json", n*1000-1) {
			t.Errorf("on %s\n%s", s.on(), v)
		}
	}
	d.Settle()
	if v := d.View(80, 24); !strings.Contains(v, "by size ↓ · 3,000 objects") || s.on() != "002999.json" {
		t.Errorf("on %s\n%s", s.on(), v)
	}
}

func TestSortStaysInOtherFolders(t *testing.T) {
	b := newBucket("z/a", "z/b", "z/c", "y")
	d, s, _ := start(t, b, Location{Bucket: "acme-legal", Table: Table{Sort: "-name"}})
	d.Press("g", "enter")
	d.Settle()
	if got := s.top().rows(3); !slices.Equal(got, []string{"c", "b", "a"}) {
		t.Errorf("below: %v", got)
	}
	d.Press(",", "r", "h")
	d.Settle()
	if got := s.top().rows(5); !slices.Equal(got, []string{"y", "z/"}) {
		t.Errorf("above: %v", got)
	}
}

func TestColumnsOfTheSettings(t *testing.T) {
	d, _, _ := start(t, sizes(), Location{Bucket: "acme-legal", Table: Table{Columns: []string{"class", "etag", "size"}}})
	uitest.Golden(t, "columns", d.View(100, 12))
	d, _, _ = start(t, sizes(), Location{Bucket: "acme-legal", Table: Table{Columns: []string{}}})
	if v := d.View(80, 24); strings.Contains(v, "STANDARD") || strings.Contains(v, "modified") {
		t.Errorf("columns that nobody wanted:\n%s", v)
	}
}

// TestClassesAreSortedAsTheirNames: no two of S3 are of the same rank.
func TestClassesAreSortedAsTheirNames(t *testing.T) {
	classes := []string{
		"", "DEEP_ARCHIVE", "EXPRESS_ONEZONE", "FSX_OPENZFS", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA",
		"OUTPOSTS", "REDUCED_REDUNDANCY", "SNOW", "STANDARD", "STANDARD_IA",
	}
	for i := 1; i < len(classes); i++ {
		if letters(classes[i-1]) >= letters(classes[i]) || letters(classes[i]) >= 1<<63 {
			t.Errorf("%s and %s", classes[i-1], classes[i])
		}
	}
}

func TestFilterCountsWhileLoading(t *testing.T) {
	b := newBucket(numbered(3000)...)
	d, _, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("/")
	d.Type("77")
	d.Press("enter")
	if v := d.View(80, 24); !strings.Contains(v, "filter 77: 19 of 1,000 so far") {
		t.Errorf("after one page:\n%s", v)
	}
	d.Press("G")
	d.Settle()
	if v := d.View(80, 24); !strings.Contains(v, "filter 77: 57 of 3,000 objects") || !strings.Contains(v, "57 of 57") {
		t.Errorf("at the end:\n%s", v)
	}
}
