//go:build !unix

package cli

import "golang.org/x/term"

// stopping does nothing where no program is stopped by a key.
type stopping struct{}

func (*stopping) while(int, *term.State, func()) (end func()) { return func() {} }
