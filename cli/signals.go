package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"signet/config"
)

// Main is Run for a process of its own: a signal ends the work in good order, and
// the exit code says which one it was, as shells do: 128 and its number.
func Main(args []string, world IO) int {
	config.FindHome()
	s := newSignals()
	world.Interrupts, world.Torn = s.lend, s.tears
	return Run(s.ctx, args, world)
}

// signals ends a context by the signals that ask a process to leave.
type signals struct {
	ctx    context.Context
	end    context.CancelCauseFunc
	caught chan os.Signal

	late  time.Duration // how late a signal may be
	burst time.Duration // signals within it are one wish to end
	now   func() time.Time
	raise func(os.Signal)

	mu    sync.Mutex
	typed func() // whom ctrl+c is for; nil: this program
	loans int
	torn  func() // puts the terminal back before the process ends at once; nil: it is as it was
}

func newSignals() *signals {
	s := &signals{caught: make(chan os.Signal, 8), late: time.Second, burst: time.Second, now: time.Now, raise: raise}
	s.ctx, s.end = context.WithCancelCause(context.Background())
	leave := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) { // nohup means what it says
		leave = append(leave, syscall.SIGHUP)
	}
	signal.Notify(s.caught, leave...)
	go s.watch()
	return s
}

// watch waits for the first signal that is meant for this program. More of them at the same
// time are the same wish: a terminal that goes sends one, and its shell another. One that
// comes later ends the process whatever it does, but for the terminal, which it puts back.
func (s *signals) watch() {
	var over time.Time
	for sig := range s.caught {
		switch now := s.now(); {
		case s.handled(sig):
		case s.ctx.Err() == nil:
			over = now.Add(s.burst)
			s.end(&signalError{sig})
		case now.After(over):
			s.tear()
			signal.Stop(s.caught)
			s.raise(sig)
			return
		}
	}
}

// tears has put called before the process ends at once, until done is called.
func (s *signals) tears(put func()) (done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.torn = put
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.torn = nil
	}
}

// tear puts the terminal back, unless that takes no more output.
func (s *signals) tear() {
	s.mu.Lock()
	put := s.torn
	s.mu.Unlock()
	if put == nil {
		return
	}
	back := make(chan struct{})
	go func() {
		defer close(back)
		put()
	}()
	select {
	case <-back:
	case <-time.After(s.burst):
	}
}

// handled hands on what a key of the terminal sends, while it is lent.
func (s *signals) handled(sig os.Signal) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.typed == nil || sig != os.Interrupt && sig != syscall.SIGQUIT {
		return false
	}
	s.typed()
	return true
}

// lend gives the keys that interrupt to another program, until a while after back
// is called: a key interrupts both at once, and the other one's end can be noticed
// before our own signal, which must not end us then.
func (s *signals) lend(typed func()) (back func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.typed = typed
	s.loans++
	mine := s.loans
	return func() {
		time.AfterFunc(s.late, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.loans == mine {
				s.typed = nil
			}
		})
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
