package sign_test

import (
	"net/http"
	"testing"

	"signet/share"
)

// TestServerAnswersAsAsked: a server answers a download with the headers that the
// link asks for, and refuses the link if one is changed.
func TestServerAnswersAsAsked(t *testing.T) {
	r := newRig(t)
	r.put("plain", "k", "text")
	for header, c := range map[string]struct {
		o    share.Options
		want string
	}{
		"Content-Language": {share.Options{ResponseContentLanguage: "de,en-GB"}, "de,en-GB"},
		"Content-Encoding": {share.Options{ResponseContentEncoding: "br"}, "br"},
		"Expires":          {share.Options{ResponseExpires: "Thu, 24 Dec 2026 17:00:00 GMT"}, "Thu, 24 Dec 2026 17:00:00 GMT"},
		"Cache-Control":    {share.Options{ResponseCacheControl: "no-store, max-age=0"}, "no-store, max-age=0"},
	} {
		l := r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "k"}, Operation: share.Download, Options: c.o})
		a := r.send(http.MethodGet, l.URL.Reveal(), nil, "")
		r.works(header, a, http.StatusOK)
		if got := a.header.Get(header); got != c.want {
			t.Errorf("%s: %q, want %q", header, got, c.want)
		}
		r.refused(header, r.send(http.MethodGet, l.URL.Reveal()+"x", nil, ""))
	}
}

// TestServerWantsTheDisposition: what the sender must send is refused without.
func TestServerWantsTheDisposition(t *testing.T) {
	r := newRig(t)
	l := r.sign(share.Request{
		Target: share.Target{Bucket: "plain", Key: "in"}, Operation: share.Upload,
		Options: share.Options{ContentDisposition: `attachment; filename="a.pdf"`},
	})
	r.refused("without", r.send(http.MethodPut, l.URL.Reveal(), nil, "x"))
	r.refused("another", r.send(http.MethodPut, l.URL.Reveal(), []share.Header{{Name: "Content-Disposition", Value: "inline"}}, "x"))
	r.works("with", r.send(http.MethodPut, l.URL.Reveal(), l.Headers, "x"), http.StatusOK)
}
