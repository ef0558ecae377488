package cli

import (
	"testing"

	"signet/config"
)

// The mouse is not taken over ssh, unless that was asked for.
func TestMouseOverSSH(t *testing.T) {
	for _, c := range []struct {
		setting, ssh string
		want         bool
	}{{"auto", "", true}, {"auto", "SSH_CONNECTION", false}, {"auto", "SSH_TTY", false}, {"on", "SSH_TTY", true}, {"off", "", false}} {
		a := &app{IO: IO{Env: func(name string) string {
			if name == c.ssh {
				return "/dev/pts/1"
			}
			return ""
		}}}
		if got := a.mouse(&config.Settings{Mouse: c.setting}); got != c.want {
			t.Errorf("%s with %q: %v", c.setting, c.ssh, got)
		}
	}
}
