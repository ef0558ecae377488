package handoff

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// mostBody is how much a press may send; the button sends nothing.
const mostBody = 1 << 10

// bodyTime is how long net/http may wait for a body that nobody reads, and which holds a
// connection meanwhile.
const bodyTime = time.Second

// answerTime is how long a page may take to get to whoever asked.
const answerTime = 10 * time.Second

// ServeHTTP answers a request. Whatever is not to be told apart gets the same answer: a
// wrong address, one that is over, a visitor who is not allowed, a host or a page that is
// not ours, and who asks too often.
func (h *HandOff) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Now().Add(answerTime)) // a recorder in a test has none
	headers(w.Header())
	if r.ContentLength != 0 {
		w.Header().Set("Connection", "close") // nothing in a body is a request
		_ = control.SetReadDeadline(time.Now().Add(bodyTime))
	}
	if r.ContentLength > mostBody || r.ContentLength < 0 {
		h.pages.nothing.send(w, r, http.StatusNotFound)
		return
	}
	who := visitorOf(r)
	right, ours := same(r.URL.Path, h.path), h.ours(r)
	switch open := h.admit(who, r, right); {
	case !open || !right || !ours:
		h.pages.nothing.send(w, r, http.StatusNotFound)
	case r.Method == http.MethodPost:
		h.take(w, r, who)
	case r.URL.Query().Has(tokenName):
		h.stream(w, r, who)
	default:
		h.show(w, r)
	}
}

// headers are those of every answer.
func headers(to http.Header) {
	to.Set("Cache-Control", "no-store")
	to.Set("Referrer-Policy", "no-referrer")
	to.Set("X-Content-Type-Options", "nosniff")
	to.Set("X-Robots-Tag", "noindex, nofollow")
	to.Set("X-Frame-Options", "DENY")
	to.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
}

// admit counts a request, and reports whether its visitor may have an answer.
func (h *HandOff) admit(who visitor, r *http.Request, right bool) bool {
	now := h.world.Clock()
	h.mu.Lock()
	defer h.mu.Unlock()
	within := h.limits.take(who.from, now)
	allowed := who.from.IsValid() && (len(h.terms.Allow) == 0 || slices.ContainsFunc(h.terms.Allow, func(n netip.Prefix) bool { return n.Contains(who.from) }))
	if !right && !unasked(r.URL.Path) {
		h.wrong++
		h.from = who.from
		if h.wrong == 1 || within { // more of them are seen when the clock is drawn
			h.tell()
		}
	}
	if h.over(now) != Running || !within || !allowed {
		return false
	}
	return h.left > 0 || h.taking > 0 || r.URL.Query().Has(tokenName)
}

// unasked reports what browsers ask for of their own accord.
func unasked(path string) bool {
	return path == "/favicon.ico" || path == "/robots.txt" || strings.HasPrefix(path, "/apple-touch-icon")
}

// ours reports a request that names us, and was not sent by a page of another site: a
// name of a stranger's that leads here (DNS rebinding) is not ours.
func (h *HandOff) ours(r *http.Request) bool {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if !slices.Contains(h.hosts, canonical(scheme, r.Host)) && !slices.Contains(h.hosts, canonical("https", r.Host)) {
		return false
	}
	if r.Method != http.MethodPost {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	// A page of another site can have its origin left out ("null"), and ours names itself:
	// see show. Without TLS that is all that browsers say. What is no browser says nothing.
	origin := r.Header.Values("Origin")
	return len(origin) == 0 || len(origin) == 1 && origin[0] != "" && (origin[0] == h.terms.Listens || origin[0] == h.terms.Public)
}

// hostOf is the host of an origin.
func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return u.Host
}

// show shows the page. A look at it counts for nothing, and one ahead of time or for the
// headers alone is not even told.
func (h *HandOff) show(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.pages.nothing.send(w, r, http.StatusNotFound)
		return
	}
	h.mu.Lock()
	left := h.left
	if r.Method == http.MethodGet && r.Header.Get("Sec-Purpose") == "" && r.Header.Get("Purpose") == "" {
		h.looked++
		h.tell()
	}
	h.mu.Unlock()
	w.Header().Set("Referrer-Policy", "same-origin") // without it, browsers would press the button in nobody's name
	h.pages.offer(left, h.world.Clock()).send(w, r, http.StatusOK)
}

// take is a press of the button.
func (h *HandOff) take(w http.ResponseWriter, r *http.Request, who visitor) {
	if !h.reserve() {
		h.pages.nothing.send(w, r, http.StatusNotFound)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), answerTime-time.Second)
	defer cancel()
	location, err := h.press(ctx, who)
	var gone *GoneError
	switch {
	case errors.As(err, &gone):
		h.pages.gone.send(w, r, http.StatusGone)
	case errors.Is(err, errStopped):
		h.pages.nothing.send(w, r, http.StatusNotFound)
	case err != nil:
		h.pages.failed.send(w, r, http.StatusServiceUnavailable)
	default:
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusSeeOther)
	}
}
