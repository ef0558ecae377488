package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every manifest names the archives that the release has, with their sums.
func TestManifests(t *testing.T) {
	dist := t.TempDir()
	sums := ""
	for i, f := range []string{"linux_amd64.tar.gz", "linux_arm64.tar.gz", "darwin_amd64.tar.gz", "darwin_arm64.tar.gz", "windows_amd64.zip", "windows_arm64.zip"} {
		sums += fmt.Sprintf("%064d  signet_1.2.3-next.ab_%s\n", i+1, f)
	}
	write(t, dist, "checksums.txt", sums)
	write(t, dist, "metadata.json", `{"project_name":"signet","tag":"v1.2.2","version":"1.2.3-next.ab"}`)
	if err := run(dist, "https://example.com/me/signet/"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"signet.rb":   {"/releases/download/v1.2.3-next.ab/signet_1.2.3-next.ab_darwin_arm64.tar.gz\"\n      sha256 \"" + fmt.Sprintf("%064d", 4), "on_macos do", "on_linux do"},
		"signet.json": {fmt.Sprintf("%064d", 5), fmt.Sprintf("%064d", 6), `"extract_dir": "signet_1.2.3-next.ab_windows_amd64"`},
		"PKGBUILD":    {"pkgver=1.2.3_next.ab\n", "sha256sums_aarch64=('" + fmt.Sprintf("%064d", 2)},
		".SRCINFO":    {"pkgver = 1.2.3_next.ab\n", "source_x86_64 = https://example.com/me/signet/releases/download/"},
	} {
		b, err := os.ReadFile(filepath.Join(dist, "manifests", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(b), w) {
				t.Errorf("%s has no %q:\n%s", name, w, b)
			}
		}
		if name == "signet.json" && !json.Valid(b) {
			t.Errorf("no JSON: %s", b)
		}
	}
	write(t, dist, "checksums.txt", sums[:strings.Index(sums, "\n")+1])
	if err := run(dist, "https://example.com/me/signet"); err == nil {
		t.Error("archives without sums passed")
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
