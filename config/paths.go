package config

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// The permissions of what signet creates: nobody else's business.
const (
	dirMode  fs.FileMode = 0o700
	fileMode fs.FileMode = 0o600
)

// Paths says where files live: in the XDG folders, or all below one root folder
// (the demo, tests, SIGNET_HOME).
type Paths struct {
	Root string
}

// fromEnv is where files live for this user: below SIGNET_HOME if that is set.
func fromEnv(env func(string) string) Paths { return Paths{Root: env("SIGNET_HOME")} }

// ConfigFile is the settings file.
func (p Paths) ConfigFile() string { return p.in(xdg.ConfigHome, "", "config.toml") }

// stateDir is the folder for what must be kept, but is not settings.
func (p Paths) stateDir() string { return p.in(xdg.StateHome, "state", "") }

// Ledger is the file of the share log.
func (p Paths) Ledger() string { return filepath.Join(p.stateDir(), "shares.db") }

// Regions is the file of what was found out about the regions of buckets.
func (p Paths) Regions() string { return filepath.Join(p.stateDir(), "regions") }

// Bookmarks is the file of the user's own bookmarks, which belong to the settings.
func (p Paths) Bookmarks() string { return p.in(xdg.ConfigHome, "", "bookmarks.toml") }

// Recents is the file of where the user has been.
func (p Paths) Recents() string { return filepath.Join(p.stateDir(), "recents") }

// Trials is the file of how the last trial of each place went.
func (p Paths) Trials() string { return filepath.Join(p.stateDir(), "trials.json") }

// cacheDir is the folder for what can be lost.
func (p Paths) cacheDir() string { return p.in(xdg.CacheHome, "cache", "") }

// in is a file in the signet folder of an XDG base folder, or in a folder of
// the root.
func (p Paths) in(base, folder, file string) string {
	if p.Root != "" {
		return filepath.Join(p.Root, folder, file)
	}
	if !filepath.IsAbs(base) { // HOME is not: nothing is read from the folder that one is in
		base = filepath.Join(string(filepath.Separator), base)
	}
	return filepath.Join(base, "signet", file)
}

// MakeDir creates a folder and its parents with mode 0700.
func MakeDir(dir string) error { return os.MkdirAll(dir, dirMode) }
