//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The debug file tells what happened, and holds nothing of what it happened to.
func TestDebugFileHoldsNoContents(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "debug.log")
	s := startTTY(t, 120, 42, nil, "demo", "--debug", file)
	s.wait(`acme-contracts`)
	s.chooseReadme()
	s.wait(`for +15m`)
	s.keys("1")
	s.wait(`\(15 min\)`)
	s.keys(enter)
	s.wait(`X-Amz-Algorithm`)
	s.keys(ctrlC)
	s.exit()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, want := range []string{"tea.WindowSizeMsg", "tea.KeyPressMsg", "compose.signedMsg"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not mention %s:\n%s", want, text)
		}
	}
	for _, secret := range []string{"X-Amz", "README", "acme", "http"} {
		if strings.Contains(text, secret) {
			t.Errorf("the file holds %q", secret)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
