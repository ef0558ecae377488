//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// A log that others may have changed is told of on the first screen.
func TestTheInterfaceWarnsOfTheLog(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	state := filepath.Join(data, "signet", "state")
	if err := os.MkdirAll(state, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(state, 0o777); err != nil {
		t.Fatal(err)
	}
	s := startTTY(t, 120, 42, nil, "demo", "--data", data)
	s.wait(`✗ the share log may have been changed by others`)
	s.keys(ctrlC)
	s.exit()
}
