//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"testing"

	"signet/demo"
)

// tmux is asked, by a tmux that is none.
func TestDoctorInTmux(t *testing.T) {
	dir, _ := sickroom(t, demo.Options{})
	script := `#!/bin/sh
case "$1 $*" in
display-message*) printf 'off\t1\t0\tC-b\n' ;;
list-clients*) printf 'kitty(0.40.0)\txterm-kitty\t256,RGB\t1\n' ;;
*escape-time*) echo 500 ;;
*set-clipboard*) echo off ;;
show-environment*) echo -SSH_CONNECTION ;;
esac
`
	if err := os.WriteFile(filepath.Join(dir, "tmux"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("TMUX", "/tmp/x,1,0")
	_, d := diagnose(t, t.Context())
	d.wants(t, "terminal", "tmux", "info allow-passthrough is off: no pictures by kitty > tmux set -g allow-passthrough on")
	d.wants(t, "terminal", "tmux", "warning escape-time is 500 ms: so long does tmux hold back each esc > tmux set -s escape-time 10")
	d.wants(t, "terminal", "tmux", "good shown by kitty(0.40.0) xterm-kitty, no sixels")
	d.wants(t, "terminal", "clipboard", "warning tmux keeps what is copied")
}
