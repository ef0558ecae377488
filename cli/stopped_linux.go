package cli

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// interruptSelf sends this process a signal, and returns when that has had its effect: it
// goes to this very thread.
func interruptSelf(sig syscall.Signal) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_ = unix.Tgkill(os.Getpid(), unix.Gettid(), sig)
}
