package s3browser

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const oneKey = `<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>`

// What passes is tried again: a server that asks to slow down in words of its own, and a
// page that broke off whole as it seemed.
func TestWhatPassesIsTriedAgain(t *testing.T) {
	status := func(status int, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"429":                    status(429),
		"429, its own code":      refuse(429, "TooManyRequests", "later"),
		"429, after a moment":    status(429, "Retry-After", "0"),
		"503, after no time":     status(503, "Retry-After", "soon"),
		"a page that broke off":  answer(`<ListBucketResult><Contents><Key>a</Key>`),
		"a page without a word":  answer(""),
		"a gateway's page":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502); io.WriteString(w, "<html>") },
		"a refusal under 200":    answer(`<Error><Code>InternalError</Code></Error>`),
		"a gateway's last words": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(504); io.WriteString(w, "<html>") },
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) == 1 {
					h(w, r)
					return
				}
				answer(oneKey)(w, r)
			})
			page, err := c.List(t.Context(), ListRequest{Bucket: "b"})
			if err != nil || len(page.Entries) != 1 || asked.Load() != 2 {
				t.Errorf("%+v, %v, asked %d times", page, err, asked.Load())
			}
		})
	}
}

// Whoever asks for a long rest is not asked again, and the sentence says for how long.
func TestALongRestIsLeftToThePerson(t *testing.T) {
	var asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "7200")
		refuse(503, "SlowDown", "later")(w, r)
	})
	_, err := c.List(t.Context(), ListRequest{Bucket: "b"})
	if e := failure(t, err, Throttled); e.Hint != "try again in 2 h" || asked.Load() != 1 {
		t.Errorf("%q, asked %d times", e.Hint, asked.Load())
	}
}

// The pause between attempts grows, is never the same, and is as long as the server asks at
// least.
func TestPauses(t *testing.T) {
	r := retryer(3, 2*time.Second)
	asks := &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: &http.Response{StatusCode: 503, Header: http.Header{"Retry-After": {"3"}}}}}
	seen := map[time.Duration]bool{}
	for attempt := range 20 {
		free, err := r.RetryDelay(attempt, io.ErrUnexpectedEOF)
		if err != nil || free < 0 || free > 2*time.Second {
			t.Errorf("attempt %d: %v, %v", attempt, free, err)
		}
		seen[free] = true
		if asked, err := r.RetryDelay(attempt, asks); err != nil || asked < 3*time.Second || asked > 5*time.Second {
			t.Errorf("attempt %d: %v of 3 s that the server asks for, %v", attempt, asked, err)
		}
	}
	if len(seen) < 5 {
		t.Errorf("all the same: %v", seen)
	}
}

// The sign-in page of a network is no object, whatever its status: it would be saved as the
// document.
func TestASignInPageIsNoObject(t *testing.T) {
	for name, headers := range map[string]map[string]string{
		"a page":             {"Content-Type": "text/html; charset=utf-8"},
		"a page with a date": {"Content-Type": "text/html", "Last-Modified": "Mon, 02 Jan 2006 15:04:05 GMT"},
		"anything":           {"Content-Type": "text/plain"},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				for name, value := range headers {
					w.Header().Set(name, value)
				}
				io.WriteString(w, "<html>Sign in")
			})
			_, err := c.Head(t.Context(), "b", "k", "")
			if e := failure(t, err, BadEndpoint); !strings.Contains(e.Error(), "does not come from an S3 server") {
				t.Errorf("got %q", e.Error())
			}
			_, err = c.Get(t.Context(), GetRequest{Bucket: "b", Key: "k"})
			failure(t, err, BadEndpoint)
		})
	}
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
	})
	if _, err := c.Head(t.Context(), "b", "k", ""); err != nil {
		t.Errorf("an object with a date alone: %v", err)
	}
}

// A web page that answers what changes something, as it does before a sign-in to a network,
// changes nothing; nor is it a policy.
func TestAWebPageIsNoSuccess(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		io.WriteString(w, "\n<!DOCTYPE html><html><body>Sign in</body></html>")
	})
	for what, do := range map[string]func() error{
		"delete": func() error { return c.Delete(t.Context(), "b", "k", "") },
		"policy": func() error { return c.SetPolicy(t.Context(), "b", "{}") },
		"read":   func() error { _, err := c.Policy(t.Context(), "b"); return err },
		"put": func() error {
			_, err := c.PutNew(t.Context(), PutRequest{Bucket: "b", Key: "k", Metadata: map[string]string{"a": "b"}})
			return err
		},
	} {
		if e := failure(t, do(), BadEndpoint); !strings.Contains(e.Error(), "it is a web page") {
			t.Errorf("%s: %q", what, e.Error())
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, c.conn.Endpoint+"/", nil)
	must(t, err)
	answer, err := c.Send(r)
	if err == nil {
		answer.Body.Close()
		t.Fatal("it was sent well")
	}
	if !strings.HasPrefix(err.Error(), "the answer does not come from an S3 server: it is a web page") || errors.Unwrap(err) != nil {
		t.Errorf("got %q", err)
	}
}

// A delete that puts a marker is tried again where it was refused, and not where its answer
// was lost.
func TestAMarkerIsPutOnce(t *testing.T) {
	for answer, want := range map[int]int32{0: 1, http.StatusInternalServerError: 1, http.StatusServiceUnavailable: 3, http.StatusTooManyRequests: 3} {
		var asked atomic.Int32
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			if answer == 0 {
				panic(http.ErrAbortHandler)
			}
			w.WriteHeader(answer)
		})
		if err := c.Delete(t.Context(), "b", "k", ""); err == nil || asked.Load() != want {
			t.Errorf("%d: asked %d times, %v", answer, asked.Load(), err)
		}
		asked.Store(0)
		if c.Delete(t.Context(), "b", "k", "version") == nil || asked.Load() != 3 {
			t.Errorf("%d: a version was asked for %d times", answer, asked.Load())
		}
	}
}

// A key that a page has twice is one object; servers with an order of their own lose none.
func TestKeysTwice(t *testing.T) {
	entry := func(key string) string { return "<Contents><Key>" + key + "</Key><Size>1</Size></Contents>" }
	for body, want := range map[string]string{
		entry("a") + entry("a") + entry("b"):                                      "a b",
		entry("b") + entry("a") + entry("b"):                                      "b a",
		entry("c") + entry("b") + entry("a"):                                      "c b a",
		strings.Repeat("<CommonPrefixes><Prefix>d/</Prefix></CommonPrefixes>", 3): "d/",
	} {
		page, err := serve(t, answer("<ListBucketResult>"+body+"</ListBucketResult>")).List(t.Context(), ListRequest{Bucket: "b"})
		must(t, err)
		var keys []string
		for _, e := range page.Entries {
			keys = append(keys, e.Key)
		}
		if got := strings.Join(keys, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
