//go:build unix

package cli

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"signet/share/qr/qrtest"
)

// mux is the program in a window of a tmux of its own.
type mux struct {
	t          *testing.T
	socket     string
	cols, rows int
}

// startMux runs a command in a window without a status line: that would take a
// row.
func startMux(t *testing.T, cols, rows int, command string) *mux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("needs tmux")
	}
	dir, err := os.MkdirTemp("", "signet-tmux-") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	m := &mux{t, filepath.Join(dir, "s"), cols, rows}
	conf := filepath.Join(dir, "conf")
	if err := os.WriteFile(conf, []byte("set -g status off\nset -g default-terminal screen-256color\nset -g remain-on-exit on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-S", m.socket, "kill-server").Run()
		_ = os.RemoveAll(dir)
	})
	m.run("-f", conf, "new-session", "-d", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows), command)
	return m
}

func (m *mux) run(args ...string) string {
	m.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", m.socket}, args...)...).CombinedOutput()
	if err != nil {
		m.t.Fatalf("tmux %s: %v: %s", args[0], err, out)
	}
	return string(out)
}

// cells is the window with its colours.
func (m *mux) cells() string { return m.run("capture-pane", "-p", "-e", "-N") }

// wait waits until the window shows text that matches.
func (m *mux) wait(pattern string) {
	m.t.Helper()
	re := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(longest); ; time.Sleep(20 * time.Millisecond) {
		text := m.run("capture-pane", "-p")
		if re.MatchString(text) {
			return
		}
		if time.Now().After(deadline) {
			m.t.Fatalf("the window never showed %q:\n%s", pattern, text)
		}
	}
}

// ended waits until the program in the window is over.
func (m *mux) ended() {
	m.t.Helper()
	for deadline := time.Now().Add(longest); m.run("display-message", "-p", "#{pane_dead}") != "1\n"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			m.t.Fatalf("the program did not end:\n%s", m.run("capture-pane", "-p"))
		}
	}
}

// code waits until a decoder reads a link from the window's pixels.
func (m *mux) code(font qrtest.Terminal) string {
	m.t.Helper()
	for deadline := time.Now().Add(longest); ; time.Sleep(50 * time.Millisecond) {
		img := qrtest.Pixels(m.cells(), m.cols, m.rows, font)
		text, err := qrtest.Phone(img)
		if err == nil && strings.HasPrefix(text, "http") {
			return text
		}
		if text := qrtest.Zbar(img); strings.HasPrefix(text, "http") {
			return text
		}
		if time.Now().After(deadline) {
			m.t.Fatalf("no code in the window:\n%s", m.run("capture-pane", "-p"))
		}
	}
}

// TestTmuxShowsACodeThatScans: what tmux makes of the program's output, with
// colours and without, is read back, and what is read opens the document.
func TestTmuxShowsACodeThatScans(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		env  string
		font qrtest.Terminal
	}{
		"colours":    {"", qrtest.Terminal{CellW: 8, CellH: 17, GapBottom: 1}},
		"no colours": {"NO_COLOR=1", qrtest.Terminal{CellW: 9, CellH: 18}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := startMux(t, 120, 40, "env "+programEnv+"=1 "+quickEnd+" "+newWall(t).env()+" LANG=C.UTF-8 TZ=UTC AWS_EC2_METADATA_DISABLED=true HOME="+t.TempDir()+" TMPDIR="+t.TempDir()+" "+tt.env+" "+exe+" demo")
			m.wait(`acme-contracts`)
			m.run("send-keys", "/acme-con", "Enter")
			m.wait(`› +acme-contracts`)
			m.run("send-keys", "Enter")
			m.wait(`README\.txt`)
			m.run("send-keys", "/README", "Enter")
			m.wait(`› +README\.txt`)
			m.run("send-keys", "Enter")
			m.wait(`Anyone with this link`)
			m.run("send-keys", "1")
			m.wait(`\(15 min\)`)
			m.run("send-keys", "Enter")
			m.wait(`ends in`)
			beside := m.code(tt.font)
			m.run("send-keys", "Q")
			m.wait(`Hold a phone`)
			alone := m.code(tt.font)
			if alone != beside {
				t.Error("the full screen shows another code than the link screen")
			}
			res, err := http.Get(alone) //nolint:noctx // the client of a stranger
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if body, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK || len(body) == 0 {
				t.Errorf("what was read answers %d with %d bytes", res.StatusCode, len(body))
			}
			if tt.env == "" { // the test sees something
				lost := tt.font
				lost.NoColors = true
				qrtest.MustNotRead(t, qrtest.Pixels(m.cells(), m.cols, m.rows, lost), alone)
			}
			m.run("send-keys", "Escape")
			m.wait(`X-Amz-Algorithm`)
			m.run("send-keys", "q")
			m.ended() // and its documents are gone
		})
	}
}

// TestTmuxCommandShowsACode: the command line in tmux as well, below a prompt.
func TestTmuxCommandShowsACode(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := qrtest.Lasting(384)
	file := filepath.Join(t.TempDir(), "link")
	if err := os.WriteFile(file, []byte(link+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := startMux(t, 100, 44, "sh -c 'echo; env "+programEnv+"=1 "+quickEnd+" LANG=C.UTF-8 SIGNET_HOME="+t.TempDir()+" "+exe+" qr - <"+file+"; cat'")
	if got := m.code(qrtest.Terminal{CellW: 8, CellH: 16}); got != link {
		t.Errorf("read %d bytes, want %d", len(got), len(link))
	}
	if text := m.run("capture-pane", "-p"); strings.ContainsAny(text, "\x1b;?") {
		t.Errorf("a question or an answer stands on the screen:\n%s", text)
	}
}
