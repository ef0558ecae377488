package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Damage in the midst of the log shows only when a share is recorded. The link
// is handed over, the old file is kept, and the user is told where.
func TestDamagedLogIsSpokenOf(t *testing.T) {
	dir := home(t)
	args := []string{"share", "s3://acme/a.pdf"}
	for range 3 {
		if code, _, said := alone(t, "", args...); code != 0 {
			t.Fatal(said)
		}
	}
	path := filepath.Join(dir, "signet", "state", "shares.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append(whole[:4096:4096], bytes.Repeat([]byte{0x5a}, len(whole)-4096)...)
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, said := alone(t, "", args...)
	if code != 0 || !strings.Contains(out, "X-Amz-Signature=") || !strings.Contains(said, "the share log was damaged; it is kept as "+path+".damaged-") {
		t.Errorf("exit %d, %q", code, said)
	}
	if code, _, said = alone(t, "", args...); code != 0 || strings.Contains(said, "damaged") {
		t.Errorf("told again: exit %d, %q", code, said)
	}
}

func TestFindNeedsAText(t *testing.T) {
	home(t)
	var said bytes.Buffer
	code := Run(t.Context(), []string{"log", "find", "-"}, IO{In: strings.NewReader("\n"), Out: &said, Err: &said})
	if code != exitUsage || !strings.Contains(said.String(), "no text to look into") {
		t.Errorf("exit %d, %q", code, &said)
	}
}
