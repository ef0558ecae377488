package handoff_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
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
}

// A look at the end alone delivers nothing.
func TestLastBytesAreNotAll(t *testing.T) {
	h := newWorld(t).begin(streams)
	bytes := pressed(t, h)
	if r := ask(h, "GET", both(bytes, span("bytes=20-"))); r.StatusCode != 206 {
		t.Fatal(r.StatusCode)
	}
	if s := h.State(); s.Presses[0].Stream != handoff.Broken {
		t.Errorf("%+v", s)
	}
	if r := ask(h, "GET", bytes); r.StatusCode != 200 || body(t, r) != document {
		t.Errorf("then all of it: %d", r.StatusCode)
	}
}

// What is of another content than what was begun is not put behind it.
func TestChangedMeanwhile(t *testing.T) {
	w := newWorld(t)
	h := w.begin(streams)
	bytes := pressed(t, h)
	ask(h, "GET", both(bytes, span("bytes=0-3")))
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
	if s := h.State(); s.Problem == "" || strings.Contains(s.Problem, "Signature") || s.Presses[0].Stream != handoff.Broken {
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
		last = ask(h, "GET", both(bytes, span("bytes=0-3"))).StatusCode
	}
	if last != 404 {
		t.Errorf("the 25th request got %d", last)
	}
}
