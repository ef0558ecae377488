//go:build !unix

package cli

import "os"

// mute leaves a file as it is where its descriptor cannot be led elsewhere.
func mute(*os.File) (loud func(), err error) { return func() {}, nil }
