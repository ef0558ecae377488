// Package hostiletest is an S3 server that means harm, for tests: it sends on to
// strangers, keeps silent, floods, and lists without an end or what was not asked
// for. Each of its tricks is a row of Tricks.
//
// Whoever faces it must end by itself, in bounds, and say what happened. Server
// counts what it was asked and what it got rid of.
package hostiletest

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// Trick is one way to do harm to whoever lists s3://b/p/.
type Trick struct {
	Name string
	// Says is a part of the sentence that a person must read; empty: the listing is
	// fine in the end.
	Says string
	// Foreign says that a page holds what was not asked for. A screen shows it with a
	// mark, where everybody else stops.
	Foreign bool
	// Climbs says that keys lead out of the prefix by their dots. They are listed like
	// others, for there are such keys; a screen marks them, and nobody shares them.
	Climbs bool
	// Stalls says that the server makes its client wait: give it a short timeout.
	Stalls bool
	// Asked is how many requests one listing may make at most; 0: twelve.
	Asked int64

	serve serve
}

// serve answers one request.
type serve func(*Server, http.ResponseWriter, *http.Request)

// Server plays one trick on every request.
type Server struct {
	// URL is the endpoint.
	URL string

	trick    Trick
	stranger *httptest.Server
	asked    atomic.Int64
	sent     atomic.Int64
	met      atomic.Int64
	listed   atomic.Int64 // pages of the listing under way
	stop     chan struct{}
}

// Start runs a server, and a stranger to whom it may send its clients, until the
// test ends.
func Start(t testing.TB, trick Trick) *Server {
	t.Helper()
	s := &Server{trick: trick, stop: make(chan struct{})}
	s.stranger = quiet(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.met.Add(1)
		_, _ = io.WriteString(w, page(entry("p/from-a-stranger")))
	}))
	server := quiet(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		trick.serve(s, &counted{w, &s.sent, r.Method == http.MethodHead}, r)
	}))
	s.URL = server.URL
	t.Cleanup(func() {
		close(s.stop)
		server.CloseClientConnections()
		server.Close()
		s.stranger.Close()
	})
	return s
}

func quiet(h http.Handler) *httptest.Server {
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	return s
}

// Check fails the test where a listing went beyond the bounds: requests, bytes, or
// a visit to the stranger.
func (s *Server) Check(t testing.TB, listings int64) {
	t.Helper()
	most := s.trick.Asked
	most = cmp.Or(most, 12)
	if n := s.asked.Load(); n > most*listings {
		t.Errorf("%s: asked %d times, at most %d are fine", s.trick.Name, n, most*listings)
	}
	// What the kernels hold in between was sent too.
	if n := s.sent.Load(); n > (64<<20)*listings {
		t.Errorf("%s: %d MB were read", s.trick.Name, n>>20)
	}
	if n := s.met.Load(); n > 0 {
		t.Errorf("%s: the stranger was asked %d times", s.trick.Name, n)
	}
}

// Stranger is the address of another server, which nobody should ask.
func (s *Server) Stranger() string { return s.stranger.URL }

// forever writes the same text again and again, until nobody reads any more, with
// a pause after each.
func (s *Server) forever(w io.Writer, text []byte, pause time.Duration) {
	for {
		if _, err := w.Write(text); err != nil {
			return
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		select {
		case <-s.stop:
			return
		case <-time.After(pause):
		}
	}
}

// hang waits until the client has gone or the test ends.
func (s *Server) hang(r *http.Request) {
	select {
	case <-s.stop:
	case <-r.Context().Done():
	}
}

// raw hands over the connection itself.
func (s *Server) raw(w http.ResponseWriter, speak func(io.Writer)) {
	hijacker, ok := w.(*counted).ResponseWriter.(http.Hijacker)
	if !ok {
		panic("hostiletest: no connection to speak on")
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	gone := make(chan struct{})
	go func() { // the client hangs up
		_, _ = bufio.NewReader(conn).ReadByte()
		close(gone)
	}()
	speak(&line{conn, &s.sent, gone, s.stop})
}

// line is a connection that ends with the client or the test.
type line struct {
	net.Conn
	sent       *atomic.Int64
	gone, stop chan struct{}
}

func (l *line) Write(p []byte) (int, error) {
	select {
	case <-l.gone:
		return 0, io.ErrClosedPipe
	case <-l.stop:
		return 0, io.ErrClosedPipe
	default:
	}
	n, err := l.Conn.Write(p)
	l.sent.Add(int64(n))
	return n, err
}

// counted counts what is written. The answer to a HEAD has no body, and whoever
// writes one for ever would never be stopped.
type counted struct {
	http.ResponseWriter
	sent *atomic.Int64
	head bool
}

func (c *counted) Write(p []byte) (int, error) {
	if c.head {
		return 0, http.ErrBodyNotAllowed
	}
	n, err := c.ResponseWriter.Write(p)
	c.sent.Add(int64(n))
	return n, err
}

func (c *counted) Flush() { c.ResponseWriter.(http.Flusher).Flush() }

func send(w http.ResponseWriter, status int, body string, headers ...string) {
	for i := 0; i+1 < len(headers); i += 2 {
		w.Header().Set(headers[i], headers[i+1])
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func refusal(code string) string { return fmt.Sprintf("<Error><Code>%s</Code></Error>", code) }
