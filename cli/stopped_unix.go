//go:build unix

package cli

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/term"
)

// stopping is what ctrl+z does to a command that has changed its terminal: that is given
// back as it was found, and changed again when the program goes on. Not every shell does
// so; in some of them nothing that is typed would show.
type stopping struct {
	once  sync.Once
	mu    sync.Mutex
	fd    int
	found *term.State // nil: nothing is changed now
	again func()
}

// while holds from now on until end is called; again is called when the program goes on.
func (s *stopping) while(fd int, found *term.State, again func()) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stopIgnored() { // by who started us: nobody would wake us, and to catch it would undo that
		return func() {}
	}
	s.fd, s.found, s.again = fd, found, again
	s.once.Do(s.listen)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.found = nil
	}
}

// listen goes on for good: what was caught once, Go never again leaves to the system.
func (s *stopping) listen() {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGTSTP)
	go func() {
		for range caught {
			s.stop()
		}
	}()
}

// stop returns when the program goes on. Whether it is stopped at all is for the system
// to say, which stops nobody whom no shell would wake; so it is asked by another signal of
// that kind, which Go leaves alone.
func (s *stopping) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found == nil {
		interruptSelf(syscall.SIGTTIN)
		return
	}
	changed, err := term.GetState(s.fd)
	if err != nil {
		return
	}
	_ = term.Restore(s.fd, s.found)
	interruptSelf(syscall.SIGTTIN)
	_ = term.Restore(s.fd, changed)
	s.again()
}
