//go:build !linux

package e2e

import (
	"os"
	"os/exec"
)

// dieWithTests is only known to Linux; elsewhere stop has to do.
func dieWithTests(*exec.Cmd) {}

// running cannot be seen elsewhere.
func (p *signet) running() bool { return false }

// memoryOf is only asked for where its unit is known.
func memoryOf(*os.ProcessState) int64 { return 0 }
