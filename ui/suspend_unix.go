//go:build unix

package ui

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// canSuspend reports whether a shell with job control waits for this program:
// the parent is of the same session but leads another process group. Without
// one (a program started by ssh, tmux or a container itself) nobody would ever
// wake it again, and the kernel does not even stop it: POSIX, 11.1.4 and
// "orphaned process group".
func canSuspend() bool {
	parent := os.Getppid()
	here, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	there, err := unix.Getsid(parent)
	if err != nil || there != here {
		return false
	}
	group, err := syscall.Getpgid(parent)
	return err == nil && group != syscall.Getpgrp()
}
