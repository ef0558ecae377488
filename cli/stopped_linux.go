package cli

import (
	"bytes"
	"os"
	"os/signal"
	"runtime"
	"strconv"
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

// stopIgnored reports that ctrl+z stops nothing. Go knows only of what it was told itself
// to ignore; of who started this program, the system tells.
// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
func stopIgnored() bool {
	if signal.Ignored(syscall.SIGTSTP) {
		return true
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(status, []byte("\nSigIgn:\t"))
	mask, _, _ := bytes.Cut(rest, []byte("\n"))
	ignored, err := strconv.ParseUint(string(mask), 16, 64)
	return err == nil && ignored&(1<<(syscall.SIGTSTP-1)) != 0
}
