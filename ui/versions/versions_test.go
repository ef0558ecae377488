package versions

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// shelf lists its versions in pages, as S3 does.
type shelf struct {
	all  []s3browser.Version
	page int
	asks []s3browser.VersionRequest
	ctxs []context.Context
	err  error
}

func (s *shelf) VersionPage(ctx context.Context, r s3browser.VersionRequest) (s3browser.VersionPage, error) {
	s.asks, s.ctxs = append(s.asks, r), append(s.ctxs, ctx)
	if s.err != nil {
		return s3browser.VersionPage{}, s.err
	}
	var p s3browser.VersionPage
	past := r.From == s3browser.VersionMark{}
	for i, v := range s.all {
		if past && strings.HasPrefix(v.Key, r.Prefix) {
			if len(p.Versions) == s.page {
				last := s.all[i-1]
				p.Next = s3browser.VersionMark{Key: last.Key, ID: last.ID}
				return p, nil
			}
			p.Versions = append(p.Versions, v)
		}
		past = past || v.Key == r.From.Key && v.ID == r.From.ID
	}
	p.Done = true
	return p, nil
}

func history() *shelf {
	day := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	return &shelf{page: 1000, all: []s3browser.Version{
		{Key: "a/one.pdf", ID: "v3", Size: 3_000, Modified: day, ETag: "e3", Class: "STANDARD", Latest: true},
		{Key: "a/one.pdf", ID: "v2\x1b[31m", Size: 2_000, Modified: day.AddDate(0, 0, -1), ETag: "e2", Class: "GLACIER"},
		{Key: "a/one.pdf", ID: "v1", Size: 1_000, Modified: day.AddDate(0, 0, -2), ETag: "e1", Class: "STANDARD"},
		{Key: "a/one.pdf.bak", ID: "b1", Size: 9, Modified: day, Latest: true},
		{Key: "a/two.pdf", ID: "m2", Modified: day, Latest: true, Deleted: true},
		{Key: "a/two.pdf", ID: "m1", Modified: day.AddDate(0, 0, -1), Deleted: true},
		{Key: "a/two.pdf", ID: "t1", Size: 77, Modified: day.AddDate(0, 0, -3)},
	}}
}

type out struct {
	way    string
	target share.Target
	object share.Object
}

func start(t testing.TB, src *shelf, key string, folder bool) (*uitest.Driver, *Screen, *out) {
	t.Helper()
	d, s, o := startOf(t, src, key, folder)
	d.Hold = false
	d.Settle()
	return d, s, o
}

// startOf holds back what the screen asks for.
func startOf(t testing.TB, src Source, key string, folder bool) (*uitest.Driver, *Screen, *out) {
	t.Helper()
	o, s := &out{}, (*Screen)(nil)
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		at := share.Target{Place: "work", Region: "eu-central-1", Bucket: "acme", Key: key}
		to := func(way string) func(share.Target, share.Object) kit.Maker {
			return func(t share.Target, obj share.Object) kit.Maker {
				*o = out{way, t, obj}
				return func(kit.Env) kit.Screen { return nil }
			}
		}
		s = New(env, src, at, folder, Exits{Compose: to("share"), Preview: to("preview"), Download: to("download")})
		return s
	})
	return d, s, o
}

func TestAsDrawn(t *testing.T) {
	d, s, _ := start(t, history(), "a/one.pdf", false)
	d.Goldens("object")
	uitest.Sizes(t, s)
	uitest.CheckKeys(t, s.Keys())
	d, s, _ = start(t, history(), "a/", true)
	d.View(80, 24)
	d.Press("end", "up")
	d.Goldens("folder")
	d.View(80, 24)
	d.Press("tab")
	d.Goldens("marker")
	uitest.Sizes(t, s)
}

// Of one object its own versions alone are listed, and any of them is shared pinned.
func TestAnOldVersionIsSharedPinned(t *testing.T) {
	src := history()
	d, s, o := start(t, src, "a/one.pdf", false)
	if v := d.View(80, 24); !strings.Contains(v, "3 versions") || strings.Contains(v, "b1") {
		t.Errorf("other objects are listed:\n%s", v)
	}
	d.Press("down", "down", "s")
	if _, ok := d.Step().(kit.Push); !ok || o.target.VersionID != "v1" || o.target.Key != "a/one.pdf" || o.target.Place != "work" {
		t.Errorf("shared %+v", o.target)
	}
	if o.object.VersionID != "v1" || o.object.Size != 1_000 || o.object.ETag != "e1" || !o.object.Versioned {
		t.Errorf("known of it: %+v", o.object)
	}
	d.Press("y")
	if c, ok := d.Step().(kit.Copy); !ok || c.Text.Reveal() != "v1" {
		t.Error("the id was not copied")
	}
	d.Press("esc")
	if _, ok := d.Step().(kit.Pop); !ok || s.Capturing() {
		t.Error("esc does not leave")
	}
}

// A version is looked at and saved as it was, of an object and of a folder; a delete
// marker and a foreign row hold nothing to look at.
func TestAVersionIsLookedAtAndSaved(t *testing.T) {
	for _, c := range []struct{ key, press, way, id string }{
		{"a/one.pdf", "p", "preview", "v1"},
		{"a/one.pdf", "w", "download", "v1"},
		{"a/", "p", "preview", "t1"},
		{"a/", "w", "download", "t1"},
	} {
		d, _, o := start(t, history(), c.key, strings.HasSuffix(c.key, "/"))
		d.View(80, 24)
		d.Press("end", c.press)
		if _, ok := d.Step().(kit.Push); !ok || o.way != c.way || o.target.VersionID != c.id || o.object.VersionID != c.id {
			t.Errorf("%+v: %+v", c, *o)
		}
	}
	foreign := &shelf{page: 10, all: []s3browser.Version{{Key: "a/../b/x", ID: "1", Latest: true}}}
	for _, src := range []*shelf{foreign, {page: 10, all: history().all[4:6]}} {
		d, s, o := start(t, src, "a/", true)
		d.Press("p", "w")
		if k := s.bindings(); k.preview.Enabled() || k.download.Enabled() || o.way != "" {
			t.Errorf("%q is offered", o.way)
		}
	}
}

// A delete marker says why it cannot be shared, and which version it hides, also where
// another marker lies between.
func TestADeleteMarkerTellsWhatItHides(t *testing.T) {
	d, _, o := start(t, history(), "a/two.pdf", false)
	d.Press("enter")
	n, ok := d.Step().(kit.Notify)
	if !ok || !strings.Contains(n.Text, "2026-01-29 09:00") || !strings.Contains(n.Text, "77 B") || !strings.Contains(n.Text, "t1") || o.target.Bucket != "" {
		t.Errorf("%+v", n)
	}
	src := history()
	src.all = src.all[:len(src.all)-1]
	d, _, _ = start(t, src, "a/two.pdf", false)
	d.Press("enter")
	if n, ok := d.Step().(kit.Notify); !ok || !strings.Contains(n.Text, "no version before it is left") {
		t.Errorf("%+v", n)
	}
}

// Pages stream in; x stops, r goes on where it stopped, and leaving cancels.
func TestPagesStream(t *testing.T) {
	src := &shelf{page: 100}
	for i := range 1_000 {
		src.all = append(src.all, s3browser.Version{Key: fmt.Sprintf("logs/%05d", i), ID: "1", Latest: true})
	}
	var s *Screen
	d := uitest.NewHeld(t, func(env kit.Env) kit.Screen {
		s = New(env, src, share.Target{Bucket: "acme", Key: "logs/"}, true, Exits{})
		s.enough = 500
		return s
	})
	d.Deliver(d.Run(0)...)
	if v := d.View(80, 24); !strings.Contains(v, "100 so far…") || s.Busy() == "" {
		t.Errorf("after a page:\n%s", v)
	}
	d.Press("x")
	if v := d.View(80, 24); !strings.Contains(v, "stopped at 100, r loads on") {
		t.Error(v)
	}
	d.Hold = false
	d.Press("r")
	if v := d.View(80, 24); s.list.Loaded() != 600 || !strings.Contains(v, "stopped at 600") {
		t.Errorf("%d rows\n%s", s.list.Loaded(), v)
	}
	d.Press("r", "/")
	d.Type("00999")
	d.Press("enter")
	if v := d.View(80, 24); s.list.Loaded() != 1_000 || !strings.Contains(v, "filter 00999 · 1,000 versions") || !strings.Contains(v, "1 of 1") {
		t.Errorf("%d rows\n%s", s.list.Loaded(), v)
	}
	d.Leave()
	if src.ctxs[0].Err() == nil {
		t.Error("leaving cancels nothing")
	}
}

func TestRefusals(t *testing.T) {
	src := history()
	src.err = &s3browser.Error{Kind: s3browser.AccessDenied, Sentence: "access denied listing the versions of s3://acme/a", Hint: "needs s3:ListBucketVersions"}
	d, s, _ := start(t, src, "a/one.pdf", false)
	d.Goldens("denied")
	src.err = nil
	d.Press("r")
	if s.list.Total() != 3 {
		t.Error("r does not try again")
	}
}

// What a server lists from elsewhere is shown as such and not shared.
func TestForeignRows(t *testing.T) {
	src := &shelf{page: 10, all: []s3browser.Version{{Key: "a/../b/x", ID: "1", Latest: true}}}
	d, _, o := start(t, src, "a/", true)
	d.Press("enter")
	if v := d.View(80, 24); d.Step() != nil || o.target.Key != "" || !strings.Contains(v, "foreign") {
		t.Error(v)
	}
}
