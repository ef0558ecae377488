package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
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

// running reports whether any process lives in the home of this signet: itself,
// or what it was started by and with.
func (p *signet) running() bool {
	all, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range all {
		env, _ := os.ReadFile(file) // none, if it is somebody else's or has ended
		if bytes.Contains(append([]byte{0}, env...), []byte("\x00HOME="+p.home+"\x00")) {
			return true
		}
	}
	return false
}

// memoryOf is the most that a process had in use, in bytes.
func memoryOf(p *os.ProcessState) int64 {
	if used, ok := p.SysUsage().(*syscall.Rusage); ok {
		return used.Maxrss << 10
	}
	return 0
}
