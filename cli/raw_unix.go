//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package cli

import (
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// makeRaw has a terminal hand over each byte and print none, as term.MakeRaw does,
// but for the keys that interrupt or stop a program: those stay what they are.
func makeRaw(fd int) (before *term.State, err error) {
	before, err = term.MakeRaw(fd)
	if err != nil {
		return nil, err
	}
	t, err := unix.IoctlGetTermios(fd, getTermios)
	if err == nil {
		t.Lflag |= unix.ISIG
		err = unix.IoctlSetTermios(fd, setTermios, t)
	}
	if err != nil {
		_ = term.Restore(fd, before)
		return nil, err
	}
	return before, nil
}
