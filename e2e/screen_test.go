package e2e

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// display is a virtual X server.
type display struct {
	name string // ":91"
	dir  string
}

// newDisplay starts an X server, which finds itself a number that nobody has.
func newDisplay(t *testing.T) *display {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{write}
	err = cmd.Start()
	_ = write.Close()
	if err != nil {
		t.Fatalf("Xvfb: %v (apt-get install xvfb)", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // so that it removes its socket
		_ = cmd.Wait()
	})
	number, err := bufio.NewReader(read).ReadString('\n') // once it can be used
	if err != nil {
		t.Fatalf("Xvfb says no number: %v", err)
	}
	return &display{":" + strings.TrimSpace(number), t.TempDir()}
}

// look is how a terminal is set up.
type look struct {
	cols, rows int
	points     int
	bg, fg     string
	sixel      bool
}

func (l look) String() string {
	kind := "text"
	if l.sixel {
		kind = "sixel"
	}
	return fmt.Sprintf("%dx%d %dpt %s on %s %s", l.cols, l.rows, l.points, l.fg, l.bg, kind)
}

func (l look) args() []string {
	args := []string{
		"-u8", "-fa", "DejaVu Sans Mono", "-fs", fmt.Sprint(l.points), "-geometry", fmt.Sprintf("%dx%d+0+0", l.cols, l.rows),
		"-bg", l.bg, "-fg", l.fg, "+sb", "-b", "0",
	}
	if l.sixel {
		args = append(args, "-ti", "vt340")
	}
	return args
}

// xterm runs a command in a terminal of that look until the test ends.
func (d *display) xterm(t *testing.T, p *signet, l look, command ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "xterm", append(append(l.args(), "-e"), command...)...)
	cmd.Env = append(p.env, "DISPLAY="+d.name, "LANG=C.UTF-8", "TERM=xterm-256color", "XENVIRONMENT=/dev/null")
	cmd.Dir = p.home
	if err := cmd.Start(); err != nil {
		t.Fatalf("xterm: %v (apt-get install xterm)", err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		until(t, "the program in the terminal ends with it", func() bool { return !p.running() })
	})
}

// shot takes a picture of the screen.
func (d *display) shot(t *testing.T) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), testTimeout)
	defer cancel()
	return exec.CommandContext(ctx, "import", "-display", d.name, "-window", "root", d.file()).Run()
}

func (d *display) file() string { return filepath.Join(d.dir, "screen.png") }

// read decodes what is on the screen; empty: no code.
func (d *display) read(t *testing.T) string {
	t.Helper()
	if err := d.shot(t); err != nil {
		t.Fatalf("import: %v (apt-get install imagemagick)", err)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", d.file()).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// until asks again and again.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	if !await(150*time.Millisecond, nil, done) {
		t.Fatalf("never: %s", what)
	}
}

// await looks now and then until something is so; false: it was not by the time at
// which what it waits for was gone, or at which a test gives up.
func await(every time.Duration, gone <-chan struct{}, so func() bool) bool {
	end := time.NewTimer(testTimeout)
	defer end.Stop()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for !so() {
		select {
		case <-gone:
			return so()
		case <-end.C:
			return so()
		case <-tick.C:
		}
	}
	return true
}

// longLink looks like a link with a session token, of exactly n bytes.
func longLink(n int) string {
	const head = "https://acme-documents.s3.eu-central-1.amazonaws.com/2026/q3%20report.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Security-Token="
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.WriteString(head)
	for i := 0; b.Len() < n; i++ {
		b.WriteByte(hex[i*i*7%16])
	}
	return b.String()
}

// onAndOn is a command that is given again every few seconds, as a person does
// who sees nothing of use: a terminal that is too busy to answer within a second
// is taken for one that never does.
func onAndOn(command string) string { return "while " + command + "; do sleep 5; done" }

// A code on a real screen, drawn by the program, photographed and decoded.
func TestCodeOnScreen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		look   look
		length int
	}{
		{look{120, 40, 9, "black", "gray90", false}, 384},
		{look{120, 40, 10, "black", "gray90", false}, 384},
		{look{120, 40, 9, "white", "black", false}, 384},
		{look{120, 40, 10, "white", "black", false}, 384},
		{look{80, 24, 10, "black", "gray90", true}, 384},
		{look{80, 24, 10, "black", "gray90", true}, 1464},
		{look{80, 24, 10, "white", "black", true}, 2006},
	} {
		t.Run(fmt.Sprintf("%s %d bytes", c.look, c.length), func(t *testing.T) {
			t.Parallel()
			d, p := newDisplay(t), signetWith(t, keys{rootKey, rootSecret, ""})
			link := longLink(c.length)
			file := filepath.Join(p.home, "link")
			if err := os.WriteFile(file, []byte(link+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			d.xterm(t, p, c.look, "sh", "-c", onAndOn(here.program+" qr - <link || true"))
			until(t, "the code is read from the screen", func() bool { return d.read(t) == link })
			d.alsoRead(t, link)
		})
	}
}
