//go:build unix

package e2e

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"signet/e2e/synth"
)

// computed is a server of computed buckets whose listings go as far as a test wants.
type computed struct {
	*server
	synth *synth.Server
	pages atomic.Int64  // of listings, that were asked for
	open  chan struct{} // closed: no listing waits any more
	once  sync.Once
}

// newComputed starts one, of whose listings so many pages are answered until it is
// released.
func newComputed(t *testing.T, pages int64) *computed {
	t.Helper()
	c := &computed{synth: synth.New(), open: make(chan struct{})}
	c.synth.Before = func(r *http.Request) {
		if !r.URL.Query().Has("list-type") || c.pages.Add(1) <= pages {
			return
		}
		select {
		case <-c.open:
		case <-r.Context().Done():
		}
	}
	web := httptest.NewServer(c.synth)
	t.Cleanup(web.Close)
	t.Cleanup(c.release)
	c.server = &server{url: web.URL, region: "us-east-1", key: "any", secret: "thing"}
	return c
}

// release lets all listings go on.
func (c *computed) release() { c.once.Do(func() { close(c.open) }) }

// soFar is how far a listing has come that is answered 40 pages: some of the last may
// have been read and wait for the next one, to be shown with it.
const soFar = `(3\d|40),000`

// A bucket of a million: it opens at once, answers while it loads, and one of the
// million is found and shared.
func TestWalkAMillion(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, at size) {
		c := newComputed(t, 40)
		w := start(t, signetFor(t, c.server), at, c.at()...)
		w.wait(`4 buckets`)
		w.open("flat")
		w.see("at once", soFar+` so far`)
		w.keys("jjj")
		w.see("a key while it loads", `(?m)^› +object-0000003`)
		w.keys("G")
		w.see("the last so far", `(?m)^› +object-003\d999`)
		w.keys("/99")
		w.see("narrowed while it loads", `99\b[\s\S]* of [\d,]+\+`)
		w.keys(enterKey)
		w.wait(`of ` + soFar + ` so far`)
		c.release()
		w.see("narrowed, and all there", `45,739 of 1,000,000\b`)
		w.keys("G")
		w.see("the last", `(?m)^› +object-0999999`)
		w.keys(escKey)
		w.wait(`(?m)^1,000,000 objects`)
		w.choose("0765432")
		w.keys("s")
		w.see("the form", `▸ allow`)
		w.sign()
		w.see("the link", `ends in `)
		w.keys("y")
		link := w.copied()
		w.fetched(link, "flat/object-0765432.pdf")
		w.qr(link)
		w.wait(`ends in `)
		w.quit()
	})
}
