package e2e

import (
	"os/exec"
	"runtime"
	"syscall"
)

// dieWithTests takes a process down with the test binary, even when that is
// killed: nothing may be left running.
func dieWithTests(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	// The signal comes when the thread that started the process ends.
	runtime.LockOSThread()
}
