package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/config/bookmarks"
	"signet/share"
	"signet/share/ledger"
)

// keep has the interface keep bookmarks and recents in files.
func keep(t *testing.T, p *Parts) *bookmarks.Store {
	t.Helper()
	dir := t.TempDir()
	s := &bookmarks.Store{Bookmarks: filepath.Join(dir, "bookmarks.toml"), Recents: filepath.Join(dir, "recents"), Most: 50, Clock: p.Clock}
	p.Kept = s
	return s
}

func kept(t *testing.T, s *bookmarks.Store) string {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range list {
		out = append(out, b.Place+" "+b.Address())
	}
	return strings.Join(out, "|")
}

// What is shown is bookmarked, and the same key takes that back.
func TestBookmarksOnEveryScreen(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"places":     {nil, "work "},
		"buckets":    {[]string{"enter"}, "work "},
		"objects":    {[]string{"enter", "enter"}, "work s3://acme/"},
		"a folder":   {[]string{"enter", "enter", "enter"}, "work s3://acme/2026/"},
		"details":    {[]string{"enter", "enter", "down", "tab"}, "work s3://acme/a.pdf"},
		"a preview":  {[]string{"enter", "enter", "down", "p"}, "work s3://acme/a.pdf"},
		"versions":   {[]string{"enter", "enter", "down", "V"}, "work s3://acme/a.pdf"},
		"size below": {[]string{"enter", "enter", "#"}, "work s3://acme/2026/"},
		"a link":     {[]string{"enter", "enter", "down", "enter", "1", "enter"}, "work s3://acme/a.pdf"},
	} {
		var s *bookmarks.Store
		r := open(t, func(p *Parts) { s = keep(t, p) })
		r.press(c.keys...)
		r.press("b")
		r.shows("bookmarked ")
		if got := kept(t, s); got != c.want {
			t.Errorf("%s: kept %q, want %q\n%s", name, got, c.want, r.screen())
		}
		r.press("?")
		if got := strings.Join(strings.Fields(r.screen()), " "); !strings.Contains(got, "b drop the bookmark") && !strings.Contains(got, "scroll") {
			t.Errorf("%s: help does not say that it drops it:\n%s", name, r.screen())
		}
		r.press("esc", "b")
		r.shows("removed the bookmark of ")
		if got := kept(t, s); got != "" {
			t.Errorf("%s: still kept %q", name, got)
		}
	}
}

// ctrl+o, down, enter is the way back to where one was, also in another place.
func TestTheWayBackToAnotherPlace(t *testing.T) {
	var s *bookmarks.Store
	r := open(t, func(p *Parts) { twoPlaces(p); s = keep(t, p) })
	r.press("enter") // work, acme/2026/
	r.shows("signet work › acme/2026/")
	r.clock.Advance(time.Minute)
	r.press("ctrl+p", "G", "enter")
	r.clock.Advance(time.Minute)
	r.press("ctrl+o", "down")
	r.shows("› recent s3://acme/2026/")
	r.press("enter")
	r.shows("signet work › acme/2026/")
	all, err := s.Visited()
	if err != nil || len(all) != 2 || all[0].Key != "2026/" {
		t.Errorf("%+v %v", all, err)
	}
}

// Folders that were only passed are no visits.
func TestPassing(t *testing.T) {
	var s *bookmarks.Store
	r := open(t, func(p *Parts) { twoPlaces(p); s = keep(t, p) })
	r.press("g", "enter", "enter")
	all, _ := s.Visited()
	if len(all) != 1 || all[0].Key != "2026/2026/" {
		t.Errorf("%+v", all)
	}
	r.clock.Advance(time.Minute)
	r.press("enter")
	if all, _ = s.Visited(); len(all) != 2 {
		t.Errorf("%+v", all)
	}
}

// A place that is gone, or that is another server by now, is not opened with another one.
func TestABookmarkOfAPlaceThatIsGone(t *testing.T) {
	r := open(t, func(p *Parts) {
		twoPlaces(p)
		s := keep(t, p)
		for _, l := range []bookmarks.Location{{Place: "gone", Bucket: "acme"}, {Place: "attic", Server: "https://before.example.com", Bucket: "zeta"}} {
			if _, err := s.Add(bookmarks.Bookmark{Location: l}); err != nil {
				t.Fatal(err)
			}
		}
	})
	r.press("ctrl+o", "down")
	r.shows("s3://acme/ gone · its place is gone")
	r.press("enter")
	r.shows("gone: its place is gone; it is not opened at another place")
	r.press("down", "enter")
	r.shows("attic: its place is at another server now")
	r.press("delete")
	r.shows("removed the bookmark of s3://zeta/")
	if strings.Contains(strings.Split(r.screen(), "────")[1], "zeta") {
		t.Errorf("still there:\n%s", r.screen())
	}
}

// From the places nothing is sent anywhere but to the place of the row.
func TestGoingFromThePlaces(t *testing.T) {
	r := open(t, func(p *Parts) { keep(t, p) })
	r.press("ctrl+o")
	r.shows("type or paste an address")
	r.types("ze")
	r.shows("bucket s3://zeta/")
	r.press("esc")
	if got := r.titles(); strings.Contains(got, "go to") {
		t.Error(got)
	}
}

// Without a store everything else works.
func TestNothingIsKept(t *testing.T) {
	r := open(t, twoPlaces)
	r.press("b")
	if strings.Contains(r.screen(), "bookmark") {
		t.Error(r.screen())
	}
	r.press("ctrl+o", "down")
	r.shows("place attic")
	r.press("enter")
	r.shows("signet work › acme/")
}

// Pressed twice, the key leaves a bookmark as it was, with its name.
func TestDroppingIsTakenBack(t *testing.T) {
	var s *bookmarks.Store
	r := open(t, func(p *Parts) {
		twoPlaces(p)
		s = keep(t, p)
		if _, err := s.Add(bookmarks.Bookmark{Location: bookmarks.Location{Place: "work", Bucket: "acme"}, Name: "the contracts"}); err != nil {
			t.Fatal(err)
		}
	})
	was, _ := s.List()
	r.press("b")
	r.shows("removed")
	r.press("b")
	now, err := s.List()
	if err != nil || len(now) != 1 || now[0].Name != was[0].Name || !now[0].Added.Equal(was[0].Added) {
		t.Errorf("%+v, then %+v, %v", was, now, err)
	}
}

// The wheel goes through rows below a field in which own keys are text.
func TestTheWheelBelowAField(t *testing.T) {
	r := open(t, func(p *Parts) {
		twoPlaces(p)
		p.Mouse, p.Keys = true, map[string][]string{"down": {"n"}}
	})
	r.press("ctrl+o")
	r.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if got := r.screen(); strings.Contains(got, "nnn") || !strings.Contains(got, "› place") {
		t.Error(got)
	}
}

var _ Kept = (*bookmarks.Store)(nil)

// A place of the environment has no name, and can be bookmarked with a bucket.
func TestAPlaceWithoutAName(t *testing.T) {
	var s *bookmarks.Store
	r := open(t, func(p *Parts) {
		s = keep(t, p)
		p.Places = func(context.Context) ([]Place, error) {
			return []Place{{Label: "environment", Browser: shelf{}}}, nil
		}
		p.At = share.Target{Bucket: "acme"}
	})
	r.press("b")
	if got := kept(t, s); got != " s3://acme/" {
		t.Errorf("%q\n%s", got, r.screen())
	}
}

// The log leads to an object at its own place, also to one that was not opened at the
// start, and never to another place.
func TestFromTheLogToTheObject(t *testing.T) {
	log, err := ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	r := open(t, func(p *Parts) {
		p.Log = log
		p.All = func(context.Context) ([]Place, error) {
			return []Place{{Name: "work", Browser: shelf{}}, {Name: "late", Browser: shelf{}}}, nil
		}
	})
	for _, place := range []string{"renamed", "late", "work"} {
		err := log.RecordAll(t.Context(), []share.Record{{
			Created: r.clock.Advance(time.Second), SignatureSHA256: strings.Repeat("0", 64),
			Spec:  share.Spec{Target: share.Target{Place: place, Bucket: "acme", Key: "x/b.pdf"}, Operation: share.Download, Seconds: 60},
			Terms: share.Terms{Starts: r.clock.Now(), Asked: r.clock.Now().Add(time.Hour), Ends: r.clock.Now().Add(time.Hour)},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"signet work › acme/x/", "signet late › acme/x/", "the place renamed is gone"} {
		r.press("H", "g")
		for range i {
			r.press("down")
		}
		r.press("ctrl+o")
		r.shows(want)
		r.press("esc", "esc")
	}
}

// A bookmark in which a signature was kept once is shown without it, opened nowhere, and
// can be removed.
func TestABookmarkWithASecretInIt(t *testing.T) {
	var s *bookmarks.Store
	sum := strings.Repeat("0a", 32)
	r := open(t, func(p *Parts) {
		twoPlaces(p)
		s = keep(t, p)
		text := "[[bookmark]]\nplace = \"work\"\naddress = \"s3://acme/k.pdf?X-Amz-Signature=" + sum + "\"\nadded = 2026-03-04T12:00:00Z\n"
		if err := os.WriteFile(s.Bookmarks, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	r.press("ctrl+o", "down")
	r.shows("› bookmark s3://acme/k.pdf a secret is in it")
	r.press("enter")
	r.shows("it is opened nowhere, and del removes it")
	if got := r.titles(); !strings.HasSuffix(got, "go to") || strings.Contains(r.screen(), sum[:8]) {
		t.Errorf("%s:\n%s", got, r.screen())
	}
	r.press("tab")
	if strings.Contains(r.screen(), sum[:8]) {
		t.Errorf("completed with it:\n%s", r.screen())
	}
	r.press("ctrl+u", "down", "delete")
	r.shows("removed the bookmark of s3://acme/k.pdf")
	if got := kept(t, s); got != "" || strings.Contains(r.screen(), sum[:8]) {
		t.Errorf("kept %q:\n%s", got, r.screen())
	}
}
