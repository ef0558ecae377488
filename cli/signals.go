package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// Main is Run for a process of its own: a signal ends the work in good order, and
// the exit code says which one it was, as shells do: 128 and its number.
func Main(args []string, world IO) int {
	s := newSignals()
	world.Interrupts = s.lend
	return Run(s.ctx, args, world)
}

// signals ends a context by the signals that ask a process to leave.
type signals struct {
	ctx    context.Context
	end    context.CancelCauseFunc
	caught chan os.Signal

	mu     sync.Mutex
	typed  func()        // whom ctrl+c is for; nil: this program
	passed chan struct{} // closed by the marker; nil: nobody waits for it
}

func newSignals() *signals {
	s := &signals{caught: make(chan os.Signal, 8)}
	s.ctx, s.end = context.WithCancelCause(context.Background())
	leave := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) { // nohup means what it says
		leave = append(leave, syscall.SIGHUP)
	}
	signal.Notify(s.caught, leave...)
	go s.watch()
	return s
}

// watch waits for the first signal that is meant for this program. The next one
// ends the process whatever it does.
func (s *signals) watch() {
	for sig := range s.caught {
		if !s.handled(sig) {
			s.end(&signalError{sig})
			signal.Stop(s.caught)
			return
		}
	}
}

// handled hands on what a key of the terminal sends, while it is lent.
func (s *signals) handled(sig os.Signal) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case sig == marker:
		if s.passed != nil {
			close(s.passed)
			s.passed = nil
		}
		return true
	case s.typed == nil || sig != os.Interrupt && sig != syscall.SIGQUIT:
		return false
	}
	s.typed()
	return true
}

// lend gives the keys that interrupt to another program, until back is called.
func (s *signals) lend(typed func()) (back func()) {
	s.set(typed)
	return func() {
		s.catchUp()
		s.set(nil)
	}
}

func (s *signals) set(typed func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.typed = typed
}

// catchUp returns when all signals that were sent so far have been handled. A key
// interrupts us together with the other program, and its end may be noticed
// before our own signal: that must not end us. Of several that wait, the system
// and the runtime deliver the marker, whose number is higher, last.
func (s *signals) catchUp() {
	passed := make(chan struct{})
	s.mu.Lock()
	s.passed = passed
	s.mu.Unlock()
	if !mark(s.caught) {
		return
	}
	select {
	case <-passed:
	case <-s.ctx.Done(): // nobody watches any more
	}
}

// signalError is the signal that a context has ended by.
type signalError struct{ os.Signal }

func (e *signalError) Error() string { return e.String() }

// interrupted is what is said of a run that ctx has ended, and its exit code.
func interrupted(ctx context.Context) (said string, code int) {
	var by *signalError
	if !errors.As(context.Cause(ctx), &by) || by.Signal == os.Interrupt {
		return "interrupted", exitInterrupted
	}
	code = exitInterrupted
	if n, ok := by.Signal.(syscall.Signal); ok {
		code = exitSignal + int(n)
	}
	return "ended by a signal: " + by.String(), code
}
