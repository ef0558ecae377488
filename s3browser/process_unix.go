//go:build unix

package s3browser

import (
	"os/exec"
	"syscall"
)

// apart runs a process in a session of its own, so that it has no terminal to write
// to or read from, and ends with all that it started.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
