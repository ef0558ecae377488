package objects

import (
	"fmt"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/kit"
)

// While the listing is waited for, whoever chooses shares the choice and not all that
// match.
func TestAChoiceOvertakesTheWaiting(t *testing.T) {
	var keys []string
	for i := range 2_500 {
		keys = append(keys, fmt.Sprintf("%05d.pdf", i))
	}
	for _, c := range []struct {
		keys string
		want int
	}{
		{"space", 1}, {"space space", 2}, {"shift+down", 2}, {"v down", 2}, {"v down v", 2}, {"a", -1}, {"*", -1}, {"+ enter", -1},
	} {
		d, s, o := startHeld(t, newBucket(keys...), here)
		next(d)
		d.Press("/")
		d.Type("00.pdf")
		d.Press("enter", "S")
		if s.awaits == nil {
			t.Fatal("nothing is waited for")
		}
		said := false
		for _, k := range strings.Fields(c.keys) {
			d.Press(k)
			n, _ := d.Step().(kit.Notify)
			said = said || strings.Contains(n.Text, "S shares the choice")
		}
		for range 10 {
			next(d)
			n, _ := d.Step().(kit.Notify)
			said = said || strings.Contains(n.Text, "S shares the choice")
		}
		if !said || s.awaits != nil || len(o.chosen) != 0 {
			t.Errorf("%s: said %v, %d are shared", c.keys, said, len(o.chosen))
		}
		d.Press("S")
		n := len(o.chosen)
		if o.target.Key != "" { // one is shared as such
			n++
		}
		if c.want > 0 && n != c.want || n == 0 {
			t.Errorf("%s, then S: %d are shared", c.keys, n)
		}
	}
}

// What does not belong here is not shared, and not counted either.
func TestForeignRowsAreNotCounted(t *testing.T) {
	page := s3browser.Page{Done: true, Entries: []s3browser.Entry{
		{Key: "contracts/a.pdf", Size: 5}, {Key: "contracts/b.pdf", Size: 5}, {Key: "hr/a.pdf", Size: 5, Foreign: true},
	}}
	d, s, o := startLiar(t, &liar{pages: []s3browser.Page{page}})
	d.Press("/")
	d.Type("pdf")
	d.Press("enter")
	if sel := s.selection(s.top().these(s.top().list.Shown())); sel.n != 2 {
		t.Errorf("%d are counted", sel.n)
	}
	if does := s.manyDoes(s.top()); strings.Contains(does, "3") {
		t.Errorf("offers to %s", does)
	}
	d.Press("S")
	if len(o.chosen) != 2 {
		t.Errorf("%d are shared: %s", len(o.chosen), o.what)
	}
}
