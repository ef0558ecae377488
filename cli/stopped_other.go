//go:build !unix

package cli

import "golang.org/x/term"

// whileStopped does nothing where no program is stopped by a key.
func whileStopped(int, *term.State, func()) (end func()) { return func() {} }
