package s3browser

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"signet/demo"
)

// A server whose clock is more than a day off is not believed: no request is
// signed by it, and both clocks are shown.
func TestTheClockOfAStranger(t *testing.T) {
	for _, ahead := range []time.Duration{240 * time.Hour, -25 * time.Hour} {
		there := func() time.Time { return time.Now().Add(ahead) }
		s, err := demo.Start(t.Context(), demo.Options{Clock: there})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		c := Connect(Connection{Endpoint: s.Endpoint(), Region: s.Region(), AccessKeyID: s.Owner().AccessKeyID, SecretKey: s.Owner().SecretKey})
		_, head := c.Head(t.Context(), "acme-contracts", "README.txt", "")
		_, list := c.List(t.Context(), ListRequest{Bucket: "acme-contracts"})
		for _, err := range []error{head, list} {
			var e *Error
			if !errors.As(err, &e) || e.Kind != ClockSkew || there().Sub(e.ServerDate).Abs() > time.Hour || !strings.Contains(e.Sentence, "the server's clock says "+e.ServerDate.UTC().Format("2 Jan 2006 15:04")+" UTC, and this machine's ") {
				t.Errorf("%v ahead: %v", ahead, err)
			}
		}
	}
}

// The clock of a server that was only redirected to is nobody's business.
func TestTheClockOfAnotherServer(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(3*time.Hour).UTC().Format(http.TimeFormat))
		io.WriteString(w, `<ListBucketResult></ListBucketResult>`)
	}))
	t.Cleanup(other.Close)
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.RequestURI(), http.StatusTemporaryRedirect)
	}))
	t.Cleanup(here.Close)
	c := Connect(Connection{Endpoint: here.URL, Region: "us-east-1", AccessKeyID: "a", SecretKey: "b"})
	_, _ = c.List(t.Context(), ListRequest{Bucket: "b"}) // whether it is followed is not the point
	if off := time.Until(c.clock.now()); off.Abs() > time.Minute {
		t.Errorf("requests are signed by a clock that is %v off", off)
	}
}
