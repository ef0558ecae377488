package faults

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

type serve = func(p *Proxy, w http.ResponseWriter, r *http.Request, n int64)

// All are the faults, each once.
func All() []Fault {
	return slices.Concat(refusals(), breaks(), silences(), addresses(), redirects(), clocks(), floods(), odd(), lists())
}

// Named is the fault of a name.
func Named(name string) (Fault, bool) {
	all := All()
	i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == name })
	if i < 0 {
		return Fault{}, false
	}
	return all[i], true
}

// always answers the same.
func always(status int, body string, headers ...string) serve {
	return func(_ *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) { send(w, status, body, headers...) }
}

// first does something to the first requests, and passes on those after them.
func first(times int64, do serve) serve {
	return func(p *Proxy, w http.ResponseWriter, r *http.Request, n int64) {
		if n > times {
			p.pass(w, r)
			return
		}
		do(p, w, r, n)
	}
}

// refusals are what a server says that is busy or ill.
func refusals() []Fault {
	slow := refusal("SlowDown", "Reduce your request rate.")
	failed := refusal("InternalError", "We encountered an internal error.")
	return []Fault{
		{Name: "busy twice", serve: first(2, always(503, slow))},
		{Name: "busy for ever", serve: always(503, slow)},
		{Name: "500 twice", serve: first(2, always(500, failed))},
		{Name: "500 for ever", serve: always(500, failed)},
		{Name: "502 of a gateway", serve: always(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "Content-Type", "text/html")},
		{Name: "429 once", serve: first(1, always(429, refusal("TooManyRequests", "Too many requests."), "Retry-After", "1"))},
		{Name: "429 for ever", serve: always(429, refusal("TooManyRequests", "Too many requests."), "Retry-After", "86400")},
		{Name: "429 without a word", serve: first(1, always(429, "", "Retry-After", "1"))},
	}
}

// half sends the first half of the true answer, in a way of its own.
func half(end func(p *Proxy, w http.ResponseWriter, r *http.Request, header http.Header, body []byte)) serve {
	return func(p *Proxy, w http.ResponseWriter, r *http.Request, _ int64) {
		status, header, body := p.whole(r)
		if status >= 300 || len(body) < 2 {
			send(w, status, string(body))
			return
		}
		end(p, w, r, header, body)
	}
}

func head(status string, length int, header http.Header) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %s\r\nContent-Length: %d\r\n", status, length)
	for _, name := range []string{"Content-Type", "Etag", "Last-Modified", "Accept-Ranges", "Content-Range", "Date"} {
		if v := header.Get(name); v != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, v)
		}
	}
	return b.String() + "\r\n"
}

// breaks end in the middle.
func breaks() []Fault {
	cutOff := func(reset bool) serve {
		return half(func(p *Proxy, w http.ResponseWriter, _ *http.Request, header http.Header, body []byte) {
			p.raw(w, reset, func(out io.Writer) {
				_, _ = io.WriteString(out, head("200 OK", len(body), header))
				_, _ = out.Write(body[:len(body)/2])
			})
		})
	}
	short := half(func(_ *Proxy, w http.ResponseWriter, _ *http.Request, _ http.Header, body []byte) {
		send(w, 200, string(body[:len(body)/2]))
	})
	lost := func(p *Proxy, w http.ResponseWriter, r *http.Request, _ int64) { // though all was done
		_, _, _ = p.whole(r)
		p.raw(w, true, func(io.Writer) {})
	}
	return []Fault{
		{Name: "an answer lost once", serve: first(1, lost)},
		{Name: "an answer lost for ever", serve: lost},
		{Name: "reset once", serve: first(1, cutOff(true))},
		{Name: "reset for ever", serve: cutOff(true)},
		{Name: "hung up in the middle", serve: cutOff(false)},
		{Name: "hung up at once", serve: func(p *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) { p.raw(w, false, func(io.Writer) {}) }},
		{Name: "XML cut in the middle", Of: Lists, serve: short},
		{Name: "XML cut once", Of: Lists, serve: first(1, short)},
	}
}

// silences let their client wait.
func silences() []Fault {
	return []Fault{
		{Name: "silence", serve: func(p *Proxy, _ http.ResponseWriter, r *http.Request, _ int64) { p.hang(r) }},
		{Name: "silence after the head", serve: func(p *Proxy, w http.ResponseWriter, r *http.Request, _ int64) {
			w.WriteHeader(http.StatusOK)
			flush(w)
			p.hang(r)
		}},
		{Name: "silence in the middle", serve: half(func(p *Proxy, w http.ResponseWriter, r *http.Request, _ http.Header, body []byte) {
			_, _ = w.Write(body[:len(body)/2])
			flush(w)
			p.hang(r)
		})},
		{Name: "a dripping body", serve: func(p *Proxy, w http.ResponseWriter, r *http.Request, _ int64) {
			send(w, 200, "<ListBucketResult>")
			for {
				flush(w)
				select {
				case <-p.stop:
					return
				case <-r.Context().Done():
					return
				case <-time.After(100 * time.Millisecond):
					_, _ = io.WriteString(w, " ")
				}
			}
		}},
	}
}

// addresses are where nobody is, or somebody else.
func addresses() []Fault {
	closed := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "http://127.0.0.1:1"
		}
		defer func() { _ = l.Close() }()
		return "http://" + l.Addr().String()
	}
	const day = 24 * time.Hour
	return []Fault{
		{Name: "no such host", address: func() string { return "http://store.invalid:9000" }},
		{Name: "connection refused", address: closed},
		{Name: "a certificate of nobody", certificate: signed("127.0.0.1", -day, day)},
		{Name: "an expired certificate", certificate: signed("127.0.0.1", -2*day, -day)},
		{Name: "a certificate of another host", certificate: signed("elsewhere.example", -day, day)},
	}
}

// redirects lead round in circles, or to a stranger.
func redirects() []Fault {
	to := func(status int, where func(*Proxy, *http.Request) string, headers ...string) serve {
		return func(p *Proxy, w http.ResponseWriter, r *http.Request, _ int64) {
			send(w, status, "", append([]string{"Location", where(p, r)}, headers...)...)
		}
	}
	itself := func(p *Proxy, r *http.Request) string { return p.URL + r.URL.String() }
	stranger := func(p *Proxy, r *http.Request) string { return p.stranger.URL + r.URL.String() }
	all := []Fault{
		{Name: "a redirect to itself", serve: to(307, itself)},
		{Name: "a redirect to ever new paths", serve: func(_ *Proxy, w http.ResponseWriter, _ *http.Request, n int64) {
			send(w, 307, "", "Location", fmt.Sprint("/", n))
		}},
		{Name: "a redirect to a stranger of another region", serve: to(307, stranger, "X-Amz-Bucket-Region", "eu-west-3")},
		{Name: "a refusal that names a stranger", serve: func(p *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) {
			send(w, 301, "<Error><Code>PermanentRedirect</Code><Endpoint>"+strings.TrimPrefix(p.stranger.URL, "http://")+"</Endpoint><Region>"+strings.TrimPrefix(p.stranger.URL, "http://")+"/</Region></Error>")
		}},
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		all = append(all, Fault{Name: fmt.Sprint(status, " to a stranger"), serve: to(status, stranger)})
	}
	return all
}

// amzDate is how a request says when it was signed.
const amzDate = "20060102T150405Z"

// clocks are those of a server that is hours off.
func clocks() []Fault {
	skewed := func(ahead time.Duration, heeds bool) serve {
		return func(p *Proxy, w http.ResponseWriter, r *http.Request, _ int64) {
			now := time.Now().UTC().Add(ahead)
			w.Header().Set("Date", now.Format(http.TimeFormat))
			at, err := time.Parse(amzDate, cmp.Or(r.Header.Get("X-Amz-Date"), r.URL.Query().Get("X-Amz-Date")))
			life, linked := time.ParseDuration(r.URL.Query().Get("X-Amz-Expires") + "s")
			switch {
			case heeds && err == nil && (at.Sub(now).Abs() < 15*time.Minute || linked == nil && at.Before(now) && at.Add(life).After(now)):
				p.pass(w, r)
				return
			case linked == nil:
				send(w, 403, refusal("AccessDenied", "Request has expired or is not valid yet"))
				return
			}
			send(w, 403, refusal("RequestTimeTooSkewed", "The difference between the request time and the current time is too large."))
		}
	}
	return []Fault{
		{Name: "a clock three hours ahead", serve: skewed(3*time.Hour, true)},
		{Name: "a clock three hours behind", serve: skewed(-3*time.Hour, true)},
		{Name: "a clock that is never right", serve: skewed(3*time.Hour, false)},
		{Name: "a clock years off", serve: skewed(-5*365*24*time.Hour, true)},
	}
}

const gigabyte = 1 << 30

// flooded begins an answer, and goes on with the same text.
func flooded(status int, begin, text string, most int64, headers ...string) serve {
	return func(p *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) {
		send(w, status, begin, headers...)
		p.flood(w, text, most)
	}
}

// floods are more than anybody can hold.
func floods() []Fault {
	bomb := sync.OnceValue(squeezed)
	packed := func(status int) serve {
		return func(_ *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) {
			send(w, status, bomb(), "Content-Encoding", "gzip")
		}
	}
	const five = 5 * gigabyte
	return []Fault{
		{Name: "a body that never ends", serve: flooded(200, "<ListBucketResult>", " ", 1<<62)},
		{Name: "a refusal of 5 GB", serve: flooded(403, "<Error><Code>AccessDenied</Code><Message>", "no ", five, "Content-Length", strconv.Itoa(five))},
		{Name: "a failure of 5 GB", serve: flooded(500, "<Error><Code>InternalError</Code><Message>", "no ", five)},
		{Name: "a gzip bomb", serve: packed(200)},
		{Name: "a gzip bomb as a refusal", serve: packed(403)},
		{Name: "entities in entities", serve: always(200, laughs())},
		{Name: "elements a million deep", serve: always(200, "<ListBucketResult>"+strings.Repeat("<a>", 1<<20))},
		{Name: "an element of 1 GB", serve: flooded(200, "<ListBucketResult><Contents><Key>", "k", gigabyte)},
		{Name: "a million keys on a page", Of: Lists, serve: func(_ *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) {
			send(w, 200, "<ListBucketResult>")
			for i := range 1_000_000 {
				if _, err := io.WriteString(w, entry(fmt.Sprintf("%07d", i))); err != nil {
					return
				}
			}
			_, _ = io.WriteString(w, "</ListBucketResult>")
		}},
		{Name: "headers without end", serve: func(p *Proxy, w http.ResponseWriter, _ *http.Request, _ int64) {
			p.raw(w, false, func(out io.Writer) {
				_, _ = io.WriteString(out, "HTTP/1.1 200 OK\r\n")
				p.flood(out, "X-More: and more\r\n", 1<<62)
			})
		}},
	}
}

// squeezed is a quarter of a gigabyte of spaces, compressed: one member again and again,
// since whoever unpacks reads on after the first (RFC 1952, 2.2).
func squeezed() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
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
	return b.String() + "]><ListBucketResult><Contents><Key>&l30;</Key></Contents></ListBucketResult>"
}
