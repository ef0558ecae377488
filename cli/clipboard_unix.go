//go:build !darwin && !windows

package cli

// nativeAlways is false where a clipboard belongs to a display that may not be
// there.
const nativeAlways = false
