package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// moment is what somebody is at when the fault comes.
type moment struct {
	name string
	play func(w *walk, b *between)
}

// halfWay has a server stop in the middle of a document until nobody waits for it any
// more, and counts those that wait.
func halfWay(b *between) (waiting *atomic.Int64) {
	waiting = &atomic.Int64{}
	b.when(func(r *http.Request) bool {
		return r.Method == http.MethodGet && !r.URL.Query().Has("list-type") && strings.Count(r.URL.Path, "/") > 1
	}, func(w http.ResponseWriter, r *http.Request, pass http.Handler) {
		pass.ServeHTTP(&half{ResponseWriter: w}, r)
		_ = http.NewResponseController(w).Flush()
		waiting.Add(1)
		<-r.Context().Done()
		waiting.Add(-1)
	})
	return waiting
}

// half lets half of each piece through.
type half struct{ http.ResponseWriter }

func (h *half) Write(p []byte) (int, error) {
	_, err := h.ResponseWriter.Write(p[:len(p)/2])
	return len(p), err
}

func (w *walk) atReadme() {
	w.t.Helper()
	w.wait(`acme-contracts`)
	w.open("acme-contracts")
	w.wait(`README\.txt`)
	w.choose("README.txt")
}

func moments() []moment {
	return []moment{
		{"a list", func(w *walk, _ *between) { w.wait(`acme-contracts`) }},
		{"a question", func(w *walk, _ *between) {
			w.wait(`acme-contracts`)
			w.keys("/abc")
			w.wait(`abc`)
		}},
		{"a server that is waited for", func(w *walk, b *between) {
			waiting := &atomic.Int64{}
			w.wait(`acme-contracts`)
			b.when(func(r *http.Request) bool { return r.URL.Query().Has("list-type") }, func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
				waiting.Add(1)
				<-r.Context().Done()
			})
			w.open("acme-contracts")
			w.until("the server is asked", func() bool { return waiting.Load() > 0 })
		}},
		{"a link and its code", func(w *walk, _ *between) {
			w.atReadme()
			w.keys("s")
			w.sign()
			w.wait(`ends in \d+ min`)
			w.keys("Q")
			w.wait(codeAlone)
		}},
		{"a batch that is signed", func(w *walk, _ *between) {
			w.wait(`acme-contracts`)
			w.open("archive-5000")
			w.wait(`5,000 objects`)
			w.keys("/00")
			w.wait(`1 of [\d,]+`)
			w.keys(enterKey)
			w.wait(`of 5,000`)
			w.keys("S")
			w.wait(`objects, .* together`)
			w.sign()
			w.wait(`signing|links signed|\d+ (of|links)`) // ctrl+s would stop a terminal that is given back
		}},
		{"a hand-off that serves", func(w *walk, _ *between) {
			w.atReadme()
			w.keys("o")
			w.wait(`not chosen yet`)
			w.keys(strings.Repeat("\x1b[C", 20)) // to the last: this machine alone
			w.wait(`\[127\.0\.0\.1`)
			w.keys(enterKey + eraseLine + "0" + signKey)
			w.wait(`http://127\.0\.0\.1`)
		}},
		{"a download that runs", func(w *walk, b *between) {
			w.atReadme()
			waiting := halfWay(b)
			w.keys("w")
			w.wait(`file ›`)
			w.keys(eraseLine + filepath.Join(w.p.home, "saved", "README.txt") + enterKey)
			w.until("the document is on its way", func() bool { return waiting.Load() > 0 })
			w.wait(`under another name`)
		}},
	}
}

// hang is the end of the terminal itself.
const hang = syscall.Signal(0)

// ways are how a screen is ended by the machine, with the exit code that tells of it.
func ways() map[string]struct {
	by   []syscall.Signal
	code int
} {
	return map[string]struct {
		by   []syscall.Signal
		code int
	}{
		"SIGTERM":              {[]syscall.Signal{syscall.SIGTERM}, 143},
		"SIGINT":               {[]syscall.Signal{syscall.SIGINT}, 130},
		"SIGHUP":               {[]syscall.Signal{syscall.SIGHUP}, 129},
		"SIGTERM again":        {[]syscall.Signal{syscall.SIGTERM, syscall.SIGTERM, syscall.SIGTERM}, 143},
		"SIGHUP and SIGTERM":   {[]syscall.Signal{syscall.SIGHUP, syscall.SIGTERM}, 0},
		"the terminal is gone": {[]syscall.Signal{hang}, 129},
		"kill -9":              {[]syscall.Signal{syscall.SIGKILL}, -1},
	}
}

// Whatever ends the program while a screen is shown: the terminal is as it was found, the
// share log holds, and no half file has the name of a whole one. After kill -9 nobody can
// give the terminal back; the rest is so all the same.
func TestScreensEndedByTheMachine(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, at := range moments() {
		for how, way := range ways() {
			t.Run(at.name+"/"+how, func(t *testing.T) {
				t.Parallel()
				there, b := s.via(t)
				p := signetFor(t, there)
				into := filepath.Join(p.home, "saved")
				if err := os.Mkdir(into, 0o700); err != nil {
					t.Fatal(err)
				}
				w := p.alone(t, size{80, 24}, nil, there.at()...)
				at.play(w, b)
				began := time.Now()
				for _, by := range way.by {
					if by == hang {
						_ = w.pty.Close()
						continue
					}
					_ = w.cmd.Process.Signal(by) // which may have ended by the one before
				}
				together := time.Since(began) < time.Second // else they are no burst, and the last ends it at once
				got := w.exits()
				if !together && len(way.by) > 1 && got == -1 {
					return
				}
				if got != way.code && way.code != 0 || way.code == 0 && got != 129 && got != 143 {
					t.Errorf("exit code %d, want %d", got, way.code)
				}
				if way.by[0] != hang && got >= 0 {
					w.restored()
				}
				p.holds(t)
				if left := saved(t, into); len(left) > 0 {
					t.Errorf("a file that is not whole has its name: %v", left)
				}
				if parts, _ := filepath.Glob(into + "/.*.part"); got >= 0 && len(parts) > 0 {
					t.Errorf("left behind: %v", parts)
				}
			})
		}
	}
}

// A terminal that takes nothing more does not hold the program: who asks again ends it, and
// its settings are as they were.
func TestATerminalThatIsStuck(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	w := signetFor(t, s).alone(t, size{200, 60}, nil, s.at()...)
	w.atReadme()
	w.deaf.Lock()
	sizes, at := 0, ""
	w.until("the program is held up in the middle of what it draws", func() bool {
		before, full := at, unread(t, w.pty)
		if at = w.writing(); at != "" && at == before && full > 0 { // the same call, with the same arguments
			return true
		}
		sizes++
		w.becomes(size{200 - sizes%2, 60})
		return false
	})
	ended := make(chan struct{})
	go func() {
		_ = w.cmd.Wait()
		close(ended)
	}()
	if !await(100*time.Millisecond, ended, func() bool {
		_ = w.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
			return true
		default:
			return false
		}
	}) {
		t.Error("it did not end")
	}
	if termios(t, w.pty) != untouched(t) {
		t.Error("the settings of the terminal are others than before")
	}
	w.deaf.Unlock()
}

// A storm of changes of size, to nearly nothing and to far more than a screen, ends in the
// picture that the last size has from the beginning.
func TestAStormOfSizes(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	p := signetFor(t, s)
	still := p.alone(t, size{100, 30}, nil, s.at()...)
	still.atReadme()
	still.wait(`share log`)
	w := p.alone(t, size{100, 30}, nil, s.at()...)
	w.atReadme()
	for i := range 200 {
		at := size{1 + (i*i*7)%500, 1 + (i*13)%200}
		switch i % 20 {
		case 3:
			at = size{1, 1}
		case 11:
			at = size{500, 200}
		}
		w.becomes(at)
	}
	w.becomes(size{100, 30})
	want := still.text()
	w.until("the picture of the last size", func() bool { return w.text() == want })
	w.keys("s") // and keys go on
	w.wait(`Anyone with this link can download`)
	w.signal(syscall.SIGTERM)
	if code := w.exits(); code != 143 {
		t.Errorf("exit code %d", code)
	}
	w.restored()
}

// becomes gives the terminal another size.
func (s *terminal) becomes(at size) {
	s.t.Helper()
	s.draw.Lock()
	s.screen.Resize(at.cols, at.rows)
	s.size = at
	s.draw.Unlock()
	if err := pty.Setsize(s.pty, &pty.Winsize{Cols: uint16(at.cols), Rows: uint16(at.rows), X: uint16(at.cols * cellW), Y: uint16(at.rows * cellH)}); err != nil {
		s.t.Fatal(err)
	}
}

// What a terminal calls itself, and the letters that the locale has: the screens come up
// and leave it as it was, or are refused in a plain sentence before anything is drawn.
func TestTerminalsByName(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, kind := range []string{"", "dumb", "unknown", "linux", "vt100", "xterm-16color", "xterm-256color", "screen", "tmux-256color"} {
		for _, locale := range []string{"LANG=C.UTF-8", "LANG=C", "LC_ALL=POSIX"} {
			t.Run(fmt.Sprintf("TERM=%s %s", kind, locale), func(t *testing.T) {
				t.Parallel()
				p := signetFor(t, s)
				w := p.alone(t, size{80, 24}, []string{"TERM=" + kind, "LANG=", locale}, s.at()...)
				if kind == "" || kind == "dumb" || kind == "unknown" {
					w.refused(kind)
					return
				}
				w.atReadme()
				w.keys("s")
				w.sign()
				w.wait(`ends in \d+ min`)
				w.keys("q")
				if code := w.exits(); code != 0 {
					t.Errorf("exit code %d", code)
				}
				w.restored()
			})
		}
	}
}

// refused looks at what is said instead of screens.
func (w *walk) refused(kind string) {
	w.t.Helper()
	if code := w.exits(); code != 2 {
		w.t.Errorf("exit code %d", code)
	}
	w.restored()
	says := "this terminal cannot draw screens: its TERM is " + kind
	if kind == "" {
		says = "TERM is not set"
	}
	if out := w.output(); !strings.Contains(out, says) || !strings.Contains(out, "signet share, ls and log") || strings.Contains(out, "\x1b") {
		w.t.Errorf("it says %q", out)
	}
}
