package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

func TestEverySettingIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Describe() {
		if d.Text == "" || !strings.HasSuffix(d.Text, ".") || strings.Contains(d.Text, "#") {
			t.Errorf("%s is described as %q", d.Key, d.Text)
		}
		if d.Variable != "SIGNET_"+strings.ToUpper(strings.ReplaceAll(d.Key, ".", "_")) || seen[d.Variable] {
			t.Errorf("%s is set by %s", d.Key, d.Variable)
		}
		seen[d.Variable] = true
	}
	if !seen["SIGNET_EXPIRY"] || !seen["SIGNET_PRICES_AS_OF"] {
		t.Errorf("%v", seen)
	}
}

// Every variable of signet's own that the program asks for is a setting's, or is
// described beside them.
func TestEveryVariableIsDescribed(t *testing.T) {
	known := map[string]bool{}
	for _, d := range append(Describe(), Variables()...) {
		known[d.Variable] = true
	}
	for _, folder := range []string{"config", "cli", "demo", "s3browser", "share", "ui"} {
		err := filepath.WalkDir(filepath.Join("..", folder), func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range regexp.MustCompile(`\bSIGNET_[A-Z_]*[A-Z]\b`).FindAllString(string(text), -1) {
				if !known[m] {
					t.Errorf("%s names %s, which is not described", path, m)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesAreWhereTheyUsuallyAre(t *testing.T) {
	t.Cleanup(xdg.Reload)
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, "")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	xdg.Reload()
	none := Options{Env: func(string) string { return "" }}
	files := none.Files()
	for _, f := range files {
		if got := "~" + filepath.ToSlash(strings.TrimPrefix(f.Path, home)); got != f.Usual && xdg.ConfigHome == filepath.Join(home, ".config") {
			t.Errorf("%s is in %s", f.Usual, got)
		}
	}
	s, err := Load(none)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range s.pathValues() { // what `signet config` names is described
		found := false
		for _, f := range files {
			found = found || f.Path == v.Value
		}
		if !found {
			t.Errorf("%s is not described: %s", v.Key, v.Value)
		}
	}
}
