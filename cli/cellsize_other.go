//go:build !unix

package cli

import "os"

// cellSize is unknown where there is no TIOCGWINSZ.
func cellSize(*os.File) (w, h int) { return 0, 0 }

// foreground reports whether the process may read from its terminal. Without
// job control it always may.
func foreground(*os.File) bool { return true }
