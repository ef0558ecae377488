package handoff_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"signet/share"
	"signet/share/handoff"
)

const origin = "http://192.168.178.23:8443"

// world is what a hand-off has in a test: a clock, a log, and a store.
type world struct {
	t     *testing.T
	mu    sync.Mutex
	now   time.Time
	look  error
	sign  error
	asked []share.Request
	uses  []handoff.Use
	never []string
	store http.HandlerFunc
	holds chan struct{} // nil: signing waits for nobody
}

func newWorld(t *testing.T) *world {
	return &world{t: t, now: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), store: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(document))
	}}
}

const document = "the document, byte for byte"

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) given() handoff.World {
	return handoff.World{
		Clock: w.clock,
		Look:  func(context.Context, share.Request) error { return w.look },
		Share: func(_ context.Context, r share.Request) (share.Link, error) {
			if w.holds != nil {
				<-w.holds
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			w.asked = append(w.asked, r)
			if w.sign != nil {
				return share.Link{}, w.sign
			}
			return share.Link{
				ID: "share" + strconv.Itoa(len(w.asked)), Request: r, URL: share.NewSecret("https://store.example/acme/q3.pdf?X-Amz-Signature=secret" + strconv.Itoa(len(w.asked))),
				Terms: share.Terms{Starts: w.now, Ends: w.now.Add(handoff.Opens)},
			}, nil
		},
		Use: func(_ context.Context, id string, u handoff.Use) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			u.Detail = id + " " + u.Detail
			w.uses = append(w.uses, u)
			return nil
		},
		Never: func(_ context.Context, id, why string) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.never = append(w.never, id+" "+why)
			return nil
		},
		Fetch: func(r *http.Request) (*http.Response, error) {
			rec := httptest.NewRecorder()
			w.store(rec, r)
			return rec.Result(), nil
		},
	}
}

func (w *world) terms() handoff.Terms {
	return handoff.Terms{
		Request: share.Request{
			Operation: share.Download, Target: share.Target{Bucket: "acme", Key: "2026/q3.pdf"}, Note: "the numbers <b>&</b>", Recipient: "Ms Ito",
			Object: share.Object{Known: true, Size: int64(len(document))}, Group: "group",
		},
		Uses: 1, Ends: w.now.Add(10 * time.Minute), Listens: origin, Store: "https://store.example",
	}
}

func (w *world) begin(change func(*handoff.Terms)) *handoff.HandOff {
	w.t.Helper()
	t := w.terms()
	if change != nil {
		change(&t)
	}
	h, err := handoff.New(t, w.given())
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

// request is one as a phone sends it.
func request(h *handoff.HandOff, method string, change func(*http.Request)) *http.Request {
	u, _ := url.Parse(h.URL().Reveal())
	r := httptest.NewRequest(method, u.Path, nil)
	r.Host, r.RemoteAddr = u.Host, "192.168.178.40:50000"
	r.Header.Set("User-Agent", "Phone/1")
	if change != nil {
		change(r)
	}
	return r
}

func ask(h *handoff.HandOff, method string, change func(*http.Request)) *http.Response {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, request(h, method, change))
	return rec.Result()
}

func from(addr string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = netip.AddrPortFrom(netip.MustParseAddr(addr), 5000).String() }
}
