//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// BenchmarkFirstFrame is the time from exec to the first frame with rows of the
// demo's buckets, that of a program that does nothing but draw one frame, and that of
// an empty one, in the same kind of terminal.
func BenchmarkFirstFrame(b *testing.B) {
	signet, empty := build(b)
	bare := filepath.Join(b.TempDir(), "bare")
	if out, err := exec.Command("go", "build", "-o", bare, "./testdata/bare").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, c := range []struct {
		name, until string
		argv        []string
	}{
		{"empty", "", []string{empty}},
		{"bare", "one frame", []string{bare}},
		{"demo", "acme-contracts", []string{signet, "demo"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				untilShown(b, c.until, c.argv)
			}
		})
	}
}

// untilShown runs a program in a terminal until it has drawn the text, or has
// ended if there is none to wait for.
func untilShown(b *testing.B, text string, argv []string) {
	b.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + os.TempDir(), "AWS_EC2_METADATA_DISABLED=true"}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 120, Rows: 40})
	if err != nil {
		b.Fatal(err)
	}
	var out strings.Builder
	buf := make([]byte, 32<<10)
	deadline := time.Now().Add(longest)
	for {
		n, err := tty.Read(buf)
		out.Write(buf[:n])
		if text != "" && strings.Contains(out.String(), text) || err != nil {
			break
		}
		if time.Now().After(deadline) {
			b.Fatalf("%q never came", text)
		}
	}
	b.StopTimer()
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	_ = tty.Close()
	b.StartTimer()
	if text != "" && !strings.Contains(out.String(), text) {
		b.Fatalf("the program ended before it showed %q", text)
	}
}
