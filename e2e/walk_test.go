//go:build unix

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// walk is a person at a terminal, far from the machine that runs the program.
type walk struct {
	*terminal
	p     *signet
	name  string
	shown int // frames that were kept
}

// sizes of the terminals that walks are made in.
func sizes() []size { return []size{{80, 24}, {120, 40}} }

// eachSize makes a walk in each of them, side by side.
func eachSize(t *testing.T, play func(t *testing.T, at size)) {
	t.Helper()
	overSSH(t)
	for _, at := range sizes() {
		t.Run(fmt.Sprintf("%dx%d", at.cols, at.rows), func(t *testing.T) {
			t.Parallel()
			play(t, at)
		})
	}
}

// start begins a walk.
func start(t *testing.T, p *signet, at size, args ...string) *walk {
	t.Helper()
	return walkIn(t, p, p.far(t, at, args...))
}

func walkIn(t *testing.T, p *signet, s *terminal) *walk {
	t.Helper()
	return &walk{terminal: s, p: p, name: strings.ReplaceAll(t.Name(), "/", "-")}
}

// see waits for what a person looks for, and keeps the screen under a name.
func (w *walk) see(frame, pattern string) string {
	w.t.Helper()
	found := w.wait(pattern)
	w.keep(frame)
	return found
}

// keep writes the screen to the folder that SIGNET_WALKS names.
func (w *walk) keep(frame string) {
	w.t.Helper()
	dir := os.Getenv("SIGNET_WALKS")
	if dir == "" {
		return
	}
	w.shown++
	dir = filepath.Join(dir, w.name)
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d %s.txt", w.shown, frame)), []byte(hideLinks(w.drawing())), 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// choose narrows the list to a name and leaves the cursor on it.
func (w *walk) choose(name string) {
	w.t.Helper()
	w.keys("/" + name + enterKey)
	w.wait(`(?m)^› .*` + regexp.QuoteMeta(name))
}

// open chooses a row and opens it.
func (w *walk) open(name string) {
	w.t.Helper()
	w.choose(name)
	w.keys(enterKey)
}

// sign gives the link a quarter of an hour and signs it. A form that has only just
// come takes no signature from a key that may have been meant for what stood before,
// unless it has been touched.
func (w *walk) sign() {
	w.t.Helper()
	w.keys("1")
	w.wait(`\[15m\]`)
	w.keys(signKey)
}

// qr shows the code on the whole screen, reads it with a decoder, and goes back. A key
// right after esc would be another one (alt and that key), so the screen is waited for
// in both directions: a large one has the code beside the link, too.
func (w *walk) qr(link string) {
	w.t.Helper()
	before := len(w.output())
	w.keys("Q")
	w.wait(codeAlone)
	w.until("the code is read", func() bool { return w.code(before) == link })
	w.keep("the code on the whole screen")
	w.leave(codeAlone)
}

// codeAlone stands beside a code that has the whole screen.
const codeAlone = `Hold a phone`

// leave goes back from a screen that has these words, until they are gone.
func (w *walk) leave(words string) {
	w.t.Helper()
	w.keys(escKey)
	w.until("the screen with "+words+" is left", func() bool { return !strings.Contains(w.text(), words) })
}

// quit ends the program and looks at what is left of it in the terminal.
func (w *walk) quit() {
	w.t.Helper()
	w.keys("q")
	w.until("the program ends", func() bool {
		select {
		case <-w.done:
			return true
		default:
			return false
		}
	})
	for name, want := range map[string]string{"code": "0\n", "after": w.file("before")} {
		if got := w.file(name); got != want {
			w.t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if left := leftOver(w.output()); len(left) > 0 {
		w.t.Errorf("left over in the terminal: %v", left)
	}
}

func (w *walk) file(name string) string {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.p.home, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

// leftOver is what a program has set in its terminal and not taken back.
func leftOver(out string) []string {
	on, keyboards, screen := map[string]bool{"25": true, "7": true}, [2]int{}, 0
	for _, m := range regexp.MustCompile(`\x1b\[\?(\d+)([hl])|\x1b\[([><])\d*u`).FindAllStringSubmatch(out, -1) {
		switch {
		case m[1] != "":
			on[m[1]] = m[2] == "h"
			screen = map[bool]int{true: 1}[on["1049"]]
		case m[3] == ">":
			keyboards[screen]++
		default:
			keyboards[screen] = max(keyboards[screen]-1, 0)
		}
	}
	var left []string
	for mode, set := range on {
		if usual := mode == "25" || mode == "7"; set != usual { // the cursor is seen, and lines wrap
			left = append(left, "mode "+mode)
		}
	}
	if keyboards != [2]int{} {
		left = append(left, "a keyboard")
	}
	return left
}
