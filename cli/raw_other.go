//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package cli

import "golang.org/x/term"

// makeRaw is term.MakeRaw where there is no way to keep the keys that interrupt.
func makeRaw(fd int) (before *term.State, err error) { return term.MakeRaw(fd) }
