package find

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

// shelf lists so many objects below reports/, a thousand a page; every hundredth is an
// invoice.
type shelf struct{ n, calls int }

func (b *shelf) List(_ context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	b.calls++
	from := 0
	_, _ = fmt.Sscan(r.Token, &from)
	page := s3browser.Page{}
	for i := from; i < min(from+1000, b.n); i++ {
		name := "scan"
		if i%100 == 0 {
			name = "Invoice"
		}
		page.Entries = append(page.Entries, s3browser.Entry{Key: fmt.Sprintf("reports/%d/%s %07d.pdf", i/1000, name, i), Size: int64(i)})
	}
	page.Done = from+1000 >= b.n
	if !page.Done {
		page.Next = fmt.Sprint(from + 1000)
	}
	return page, nil
}

type out struct {
	shown, shared, saved share.Target
	object               share.Object
}

func start(t *testing.T, b *shelf) (*uitest.Driver, *Screen, *out) {
	t.Helper()
	o, s := &out{}, (*Screen)(nil)
	mk := func(kit.Env) kit.Screen { return nil }
	d := uitest.New(t, func(env kit.Env) kit.Screen {
		s = New(env, b, share.Target{Place: "work", Bucket: "acme", Key: "reports/"}, Exits{
			Show:     func(t share.Target) kit.Step { o.shown = t; return nil },
			Share:    func(t share.Target, obj share.Object) kit.Maker { o.shared, o.object = t, obj; return mk },
			Preview:  func(share.Target, share.Object) kit.Maker { return mk },
			Download: func(t share.Target, _ share.Object) kit.Maker { o.saved = t; return mk },
		})
		return s
	})
	return d, s, o
}

func TestMatchesStreamIn(t *testing.T) {
	b := &shelf{n: 3000}
	d, s, o := start(t, b)
	if b.calls != 0 || !s.Capturing() {
		t.Fatal("it searched before it was told for what")
	}
	d.Goldens("question")
	d.Type("inVOICE")
	d.Hold = true
	d.Press("enter")
	d.Deliver(d.Run(0)...)
	if v := d.View(80, 24); !strings.Contains(v, "10 found in 1,000 keys so far") || s.Busy() == "" {
		t.Errorf("after a page:\n%s", v)
	}
	d.Goldens("so-far")
	d.Settle()
	if v := d.View(80, 24); !strings.Contains(v, "30 found in 3,000 keys, all there are") || !strings.Contains(v, "0/Invoice 0000000.pdf") {
		t.Errorf("at the end:\n%s", v)
	}
	d.Goldens("found")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("down", "enter", "s", "w")
	if o.shown.Key != "reports/0/Invoice 0000100.pdf" || o.shared.Key != o.shown.Key || o.saved.Key != o.shown.Key || o.object.Size != 100 || o.shown.Place != "work" {
		t.Errorf("shown %+v, shared %+v", o.shown, o.shared)
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		text, key string
		is        bool
	}{
		{"pdf", "a/x.PDF", true},
		{"*.pdf", "a/b/x.PDF", true},
		{"*.pdf", "a/x.pdf.sig", false},
		{"2026/*", "2026/x", true},
		{"x.pdf", "a/xy.pdf", false},
		{"report ?.txt", "deep/er/Report 7.txt", true},
	} {
		if got := (matcher{"p/", c.text}).match("p/" + c.key); got != c.is {
			t.Errorf("%s in %s: %v", c.text, c.key, got)
		}
	}
	if got := (matcher{"p/", "x"}).of(s3browser.Page{Entries: []s3browser.Entry{{Key: "p/../x"}, {Key: "p/x/", Folder: true}, {Key: "p/x"}}}); len(got) != 1 {
		t.Errorf("of a page: %v", got)
	}
}

func TestMatchesAreBounded(t *testing.T) {
	b := &shelf{n: 20_000}
	d, s, _ := start(t, b)
	s.enough, s.until = 50, 50
	d.Type("invoice")
	d.Press("enter")
	if n := s.list.Total(); n < 50 || n > 70 || s.reading.Running() {
		t.Errorf("%d matches", n)
	}
	if v := d.View(80, 24); !strings.Contains(v, "stopped there") {
		t.Errorf("paused:\n%s", v)
	}
	d.Press("r")
	if n := s.list.Total(); n < 100 || n > 120 {
		t.Errorf("%d matches after more", n)
	}
	d.Press("R")
	if v := d.View(80, 24); !strings.Contains(v, "found in") {
		t.Errorf("anew:\n%s", v)
	}
	d.Press("F")
	if !s.Capturing() {
		t.Error("F asks nothing")
	}
	d.Press("esc", "esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc does not leave")
	}
}

func TestNothingFoundSaysSo(t *testing.T) {
	d, _, _ := start(t, &shelf{n: 10})
	d.Press("enter")
	if v := d.View(80, 24); !strings.Contains(v, "nothing typed") {
		t.Errorf("empty:\n%s", v)
	}
	d.Type("zebra")
	d.Press("enter")
	d.Goldens("nothing")
	if v := d.View(80, 24); !strings.Contains(v, "no key below s3://acme/reports/ matches zebra") {
		t.Errorf("nothing:\n%s", v)
	}
}
