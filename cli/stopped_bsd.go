//go:build unix && !linux

package cli

import (
	"os"
	"syscall"
)

// interruptSelf sends this process a signal.
func interruptSelf(sig syscall.Signal) { _ = syscall.Kill(os.Getpid(), sig) }
