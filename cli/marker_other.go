//go:build !unix

package cli

import (
	"os"
	"syscall"
)

// marker is a signal that never comes.
const marker = syscall.Signal(-1)

// mark marks nothing: no key sends a signal to another program there.
func mark(chan<- os.Signal) bool { return false }
