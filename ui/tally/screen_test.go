package tally

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// shelf lists so many objects below reports/, a thousand a page.
type shelf struct {
	n     int
	asked []s3browser.ListRequest
	fail  map[int]error
}

func (b *shelf) List(_ context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	call := len(b.asked)
	b.asked = append(b.asked, r)
	if err := b.fail[call]; err != nil {
		return s3browser.Page{}, err
	}
	from := 0
	_, _ = fmt.Sscan(r.Token, &from)
	page := s3browser.Page{}
	for i := from; i < min(from+1000, b.n); i++ {
		page.Entries = append(page.Entries, s3browser.Entry{
			Key: fmt.Sprintf("reports/%07d.pdf", i), Size: int64(i % 500), Class: []string{"STANDARD", "GLACIER", ""}[i%3],
			Modified: time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC),
		})
	}
	page.Done = from+1000 >= b.n
	if !page.Done {
		page.Next = fmt.Sprint(from + 1000)
	}
	return page, nil
}

func start(t *testing.T, b *shelf) (*uitest.Driver, *Screen, *share.Target) {
	t.Helper()
	var s *Screen
	shown := &share.Target{}
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, b, share.Target{Place: "work", Bucket: "acme", Key: "reports/"}, Exits{
			Show: func(t share.Target) kit.Step { *shown = t; return nil },
		})
		return s
	})
	return d, s, shown
}

func TestSumsGrowWhileItCounts(t *testing.T) {
	b := &shelf{n: 2500}
	d, s, shown := start(t, b)
	d.Deliver(d.Run(0)...)
	if v := d.View(80, 24); !strings.Contains(v, "1,000 objects") || !strings.Contains(v, "so far") || s.Busy() == "" {
		t.Errorf("after a page:\n%s", v)
	}
	d.Goldens("so-far")
	d.Settle()
	if v := d.View(80, 24); !strings.Contains(v, "2,500 objects") || !strings.Contains(v, "all that is below it") || s.Busy() != "" {
		t.Errorf("at the end:\n%s", v)
	}
	d.Goldens("counted")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	if r := b.asked[0]; !r.Recursive || r.Prefix != "reports/" || r.Bucket != "acme" {
		t.Errorf("asked %+v", r)
	}
	d.Press("enter")
	if shown.Key != "reports/0000499.pdf" || shown.Place != "work" {
		t.Errorf("shows %+v", shown)
	}
}

func TestStoppedCountingGoesOnAndCountsNothingTwice(t *testing.T) {
	b := &shelf{n: 5000}
	d, s, _ := start(t, b)
	d.Deliver(d.Run(0)...)
	d.Press("x") // while the second page is on its way
	if v := d.View(80, 24); !strings.Contains(v, "stopped") || s.Busy() != "" {
		t.Errorf("stopped:\n%s", v)
	}
	d.Press("r")
	d.Settle()
	if s.sums.objects != 5000 || !s.reading.Done() {
		t.Errorf("%d objects", s.sums.objects)
	}
	d.Press("r")
	d.Settle()
	if s.sums.objects != 5000 || len(b.asked) != 10 {
		t.Errorf("again: %d objects in %d requests", s.sums.objects, len(b.asked))
	}
}

func TestAFailureIsNoSum(t *testing.T) {
	b := &shelf{n: 3000, fail: map[int]error{1: &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied listing s3://acme", Hint: "needs s3:ListBucket"}, 3: errors.New("again")}}
	d, s, _ := start(t, b)
	d.Settle()
	d.Goldens("failed")
	if v := d.View(80, 24); !strings.Contains(v, "not all of it") || !strings.Contains(v, "needs s3:ListBucket") || !strings.Contains(v, "1,000 objects") {
		t.Errorf("failed:\n%s", v)
	}
	d.Press("r")
	d.Settle()
	d.Press("r")
	d.Settle()
	if s.sums.objects != 3000 {
		t.Errorf("%d objects", s.sums.objects)
	}
}

func TestClassesAreBounded(t *testing.T) {
	var s sums
	for i := range 1000 {
		s.add(&s3browser.Entry{Key: fmt.Sprint(i), Class: fmt.Sprint("CLASS", i)})
	}
	if len(s.classes) > mostClasses+1 || s.objects != 1000 {
		t.Errorf("%d classes", len(s.classes))
	}
}
