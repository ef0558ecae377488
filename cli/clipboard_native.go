//go:build darwin || windows

package cli

// nativeAlways: the system has one clipboard, whatever the environment says.
const nativeAlways = true
