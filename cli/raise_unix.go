//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// raise ends the process as the signal does where nobody listens to it.
func raise(sig os.Signal) {
	signal.Reset(sig)
	if n, ok := sig.(syscall.Signal); ok {
		_ = syscall.Kill(os.Getpid(), n)
	}
}
