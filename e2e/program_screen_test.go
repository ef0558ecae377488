package e2e

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// press sends keys to the only window on the display, by the names of X.
func (d *display) press(t *testing.T, names ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "xdotool", append([]string{"search", "--sync", "--onlyvisible", "--class", "xterm", "windowfocus", "key", "--delay", "40"}, names...)...)
	cmd.Env = []string{"DISPLAY=" + d.name}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("xdotool: %v %s (apt-get install xdotool)", err, out)
	}
}

// resize gives the window another size in pixels.
func (d *display) resize(t *testing.T, w, h string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "xdotool", "search", "--class", "xterm", "windowsize", w, h)
	cmd.Env = []string{"DISPLAY=" + d.name}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("xdotool: %v %s", err, out)
	}
}

// The whole way on a real screen: browse, choose, sign; the phone reads the
// code; what it reads opens the document; the code survives another size and
// leaves nothing behind.
func TestProgramOnScreen(t *testing.T) {
	t.Parallel()
	for _, l := range []look{
		{120, 40, 9, "black", "gray90", false},
		{120, 40, 10, "white", "black", false},
		{80, 24, 10, "black", "gray90", true},
	} {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			d, p := newDisplay(t), signetWith(t, keys{})
			y := newDiary(t)
			d.xterm(t, p, l, append([]string{here.program, "demo"}, y.flags()...)...)
			// Enter takes what stands there, and Q shows the code alone where it does
			// not fit beside the text.
			y.happened(t, bucketsLoaded, 1)
			for range 3 { // a bucket, a year, a client
				y.press(t, d, "Return", "objects.gathered")
			}
			y.press(t, d, "Return", "compose.plannedMsg", "compose.lookedMsg")
			y.press(t, d, "Return", "compose.signedMsg", "qrview.encoded")
			if l.sixel {
				y.press(t, d, "shift+q")
			}
			link := ""
			until(t, "a code is on the screen", func() bool {
				link = d.read(t)
				return link != ""
			})
			a := use(t, http.MethodGet, link, nil, "")
			mustWork(t, "the link that was read", a)
			if !strings.HasPrefix(a.body, "%PDF-") {
				t.Errorf("the link opens %d bytes that are no PDF", len(a.body))
			}
			d.resize(t, "1400", "1000")
			until(t, "the code is read after a change of size", func() bool { return d.read(t) == link })
			if l.sixel { // in the larger window the screen below shows it too
				y.press(t, d, "Escape")
			}
			y.press(t, d, "Escape")
			until(t, "the code is gone when its screens are left", func() bool { return d.read(t) == "" })
		})
	}
}
