//go:build !unix

package ui

import tea "charm.land/bubbletea/v2"

// canSuspend is false where there is no job control.
func canSuspend() bool { return false }

// watch has nothing to watch for.
func (*terminal) watch(func(tea.Msg)) (end func()) { return func() {} }

// stop cannot stop anything.
func (*terminal) stop() pause { return nil }
