//go:build unix && !linux

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// interruptSelf sends this process a signal.
func interruptSelf(sig syscall.Signal) { _ = syscall.Kill(os.Getpid(), sig) }

// stopIgnored reports that ctrl+z stops nothing. What was ignored before this program
// began, Go does not tell of here.
func stopIgnored() bool { return signal.Ignored(syscall.SIGTSTP) }
