package config

import (
	"path/filepath"
	"runtime"
	"testing"
)

// Where HOME is no path from the root, settings and log are not those of whatever folder
// one is in: in a stranger's they would have commands to run.
func TestPathsAreNotOfTheFolderOneIsIn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders are asked of the system there")
	}
	for _, base := range []string{"", ".", "..", "rel", "rel/.config", "../x"} {
		if got := (Paths{}).in(base, "", "config.toml"); !filepath.IsAbs(got) {
			t.Errorf("%q: %s", base, got)
		}
	}
	if got := (Paths{}).in("/home/ana/.config", "", "config.toml"); got != "/home/ana/.config/signet/config.toml" {
		t.Error(got)
	}
}
