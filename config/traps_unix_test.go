//go:build unix

package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is no file in the place of the settings is refused, and not waited for. Settings
// that a link leads to, and that are gone, may have had guard rails.
func TestSettingsThatAreNoFile(t *testing.T) {
	for name, c := range map[string]struct {
		put  func(file string) error
		says string
	}{
		"a pipe":                  {func(file string) error { return syscall.Mkfifo(file, 0o600) }, "it is no file"},
		"a folder":                {func(file string) error { return os.Mkdir(file, 0o700) }, "it is no file"},
		"a device without an end": {func(file string) error { return os.Symlink("/dev/zero", file) }, "it is no file"},
		"a link to nowhere":       {func(file string) error { return os.Symlink("nowhere", file) }, "leads nowhere"},
		"a link to itself":        {func(file string) error { return os.Symlink(file, file) }, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			o := Options{Env: func(string) string { return "" }, Paths: Paths{Root: root}}
			if err := c.put(o.Paths.ConfigFile()); err != nil {
				t.Fatal(err)
			}
			if _, err := Load(o); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

// A link in the place of the lock makes no file where it leads.
func TestALockIsNoLink(t *testing.T) {
	dir := t.TempDir()
	file, elsewhere := filepath.Join(dir, "config.toml"), filepath.Join(dir, "elsewhere")
	if err := os.Symlink(elsewhere, LockOf(file)); err != nil {
		t.Fatal(err)
	}
	err := Alone(file, func(string) error {
		t.Error("work is done")
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "is no file; remove it") {
		t.Errorf("%v", err)
	}
	if _, err := os.Lstat(elsewhere); err == nil {
		t.Error("a file was made")
	}
}
