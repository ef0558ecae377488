//go:build unix

package cli

import (
	"os"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// mute has all that is written to a file go nowhere, by whomever and under
// whatever name, until loud is called. A crash of the program is still told.
func mute(f *os.File) (loud func(), err error) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	defer null.Close() //nolint:errcheck // nothing is in it
	fd := int(f.Fd())
	kept, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.Dup2(int(null.Fd()), fd); err != nil {
		_ = unix.Close(kept)
		return nil, err
	}
	terminal := os.NewFile(uintptr(kept), f.Name())
	_ = debug.SetCrashOutput(terminal, debug.CrashOptions{})
	return func() {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		_ = unix.Dup2(kept, fd)
		_ = terminal.Close()
	}, nil
}
