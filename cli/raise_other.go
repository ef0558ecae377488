//go:build !unix

package cli

import "os"

// raise ends the process.
func raise(os.Signal) { os.Exit(exitInterrupted) }
