package refusal

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestPause(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "1": time.Second, " 120 ": 2 * time.Minute, "86400": 24 * time.Hour,
		"Mon, 30 Nov 2026 12:01:00 GMT": time.Minute,
		"Mon, 30 Nov 2026 11:00:00 GMT": 0, "-5": 0, "soon": 0, "99999999": longestPause, "9999999999999999999999": longestPause,
	} {
		h := http.Header{"Retry-After": {text}, "Date": {"Mon, 30 Nov 2026 12:00:00 GMT"}}
		if got := Pause(h); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if got := Pause(http.Header{"Retry-After": {"Mon, 30 Nov 2026 12:01:00 GMT"}}); got != 0 {
		t.Errorf("by a clock that nobody knows: %v", got)
	}
}

// A pause is said where it is longer than a moment, and of no other answer.
func TestAPauseIsSaid(t *testing.T) {
	for _, test := range []struct {
		status int
		after  string
		want   string
	}{
		{503, "3600", "try again in 1 h"},
		{429, "90", "try again in 1 min 30 s"},
		{429, "1", "try again in a moment"},
		{403, "3600", "check"},
	} {
		w := Explain(Parse(test.status, http.Header{"Retry-After": {test.after}}, nil))
		if !strings.Contains(w.Next, test.want) {
			t.Errorf("%d, %s: %q", test.status, test.after, w.Next)
		}
	}
}

// The page of a gateway is told by its status, any other page is no answer of S3.
func TestGatewayPages(t *testing.T) {
	for status, want := range map[int]Kind{429: Busy, 500: NotS3, 502: Broken, 503: Busy, 504: Busy, 404: NotS3} {
		a := Parse(status, http.Header{"Content-Type": {"text/html"}}, []byte("<html><head><title>Oops</title></head>"))
		if got := Explain(a).Kind; got != want {
			t.Errorf("%d: %v, want %v", status, got, want)
		}
	}
}

func TestOfStore(t *testing.T) {
	for name, test := range map[string]struct {
		h    http.Header
		want bool
	}{
		"S3":               {http.Header{"Etag": {`"1"`}}, true},
		"a date":           {http.Header{"Last-Modified": {"x"}, "Content-Type": {"application/pdf"}}, true},
		"an own header":    {http.Header{"X-Amz-Request-Id": {"1"}, "Content-Type": {"text/html"}}, true},
		"Azure":            {http.Header{"X-Ms-Request-Id": {"1"}}, true},
		"nothing":          {http.Header{}, false},
		"a page":           {http.Header{"Content-Type": {"text/html"}}, false},
		"a page of a date": {http.Header{"Content-Type": {"TEXT/HTML"}, "Last-Modified": {"x"}}, false},
	} {
		if got := OfStore(test.h); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
