package e2e

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
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

// readWithin decodes what comes to the screen in that time; empty: no code.
func (d *display) readWithin(t *testing.T, limit time.Duration) string {
	t.Helper()
	for deadline := time.Now().Add(limit); ; {
		if link := d.read(t); link != "" || time.Now().After(deadline) {
			return link
		}
	}
}

// The whole way on a real screen: browse, choose, sign; the phone reads the
// code; what it reads opens the document; the code survives another size and
// leaves nothing behind.
func TestProgramOnScreen(t *testing.T) {
	for _, l := range []look{
		{120, 40, 9, "black", "gray90", false},
		{120, 40, 10, "white", "black", false},
		{80, 24, 10, "black", "gray90", true},
	} {
		t.Run(l.String(), func(t *testing.T) {
			d, p := newDisplay(t), signetWith(t, keys{})
			d.xterm(t, p, l, here.program, "demo")
			// Bucket, folders, document, terms: enter takes what stands there, and
			// Q shows the code alone where it does not fit beside the text. Nobody
			// can see from here which screen it is, so both are tried in turn.
			steps := []string{"Return"}
			if l.sixel {
				steps = append(steps, "shift+q")
			}
			link := ""
			for i := 0; link == "" && i < 24; i++ {
				d.press(t, steps[i%len(steps)])
				link = d.readWithin(t, 2*time.Second)
			}
			if link == "" {
				t.Fatal("no code on the screen")
			}
			a := use(t, http.MethodGet, link, nil, "")
			mustWork(t, "the link that was read", a)
			if !strings.HasPrefix(a.body, "%PDF-") {
				t.Errorf("the link opens %d bytes that are no PDF", len(a.body))
			}
			d.resize(t, "1400", "1000")
			until(t, "the code is read after a change of size", func() bool { return d.read(t) == link })
			// In the larger window the screen below may show it too.
			until(t, "the code is gone when its screens are left", func() bool {
				gone := d.read(t) == ""
				if !gone {
					d.press(t, "Escape")
				}
				return gone
			})
		})
	}
}
