//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"signet/share/say"
)

// piped is signet share - with its standard error in a terminal, its standard
// output in a file, and addresses that come when the test wants.
type piped struct {
	t      *testing.T
	cmd    *exec.Cmd
	in     *os.File
	out    *os.File
	screen chan []byte
	seen   []byte
}

func startPiped(t *testing.T, env []string, args ...string) *piped {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	terminal, side, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.CreateTemp(t.TempDir(), "links")
	if err != nil {
		t.Fatal(err)
	}
	b := &piped{t: t, in: write, out: out, screen: make(chan []byte, 1024), cmd: exec.Command(exe, append([]string{"share", "-"}, args...)...)}
	b.cmd.Env = append([]string{programEnv + "=1", quickEnd, "TERM=xterm", "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true", "TZ=UTC"}, env...)
	b.cmd.Stdin, b.cmd.Stdout, b.cmd.Stderr = read, out, side
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = read.Close(), side.Close()
	go func() {
		defer close(b.screen)
		for {
			buf := make([]byte, 4096)
			n, err := terminal.Read(buf)
			if n > 0 {
				b.screen <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = b.cmd.Process.Kill()
		_ = b.cmd.Wait()
		_, _, _ = write.Close(), terminal.Close(), out.Close()
	})
	return b
}

func (b *piped) address(from, to int) {
	b.t.Helper()
	var text strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&text, "s3://acme-contracts/%05d.txt\n", i)
	}
	if _, err := b.in.WriteString(text.String()); err != nil {
		b.t.Fatal(err)
	}
}

// wait reads standard error until it says something.
func (b *piped) wait(text string) {
	b.t.Helper()
	timeout := time.After(longest)
	for !bytes.Contains(b.seen, []byte(text)) {
		select {
		case more, ok := <-b.screen:
			if !ok {
				b.t.Fatalf("standard error ended without %q:\n%s", text, b.seen)
			}
			b.seen = append(b.seen, more...)
		case <-timeout:
			b.t.Fatalf("standard error never said %q:\n%s", text, b.seen)
		}
	}
}

func (b *piped) links() int {
	b.t.Helper()
	text, err := os.ReadFile(b.out.Name())
	if err != nil {
		b.t.Fatal(err)
	}
	return bytes.Count(text, []byte("X-Amz-Signature="))
}

// A batch says how far it has come, hands links out while more are to come, and
// an interrupt loses none of those that were signed.
func TestBatchIsInterrupted(t *testing.T) {
	t.Parallel()
	_, env := serve(t, false)
	b := startPiped(t, env, "--json")
	b.address(0, 2500)
	b.wait("signed, ctrl+c stops")
	b.address(2500, 2510)
	for deadline := time.Now().Add(longest); b.links() < 1000; {
		if time.Now().After(deadline) {
			t.Fatalf("%d links so far", b.links())
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := b.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	b.wait("of them are in the share log")
	b.wait("interrupted")
	_ = b.cmd.Wait()
	if code := b.cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	handed := b.links()
	if logged := bytes.Count(signet(t, env, "log", "--json"), []byte(`"id"`)); handed != logged || handed < 1000 {
		t.Errorf("%d links were handed out, %d are in the log", handed, logged)
	}
	if !bytes.Contains(b.seen, fmt.Appendf(nil, "stopped: %s links", say.Count(handed))) {
		t.Errorf("it speaks of another number than %d:\n%s", handed, b.seen)
	}
}
