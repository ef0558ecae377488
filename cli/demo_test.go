//go:build unix

package cli

import (
	"os"
	"os/exec"
	"testing"
)

// signet demo | head -1 leaves no documents and keys in the temporary folder.
func TestDemoCleansUpWhenItsReaderGoes(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	cmd := exec.CommandContext(t.Context(), exe, "demo")
	cmd.Env = []string{programEnv + "=1", "HOME=" + t.TempDir(), "TMPDIR=" + tmp, "LANG=C.UTF-8"}
	cmd.Stdout = w
	_ = r.Close() // nobody reads any of it
	_ = cmd.Run()
	_ = w.Close()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	left, err := os.ReadDir(tmp)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
