package objects

import (
	"errors"
	"strings"
	"testing"

	"signet/ui/uitest"
)

func TestFilterNarrowsAtOnce(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("/")
	if !s.Capturing() || d.Cursor(80, 24) == nil {
		t.Fatal("the filter takes no text")
	}
	d.Type("PDF")
	if n := s.top().list.Len(); n != 2 {
		t.Errorf("%d rows", n)
	}
	d.Goldens("filter")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d.Press("down", "enter")
	if s.Capturing() || s.on() != "日本語の文書.pdf" || s.top().list.Len() != 2 {
		t.Errorf("enter did not keep the filter: on %s", s.on())
	}
	if v := d.View(80, 24); !strings.Contains(v, "filter PDF") {
		t.Errorf("nothing says that a filter is on:\n%s", v)
	}
	d.Press("esc")
	if s.top().list.FilterText() != "" || s.on() != "日本語の文書.pdf" || d.Step() != nil {
		t.Errorf("esc: on %s", s.on())
	}
}

func TestFilterToNothingSaysSo(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("/")
	d.Type("zzz")
	d.Press("enter")
	d.Goldens("nothing")
	uitest.Sizes(t, s)
	d.Press("enter", "space", "s", "y")
	if d.Step() != nil {
		t.Error("something without a row was acted on")
	}
	d.Press("esc")
	if s.top().list.Len() != 6 {
		t.Errorf("%d rows", s.top().list.Len())
	}
}

func TestFilterAsksTheServerWhileTheListingIsNotComplete(t *testing.T) {
	b := newBucket(numbered(5000)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("x", "/")
	d.Type("0049")
	if !strings.Contains(d.View(80, 24), "000049.json") {
		t.Error("loaded rows are not narrowed at once")
	}
	d.Settle()
	if got, last := s.top().list.Len(), b.lists[len(b.lists)-1]; got != 111 || last.Prefix != "logs/0049" || last.Token != "" {
		t.Errorf("%d rows, asked %+v", got, last)
	}
	d.Press("enter", "G")
	if s.on() != "004999.json" {
		t.Errorf("on %s", s.on())
	}
	d.Press("r") // load on: what was found ahead arrives by itself
	d.Settle()
	if got := s.top().list.Len(); got != 111 || s.on() != "004999.json" {
		t.Errorf("after the rest: %d rows, on %s", got, s.on())
	}
}

func TestServerAnswersAreNotShownBesideTheSameRowsLoaded(t *testing.T) {
	b := newBucket(numbered(1500)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("x", "/")
	d.Type("0009")
	d.Settle()
	if got := s.top().list.Len(); got != 111 {
		t.Errorf("%d rows", got)
	}
}

func TestFilterTakesTheLastAnswerOnly(t *testing.T) {
	b := newBucket(numbered(5000)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("x", "/")
	d.Run(0) // the page that was under way
	d.Type("004")
	if d.Pending() != 3 {
		t.Fatalf("%d questions", d.Pending())
	}
	if b.lists[len(b.lists)-1].Prefix != "logs/" {
		t.Error("asked before typing paused")
	}
	d.Run(0) // "0" was cancelled by what followed: never asked
	d.Run(0)
	if got := b.lists[len(b.lists)-1].Prefix; got != "logs/" {
		t.Errorf("a question that was given up was asked: %s", got)
	}
	late := d.Run(0)
	d.Type("9")
	d.Settle()
	d.Deliver(late...)
	if got := s.top().list.Len(); got != 111 {
		t.Errorf("%d rows: a late answer to an earlier filter counted", got)
	}
}

func TestFilterSaysWhenTheServerCouldNotBeSearched(t *testing.T) {
	b := newBucket(numbered(2500)...)
	d, s, _ := startHeld(t, b, Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Deliver(d.Run(0)...)
	d.Press("x")
	d.Settle()
	b.fail[len(b.lists)] = errors.New("no route to host")
	d.Press("/")
	d.Type("0")
	d.Settle()
	d.Press("enter")
	if v := d.View(80, 24); !strings.Contains(v, "the server was not searched") || s.top().list.Len() != 1000 {
		t.Errorf("%d rows\n%s", s.top().list.Len(), v)
	}
}

func TestPasteFilters(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("/")
	d.Paste("日本")
	if s.top().list.Len() != 1 {
		t.Errorf("%d rows", s.top().list.Len())
	}
	uitest.Sizes(t, s)
}

// Rows of one kind are counted once.
func TestAFilterSaysHowManyThereAreOnce(t *testing.T) {
	d, _, _ := start(t, newBucket(numbered(1_234)...), Location{Bucket: "acme-legal", Prefix: "logs/"})
	d.Press("/")
	d.Type("99")
	d.Press("enter")
	if v := d.View(80, 24); strings.Count(v, "1,234") != 1 || !strings.Contains(v, "of 1,234 objects") {
		t.Errorf("the count:\n%s", v)
	}
}

// Whoever comes up from a folder that a filter had found sees all folders again, with the
// cursor on that one.
func TestGoingUpShowsAllAround(t *testing.T) {
	d, s, _ := start(t, documents(), here)
	d.Press("/")
	d.Type("photos")
	d.Press("enter", "enter", "h")
	if v := s.top(); s.on() != "photos/" || v.list.FilterText() != "" || v.list.Len() != 6 {
		t.Errorf("on %s, filter %q, %d rows", s.on(), v.list.FilterText(), v.list.Len())
	}
}
