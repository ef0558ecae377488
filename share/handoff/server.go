package handoff

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
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
		DisableGeneralOptionsHandler: true, ConnState: busy,
	}
}

// busy notes whether a request of a connection has come, and is being answered.
func busy(c net.Conn, s http.ConnState) {
	if encrypted, ok := c.(*tls.Conn); ok {
		c = encrypted.NetConn()
	}
	if b, ok := c.(*counted); ok {
		b.busy.Store(s == http.StateActive)
	}
}

// Bounded is a listener that takes so many connections at a time, and so many of one
// address. Where there are too many, the oldest one that asks for nothing goes, of the
// address that has the most: whoever holds connections to keep others out only loses
// them. If all are being answered, the new one is closed.
func Bounded(l net.Listener) net.Listener {
	return &bounded{Listener: l, open: map[netip.Addr]int{}}
}

type bounded struct {
	net.Listener
	mu   sync.Mutex
	open map[netip.Addr]int
	all  []*counted // the oldest first
}

// Accept takes the next connection.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		at, _ := netip.ParseAddrPort(c.RemoteAddr().String())
		n := &counted{Conn: c, from: at.Addr()}
		n.leave = sync.OnceFunc(func() { b.leave(n) })
		for !b.enter(n) {
			idle := b.idle(n.from)
			if idle == nil {
				_ = c.Close()
				n = nil
				break
			}
			_ = idle.Close()
		}
		if n != nil {
			return n, nil
		}
	}
}

func (b *bounded) enter(c *counted) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.all) >= mostAll || b.open[c.from] >= mostEach {
		return false
	}
	b.all = append(b.all, c)
	b.open[c.from]++
	return true
}

// idle is the connection that makes room for one of an address; nil: none can.
func (b *bounded) idle(from netip.Addr) (found *counted) {
	b.mu.Lock()
	defer b.mu.Unlock()
	own := b.open[from] >= mostEach
	for _, c := range b.all {
		if !c.busy.Load() && (!own || c.from == from) && (found == nil || b.open[c.from] > b.open[found.from]) {
			found = c
		}
	}
	return found
}

func (b *bounded) leave(c *counted) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = slices.DeleteFunc(b.all, func(o *counted) bool { return o == c })
	if b.open[c.from]--; b.open[c.from] == 0 {
		delete(b.open, c.from)
	}
}

type counted struct {
	net.Conn
	from  netip.Addr
	busy  atomic.Bool
	leave func()
}

func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
