package config

import (
	"os"
	"os/user"
	"runtime"

	"github.com/adrg/xdg"
)

// FindHome looks up the user's home where HOME is not set, as below env -i, in a cron job
// or a unit of systemd: what signet keeps would else lie in the root folder, or nowhere. It
// changes the environment of the process, for the programs that it starts as well, and is
// for the entry of the process alone. Who has no entry in the list of users gets none.
// Windows has no HOME.
func FindHome() {
	if os.Getenv("HOME") != "" || runtime.GOOS == "windows" {
		return
	}
	me, err := user.Current()
	if err != nil || me.HomeDir == "" {
		return
	}
	if os.Setenv("HOME", me.HomeDir) == nil {
		xdg.Reload()
	}
}
