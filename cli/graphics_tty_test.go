//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// While a terminal is asked what it can draw, and does not answer, ctrl+c and
// ctrl+\ are what they always are.
func TestInterruptedWhileATerminalIsAsked(t *testing.T) {
	for _, c := range []struct {
		name, key string
		code      int
		args      []string
	}{
		{"qr", ctrlC, exitInterrupted, []string{"qr", "https://acme.example/a"}},
		{"share --qr", ctrlC, exitInterrupted, []string{"share", "s3://b/k", "--qr"}},
		{"quit", "\x1c", exitSignal + 3, []string{"qr", "https://acme.example/a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(exe, c.args...)
			home := t.TempDir()
			cmd.Env = []string{
				programEnv + "=1", quickEnd, "TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + home, "SIGNET_HOME=" + home, "PATH=" + os.Getenv("PATH"),
				"AWS_EC2_METADATA_DISABLED=true", "AWS_ACCESS_KEY_ID=AKIATESTTESTTEST", "AWS_SECRET_ACCESS_KEY=secret", "AWS_REGION=us-east-1",
			}
			tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 100, Rows: 50, X: 800, Y: 850})
			if err != nil {
				t.Fatal(err)
			}
			defer tty.Close()
			s := &typist{pty: tty}
			s.readUntil(askAttributes)
			if _, err := io.WriteString(tty, c.key); err != nil {
				t.Fatal(err)
			}
			rest, _ := io.ReadAll(tty)
			_ = cmd.Wait() // it ends at once, or the test by its own time
			if code := cmd.ProcessState.ExitCode(); code != c.code || strings.Contains(string(rest), "█") || strings.Contains(string(rest), "▀") {
				t.Errorf("exit code %d: %.300q", code, rest)
			}
		})
	}
}

// typist reads a terminal and answers nothing.
type typist struct {
	pty io.Reader
	all bytes.Buffer
}

func (s *typist) readUntil(text string) {
	buf := make([]byte, 4096)
	for !strings.Contains(s.all.String(), text) {
		n, err := s.pty.Read(buf)
		s.all.Write(buf[:n])
		if err != nil {
			return
		}
	}
}
