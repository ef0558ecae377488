//go:build !unix

package ui

// canSuspend is false where there is no job control.
func canSuspend() bool { return false }
