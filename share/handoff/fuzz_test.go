package handoff_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"signet/internal/hostile"
	"signet/share/handoff"
)

// FuzzParsePublic: what is taken is an origin of ASCII that reads as itself.
func FuzzParsePublic(f *testing.F) {
	for _, s := range []string{"http://h:1", "https://[::1]:8443/", "http://u@h", "http://H:80", "http://h/?x", "http://h\x00", "http://[fe80::1%25eth0]:1", "http://169.254.169.254"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		origin, err := handoff.ParsePublic(text)
		if err != nil {
			return
		}
		u, failed := url.Parse(origin)
		if failed != nil || u.Path != "" || u.RawQuery != "" || u.User != nil || hostile.ASCII(origin) != nil {
			t.Errorf("%q is taken as %q", text, origin)
		}
		if again, err := handoff.ParsePublic(origin); err != nil || again != origin {
			t.Errorf("%q reads as %q, %v", origin, again, err)
		}
	})
}

// FuzzVisitors: whatever a stranger sends, who does not know the address gets the answer
// for nothing there, and nobody gets the link but by a press.
func FuzzVisitors(f *testing.F) {
	f.Add("GET", "/", "", "192.168.178.23:8443", "Range", "bytes=5-")
	f.Add("POST", "/robots.txt", "press=a", "evil.example", "Origin", "null")
	f.Add("HEAD", "right", "press", "192.168.178.23:8443", "Sec-Fetch-Site", "cross-site")
	f.Add("POST", "right", "", "192.168.178.23:8443", "Origin", "http://192.168.178.23:8443")
	f.Add("DELETE", "right", "", "[::1%25eth0]:x", "User-Agent", "\x1b]0;a\xff")
	f.Fuzz(func(t *testing.T, method, path, query, host, header, value string) {
		w := newWorld(t)
		h := w.begin(func(terms *handoff.Terms) { terms.Stream = len(query)%2 == 1 })
		knows := path == "right"
		r := request(h, http.MethodGet, nil)
		if !knows && path == r.URL.Path {
			return
		}
		if !knows {
			r.URL.Path = path
		}
		r.Method, r.URL.RawQuery, r.Host = method, query, host
		r.Header.Set(header, value)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		link := strings.Contains(rec.Header().Get("Location")+rec.Body.String(), "Signature")
		switch {
		case !knows && rec.Code != http.StatusNotFound:
			t.Errorf("a stranger gets %d", rec.Code)
		case link && (!knows || method != http.MethodPost):
			t.Errorf("%s %s gets the link", method, path)
		case rec.Header().Get("Cache-Control") != "no-store":
			t.Errorf("the answer may be kept")
		}
	})
}
