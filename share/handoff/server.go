package handoff

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// The bounds of the server: who says nothing, or says it slowly, holds a connection for
// no longer than this.
const (
	headTime    = 5 * time.Second
	readTime    = 10 * time.Second
	idleTime    = 15 * time.Second
	mostHeaders = 8 << 10
	mostAll     = 128 // connections
	mostEach    = 32  // of one address. Through a tunnel all come from one
)

// Server is a server for a hand-off. It speaks HTTP/1 alone: in it a connection is one
// request at a time, so that the bounds are those of connections.
func Server(h http.Handler) *http.Server {
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headTime, ReadTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeaders,
		Protocols: protocols, ErrorLog: log.New(io.Discard, "", 0), // what strangers send is nobody's business
		DisableGeneralOptionsHandler: true,
	}
}

// Bounded is a listener that takes so many connections at a time, and so many of one
// address. What is above is closed without a word.
func Bounded(l net.Listener) net.Listener {
	return &bounded{Listener: l, open: map[netip.Addr]int{}}
}

type bounded struct {
	net.Listener
	mu   sync.Mutex
	open map[netip.Addr]int
	all  int
}

// Accept takes the next connection that is within bounds.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		at, _ := netip.ParseAddrPort(c.RemoteAddr().String())
		if from := at.Addr(); b.enter(from) {
			return &counted{Conn: c, leave: sync.OnceFunc(func() { b.leave(from) })}, nil
		}
		_ = c.Close()
	}
}

func (b *bounded) enter(from netip.Addr) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all >= mostAll || b.open[from] >= mostEach {
		return false
	}
	b.all++
	b.open[from]++
	return true
}

func (b *bounded) leave(from netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all--
	if b.open[from]--; b.open[from] == 0 {
		delete(b.open, from)
	}
}

type counted struct {
	net.Conn
	leave func()
}

func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
