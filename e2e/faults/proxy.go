package faults

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// Fault is one thing that goes wrong.
type Fault struct {
	Name string

	// Of are the requests that it befalls, the others are passed on; nil: all of them.
	Of func(*http.Request) bool

	// serve answers the nth request that it befalls, counted from 1; nil: as the server
	// behind does.
	serve func(p *Proxy, w http.ResponseWriter, r *http.Request, n int64)

	certificate func() (tls.Certificate, error) // nil: it speaks plain HTTP
	address     func() string                   // where nobody is; nil: the proxy
}

// Proxy does one fault.
type Proxy struct {
	URL   string // of the proxy, or of where nobody is
	Fault Fault

	behind   http.Handler
	web      *httptest.Server
	stranger *httptest.Server
	stop     chan struct{}
	once     sync.Once
	asked    atomic.Int64 // requests that it befell
	sent     atomic.Int64 // bytes that were written to whoever asked
	waiting  atomic.Int64 // requests that are being answered

	mu  sync.Mutex
	met []string // what the stranger was asked
}

// Before is a server at an address, as what stands behind a proxy. The host that was
// asked for stays as it is: it is signed.
func Before(address string) (http.Handler, error) {
	to, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, r.In.Host
		},
		ErrorLog: log.New(io.Discard, "", 0),
	}, nil
}

// Start puts a proxy before a server.
func Start(behind http.Handler, fault Fault) (*Proxy, error) {
	p := &Proxy{Fault: fault, behind: behind, stop: make(chan struct{})}
	p.stranger = httptest.NewServer(http.HandlerFunc(p.meet))
	p.web = httptest.NewUnstartedServer(http.HandlerFunc(p.answer))
	p.web.Config.ErrorLog = log.New(io.Discard, "", 0)
	if fault.certificate == nil {
		p.web.Start()
	} else {
		own, err := fault.certificate()
		if err != nil {
			return nil, err
		}
		p.web.TLS = &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}
		p.web.StartTLS()
	}
	p.URL = p.web.URL
	if fault.address != nil {
		p.URL = fault.address()
	}
	return p, nil
}

// Close ends it, and whatever still waits for an answer.
func (p *Proxy) Close() {
	p.once.Do(func() {
		close(p.stop)
		p.web.CloseClientConnections()
		p.web.Close()
		p.stranger.Close()
	})
}

// Asked is how many requests the fault has befallen.
func (p *Proxy) Asked() int64 { return p.asked.Load() }

// Sent is how many bytes were written to whoever asked; what the kernels hold between
// them is counted too.
func (p *Proxy) Sent() int64 { return p.sent.Load() }

// Waiting is how many requests of the fault are being answered.
func (p *Proxy) Waiting() int64 { return p.waiting.Load() }

// Met is what the stranger was asked, request by request, in all its words.
func (p *Proxy) Met() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.met...)
}

// meet keeps what the stranger is asked.
func (p *Proxy) meet(w http.ResponseWriter, r *http.Request) {
	all, err := httputil.DumpRequest(r, true)
	if err != nil {
		all = []byte(err.Error())
	}
	p.mu.Lock()
	p.met = append(p.met, string(all))
	p.mu.Unlock()
	send(w, http.StatusOK, listOf(entry("strange")))
}

func (p *Proxy) answer(w http.ResponseWriter, r *http.Request) {
	out := &counted{ResponseWriter: w, sent: &p.sent, head: r.Method == http.MethodHead}
	if p.Fault.serve == nil || p.Fault.Of != nil && !p.Fault.Of(r) {
		p.behind.ServeHTTP(out, r)
		return
	}
	n := p.asked.Add(1)
	p.waiting.Add(1)
	defer p.waiting.Add(-1)
	p.Fault.serve(p, out, r, n)
}

// pass has the server behind answer.
func (p *Proxy) pass(w http.ResponseWriter, r *http.Request) { p.behind.ServeHTTP(w, r) }

// whole is the answer of the server behind.
func (p *Proxy) whole(r *http.Request) (status int, header http.Header, body []byte) {
	got := httptest.NewRecorder()
	p.behind.ServeHTTP(got, r)
	return got.Code, got.Header(), got.Body.Bytes()
}

// hang waits until whoever asks has gone, or the proxy ends.
func (p *Proxy) hang(r *http.Request) {
	select {
	case <-p.stop:
	case <-r.Context().Done():
	}
}

// flood writes a text again and again: at most so many bytes, until nobody reads any more.
func (p *Proxy) flood(w io.Writer, text string, most int64) {
	chunk := bytes.Repeat([]byte(text), max(1, (64<<10)/len(text)))
	for sent := int64(0); sent < most; sent += int64(len(chunk)) {
		select {
		case <-p.stop:
			return
		default:
		}
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

// raw hands over the connection itself, and closes it afterwards: with a reset, so that
// what was sent may be lost, where reset says so.
func (p *Proxy) raw(w http.ResponseWriter, reset bool, speak func(io.Writer)) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	speak(&line{conn, &p.sent})
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
}

// line counts what goes over a connection.
type line struct {
	io.Writer
	sent *atomic.Int64
}

func (l *line) Write(b []byte) (int, error) {
	n, err := l.Writer.Write(b)
	l.sent.Add(int64(n))
	return n, err
}

// counted counts what is written. The answer to a HEAD has no body, and whoever writes
// one for ever would never be stopped.
type counted struct {
	http.ResponseWriter
	sent *atomic.Int64
	head bool
}

// Unwrap is for http.ResponseController.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Write writes and counts.
func (c *counted) Write(b []byte) (int, error) {
	if c.head {
		return 0, http.ErrBodyNotAllowed
	}
	n, err := c.ResponseWriter.Write(b)
	c.sent.Add(int64(n))
	return n, err
}

func send(w http.ResponseWriter, status int, body string, headers ...string) {
	for i := 0; i+1 < len(headers); i += 2 {
		w.Header().Set(headers[i], headers[i+1])
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }

func refusal(code, message string) string {
	return fmt.Sprintf("<Error><Code>%s</Code><Message>%s</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>", code, message)
}

func listOf(parts ...string) string {
	return "<ListBucketResult>" + strings.Join(parts, "") + "</ListBucketResult>"
}

func entry(key string) string {
	return "<Contents><Key>" + key + "</Key><LastModified>2026-01-02T03:04:05Z</LastModified><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>"
}
