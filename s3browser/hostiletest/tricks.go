package hostiletest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Tricks are all of them.
func Tricks() []Trick {
	return slices.Concat(redirects(), silences(), floods(), pageTricks(), lists())
}

// redirects lead round in circles, or to a stranger.
func redirects() []Trick {
	to := func(status int, where func(*Server, *http.Request) string, headers ...string) serve {
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
		{Name: "busy for ever", Says: "slow down", serve: answer(503, refusal("SlowDown"), "Retry-After", "86400", "X-Amz-Retry-After", "1")},
	}
}

// silences make their client wait.
func silences() []Trick {
	return []Trick{
		{Name: "silence", Says: "no answer from", Stalls: true, serve: func(s *Server, _ http.ResponseWriter, r *http.Request) { s.hang(r) }},
		{Name: "silence after the headers", Says: "too slowly", Stalls: true, serve: func(s *Server, w http.ResponseWriter, r *http.Request) {
			w.(*counted).Flush()
			s.hang(r)
		}},
		{Name: "a dripping body", Says: "too slowly", Stalls: true, serve: begun(200, "<ListBucketResult>", (*Server).drip)},
		{Name: "dripping headers", Says: "no answer from", Stalls: true, serve: spoken("HTTP/1.1 200 OK\r\nX-Drip: ", (*Server).drip)},
	}
}

// The sentences about answers that are too much.
const notHTTP, tooLarge = "not HTTP as", "larger than any"

// floods do not end, or break off.
func floods() []Trick {
	return []Trick{
		{Name: "endless headers", Says: notHTTP, serve: spoken("HTTP/1.1 200 OK\r\n", forever("X-More: and more\r\n", 1000))},
		{Name: "endless informational answers", Says: notHTTP, serve: spoken("", forever("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 100))},
		{Name: "no HTTP at all", Says: notHTTP, serve: spoken("", forever("\x1b]0;owned\x07 SSH-2.0-none\r\n", 1))},
		{Name: "an endless page", Says: tooLarge, serve: begun(200, "<ListBucketResult>", forever(" ", 64<<10))},
		{Name: "a page of endless keys", Says: tooLarge, serve: begun(200, "<ListBucketResult>", forever(entry("p/k"), 1000))},
		{Name: "an endless refusal", Says: "access denied", serve: begun(403, "<Error><Code>AccessDenied</Code><Message>", forever("no ", 20<<10))},
		{Name: "cut off", Says: "broke off", serve: answer(200, "<ListBucketResult>", "Content-Length", "1000")},
		{Name: "hung up", Says: "broke off", serve: spoken("", func(*Server, io.Writer) {})},
	}
}

// pageTricks are answers that are whole, and grow while they are read.
func pageTricks() []Trick {
	bomb := sync.OnceValue(squeezed)
	packed := func(status int) serve {
		return func(_ *Server, w http.ResponseWriter, _ *http.Request) {
			send(w, status, bomb(), "Content-Encoding", "gzip")
		}
	}
	return []Trick{
		{Name: "a compressed page", Says: "an S3 server", serve: packed(200)},
		{Name: "a compressed refusal", Says: "access denied", serve: packed(403)},
		{Name: "entities in entities", Says: "not come from an S3 server", serve: always(laughs())},
		{Name: "nested without end", Says: tooLarge, serve: always("<ListBucketResult>" + strings.Repeat("<a>", 1<<20))},
		{Name: "a refusal nested without end", Says: "access denied", serve: answer(403, strings.Repeat("<Error>", 1<<20))},
		{Name: "attributes without end", Says: tooLarge, serve: always("<ListBucketResult " + strings.Repeat(`a="" `, 1<<20) + "/>")},
		{Name: "a name without end", Says: tooLarge, serve: always("<ListBucketResult><Contents><Key>p/" + strings.Repeat("k", 20<<20) + "</Key></Contents></ListBucketResult>")},
	}
}

// drip sends a byte now and then, at a pace that nobody waits for.
func (s *Server) drip(w io.Writer) { s.forever(w, []byte(" "), 50*time.Millisecond) }

// always sends the same body.
func always(body string) serve { return answer(200, body) }

// answer sends always the same.
func answer(status int, body string, headers ...string) serve {
	return func(_ *Server, w http.ResponseWriter, _ *http.Request) { send(w, status, body, headers...) }
}

// begun sends the beginning of an answer, and goes on in another way.
func begun(status int, begin string, then func(*Server, io.Writer)) serve {
	return func(s *Server, w http.ResponseWriter, _ *http.Request) {
		send(w, status, begin)
		then(s, w)
	}
}

// spoken begins to speak on the connection itself, and goes on in another way.
func spoken(begin string, then func(*Server, io.Writer)) serve {
	return func(s *Server, w http.ResponseWriter, _ *http.Request) {
		s.raw(w, func(out io.Writer) {
			_, _ = io.WriteString(out, begin)
			then(s, out)
		})
	}
}

// forever repeats a text until nobody reads any more.
func forever(text string, times int) func(*Server, io.Writer) {
	return func(s *Server, w io.Writer) { s.forever(w, []byte(strings.Repeat(text, times)), 0) }
}

// squeezed is a quarter of a gigabyte of spaces, compressed: a member of a megabyte again
// and again, since whoever unpacks reads on after the first (RFC 1952, 2.2).
func squeezed() string {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 1<<20))
	_ = z.Close()
	return strings.Repeat(b.String(), 256)
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
