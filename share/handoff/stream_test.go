package handoff_test

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/share/handoff"
)

func streams(t *handoff.Terms) { t.Stream = true }

// pressed presses the button of a hand-off that streams, and gives what the browser asks
// for then.
func pressed(t *testing.T, h *handoff.HandOff) func(*http.Request) {
	t.Helper()
	r := ask(h, "POST", nil)
	u, err := url.Parse(r.Header.Get("Location"))
	if err != nil || r.StatusCode != 303 || u.Host != "" {
		t.Fatalf("%d %v", r.StatusCode, r.Header)
	}
	return func(r *http.Request) { r.URL = u }
}

func both(changes ...func(*http.Request)) func(*http.Request) {
	return func(r *http.Request) {
		for _, c := range changes {
			c(r)
		}
	}
}

func span(text string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Range", text) }
}

func TestStreamOnce(t *testing.T) {
	w := newWorld(t)
	h := w.begin(streams)
	if text := body(t, ask(h, "GET", nil)); !strings.Contains(text, "comes through the sender&#39;s computer") || strings.Contains(text, "60 seconds") {
		t.Error(text)
	}
	bytes := pressed(t, h)
	if s := h.State(); s.Left != 0 || s.Why != handoff.Running || s.Presses[0].Stream != handoff.Waiting {
		t.Errorf("%+v", s)
	}
	r := ask(h, "GET", bytes)
	if r.StatusCode != 200 || body(t, r) != document || r.Header.Get("Content-Disposition") != `attachment; filename="q3.pdf"` || !strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "sandbox") || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	if s := h.State(); s.Why != handoff.Used || s.Presses[0].Stream != handoff.Delivered || s.Presses[0].Bytes != int64(len(document)) {
		t.Errorf("%+v", s)
	}
	if r := ask(h, "GET", bytes); r.StatusCode != 404 {
		t.Errorf("twice: %d", r.StatusCode)
	}
	if n := len(w.asked); n != 1 || len(w.uses) != 2 || w.uses[1].Detail != "share1 hand-off: delivered, 27 bytes" || w.uses[1].Status != 200 {
		t.Errorf("%d shares, %+v", n, w.uses)
	}
	if w.uses[0].Sent || !w.uses[1].Sent {
		t.Errorf("one press is one use: %+v", w.uses)
	}
}

// breaking is a recorder whose connection breaks after some bytes.
type breaking struct {
	*httptest.ResponseRecorder
	left int
}

func (b *breaking) Write(p []byte) (int, error) {
	n := min(b.left, len(p))
	b.left -= n
	_, _ = b.ResponseRecorder.Write(p[:n])
	if n < len(p) {
		return n, errors.New("broken pipe")
	}
	return n, nil
}

func TestStreamIsResumed(t *testing.T) {
	w := newWorld(t)
	h := w.begin(streams)
	bytes := pressed(t, h)
	rec := &breaking{httptest.NewRecorder(), 10}
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler { //nolint:errorlint // what net/http compares
				t.Error("a short answer looks whole")
			}
		}()
		h.ServeHTTP(rec, request(h, "GET", bytes))
	}()
	if s := h.State(); s.Presses[0].Stream != handoff.Broken || s.Presses[0].Bytes != 10 || s.Why != handoff.Running {
		t.Errorf("%+v", s)
	}
	w.pass(2 * time.Minute) // the link of the press is over
	r := ask(h, "GET", both(bytes, span("bytes=10-"), func(r *http.Request) { r.Header.Set("If-Range", `"one"`) }))
	if rest := body(t, r); r.StatusCode != 206 || rest != document[10:] || r.Header.Get("Content-Range") == "" {
		t.Errorf("%d %q %v", r.StatusCode, rest, r.Header)
	}
	if s := h.State(); s.Presses[0].Stream != handoff.Delivered || len(s.Presses) != 1 || s.Why != handoff.Used {
		t.Errorf("%+v", s)
	}
	if len(w.asked) != 2 {
		t.Errorf("signed %d times", len(w.asked))
	}
	var log []string
	for _, u := range w.uses {
		log = append(log, u.Detail)
	}
	want := []string{
		"share1 hand-off: press 1 of 1, sent through signet", "share1 hand-off: broke off, 10 bytes went out from byte 0 on",
		"share2 hand-off: press 1 goes on by this link, first share1", "share1 hand-off: delivered, 27 bytes",
	}
	if !slices.Equal(log, want) {
		t.Errorf("the log has %q", log)
	}
}

// Nobody has all of it twice by one press: not by leaving out its first byte or its last,
// nor by breaking off and beginning again, nor from another machine.
func TestAPressGivesItOnce(t *testing.T) {
	const whole = int64(len(document))
	for name, c := range map[string]struct {
		asks   []func(*http.Request)
		breaks int // bytes until the connection breaks; 0: never
		most   int64
	}{
		"its end alone":     {[]func(*http.Request){span("bytes=1-")}, 0, 0},
		"all but the last":  {[]func(*http.Request){span("bytes=0-25"), nil}, 0, whole},
		"begun again":       {[]func(*http.Request){nil}, 26, whole / 4 * 7},
		"begun again early": {[]func(*http.Request){nil}, 5, whole / 4 * 7},
		"another machine":   {[]func(*http.Request){from("192.168.178.41")}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newWorld(t).begin(streams)
			bytes, out := pressed(t, h), int64(0)
			for range 20 {
				for _, change := range c.asks {
					if change == nil {
						change = func(*http.Request) {}
					}
					out += broken(t, h, both(bytes, change), cmp.Or(c.breaks, 1000))
				}
			}
			if out > c.most {
				t.Errorf("%d bytes went out for one press, of %d", out, whole)
			}
		})
	}
}

// A document of a press that broke off is of no use to another machine, and the browser
// that pressed resumes all the same.
func TestOnlyWhoPressedResumes(t *testing.T) {
	h := newWorld(t).begin(streams)
	bytes := pressed(t, h)
	broken(t, h, bytes, 10)
	if r := ask(h, "GET", both(bytes, span("bytes=10-"), from("192.168.178.41"))); r.StatusCode != 404 {
		t.Errorf("another machine: %d", r.StatusCode)
	}
	if r := ask(h, "GET", both(bytes, span("bytes=12-"))); r.StatusCode != 416 {
		t.Errorf("with a hole: %d", r.StatusCode)
	}
	if r := ask(h, "HEAD", bytes); r.StatusCode != 404 {
		t.Errorf("the headers alone: %d", r.StatusCode)
	}
	if r := ask(h, "GET", both(bytes, span("bytes=8-"))); r.StatusCode != 206 || body(t, r) != document[8:] { // two were lost on the way
		t.Errorf("%d", r.StatusCode)
	}
}

// broken asks by a connection that breaks after some bytes, and counts what came.
func broken(t *testing.T, h *handoff.HandOff, change func(*http.Request), after int) int64 {
	t.Helper()
	rec := &breaking{httptest.NewRecorder(), after}
	func() {
		defer func() { _ = recover() }()
		h.ServeHTTP(rec, request(h, "GET", change))
	}()
	if rec.Header().Get("Content-Disposition") == "" { // a page of ours
		return 0
	}
	return int64(rec.Body.Len())
}

// A share that is limited to networks goes to nobody else through here.
func TestAStreamKeepsToTheNetworksOfItsShare(t *testing.T) {
	office, desk := netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("10.1.0.0/16")
	for name, c := range map[string]struct {
		allow   []netip.Prefix
		public  string
		streams bool
		refused bool
	}{
		"none said":      {nil, "", true, false},
		"a part of it":   {[]netip.Prefix{desk}, "", true, false},
		"one beside it":  {[]netip.Prefix{desk, netip.MustParsePrefix("192.168.0.0/16")}, "", true, true},
		"all":            {[]netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}, "", true, true},
		"by another way": {nil, "http://laptop:8443", true, true},
		"by the link":    {[]netip.Prefix{netip.MustParsePrefix("192.168.0.0/16")}, "http://laptop:8443", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			o := handoff.Order{Request: w.terms().Request, Listen: netip.MustParseAddrPort("192.168.178.23:8443"), Uses: 1, For: time.Minute, Allow: c.allow, Public: c.public, Stream: c.streams}
			o.Request.From = []netip.Prefix{office}
			h, err := handoff.New(o.Terms(w.now), w.given())
			if (err != nil) != c.refused {
				t.Fatal(err)
			}
			if c.refused || !c.streams {
				return
			}
			if r := ask(h, "POST", nil); r.StatusCode != 404 {
				t.Errorf("from elsewhere: %d", r.StatusCode)
			}
			if r := ask(h, "POST", from("10.1.2.3")); r.StatusCode != 303 {
				t.Errorf("from there: %d", r.StatusCode)
			}
		})
	}
}

// What is of another content than what was begun is not put behind it.
func TestChangedMeanwhile(t *testing.T) {
	w := newWorld(t)
	h := w.begin(streams)
	bytes := pressed(t, h)
	broken(t, h, bytes, 4)
	w.store = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"two"`)
		http.ServeContent(rw, r, "", time.Time{}, strings.NewReader(document))
	}
	if r := ask(h, "GET", both(bytes, span("bytes=4-"))); r.StatusCode != 503 {
		t.Errorf("%d", r.StatusCode)
	}
	if s := h.State(); !strings.Contains(s.Problem, "changed") {
		t.Errorf("%+v", s)
	}
}

func TestStoreRefusesOrIsGone(t *testing.T) {
	w := newWorld(t)
	h := w.begin(streams)
	bytes := pressed(t, h)
	w.store = func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) }
	if r := ask(h, "GET", bytes); r.StatusCode != 503 {
		t.Errorf("%d", r.StatusCode)
	}
	if s := h.State(); s.Problem == "" || strings.Contains(s.Problem, "Signature") || s.Presses[0].Stream != handoff.Returned || s.Left != 1 || s.Counts || len(w.never) != 1 {
		t.Errorf("%+v, %q", s, w.never)
	}
	w.store = newWorld(t).store
	if r := ask(h, "GET", pressed(t, h)); r.StatusCode != 200 || body(t, r) != document {
		t.Errorf("pressed again: %d", r.StatusCode)
	}
	if s := h.State(); len(s.Presses) != 1 || s.Why != handoff.Used {
		t.Errorf("%+v", s)
	}
}

// Who goes forward on a bad line is not shut out by what was lost on the way; it is said
// that a browser may resume only while it may.
func TestBadLine(t *testing.T) {
	h := newWorld(t).begin(streams)
	bytes := pressed(t, h)
	broken(t, h, bytes, 12)
	for _, from := range []string{"bytes=2-", "bytes=4-", "bytes=6-", "bytes=8-", "bytes=10-"} {
		if n := broken(t, h, both(bytes, span(from)), 12); n != 12 {
			t.Errorf("%s: %d bytes", from, n)
		}
	}
	p := h.State().Presses[0]
	for why, want := range map[handoff.Why]bool{handoff.Running: true, handoff.Ended: false} {
		if got := strings.Join(handoff.News(&handoff.Press{ID: p.ID, At: p.At}, p, 1, 1, why), ""); strings.Contains(got, "may resume") != want {
			t.Errorf("%q: %s", why, got)
		}
	}
	for range 20 {
		broken(t, h, both(bytes, span("bytes=10-")), 3)
	}
	if s := h.State(); s.Presses[0].Stream != handoff.Lost || s.Why != handoff.Used {
		t.Errorf("%+v", s)
	}
}

// The same browser asks again before it is noticed that its connection is gone: the older
// request ends, and the newer one has the stream.
func TestTheNewerRequestHasIt(t *testing.T) {
	w := newWorld(t)
	begun := make(chan struct{})
	given := w.given()
	slow := true
	given.Fetch = func(r *http.Request) (*http.Response, error) {
		rec := httptest.NewRecorder()
		w.store(rec, r)
		answer := rec.Result()
		if slow {
			slow = false
			answer.Body = waiting{r.Context(), begun}
		}
		return answer, nil
	}
	terms := w.terms()
	terms.Stream = true
	h, err := handoff.New(terms, given)
	if err != nil {
		t.Fatal(err)
	}
	bytes := pressed(t, h)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }()
		h.ServeHTTP(httptest.NewRecorder(), request(h, "GET", bytes))
	}()
	<-begun
	if r := ask(h, "GET", bytes); r.StatusCode != 200 || body(t, r) != document {
		t.Errorf("%d", r.StatusCode)
	}
	<-done
	if s := h.State(); s.Presses[0].Stream != handoff.Delivered {
		t.Errorf("%+v", s)
	}
}

// waiting is a body that gives nothing until it is given up.
type waiting struct {
	ctx   context.Context
	begun chan struct{}
}

func (b waiting) Read([]byte) (int, error) {
	close(b.begun)
	<-b.ctx.Done()
	return 0, b.ctx.Err()
}

func (waiting) Close() error { return nil }

var _ io.ReadCloser = waiting{}

func TestTriesAreBounded(t *testing.T) {
	h := newWorld(t).begin(streams)
	bytes := pressed(t, h)
	last := 0
	for range 25 {
		last = ask(h, "GET", both(bytes, span("bytes=1-"))).StatusCode
	}
	if last != 404 {
		t.Errorf("the 25th request got %d", last)
	}
}
