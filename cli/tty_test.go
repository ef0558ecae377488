//go:build unix

package cli

import (
	"bytes"
	"image"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"signet/share/qr/qrtest"
)

// tty is the program in a terminal of its own: a pseudo-terminal, with an
// emulator behind it that answers its questions and keeps its cells.
type tty struct {
	t      *testing.T
	cmd    *exec.Cmd
	pty    *os.File
	screen *vt.SafeEmulator
	cols   int
	rows   int
	done   chan struct{} // closed when the program has ended
	wall   wall          // the program's clock

	draw sync.Mutex // the emulator hands out its cells themselves, not copies
	mu   sync.Mutex
	raw  bytes.Buffer
}

// What a frame begins and ends with, for terminals that show whole frames only.
const frameBegins, frameEnds = "\x1b[?2026h", "\x1b[?2026l"

// whole is how much of what the program has drawn can be shown: half a frame
// says nothing, and a busy machine may leave it standing for long.
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

func startTTY(t *testing.T, cols, rows int, env []string, args ...string) *tty {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return startIn(t, cols, rows, env, exe, args...)
}

// startIn starts a command in a terminal of its own.
func startIn(t *testing.T, cols, rows int, env []string, command string, args ...string) *tty {
	t.Helper()
	return startOn(t, vt.NewSafeEmulator(cols, rows), env, command, args...)
}

// startOn starts a command in a terminal that may know more than others.
func startOn(t *testing.T, screen *vt.SafeEmulator, env []string, command string, args ...string) *tty {
	t.Helper()
	var err error
	cols, rows := screen.Width(), screen.Height()
	s := &tty{t: t, cmd: exec.Command(command, args...), screen: screen, cols: cols, rows: rows, done: make(chan struct{}), wall: wallOf(t, env)}
	_, _ = s.screen.WriteString(frameEnds) // so that it says that it knows of frames
	s.cmd.Env = append([]string{
		programEnv + "=1", quickEnd, "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "AWS_EC2_METADATA_DISABLED=true", s.wall.env(),
	}, env...)
	s.pty, err = pty.StartWithSize(s.cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows), X: uint16(cols * 8), Y: uint16(rows * 17)})
	if err != nil {
		t.Fatal(err)
	}
	go func() { // what the terminal answers
		_, _ = io.Copy(s.pty, s.screen)
	}()
	go s.show()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = s.pty.Close()
		<-s.done
		_ = s.cmd.Wait()
		if answers, ok := s.screen.InputPipe().(io.Closer); ok { // not Close, which races with the reader
			_ = answers.Close()
		}
	})
	return s
}

// show puts what the program draws on the screen.
func (s *tty) show() {
	defer close(s.done)
	buf := make([]byte, 64<<10)
	var drawn []byte
	for {
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

// text is what a person sees, line by line.
func (s *tty) text() string {
	s.draw.Lock()
	defer s.draw.Unlock()
	var b strings.Builder
	for y := range s.rows {
		var line strings.Builder
		for x := 0; x < s.cols; {
			c := s.screen.CellAt(x, y)
			if c == nil || c.Width == 0 {
				line.WriteByte(' ')
				x++
				continue
			}
			line.WriteString(c.Content)
			x += c.Width
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// wait waits until the screen shows text that matches, and returns the match.
func (s *tty) wait(pattern string) string {
	s.t.Helper()
	re, match := regexp.MustCompile(pattern), ""
	s.until(pattern, func() bool {
		text := s.text()
		match = re.FindString(text + cards(text))
		return match != ""
	})
	return match
}

// cards is what the cards on a screen say, each line after the other: a sentence goes
// on below itself there, not to the right.
func cards(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if parts := strings.Split(line, "│"); len(parts) == 3 {
			b.WriteString(strings.TrimSpace(parts[1]) + " ")
		}
	}
	return b.String()
}

// until looks again and again until something is so.
func (s *tty) until(what string, so func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(longest); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("never: %s\n%s", what, s.text())
		}
	}
}

// keys sends keys as a keyboard does.
func (s *tty) keys(text string) {
	s.t.Helper()
	if _, err := io.WriteString(s.pty, text); err != nil {
		s.t.Fatal(err)
	}
}

// exit waits for the end of the program and returns its exit code.
func (s *tty) exit() int {
	s.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case <-ended:
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(longest):
		s.t.Fatalf("the program did not end:\n%s", s.text())
		return -1
	}
}

const enter, ctrlC = "\r", "\x03"

// TestBrowseChooseSignUse is the main job as a person does it: browse, choose,
// sign; then the link is used with a plain HTTP client and read off the screen
// by an independent QR decoder.
func TestBrowseChooseSignUse(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := startTTY(t, 120, 42, nil, "demo", "--data", data)
	s.wait(`acme-contracts`)
	s.chooseReadme()
	s.wait(`Anyone with this link can download acme-contracts/README\.txt`)
	s.keys("1") // 15 minutes
	s.wait(`\(15 min\)`)
	s.keys(enter)
	s.wait(`ends in 15 min`)
	s.wait(`X-Amz-Algorithm`)
	link := s.link()
	res, err := http.Get(link) //nolint:noctx // the client of a stranger
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusOK || len(body) == 0 {
		t.Errorf("the link answers %d with %d bytes", res.StatusCode, len(body))
	}
	s.waitCode(link)

	// The history has it, and shows the identical link again.
	s.keys("H")
	s.wait(`› +1[45]m .*README\.txt`) // its row: the link's own screen names it too
	s.keys(enter)
	s.wait(`ends in 15 min`)
	s.wait(`X-Amz-Algorithm`)
	if again := s.link(); again != link {
		t.Errorf("shown again, the link is another one:\n%s\n%s", link, again)
	}
	s.keys("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.restored()
	if !bytes.Contains(s.raw.Bytes(), []byte(frameBegins)) {
		t.Error("the program does not say where a frame begins: half of one may be looked at")
	}

	// A second run on the same folder still knows the share.
	s = startTTY(t, 80, 24, nil, "demo", "--data", data)
	s.wait(`acme-contracts`)
	s.keys("H")
	s.wait(`README\.txt`)
	s.keys(ctrlC)
	s.exit()
	s.restored()
	noSecretIn(t, filepath.Join(data, "signet"), link)
}

// chooseReadme goes from the buckets to the compose screen of a small file.
func (s *tty) chooseReadme() {
	s.t.Helper()
	s.keys("/acme-con" + enter)
	s.wait(`› +acme-contracts`)
	s.keys(enter)
	s.wait(`README\.txt`)
	s.keys("/README" + enter)
	s.wait(`› +README\.txt`)
	s.keys(enter)
}

// link waits for a link on the screen and joins its rows.
func (s *tty) link() string {
	s.t.Helper()
	complete, link := regexp.MustCompile(`^http.*X-Amz-Signature=[0-9a-f]{64}$`), ""
	s.until("a whole link", func() bool {
		link = joined(s.text())
		return complete.MatchString(link)
	})
	return link
}

func joined(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		part, _, _ := strings.Cut(line, "  ")
		switch {
		case strings.HasPrefix(part, "http"):
			b.WriteString(part)
		case b.Len() > 0 && part == "":
			return b.String()
		case b.Len() > 0:
			b.WriteString(part)
		}
	}
	return b.String()
}

// picture is the screen as a camera sees it.
func (s *tty) picture() image.Image {
	s.draw.Lock()
	defer s.draw.Unlock()
	return qrtest.Raster(s.screen, s.cols, s.rows, qrtest.Terminal{CellW: 8, CellH: 16})
}

// waitCode waits until a decoder reads the text off the screen.
func (s *tty) waitCode(want string) {
	s.t.Helper()
	s.until("a code that a phone reads", func() bool {
		got, err := qrtest.Phone(s.picture())
		return err == nil && got == want
	})
}

func noSecretIn(t *testing.T, dir, link string) {
	t.Helper()
	_, signature, _ := strings.Cut(link, "X-Amz-Signature=")
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(signature)) {
			t.Errorf("%s holds the signature", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A link of five seconds lives five seconds and not one longer.
func TestALinkDiesOnTime(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 120, 42, nil, "demo")
	s.wait(`acme-contracts`)
	s.chooseReadme()
	s.wait(`for +15m`)
	s.keys("7") // other
	s.keys("\x15" + "5s")
	s.wait(`\(5 s\)`)
	s.keys("\x13") // sign
	s.wait(`X-Amz-Algorithm`)
	link := s.link()
	status := func() int {
		res, err := http.Get(link) //nolint:noctx // the client of a stranger
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := status(); got != http.StatusOK {
		t.Errorf("at first the link answers %d", got)
	}
	s.wall.pass(t, 4*time.Second)
	s.wait(`ends in 1 s`)
	if got := status(); got != http.StatusOK {
		t.Errorf("in its last second the link answers %d", got)
	}
	s.wall.pass(t, time.Second)
	s.wait(`ended today`)
	if got := status(); got != http.StatusForbidden {
		t.Errorf("when the screen says that it has ended, the link answers %d", got)
	}
	s.keys(ctrlC)
	s.exit()
}

// ctrl+c quits from everywhere, a question that takes text included.
func TestCtrlCQuitsFromAQuestion(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]string{"list": "", "filter": "/abc", "go to": "\x0f", "help": "?"} {
		s := startTTY(t, 80, 24, nil, "demo")
		s.wait(`acme-contracts`)
		s.keys(way)
		s.keys(ctrlC)
		if code := s.exit(); code != exitInterrupted {
			t.Errorf("%s: exit code %d", name, code)
		}
		s.restored()
		if strings.Contains(s.raw.String(), "signet:") {
			t.Errorf("%s: something is printed on the way out", name)
		}
	}
}

// Every size draws something, and none panics.
func TestResize(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 80, 24, nil, "demo")
	s.wait(`acme-contracts`)
	for _, size := range [][2]int{{1, 1}, {300, 100}, {40, 10}, {39, 9}, {2, 50}, {200, 3}, {80, 24}} {
		s.draw.Lock()
		s.screen.Resize(size[0], size[1])
		s.draw.Unlock()
		s.cols, s.rows = size[0], size[1]
		if err := pty.Setsize(s.pty, &pty.Winsize{Cols: uint16(size[0]), Rows: uint16(size[1])}); err != nil {
			t.Fatal(err)
		}
	}
	s.wait(`acme-contracts`)
	s.keys("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// With no profile and no endpoint the first screen says so and offers the demo.
func TestNothingConfigured(t *testing.T) {
	t.Parallel()
	s := startTTY(t, 80, 24, nil)
	s.wait(`(?i)demo`)
	s.keys("d")
	s.wait(`acme-contracts`)
	s.keys("q")
	if code := s.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// Half a frame is never looked at, wherever the program's output is cut.
func TestOnlyWholeFramesAreShown(t *testing.T) {
	const before, frame, after = "\x1b[?1049h", frameBegins + "\x1b[Hacme" + frameEnds, "\x1b[?25h"
	for n := range len(before + frame + after) {
		want := n
		if n >= len(before) && n < len(before+frame) {
			want = len(before)
		}
		drawn := (before + frame + after)[:n]
		got := whole([]byte(drawn))
		if got > want || strings.HasSuffix(drawn, frameEnds) && got != n {
			t.Errorf("%q: %d bytes are shown, want %d", drawn, got, want)
		}
	}
}
