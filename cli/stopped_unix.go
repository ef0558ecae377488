//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// whileStopped gives a terminal that was changed back as it was found while ctrl+z has
// this program stopped, and changes it again when it goes on, until end is called. Not
// every shell does: in some of them nothing that is typed would show.
func whileStopped(fd int, found *term.State, again func()) (end func()) {
	caught, done, ended := make(chan os.Signal, 1), make(chan struct{}), make(chan struct{})
	signal.Notify(caught, syscall.SIGTSTP)
	go func() {
		defer close(ended)
		for {
			select {
			case <-caught:
				stopAndGoOn(fd, found, caught)
				again()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(caught)
		close(done)
		<-ended
	}
}

// stopAndGoOn returns when the program goes on. Whether it is stopped at all is for the
// system to say, which stops nobody whom no shell would wake.
func stopAndGoOn(fd int, found *term.State, caught chan os.Signal) {
	changed, err := term.GetState(fd)
	if err != nil {
		return
	}
	_ = term.Restore(fd, found)
	signal.Reset(syscall.SIGTSTP)
	_ = syscall.Kill(os.Getpid(), syscall.SIGTSTP)
	signal.Notify(caught, syscall.SIGTSTP)
	_ = term.Restore(fd, changed)
}
