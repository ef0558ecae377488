package ui

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/s3browser"
	"signet/s3browser/fetch"
	"signet/share"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/inspect"
	"signet/ui/uitest"
)

// world is everything around the interface, with the real log, the real service and
// the real engine for many links, and notes what is done to it.
type world struct {
	log  *ledger.Ledger
	done []string // copied, saved, downloaded, opened, made: what leaves the interface
	want bool     // the pages of listings stay away

	reads  int // questions to the place and to the log
	seeded bool
}

// newWorld has shares in its log: one that is open, one that is over, and a batch.
func newWorld(t *testing.T) *world {
	t.Helper()
	log, err := ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{Clock: uitest.NewClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return &world{log: log}
}

func (w *world) note(format string, args ...any) {
	w.done = append(w.done, fmt.Sprintf(format, args...))
}

// parts are those of a program with two places, the first of which is open.
func (w *world) parts(p *Parts) {
	service := &share.Service{Signer: quill{}, Clock: p.Clock, Recorder: w.log}
	w.seed(p.Clock())
	p.Service, p.Log = service, noted{w.log, w}
	p.Places = func(context.Context) ([]Place, error) {
		w.reads++
		return []Place{
			{Name: "work", Kind: "SSO", Where: "eu-west-3", Browser: store{w: w}},
			{Name: "archive", Kind: "keys", Where: "https://minio.example:9000", Browser: store{w: w}, Bucket: "acme", ReadOnly: true},
		}, nil
	}
	p.At = share.Target{Place: "work", Bucket: "acme"}
	p.Anew = func(context.Context) error { w.reads++; return nil }
	p.Makes = makes{w}
	p.Many = 100
	p.Below = w.below
	p.Batch = func(ctx context.Context, o many.Order) (many.Result, error) {
		if o.Path != "" {
			w.note("wrote %s", o.Path)
		}
		job := &many.Job{Service: service, Terms: o.Terms, Progress: o.Progress, Clock: p.Clock, Keep: many.Few, First: many.Few, Objects: o.Objects, Unsaid: []string{"version"}, Ask: many.Looks{}.Ask}
		return job.Run(ctx)
	}
	p.Listed = func(links []share.Link, path string, _ qr.Paper, _ bool) error {
		w.note("wrote %d links to %s", len(links), path)
		return nil
	}
	p.PageMeans = func(context.Context, share.Request, []share.Link) ([]string, error) {
		return []string{"the page of links is to be stored in s3://acme/signet-pages/: whoever may read there can use its links until they end"}, nil
	}
	p.StorePage = func(ctx context.Context, links []share.Link, title string) (share.Link, error) {
		w.note("stored a page of %d links, headed %q", len(links), title)
		return service.Share(ctx, links[0].Request)
	}
	p.Save = func(path string, _ []byte, _ bool) error { w.note("saved %s", path); return nil }
	p.Open = func(_ context.Context, page string) error { w.note("opened %s", page); return nil }
	p.Fetch = func(_ context.Context, _ fetch.Getter, j fetch.Job, _ *fetch.Progress) error {
		w.note("downloaded %s", j.Path)
		return nil
	}
	p.Copy = func(_ context.Context, text share.Secret, what, _ string) (string, string, error) {
		w.note("copied %s: %s", what, text.Reveal())
		return "", what + " copied", nil
	}
	p.Event = func(ctx context.Context, id, kind, detail string) error {
		w.note("noted %s", kind)
		return w.log.Append(ctx, id, ledger.Event{Kind: kind, Detail: detail})
	}
	p.Check = func(context.Context, share.Link) []say.Remark {
		w.note("tried")
		return []say.Remark{{Code: "works", Level: say.Good, Text: "it works"}}
	}
	p.Still = func(context.Context, ledger.Entry) (string, string, error) {
		w.note("tried")
		return ledger.Checked, "it works", nil
	}
	p.Inspector, p.TakeBack, p.HandOff, p.Requests = finder{w}, w.taker(p.Clock), worldRooms{w, p.Clock}, w.requests(service, p.Clock)
	p.Receipt = func(_ context.Context, _, path string, _ bool) error { w.note("wrote %s", path); return nil }
	p.Evidence = func(context.Context, string, string, bool, io.Writer) error { return nil }
	p.Cost = func(share.Link) string { return "One download costs about 0.004 USD." }
}

// seed shares once: a document whose link is over, two at once, and one that is open.
func (w *world) seed(now time.Time) {
	if w.seeded {
		return
	}
	w.seeded = true
	ctx := context.Background()
	service := &share.Service{Signer: quill{}, Clock: func() time.Time { return now.Add(-3 * time.Hour) }, Recorder: w.log}
	at := func(key string) share.Request {
		return share.Request{Target: share.Target{Place: "work", Bucket: "acme", Key: key}, Operation: share.Download, Lifetime: share.For(time.Hour), Recipient: "Ada", Note: "for the audit"}
	}
	_, _ = service.Share(ctx, at("old.tar"))
	service.Clock = func() time.Time { return now.Add(-2 * time.Minute) } // one after the other: the newest stand first
	job := &many.Job{Service: service, Terms: at(""), Clock: service.Clock, Keep: many.Few, First: many.Few, Progress: &many.Progress{}, Ask: many.Looks{}.Ask, Objects: func(yield func(many.Found) bool) error {
		for _, key := range []string{"2026/q1.pdf", "2026/q2.pdf"} {
			yield(many.Found{Target: at(key).Target})
		}
		return nil
	}}
	_, _ = job.Run(ctx)
	service.Clock = func() time.Time { return now.Add(-time.Minute) }
	_, _ = service.Share(ctx, at("a report.pdf"))
}

func (w *world) below(ctx context.Context, t share.Target, page func([]many.Entry) error) error {
	var out []many.Entry
	for _, e := range stock() {
		if strings.HasPrefix(e.Key, t.Key) {
			out = append(out, many.Entry{Key: e.Key, Size: e.Size})
		}
	}
	return page(out)
}

// stock is what lies in a bucket.
func stock() []s3browser.Entry {
	at := time.Date(2026, 2, 6, 9, 5, 0, 0, time.UTC)
	var all []s3browser.Entry
	for i, key := range []string{"2026/q1.pdf", "2026/q2.pdf", "a report.pdf", "b.csv", "c.png", "notes.md", "old.tar"} {
		e := s3browser.Entry{Key: key, Size: int64(1000 * (i + 1)), Modified: at.AddDate(0, 0, i), Class: "STANDARD"}
		if key == "old.tar" {
			e.Class = "GLACIER"
		}
		all = append(all, e)
	}
	return all
}

// store is a place with two buckets of the same.
type store struct {
	shelf
	w *world
}

func (s store) List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	s.w.reads++
	page := s3browser.Page{Done: true}
	if s.w.want {
		<-ctx.Done()
		return page, ctx.Err()
	}
	for _, e := range stock() {
		rest, below := strings.CutPrefix(e.Key, r.Prefix)
		if !below {
			continue
		}
		if folder, _, deeper := strings.Cut(rest, "/"); deeper && !r.Recursive {
			e = s3browser.Entry{Key: r.Prefix + folder + "/", Folder: true}
			if slices.ContainsFunc(page.Entries, func(o s3browser.Entry) bool { return o.Key == e.Key }) {
				continue
			}
		}
		page.Entries = append(page.Entries, e)
	}
	return page, nil
}

func (s store) Buckets(ctx context.Context) ([]s3browser.Bucket, error) {
	s.w.reads++
	return s.shelf.Buckets(ctx)
}

func (s store) VersionPage(_ context.Context, r s3browser.VersionRequest) (s3browser.VersionPage, error) {
	s.w.reads++
	page := s3browser.VersionPage{Done: true}
	for _, e := range stock() {
		if strings.HasPrefix(e.Key, r.Prefix) {
			page.Versions = append(page.Versions,
				s3browser.Version{Key: e.Key, ID: "v2", Size: e.Size, Modified: e.Modified, Latest: true, Class: e.Class},
				s3browser.Version{Key: e.Key, ID: "v1", Size: e.Size / 2, Modified: e.Modified.AddDate(0, -1, 0), Class: e.Class})
		}
	}
	return page, nil
}

func (s store) Head(_ context.Context, _, key, _ string) (s3browser.Head, error) {
	for _, e := range stock() {
		if e.Key == key {
			return s3browser.Head{Size: e.Size, Modified: e.Modified, Class: e.Class, ETag: "9b2cf535f27731c974343645a3985328", SSE: "AES256", ContentType: kinds()[filepath.Ext(key)]}, nil
		}
	}
	return s3browser.Head{}, &s3browser.Error{Kind: s3browser.NotFound, Sentence: "there is no object s3://acme/" + key}
}

func kinds() map[string]string {
	return map[string]string{".pdf": "application/pdf", ".csv": "text/csv", ".png": "image/png", ".md": "text/markdown"}
}

func (s store) Get(_ context.Context, r s3browser.GetRequest) (*s3browser.Content, error) {
	s.w.reads++
	body := []byte("# Notes\n\n" + strings.Repeat("what is in it, at some length\n\n", 40))
	switch filepath.Ext(r.Key) {
	case ".csv":
		body = []byte(strings.Repeat("a column of the table,and another that is wide,and a third one,a fourth that goes on,the fifth of them all,and the sixth\n", 60))
	case ".png":
		body = squares()
	}
	return &s3browser.Content{Body: io.NopCloser(bytes.NewReader(body)), Size: int64(len(body)), ContentType: kinds()[filepath.Ext(r.Key)]}, nil
}

// squares is a picture of four colours.
func squares() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			img.Set(x, y, color.RGBA{uint8(x / 20 * 200), uint8(y / 20 * 200), 90, 255})
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

// makes makes every place.
type makes struct{ w *world }

func (m makes) Try(context.Context, Draft) (s3browser.Trial, error) {
	m.w.note("tried the place")
	return s3browser.Trial{}, nil
}

func (m makes) Save(_ context.Context, _ Draft, _ s3browser.Trial) (Place, string, error) {
	m.w.note("made the place")
	facts := func() []Fact { return []Fact{{Name: FactWritten, Lines: []string{"/home/ada/config.toml, line 3"}}} }
	return Place{Name: "made", Facts: facts, Browser: store{w: m.w}}, "", nil
}

func (m makes) Draft(name string) Draft { return Draft{Name: name} }

func (m makes) Removal(name string) Removal { return Removal{Name: name} }

func (m makes) Remove(context.Context, string) (string, error) {
	m.w.note("removed the place")
	return "", nil
}

// finder knows every link.
type finder struct{ w *world }

func (f finder) Find(ctx context.Context, _ share.Secret) ([]inspect.Entry, error) {
	page, err := f.w.log.Query(ctx, ledger.Query{Limit: 1})
	if err != nil || len(page.Entries) == 0 {
		return nil, err
	}
	return []inspect.Entry{{ID: page.Entries[0].ID, By: "signature", Summary: "download for Ada", State: "open"}}, nil
}

func (f finder) Online(context.Context, share.Secret, string) []say.Remark {
	f.w.note("tried")
	return []say.Remark{{Level: say.Good, Text: "it works"}}
}

// noted is the log, and counts who reads it.
type noted struct {
	*ledger.Ledger
	w *world
}

func (n noted) Query(ctx context.Context, q ledger.Query) (ledger.Page, error) {
	n.w.reads++
	return n.Ledger.Query(ctx, q)
}

// quill signs as a pen does, and each object in another way.
type quill struct{ pen }

func (q quill) Sign(_ context.Context, spec share.Spec) (share.Signed, error) {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(spec.Target.Key)))
	link := "https://acme.s3.eu-west-3.amazonaws.com/" + url.PathEscape(spec.Target.Key) + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=" + sum
	return share.Signed{Method: spec.Operation.Info().Method, URL: share.NewSecret(link), SignatureSHA256: sum}, nil
}
