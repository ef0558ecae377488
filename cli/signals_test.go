//go:build unix

package cli

import (
	"os/signal"
	"syscall"
	"testing"
)

// An interrupt that was typed while another program had the terminal never ends
// this one, however late it is noticed.
func TestInterruptsOfAnother(t *testing.T) {
	s := newSignals()
	t.Cleanup(func() { signal.Stop(s.caught) })
	typed := 0
	for range 200 {
		back := s.lend(func() { typed++ })
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		back()
		if s.ctx.Err() != nil {
			t.Fatalf("ended, after %d", typed)
		}
	}
	if typed != 200 {
		t.Errorf("heard of %d", typed)
	}
	s.lend(func() {})
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-s.ctx.Done()
	if said, code := interrupted(s.ctx); said != "ended by a signal: terminated" || code != 143 {
		t.Errorf("%q, %d", said, code)
	}
}
