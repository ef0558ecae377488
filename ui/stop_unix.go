//go:build unix

package ui

import (
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// watch has the signals that stop a program and wake it keep the terminal in
// order, until end is called. SIGTSTP comes from another process here: ctrl+z is
// a key like others while the interface has the terminal.
func (t *terminal) watch(send func(tea.Msg)) (end func()) {
	caught, done := make(chan os.Signal, 8), make(chan struct{})
	signal.Notify(caught, syscall.SIGTSTP, syscall.SIGCONT)
	go func() {
		for {
			select {
			case s := <-caught:
				if s == syscall.SIGCONT {
					t.woken(send)
				} else {
					t.asked(send)
				}
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(caught)
		close(done)
	}
}

// asked is called when this program shall stop.
func (t *terminal) asked(send func(tea.Msg)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.own != nil:
		close(t.own)
		t.own = nil
	case t.wake != nil: // about to
	case !t.lent:
		t.wake = make(chan struct{})
		go send(stopMsg{}) // waits while the program does
	case canSuspend(): // ctrl+z after all: whoever has the terminal now stops as well
		halt()
	}
}

// woken is called when this program goes on. If it was stopped in another way
// than by stop, nobody has left the terminal to the shell in order, and the shell
// has made itself at home there.
func (t *terminal) woken(send func(tea.Msg)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.wake != nil:
		close(t.wake)
		t.wake = nil
	case !t.lent:
		go send(redrawMsg{})
	}
}

// stop stops the program until somebody wakes it. ctrl+z stops the whole job, as
// the terminal itself would. Who has sent SIGTSTP can send SIGCONT as well, so
// that it needs no shell.
func (t *terminal) stop() pause {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := t.wake == nil
	if key {
		t.wake = make(chan struct{})
	}
	wake := t.wake
	return func() {
		select {
		case <-wake: // before it came to it
			return
		default:
		}
		if key {
			t.stopOthers()
		}
		halt()
		<-wake
	}
}

// halt stops this process, whether a shell watches it or not.
func halt() { _ = syscall.Kill(os.Getpid(), syscall.SIGSTOP) }

// stopOthers stops the processes that a shell has started together with this one:
// with one of them running, it would go on waiting. The signal comes here too, and
// to have it now is not to take it for another one later.
func (t *terminal) stopOthers() {
	own := make(chan struct{})
	t.mu.Lock()
	t.own = own
	t.mu.Unlock()
	if syscall.Kill(0, syscall.SIGTSTP) == nil {
		<-own
	}
}
