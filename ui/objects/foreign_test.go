package objects

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// liar is a source that gives its pages in their order, whatever is asked; the
// last one for ever.
type liar struct {
	pages []s3browser.Page
	asked int
	heads int
}

func (l *liar) List(context.Context, s3browser.ListRequest) (s3browser.Page, error) {
	p := l.pages[min(l.asked, len(l.pages)-1)]
	l.asked++
	return p, nil
}

func (l *liar) Head(context.Context, string, string, string) (s3browser.Head, error) {
	l.heads++
	return s3browser.Head{}, nil
}

func (*liar) Tags(context.Context, string, string) ([]s3browser.Tag, error) { return nil, nil }
func (*liar) Checksums(context.Context, string, string) ([]s3browser.Checksum, error) {
	return nil, nil
}

func startLiar(t *testing.T, l *liar) (*uitest.Driver, *Screen, *out) {
	t.Helper()
	o, s := &out{}, (*Screen)(nil)
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, l, Location{Bucket: "acme-legal", Prefix: "contracts/"}, o.exits())
		s.rest = 0
		return s
	})
	d.Hold = false
	d.Settle()
	return d, s, o
}

// What is not in the folder is shown with a mark, and nothing can be done with it
// from there.
func TestForeignRows(t *testing.T) {
	for _, odd := range []s3browser.Entry{
		{Key: "hr/salaries.pdf", Size: 5, Foreign: true},
		{Key: "hr/", Folder: true, Foreign: true},
		{Key: "", Foreign: true},
		{Key: "contracts/../x", Size: 5}, // begins as the others do
		{Key: "contracts/../", Folder: true},
		{Key: "contracts/%2e%2e/x", Size: 5},
	} {
		l := &liar{pages: []s3browser.Page{{Done: true, Entries: []s3browser.Entry{odd, {Key: "contracts/z.pdf", Size: 7}}}}}
		d, s, o := startLiar(t, l)
		view := d.View(80, 22)
		if !strings.Contains(view, strings.TrimSpace("foreign: "+odd.Key)) || !strings.Contains(view, "1 foreign, not in this folder") || !strings.Contains(view, "1 object") {
			t.Errorf("%q:\n%s", odd.Key, view)
		}
		uitest.Sizes(t, s)
		uitest.CheckKeys(t, s.Keys())
		d.View(140, 22) // with the details beside it
		for _, key := range []string{"enter", "l", "s", "space"} {
			o.target = share.Target{}
			d.Press(key)
			n, ok := d.Step().(kit.Notify)
			if !ok || n.Kind != kit.Problem || !strings.Contains(n.Text, "not in this folder") {
				t.Errorf("%q, %s: %+v", odd.Key, key, n)
			}
			if o.target.Key != "" || len(o.chosen) > 0 || s.top().list.MarkCount() > 0 || len(s.levels) != 1 {
				t.Errorf("%q, %s: something was done", odd.Key, key)
			}
		}
		if l.heads > 0 {
			t.Errorf("%q: the server was asked about it", odd.Key)
		}
		d.Press("down", "space", "up", "enter") // what was chosen beside it is shared alone
		if len(o.chosen) != 0 || o.target.Key != "contracts/z.pdf" {
			t.Errorf("chosen: %+v, %+v", o.chosen, o.target)
		}
	}
}

// A row that was chosen and turns out to be foreign in a later listing is not
// shared either.
func TestAChosenRowThatBecomesForeign(t *testing.T) {
	entry := s3browser.Entry{Key: "contracts/z"}
	turned := entry
	turned.Folder, turned.Foreign = true, true
	l := &liar{pages: []s3browser.Page{{Done: true, Entries: []s3browser.Entry{entry}}, {Done: true, Entries: []s3browser.Entry{turned}}}}
	d, _, o := startLiar(t, l)
	d.Press("space", "r", "s")
	if _, ok := d.Step().(kit.Notify); !ok || len(o.chosen) > 0 || o.target.Key != "" {
		t.Errorf("shared: %+v %+v", o.chosen, o.target)
	}
}

// A foreign key that sorts behind everything does not make the object that is
// sought a missing one.
func TestForeignKeysProveNothing(t *testing.T) {
	l := &liar{pages: []s3browser.Page{
		{Next: "t", Entries: []s3browser.Entry{{Key: "zzz", Foreign: true}}},
		{Done: true, Entries: []s3browser.Entry{{Key: "contracts/m.pdf"}}},
	}}
	var s *Screen
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, l, Location{Bucket: "acme-legal", Prefix: "contracts/", Select: "contracts/m.pdf"}, (&out{}).exits())
		return s
	})
	d.Run(0)
	if s.top().missing() {
		t.Error("given up too soon")
	}
}

// A listing that leads nowhere shows what there is and says that it is not all.
func TestAListingThatLeadsNowhere(t *testing.T) {
	page := func(next string) s3browser.Page {
		return s3browser.Page{Next: next, Entries: []s3browser.Entry{{Key: "contracts/" + next, Size: 1}}}
	}
	empty := make([]s3browser.Page, 2000)
	for i := range empty {
		empty[i] = s3browser.Page{Next: fmt.Sprint(i)}
	}
	for name, test := range map[string]struct {
		pages []s3browser.Page
		says  string
		asked int
	}{
		"no token":   {[]s3browser.Page{page("a"), page("")}, "incomplete: the server says that there is more", 2},
		"same token": {[]s3browser.Page{page("a")}, "incomplete: the server leads back", 2},
		"ring":       {[]s3browser.Page{page("a"), page("b"), page("a")}, "incomplete: the server leads back", 3},
		"empty":      {append([]s3browser.Page{page("x")}, empty...), "incomplete: 1,000 pages in a row", 1001},
	} {
		t.Run(name, func(t *testing.T) {
			l := &liar{pages: test.pages}
			d, s, _ := startLiar(t, l)
			view := d.View(120, 22)
			if flat := strings.Join(strings.Fields(view), " "); !strings.Contains(flat, test.says) || !strings.Contains(flat, "r lists anew") {
				t.Errorf("%s", view)
			}
			if l.asked != test.asked || s.top().load.done || s.top().list.Total() == 0 {
				t.Errorf("asked %d times, done %v, %d rows", l.asked, s.top().load.done, s.top().list.Total())
			}
			l.pages, l.asked = []s3browser.Page{{Done: true, Entries: []s3browser.Entry{{Key: "contracts/good.pdf"}}}}, 0
			d.Press("r")
			if view := d.View(80, 22); !s.top().load.done || s.top().list.Total() != 1 || strings.Contains(view, "incomplete") {
				t.Errorf("listed anew:\n%s", view)
			}
		})
	}
}

// Names that are longer than any pause the listing as too many rows do.
func TestLongNamesPauseTheListing(t *testing.T) {
	long := strings.Repeat("x", 8<<20)
	pages := make([]s3browser.Page, 100)
	for i := range pages {
		pages[i] = s3browser.Page{Next: fmt.Sprint(i), Entries: []s3browser.Entry{{Key: fmt.Sprintf("contracts/%d", i), ETag: long}}}
	}
	l := &liar{pages: pages}
	_, s, _ := startLiar(t, l)
	if l.asked != 33 && l.asked != 32 || !s.top().load.paused {
		t.Errorf("asked %d times, paused %v", l.asked, s.top().load.paused)
	}
}
