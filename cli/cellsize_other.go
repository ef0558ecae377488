//go:build !unix

package cli

import "os"

// cellSize is unknown where there is no TIOCGWINSZ.
func cellSize(*os.File) (w, h int) { return 0, 0 }
