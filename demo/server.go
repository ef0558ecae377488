package demo

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

// Options of a demo server. The zero value is a server on a free port with the
// sample documents, that forgets everything when it is closed.
type Options struct {
	Addr     string           // host:port to listen on; "" is 127.0.0.1 and the folder's port, or a free one
	Dir      string           // data folder, kept; "" keeps everything in memory
	Clock    func() time.Time // nil is time.Now
	Empty    bool             // no sample documents
	Region   string           // "" is DefaultRegion
	Capacity int64            // bytes the store may hold; 0 is DefaultCapacity

	// Middleware wraps the whole server. Only tests use it: to count requests,
	// to delay or break answers.
	Middleware func(http.Handler) http.Handler

	// Random is where keys, version ids and session names come from; nil is
	// crypto/rand. A fixed source makes a server's links repeatable.
	Random io.Reader
}

const (
	// DefaultRegion is where the demo pretends to be.
	DefaultRegion = "eu-central-1"
	// DefaultCapacity bounds what the demo holds, in bytes.
	DefaultCapacity = 256 << 20

	uploadLimit = 128 << 20 // bytes of one upload, which is held in memory once
)

// Server is a running S3 server.
type Server struct {
	endpoint string
	front    *front
	http     *http.Server
	folder   *folder
	random   *lockedReader
	mu       sync.Mutex
	denied   map[string]bool
	closing  sync.Once
	closed   error
	running  context.Context // until the server is closed
	cancel   context.CancelFunc
	done     chan struct{} // closed when nothing is served any more
}

// Start starts a server and returns when it answers. It stops when the context
// ends or when it is closed.
func Start(ctx context.Context, o Options) (*Server, error) {
	s, err := start(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("start demo server: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, o Options) (*Server, error) {
	o = o.withDefaults()
	s := &Server{random: &lockedReader{in: o.Random}, denied: map[string]bool{}, done: make(chan struct{})}
	keep, err := s.open(o)
	if err != nil {
		return nil, err
	}
	st := newStore(o.Clock, s.newID, o.Capacity)
	if !o.Empty {
		s.denied[deniedBucket] = true
		seed(st, o.Region)
	}
	if o.Dir != "" {
		st.journal, err = openJournal(o.Dir, s.newID, func(c change) error { st.apply(c); return nil })
		if err != nil {
			return nil, errors.Join(err, s.release())
		}
	}
	s.front = newFront(st, keyring{keep.Owner.credentials(), keep.Guest.credentials(), &madeKeys{made: keep.Made, save: s.keep}}, o.Region)
	s.front.inflight, s.front.limit = newBudget(2*o.Capacity), min(uploadLimit, o.Capacity)
	s.front.uploads = newUploads(s.front.inflight, s.newID, s.front.store.clock)
	s.front.denied, s.front.random = s.isDenied, s.random
	if err := s.listen(ctx, o, keep.Port); err != nil {
		return nil, errors.Join(err, s.release())
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Region = cmp.Or(o.Region, DefaultRegion)
	o.Capacity = cmp.Or(o.Capacity, DefaultCapacity)
	o.Random = cmp.Or(o.Random, rand.Reader)
	return o
}

// open reads the settings of the folder, or makes keys for a server without one.
func (s *Server) open(o Options) (settings, error) {
	if o.Dir == "" {
		return newSettings(s.random)
	}
	f, err := openFolder(o.Dir, s.random)
	if err != nil {
		return settings{}, err
	}
	s.folder = f
	return f.settings, nil
}

// keep writes down what users made of their keys; a server without a folder forgets it.
func (s *Server) keep(m keptKeys) error {
	if s.folder == nil {
		return nil
	}
	s.folder.settings.Made = m
	return s.folder.save()
}

func (s *Server) listen(ctx context.Context, o Options, port int) error {
	l, err := listenOn(ctx, o.Addr, port)
	if err != nil {
		return err
	}
	at, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return errors.Join(fmt.Errorf("listen on %s: not TCP", o.Addr), l.Close())
	}
	s.endpoint = "http://" + net.JoinHostPort(reachable(at.IP), strconv.Itoa(at.Port))
	if s.folder != nil && s.folder.settings.Port != at.Port {
		s.folder.settings.Port = at.Port
		if err := s.folder.save(); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	h := dated(s.front, o.Clock)
	if o.Middleware != nil {
		h = o.Middleware(h)
	}
	s.http = &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: log.New(io.Discard, "", 0),
	}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(l) // always ends with ErrServerClosed
	}()
	s.running, s.cancel = context.WithCancel(ctx)
	context.AfterFunc(s.running, func() { _ = s.Close() })
	return nil
}

// dated answers with the server's own time, by which clients correct theirs.
func dated(next http.Handler, clock func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", clock().UTC().Format(http.TimeFormat))
		next.ServeHTTP(w, r)
	})
}

// listenOn listens on an address, or on the port of last time, or on a free one.
func listenOn(ctx context.Context, addr string, port int) (net.Listener, error) {
	var lc net.ListenConfig
	if addr != "" {
		l, err := lc.Listen(ctx, "tcp", addr)
		if err != nil {
			return nil, fmt.Errorf("listen on %s: %w", addr, cause(err))
		}
		return l, nil
	}
	if port != 0 {
		if l, err := lc.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return l, nil
		}
	}
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on 127.0.0.1: %w", cause(err))
	}
	return l, nil
}

// cause is what went wrong alone: where it happened is said already.
func cause(err error) error {
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return call.Err
	}
	return err
}

// reachable is the address that a link should name: for a server that listens
// everywhere, the first one that other machines can see.
func reachable(ip net.IP) string {
	if !ip.IsUnspecified() {
		return ip.String()
	}
	addrs, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range addrs {
			if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
				return n.IP.String()
			}
		}
	}
	return "127.0.0.1"
}

// Endpoint is the URL to give to an S3 client, without a trailing slash.
func (s *Server) Endpoint() string { return s.endpoint }

// Region is the region of the server; a bucket may be in another one.
func (s *Server) Region() string { return s.front.region }

// Owner is the key of the user who may do everything.
func (s *Server) Owner() Credentials { return s.front.keys.owner }

// Guest is the key of a user who may not list buckets, and is denied the
// bucket of the board among the samples, and those of DenyGuest.
func (s *Server) Guest() Credentials { return s.front.keys.guest }

// IssueSession issues temporary credentials of the owner that end after d, by
// the server's clock and in whole seconds. They survive a restart of a server
// with a folder.
func (s *Server) IssueSession(d time.Duration) Credentials {
	c, err := s.front.keys.session(s.front.keys.owner, s.random, order{end: s.front.store.clock().Add(d)})
	if err != nil {
		panic(err) // the system's source of randomness is broken
	}
	return c
}

// Close stops the server at once, open requests included. It may be called
// more than once.
func (s *Server) Close() error {
	s.closing.Do(func() {
		s.cancel()
		s.closed = s.http.Close()
		<-s.done
		s.closed = errors.Join(s.closed, s.release())
	})
	return s.closed
}

// release lets go of the folder.
func (s *Server) release() error {
	var errs []error
	if s.front != nil && s.front.store.journal != nil {
		errs = append(errs, s.front.store.journal.close())
	}
	if s.folder != nil {
		errs = append(errs, s.folder.close())
	}
	return errors.Join(errs...)
}

func (s *Server) newID() string {
	b := make([]byte, 16)
	_, _ = io.ReadFull(s.random, b) // fails only where the system has no randomness
	return token(b)
}

// lockedReader lets many requests share one source of randomness.
type lockedReader struct {
	mu sync.Mutex
	in io.Reader
}

func (r *lockedReader) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return io.ReadFull(r.in, b)
}
