package s3browser

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"signet/demo"
)

func putting(bucket, body string) PutRequest {
	return PutRequest{
		Bucket: bucket, Key: "pages/a.html", Body: []byte(body), ContentType: "text/html; charset=utf-8", CacheControl: "no-store",
		Metadata: map[string]string{"signet-page": "0123"},
	}
}

func TestPutNewStoresAndNeverOverAnything(t *testing.T) {
	alone(t)
	s := start(t, demo.Options{Empty: true})
	for bucket, versioned := range map[string]bool{"plain": false, "kept": true} {
		if err := s.MakeBucket(bucket, versioned, ""); err != nil {
			t.Fatal(err)
		}
		c := connect(s, s.Owner())
		version, err := c.PutNew(t.Context(), putting(bucket, "mine"))
		if err != nil || (version != "") != versioned {
			t.Fatalf("%s: %q %v", bucket, version, err)
		}
		h, err := c.Head(t.Context(), bucket, "pages/a.html", version)
		if err != nil || h.ContentType != "text/html; charset=utf-8" || h.CacheControl != "no-store" || h.Metadata["signet-page"] != "0123" {
			t.Errorf("%s: %+v %v", bucket, h, err)
		}
		var taken *TakenError
		if _, err := c.PutNew(t.Context(), putting(bucket, "other")); !errors.As(err, &taken) {
			t.Errorf("%s: over another: %v", bucket, err)
		}
		if text, _ := everything(t, c, GetRequest{Bucket: bucket, Key: "pages/a.html"}); text != "mine" {
			t.Errorf("%s has %q", bucket, text)
		}
	}
}

// oneObject is a server that stores one object, and answers a PUT as it is told.
type oneObject struct {
	mu        sync.Mutex // for one request at a time, and for who looks at what became of them
	body, sum string
	puts      int
	mute      bool // it does not tell whether it is there
	answer    func(s *oneObject, w http.ResponseWriter, r *http.Request)
}

func (s *oneObject) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case r.Method == http.MethodPut:
		s.puts++
		s.answer(s, w, r)
	case s.mute:
		w.WriteHeader(http.StatusForbidden)
	case s.body == "":
		w.WriteHeader(http.StatusNotFound)
	default:
		w.Header().Set("X-Amz-Meta-Signet-Page", s.sum)
		w.Header().Set("Content-Length", "4")
	}
}

func (s *oneObject) store(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.body, s.sum = string(body), r.Header.Get("X-Amz-Meta-Signet-Page")
}

// unconditional stores what has no condition.
func unconditional(s *oneObject, w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("If-None-Match") != "" {
		w.WriteHeader(http.StatusNotImplemented)
		return
	}
	s.store(r)
}

// TestPutNewOfOddServers: one that does not know the condition is asked first and then
// without it; of one whose answer is lost it is looked at what is there.
func TestPutNewOfOddServers(t *testing.T) {
	alone(t)
	for name, c := range map[string]struct {
		there, sum string
		answer     func(s *oneObject, w http.ResponseWriter, r *http.Request)
		want       string // of the error; empty: it is stored
		puts       int
	}{
		"knows no condition":                 {"", "", unconditional, "", 2},
		"knows none, and does not tell":      {"mute", "", unconditional, "does not know how", 1},
		"ignores it, and something is there": {"your", "", func(s *oneObject, _ http.ResponseWriter, r *http.Request) { s.store(r) }, "is there already", 0},
		"stores, and its answer is lost": {"", "", func(s *oneObject, w http.ResponseWriter, r *http.Request) {
			if s.body != "" {
				w.WriteHeader(http.StatusPreconditionFailed)
				return
			}
			s.store(r)
			w.WriteHeader(http.StatusInternalServerError)
		}, "", 1},
		"ignores it, stores, and its answer is lost": {"", "", func(s *oneObject, _ http.ResponseWriter, r *http.Request) {
			s.store(r)
			panic(http.ErrAbortHandler)
		}, "", 1},
		"is busy, then stores": {"", "", func(s *oneObject, w http.ResponseWriter, r *http.Request) {
			if s.puts == 1 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			s.store(r)
		}, "", 2},
		"has waited for a slow line, then stores": {"", "", func(s *oneObject, w http.ResponseWriter, r *http.Request) {
			if s.puts == 1 {
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, "<Error><Code>RequestTimeout</Code></Error>")
				return
			}
			s.store(r)
		}, "", 2},
		"stores, and says that it waited for the rest": {"", "", func(s *oneObject, w http.ResponseWriter, r *http.Request) {
			s.store(r)
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, "<Error><Code>RequestTimeout</Code></Error>")
		}, "", 1},
		"calls it malformed": {"", "", func(_ *oneObject, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, "<Error><Code>InvalidArgument</Code></Error>")
		}, "InvalidArgument", 1},
		"is busy for ever": {"", "", func(_ *oneObject, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}, "not available for the moment", 3},
		"is busy, and does not tell": {"mute", "", func(_ *oneObject, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}, "not available for the moment", 1},
		"another one was faster": {"", "", func(s *oneObject, w http.ResponseWriter, _ *http.Request) {
			s.body, s.sum = "your", "9999"
			w.WriteHeader(http.StatusPreconditionFailed)
		}, "is there already", 1},
		"refuses": {"", "", func(_ *oneObject, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, "s3:PutObject", 1},
	} {
		s := &oneObject{body: c.there, sum: c.sum, answer: c.answer, mute: c.there == "mute"}
		client := serve(t, s.ServeHTTP)
		_, err := client.PutNew(t.Context(), putting("box", "mine"))
		s.mu.Lock()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) || s.puts != c.puts {
			t.Errorf("%s: %v after %d", name, err, s.puts)
		}
		if c.there != "" && s.body != c.there {
			t.Errorf("%s: %q was replaced by %q", name, c.there, s.body)
		}
		s.mu.Unlock()
	}
}

func TestPutNewChangesNothingInAReadOnlyPlace(t *testing.T) {
	alone(t)
	s := start(t, demo.Options{})
	conn := Connection{Endpoint: s.Endpoint(), AccessKeyID: s.Owner().AccessKeyID, SecretKey: s.Owner().SecretKey, ReadOnly: true}
	if _, err := Connect(conn).PutNew(t.Context(), putting("acme-contracts", "mine")); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("%v", err)
	}
}
