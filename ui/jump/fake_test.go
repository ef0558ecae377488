package jump

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// desk is what is known, and a server that notes what it is asked.
type desk struct {
	ways    []Way
	err     error
	buckets error
	list    error
	more    bool // there are more than are told
	asked   []string
	ctxs    []context.Context
	forgot  []Way
	opened  Way
	gone    string
}

func (d *desk) Known(context.Context) ([]Way, error) { return d.ways, d.err }

func (d *desk) Forget(_ context.Context, w Way) (string, error) {
	d.forgot = append(d.forgot, w)
	d.ways = d.ways[1:]
	return "removed the bookmark of " + w.address(), nil
}

func (d *desk) Buckets(ctx context.Context) ([]s3browser.Bucket, error) {
	d.asked, d.ctxs = append(d.asked, "buckets"), append(d.ctxs, ctx)
	if d.buckets != nil {
		return nil, d.buckets
	}
	return []s3browser.Bucket{{Name: "acme-contracts"}, {Name: "acme-hr"}, {Name: "zeta\x1b]0;x\a"}}, nil
}

func (d *desk) List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	d.asked, d.ctxs = append(d.asked, r.Bucket+"/"+r.Prefix), append(d.ctxs, ctx)
	if r.Max > maxRows || r.Recursive {
		return s3browser.Page{}, errors.New("asked for too much")
	}
	var page s3browser.Page
	for _, e := range []s3browser.Entry{{Key: "2025/", Folder: true}, {Key: "2026/", Folder: true}, {Key: "2026/Brücke.pdf"}, {Key: "2026/Brügge\x1b[2J.pdf"}, {Key: "else", Foreign: true}} {
		if strings.HasPrefix(e.Key, r.Prefix) && !strings.Contains(strings.TrimSuffix(e.Key[len(r.Prefix):], "/"), "/") {
			page.Entries = append(page.Entries, e)
		}
	}
	page.Done = !d.more
	return page, d.list
}

// known is one of each, also of a place that is gone.
func known() []Way {
	return []Way{
		{Kind: Bookmark, Place: "work", Bucket: "acme-contracts", Key: "2026/", Name: "this year"},
		{Kind: Bookmark, Place: "attic", Bucket: "zeta", Key: "x/b.pdf", There: true},
		{Kind: Bookmark, Place: "old", Bucket: "acme", There: true, Gone: "its place is gone"},
		{Kind: Recent, Place: "work", Bucket: "acme-hr", Key: "reviews/\x1b]52;c;x\a/"},
		{Kind: Place, Place: "work"},
		{Kind: Place, Place: "attic", There: true},
	}
}

func start(t testing.TB, d *desk, change ...func(*Options)) (*uitest.Driver, *Screen) {
	t.Helper()
	drv, s := startHeld(t, d, change...)
	drv.Hold = false
	drv.Settle()
	return drv, s
}

func startHeld(t testing.TB, d *desk, change ...func(*Options)) (*uitest.Driver, *Screen) {
	t.Helper()
	mk := func(kit.Env) kit.Screen { return nil }
	o := Options{Place: "work", Label: "work"}
	for _, c := range change {
		c(&o)
	}
	exits := Exits{
		Open: func(w Way) kit.Maker { d.opened = w; return mk },
		Goto: func(text string) (kit.Maker, error) {
			switch {
			case text == "":
				return nil, errors.New("no bucket in that; write s3://BUCKET/PREFIX or a bucket's name")
			case strings.HasPrefix(text, "https://minio"):
				return nil, &kit.ElsewhereError{Problem: "at another server", Place: "attic", Make: mk}
			}
			d.gone = text
			return mk, nil
		},
		Reads: func(text string) string {
			if strings.HasPrefix(text, "s3://") {
				return "bucket and key of " + text
			}
			return ""
		},
	}
	var s *Screen
	var server Server = d
	if o.Label == "" {
		server = nil
	}
	return uitest.NewHeld(t, func(env kit.Env) kit.Screen { s = New(env, d, server, o, exits); return s }), s
}
