package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
)

// between stands in front of a server, and does with some requests what a network
// does. The Host header is passed on: it is signed.
type between struct {
	*httptest.Server
	on atomic.Pointer[func(w http.ResponseWriter, r *http.Request, pass http.Handler)]
}

// via is the server behind a proxy that lets everything through, for now.
func (s *server) via(t *testing.T) (*server, *between) {
	t.Helper()
	to, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, r.In.Host
	}}
	b := &between{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if do := b.on.Load(); do != nil {
			(*do)(w, r, pass)
			return
		}
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(b.Close)
	there := *s
	there.url = b.URL
	return &there, b
}

// when has something done with the requests that it chooses; the others pass.
func (b *between) when(chosen func(*http.Request) bool, do func(w http.ResponseWriter, r *http.Request, pass http.Handler)) {
	f := func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		if chosen(r) {
			do(w, r, pass)
			return
		}
		pass.ServeHTTP(w, r)
	}
	b.on.Store(&f)
}

// passes lets everything through again.
func (b *between) passes() { b.on.Store(nil) }

// cut breaks the connection without an answer.
func cut(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }
