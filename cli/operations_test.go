package cli

import (
	"os"
	"path/filepath"
	"testing"

	"signet/config"
	"signet/share"
)

// The settings know no operation but by its name; a rail must be able to name each.
func TestRailsCanNameEveryOperation(t *testing.T) {
	for _, op := range share.OperationNames() {
		file := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(file, []byte("[[guard]]\noperations = ['"+op+"']\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := config.Load(config.Options{File: file, Env: func(string) string { return "" }}); err != nil {
			t.Error(err)
		}
	}
}
