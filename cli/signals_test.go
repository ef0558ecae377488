//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// An interrupt that was typed while another program had the terminal does not end
// this one, though it be noticed after the other's end. Later ones do, and so does
// a signal that no key sends.
func TestInterruptsOfAnother(t *testing.T) {
	start := func(late time.Duration) *signals {
		s := newSignals()
		s.late = late
		t.Cleanup(func() { signal.Stop(s.caught) })
		return s
	}
	heard := make(chan bool, 8)
	s := start(time.Hour)
	for range 3 {
		back := s.lend(func() { heard <- true })
		s.caught <- os.Interrupt
		<-heard
		back()
		s.caught <- os.Interrupt // late
		<-heard
	}
	s.caught <- syscall.SIGTERM
	<-s.ctx.Done()
	if said, code := interrupted(s.ctx); said != "ended by a signal: terminated" || code != 143 {
		t.Errorf("%q, %d", said, code)
	}

	s = start(0)
	s.lend(func() { heard <- true })()
	for s.ctx.Err() == nil {
		s.caught <- os.Interrupt
		select {
		case <-heard: // the loan is not over yet
		case <-s.ctx.Done():
		}
	}
	if said, code := interrupted(s.ctx); said != "interrupted" || code != 130 {
		t.Errorf("%q, %d", said, code)
	}
}

// Signals that come together are one wish to end. One that comes later ends the process at
// once, but puts the terminal back first.
func TestASecondSignal(t *testing.T) {
	s := newSignals()
	t.Cleanup(func() { signal.Stop(s.caught) })
	raised, put := make(chan os.Signal, 8), make(chan bool, 8)
	s.raise = func(sig os.Signal) { raised <- sig }
	s.burst = time.Hour
	s.tears(func() {})() // of an interface that has ended
	s.tears(func() { put <- true })
	s.caught <- syscall.SIGHUP
	s.caught <- syscall.SIGHUP
	s.caught <- syscall.SIGTERM
	<-s.ctx.Done()
	if said, code := interrupted(s.ctx); said != "ended by a signal: hangup" || code != 129 {
		t.Errorf("%q, %d", said, code)
	}
	heard := make(chan bool)
	back := s.lend(func() { heard <- true })
	s.caught <- os.Interrupt
	<-heard // those before it have been judged
	back()
	if len(raised) > 0 {
		t.Errorf("%v ended the process", <-raised)
	}

	s = newSignals()
	t.Cleanup(func() { signal.Stop(s.caught) })
	s.raise = func(sig os.Signal) { raised <- sig }
	s.burst = time.Millisecond // which is waited for, too
	clock := time.Now()
	s.now = func() time.Time {
		clock = clock.Add(time.Minute)
		return clock
	}
	stuck := make(chan struct{})
	s.tears(func() { put <- true; <-stuck }) // a terminal that takes nothing
	s.caught <- syscall.SIGTERM
	<-s.ctx.Done()
	s.caught <- syscall.SIGINT
	if sig := <-raised; sig != os.Interrupt {
		t.Errorf("%v", sig)
	}
	close(stuck)
	<-put // and nobody waited for it
}
