//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// marker is a signal that does nothing to a process that is unaware of it.
const marker = syscall.SIGWINCH

// mark sends this process the marker, and has it arrive among the others.
func mark(caught chan<- os.Signal) bool {
	signal.Notify(caught, marker)
	return syscall.Kill(os.Getpid(), marker) == nil
}
