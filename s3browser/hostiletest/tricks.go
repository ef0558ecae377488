package hostiletest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Tricks are all of them.
func Tricks() []Trick {
	all := redirects()
	all = append(all, floods()...)
	return append(all, lists()...)
}

// redirects lead round in circles, or to a stranger.
func redirects() []Trick {
	to := func(status int, where func(*Server, *http.Request) string, headers ...string) func(*Server, http.ResponseWriter, *http.Request) {
		return func(s *Server, w http.ResponseWriter, r *http.Request) {
			send(w, status, "", append([]string{"Location", where(s, r)}, headers...)...)
		}
	}
	itself := func(s *Server, r *http.Request) string { return s.URL + r.URL.String() }
	stranger := func(s *Server, r *http.Request) string { return s.Stranger() + r.URL.String() }
	return []Trick{
		{Name: "307 to itself", Says: "sends the request on to http://", serve: to(307, itself)},
		{Name: "308 to itself", Says: "sends the request on to http://", serve: to(308, itself)},
		{Name: "307 to the same path", Says: "answers at another address", serve: to(307, func(_ *Server, r *http.Request) string { return r.URL.String() })},
		{Name: "307 to ever new paths", Says: "answers at another address", serve: to(307, func(s *Server, _ *http.Request) string { return fmt.Sprint("/", s.asked.Load()) })},
		{Name: "301 to a stranger", Says: "sends the request on to", serve: to(301, stranger)},
		{Name: "302 to a stranger", Says: "sends the request on to", serve: to(302, stranger)},
		{Name: "303 to a stranger", Says: "sends the request on to", serve: to(303, stranger)},
		{Name: "307 to a stranger", Says: "sends the request on to", serve: to(307, stranger)},
		{Name: "308 to a stranger", Says: "sends the request on to", serve: to(308, stranger)},
		{Name: "307 to a stranger in another region", Says: "another address", serve: to(307, stranger, "X-Amz-Bucket-Region", "eu-west-3")},
		{Name: "301 to what is no address", Says: "another region", serve: to(301, func(*Server, *http.Request) string { return "http://[::1" })},
		{Name: "a region after the other", Says: "another region", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 301, refusal("PermanentRedirect"), "X-Amz-Bucket-Region", fmt.Sprintf("eu-west-%d", s.asked.Load()))
		}},
		{Name: "a region that is a host", Says: "another region", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 301, "<Error><Code>PermanentRedirect</Code><Region>"+strings.TrimPrefix(s.Stranger(), "http://")+"/</Region></Error>")
		}},
		{Name: "busy for ever", Says: "slow down", serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 503, refusal("SlowDown"), "Retry-After", "86400", "X-Amz-Retry-After", "1")
		}},
	}
}

// floods keep silent, drip or do not end.
func floods() []Trick {
	const broke = "broke off"
	const notS3, tooLarge = "not come from an S3 server", "larger than any"
	bomb := sync.OnceValue(squeezed)
	return []Trick{
		{Name: "silence", Says: "no answer from", Stalls: true, serve: func(s *Server, _ http.ResponseWriter, r *http.Request) { s.hang(r) }},
		{Name: "silence after the headers", Says: "too slowly", Stalls: true, serve: func(s *Server, w http.ResponseWriter, r *http.Request) {
			w.(*counted).Flush()
			s.hang(r)
		}},
		{Name: "a dripping body", Says: "too slowly", Stalls: true, serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<ListBucketResult>")
			s.drip(w)
		}},
		{Name: "dripping headers", Says: "no answer from", Stalls: true, serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			s.raw(w, func(out io.Writer) {
				_, _ = io.WriteString(out, "HTTP/1.1 200 OK\r\nX-Drip: ")
				s.drip(out)
			})
		}},
		{Name: "endless headers", Says: "not HTTP as", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			s.raw(w, func(out io.Writer) {
				_, _ = io.WriteString(out, "HTTP/1.1 200 OK\r\n")
				s.forever(out, bytes.Repeat([]byte("X-More: and more\r\n"), 1000))
			})
		}},
		{Name: "endless informational answers", Says: "not HTTP as", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			s.raw(w, func(out io.Writer) {
				s.forever(out, bytes.Repeat([]byte("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"), 100))
			})
		}},
		{Name: "no HTTP at all", Says: "not HTTP as", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			s.raw(w, func(out io.Writer) { s.forever(out, []byte("\x1b]0;owned\x07 SSH-2.0-none\r\n")) })
		}},
		{Name: "an endless page", Says: tooLarge, serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<ListBucketResult>")
			s.forever(w, []byte(strings.Repeat(" ", 64<<10)))
		}},
		{Name: "a page of endless keys", Says: tooLarge, serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<ListBucketResult>")
			s.forever(w, []byte(strings.Repeat(entry("p/k"), 1000)))
		}},
		{Name: "an endless refusal", Says: "access denied", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 403, "<Error><Code>AccessDenied</Code><Message>")
			s.forever(w, []byte(strings.Repeat("no ", 20<<10)))
		}},
		{Name: "a compressed page", Says: "an S3 server", serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 200, bomb(), "Content-Encoding", "gzip")
		}},
		{Name: "a compressed refusal", Says: "access denied", serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 403, bomb(), "Content-Encoding", "gzip")
		}},
		{Name: "entities in entities", Says: notS3, serve: always(laughs())},
		{Name: "nested without end", Says: tooLarge, serve: always("<ListBucketResult>" + strings.Repeat("<a>", 1<<20))},
		{Name: "a refusal nested without end", Says: "access denied", serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 403, strings.Repeat("<Error>", 1<<20))
		}},
		{Name: "attributes without end", Says: tooLarge, serve: always("<ListBucketResult " + strings.Repeat(`a="" `, 1<<20) + "/>")},
		{Name: "a name without end", Says: tooLarge, serve: always("<ListBucketResult><Contents><Key>p/" + strings.Repeat("k", 20<<20) + "</Key></Contents></ListBucketResult>")},
		{Name: "cut off", Says: broke, serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, 200, "<ListBucketResult>", "Content-Length", "1000")
		}},
		{Name: "hung up", Says: "broke off", serve: func(s *Server, w http.ResponseWriter, _ *http.Request) { s.raw(w, func(io.Writer) {}) }},
	}
}

// drip sends a byte now and then.
func (s *Server) drip(w io.Writer) {
	for {
		if _, err := w.Write([]byte(" ")); err != nil {
			return
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		select {
		case <-s.stop:
			return
		case <-time.After(50 * time.Millisecond): // the pace of a drip: nobody waits for it
		}
	}
}

// always sends the same body.
func always(body string) func(*Server, http.ResponseWriter, *http.Request) {
	return func(_ *Server, w http.ResponseWriter, _ *http.Request) { send(w, 200, body) }
}

// squeezed is a quarter of a gigabyte of spaces, compressed.
func squeezed() string {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	block := bytes.Repeat([]byte(" "), 1<<20)
	for range 256 {
		_, _ = z.Write(block)
	}
	_ = z.Close()
	return b.String()
}

// laughs is a short text that becomes a long one when its entities are followed.
func laughs() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE a [<!ENTITY l0 "ha">`)
	for i := range 30 {
		fmt.Fprintf(&b, `<!ENTITY l%d "&l%d;&l%d;">`, i+1, i, i)
	}
	return b.String() + "]><ListBucketResult><Contents><Key>p/&l30;</Key></Contents></ListBucketResult>"
}
