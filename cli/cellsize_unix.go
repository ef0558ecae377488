//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// cellSize is the size of a cell in pixels, as the terminal told the kernel
// (TIOCGWINSZ); 0 if it did not.
func cellSize(f *os.File) (w, h int) {
	ws, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil || ws.Col == 0 || ws.Row == 0 {
		return 0, 0
	}
	return int(ws.Xpixel / ws.Col), int(ws.Ypixel / ws.Row)
}

// foreground reports whether the process may read from its terminal: one in the
// background is stopped when it tries.
func foreground(tty *os.File) bool {
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
