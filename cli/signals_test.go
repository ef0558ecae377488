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
