//go:build unix

package e2e

import (
	"bytes"
	"encoding/base64"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// terminal is a pseudo-terminal with an emulator behind it that answers its
// questions and keeps its cells, and a person in front of it who waits for what is
// on the screen, never for time.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	pty    *os.File
	screen *vt.SafeEmulator
	size   size
	done   chan struct{} // closed when nothing is written any more

	deaf sync.Mutex // held: nothing is read from the program
	draw sync.Mutex // the emulator hands out its cells themselves, not copies
	mu   sync.Mutex
	raw  bytes.Buffer
}

// size of a terminal in cells.
type size struct{ cols, rows int }

// A cell in pixels, as the terminal tells the program.
const cellW, cellH = 10, 20

// What a frame begins and ends with, for terminals that show whole frames only.
const frameBegins, frameEnds = "\x1b[?2026h", "\x1b[?2026l"

// newTerminal runs a command in a terminal that knows sixel, and ends it with the
// test.
func newTerminal(t *testing.T, at size, cmd *exec.Cmd) *terminal {
	t.Helper()
	s := &terminal{t: t, cmd: cmd, screen: vt.NewSafeEmulator(at.cols, at.rows), size: at, done: make(chan struct{})}
	_, _ = s.screen.WriteString(frameEnds) // so that it says that it knows of frames
	s.screen.RegisterCsiHandler('c', func(ansi.Params) bool {
		_, _ = io.WriteString(s.screen.InputPipe(), "\x1b[?62;4;22c")
		return true
	})
	dieWithTests(cmd)
	var err error
	s.pty, err = pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(at.cols), Rows: uint16(at.rows), X: uint16(at.cols * cellW), Y: uint16(at.rows * cellH)})
	if err == nil {
		err = s.closable()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(s.pty, s.screen) }() // what the terminal answers
	go s.show()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = s.pty.Close()
		<-s.done
		_ = cmd.Wait()
		if answers, ok := s.screen.InputPipe().(io.Closer); ok { // not Close, which races with the reader
			_ = answers.Close()
		}
	})
	return s
}

// closable has the terminal end when it is closed, though somebody reads from it: as it
// comes it would stay until the program has something to say.
func (s *terminal) closable() error {
	fd, err := unix.FcntlInt(s.pty.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		return err
	}
	_ = s.pty.Close()
	s.pty = os.NewFile(uintptr(fd), "terminal")
	return nil
}

// show puts what the program draws on the screen.
func (s *terminal) show() {
	defer close(s.done)
	buf := make([]byte, 64<<10)
	var drawn []byte
	for {
		s.deaf.Lock()
		s.deaf.Unlock() //nolint:staticcheck // it is only waited for
		n, err := s.pty.Read(buf)
		drawn = append(drawn, buf[:n]...)
		shown := whole(drawn)
		if err != nil {
			shown = len(drawn)
		}
		s.draw.Lock()
		_, _ = s.screen.Write(drawn[:shown])
		s.draw.Unlock()
		drawn = drawn[shown:]
		s.mu.Lock()
		s.raw.Write(buf[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// whole is how much of what was drawn can be shown: half a frame says nothing, and
// a busy machine may leave it standing for long.
func whole(drawn []byte) int {
	begins := bytes.LastIndex(drawn, []byte(frameBegins))
	if begins >= 0 && !bytes.Contains(drawn[begins:], []byte(frameEnds)) {
		return begins
	}
	for n := len(frameBegins) - 1; n > 0; n-- { // which may be cut in two
		if bytes.HasSuffix(drawn, []byte(frameBegins[:n])) {
			return len(drawn) - n
		}
	}
	return len(drawn)
}

// text is what a person reads, line by line.
func (s *terminal) text() string {
	return s.lines(func(_, _ int, content string) string { return content })
}

// drawing is text, with the blocks of a code as their colours make them.
func (s *terminal) drawing() string {
	return s.lines(func(x, y int, content string) string {
		upper, lower := s.halves(x, y)
		switch light := [2]bool{upper.Y > 127, lower.Y > 127}; {
		case content != "▀" && content != "▄" && content != "█":
			return content
		case light[0] && light[1]:
			return "█"
		case light[0]:
			return "▀"
		case light[1]:
			return "▄"
		}
		return " "
	})
}

func (s *terminal) lines(as func(x, y int, content string) string) string {
	s.draw.Lock()
	defer s.draw.Unlock()
	var b strings.Builder
	for y := range s.size.rows {
		var line strings.Builder
		for x := 0; x < s.size.cols; {
			c := s.screen.CellAt(x, y)
			if c == nil || c.Width == 0 {
				line.WriteByte(' ')
				x++
				continue
			}
			line.WriteString(as(x, y, c.Content))
			x += c.Width
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// output is all that came from the program.
func (s *terminal) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// wait waits until the screen shows text that matches, and returns the match.
func (s *terminal) wait(pattern string) string {
	s.t.Helper()
	re, match := regexp.MustCompile(pattern), ""
	s.until(pattern, func() bool {
		match = re.FindString(s.text())
		return match != ""
	})
	return match
}

// until looks again and again until something is so.
func (s *terminal) until(what string, so func() bool) {
	s.t.Helper()
	if !await(10*time.Millisecond, s.done, so) {
		s.t.Fatalf("never: %s\n%s", what, hideLinks(s.text()))
	}
}

// keys presses keys.
func (s *terminal) keys(text string) {
	s.t.Helper()
	if _, err := io.WriteString(s.pty, text); err != nil {
		s.t.Fatal(err)
	}
}

// Keys as a terminal sends them.
const (
	enterKey, escKey, tabKey, spaceKey = "\r", "\x1b", "\t", " "
	signKey, downKey, eraseLine        = "\x13", "\x1b[B", "\x15"
)

// copied is what the clipboard of the terminal was given last, by OSC 52.
func (s *terminal) copied() string {
	s.t.Helper()
	text := ""
	s.until("something is copied", func() bool {
		all := clipboard().FindAllStringSubmatch(s.output(), -1)
		if len(all) == 0 {
			return false
		}
		b, err := base64.StdEncoding.DecodeString(all[len(all)-1][1])
		text = string(b)
		return err == nil
	})
	return text
}

func clipboard() *regexp.Regexp {
	return regexp.MustCompile(`\x1b\]52;c;([A-Za-z0-9+/=]+)(?:\a|\x1b\\)`)
}

// hideLinks takes the signatures out of a text, and leaves everything in its place: a
// link is a secret in a log, too.
func hideLinks(text string) string {
	return regexp.MustCompile(`[0-9a-f]{17,}`).ReplaceAllStringFunc(text, func(hex string) string { return strings.Repeat("*", len(hex)) })
}
