//go:build unix

package cli

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What signet demo --serve prints holds in other folders and shells.
func TestServeSaysWhereItsLogIs(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), exe, "demo", "--serve", "--data", "it's data")
	cmd.Dir = dir
	cmd.Env = []string{programEnv + "=1", "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "LANG=C.UTF-8"}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		script.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "SIGNET_HOME") {
			break
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	said, err := exec.CommandContext(t.Context(), "sh", "-c", script.String()+`printf %s "$SIGNET_HOME"`).Output()
	if want := filepath.Join(dir, "it's data", "signet"); err != nil || string(said) != want {
		t.Errorf("%q, %v, want %q", said, err, want)
	}
}

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
