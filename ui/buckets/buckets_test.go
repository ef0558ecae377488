package buckets

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/listscreen"
	"signet/ui/uitest"
)

type place struct {
	buckets []s3browser.Bucket
	err     error
	ctxs    []context.Context
	notice  func(int) (string, bool)
	setup
}

func (p *place) Buckets(ctx context.Context) ([]s3browser.Bucket, error) {
	p.ctxs = append(p.ctxs, ctx)
	return p.buckets, p.err
}

func three() *place {
	day := time.Date(2025, 11, 3, 8, 30, 0, 0, time.UTC)
	return &place{buckets: []s3browser.Bucket{
		{Name: "acme-finance", Created: day, Region: "eu-central-1"},
		{Name: "acme-hr", Created: day.AddDate(0, 1, 0)},
		{Name: "acme-legal\x1b[2J", Created: day.AddDate(0, 2, 0), Region: "us-east-1"},
	}}
}

var _ Source = (*s3browser.Client)(nil)

type out struct {
	opened  s3browser.Bucket
	gone    string
	renewed string
	counted share.Target
}

func start(t testing.TB, p *place) (*uitest.Driver, *listscreen.Screen[s3browser.Bucket], *out) {
	t.Helper()
	d, s, o := startHeld(t, p)
	d.Hold = false
	d.Settle()
	return d, s, o
}

func startHeld(t testing.TB, p *place) (*uitest.Driver, *listscreen.Screen[s3browser.Bucket], *out) {
	t.Helper()
	o := &out{}
	var s *listscreen.Screen[s3browser.Bucket]
	mk := func(kit.Env) kit.Screen { return nil }
	exits := Exits{
		Open:  func(b s3browser.Bucket) kit.Maker { o.opened = b; return mk },
		Tally: func(t share.Target) kit.Maker { o.counted = t; return mk },
		Goto:  func(why string) kit.Maker { o.gone = why; return mk },
		Renew: func(p string) tea.Cmd { o.renewed = p; return nil },
	}
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, p, Options{Place: "work\x1b]0;x\a", Notice: p.notice}, exits)
		return s
	})
	return d, s, o
}

// A place that the environment alone describes may have no name.
func TestAPlaceWithoutAName(t *testing.T) {
	var s *listscreen.Screen[s3browser.Bucket]
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, &place{}, Options{}, Exits{})
		return s
	})
	if v := d.View(80, 24); !strings.Contains(v, "listing the buckets …") {
		t.Errorf("while it loads:\n%s", v)
	}
	d.Hold = false
	d.Settle()
	if v := d.View(80, 24); !strings.Contains(v, "  there are no buckets\n") && !strings.Contains(v, "  there are no buckets ") {
		t.Errorf("without any:\n%s", v)
	}
}

func TestNoticeIsShown(t *testing.T) {
	p := three()
	p.notice = func(w int) (string, bool) { return kit.Cut("2 links end within 15 min", w), true }
	d, s, _ := start(t, p)
	if v := d.View(80, 24); !strings.Contains(v, "2 links end within 15 min") || !strings.Contains(v, "1 of 3") {
		t.Error(v)
	}
	uitest.Sizes(t, s)
	d.Press("/")
	d.Type("acme")
	d.Press("enter")
	if v := d.View(80, 24); !strings.Contains(v, "filter acme") {
		t.Errorf("what is filtered by is hidden:\n%s", v)
	}
}

func denied() error {
	return &s3browser.Error{
		Kind:     s3browser.AccessDenied,
		Sentence: "access denied listing buckets", Hint: "needs s3:ListAllMyBuckets",
	}
}

func TestBucketsAreListedAndOpened(t *testing.T) {
	d, s, o := startHeld(t, three())
	if v := d.View(80, 24); !strings.Contains(v, "listing the buckets") || s.Busy() == "" {
		t.Errorf("while loading:\n%s", v)
	}
	uitest.Sizes(t, s)
	d.Press("enter", "down", "/", "esc") // nothing is there yet
	d.Hold = false
	d.Settle()
	d.Goldens("buckets")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	if strings.Contains(s.Title(), "\x1b") {
		t.Error("the title is not clean")
	}
	d.Press("down", "enter")
	if _, ok := d.Step().(kit.Push); !ok || o.opened.Name != "acme-hr" {
		t.Errorf("opened %+v", o.opened)
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok {
		t.Error("esc did not leave")
	}
}

// What r does is called the same in the middle of the screen and below it.
func TestRetryingHasOneName(t *testing.T) {
	for want, p := range map[string]*place{"try again": {err: errors.New("no route")}, "look again": {}} {
		d, s, _ := start(t, p)
		d.Press("esc") // the question
		footer := ""
		for _, b := range s.Keys().ShortHelp() {
			footer += b.Help().Key + " " + b.Help().Desc + "\n"
		}
		if !strings.Contains(footer, "r "+want+"\n") || !strings.Contains(d.View(80, 24), "r  "+want) {
			t.Errorf("want r to %s: %s\n%s", want, footer, d.View(80, 24))
		}
	}
}

func TestWithoutTheRightToListItAsksForANameByItself(t *testing.T) {
	d, s, o := start(t, &place{err: denied()})
	d.Goldens("denied")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	if _, ok := d.Step().(kit.Push); !ok || !strings.Contains(o.gone, "by its name") {
		t.Errorf("asks for no bucket: %q", o.gone)
	}
	if v := d.View(80, 24); !strings.Contains(v, "s3:ListAllMyBuckets") || !strings.Contains(v, "ctrl+o") {
		t.Errorf("behind the question:\n%s", v)
	}
	d.Press("r")
	if d.Step() != nil {
		t.Error("it asks again each time")
	}
}

func TestExpiredSessionCanBeRenewed(t *testing.T) {
	p := &place{err: &s3browser.Error{Kind: s3browser.ExpiredSession, Sentence: "the session of profile work is over", Hint: "aws sso login --profile work"}}
	d, s, o := start(t, p)
	if v := d.View(80, 24); s.Capturing() || !strings.Contains(v, "ctrl+r  renew") || !strings.Contains(v, "aws sso login") {
		t.Errorf("no way to renew:\n%s", v)
	}
	p.err, p.buckets = nil, three().buckets
	d.Press("ctrl+r", "r")
	if v := d.View(80, 24); o.renewed == "" || !strings.Contains(v, "3 buckets") {
		t.Errorf("renewed %q:\n%s", o.renewed, v)
	}
}

func TestNoBuckets(t *testing.T) {
	d, s, _ := start(t, &place{})
	d.Goldens("none")
	uitest.Sizes(t, s)
}
