package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// phone is a terminal that a phone is held against.
type phone struct {
	look
	bytes int    // of the link
	env   string // NAME=value, of the program
	tmux  bool   // between the program and the terminal
}

func (c phone) String() string {
	name := fmt.Sprintf("%s %d bytes", c.look, c.bytes)
	if c.tmux {
		name += " tmux"
	}
	return strings.TrimSpace(name + " " + c.env)
}

// A user who has shared before opens the share log, the link, and the code on
// the whole screen, in every kind of terminal; a phone reads it there. When it
// is left, the screen below is what it was; and it is read again when the window
// has changed its size.
func TestPhoneReadsTheScreen(t *testing.T) {
	t.Parallel()
	s := theServer(t, "demo")
	for _, c := range []phone{
		{look{120, 40, 9, "black", "gray90", false}, 384, "", false},
		{look{120, 40, 10, "black", "gray90", false}, 384, "", false},
		{look{120, 40, 9, "white", "black", false}, 384, "", false},
		{look{120, 40, 10, "white", "black", false}, 384, "", false},
		{look{120, 40, 10, "black", "gray90", false}, 384, "NO_COLOR=1", false},
		{look{120, 40, 9, "white", "black", false}, 384, "NO_COLOR=1", false},
		{look{120, 40, 10, "black", "gray90", false}, 384, "", true},
		{look{80, 24, 10, "black", "gray90", true}, 384, "", false},
		{look{80, 24, 10, "black", "gray90", true}, 1464, "", false},
		{look{80, 24, 10, "white", "black", true}, 2006, "", false},
	} {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			p, url := recorded(t, s, c.bytes)
			if c.env != "" {
				p.env = append(p.env, c.env)
			}
			d, y := newDisplay(t), newDiary(t)
			d.xterm(t, p, c.look, c.command(t, p, s, y)...)
			y.happened(t, bucketsLoaded, 1)
			y.press(t, d, "shift+h", "history.paged")
			list := d.still(t)
			y.press(t, d, "Return", "history.rebuilt", "qrview.encoded", "link.notedMsg")
			link := d.still(t)
			if difference(list, link) == 0 {
				t.Fatal("the link is not shown")
			}
			d.showCode(t, y, url, link)
			y.press(t, d, "Escape")
			until(t, "nothing of the code is left", func() bool { return difference(link, d.picture(t)) <= aWord })
			d.showCode(t, y, url, link)
			d.resize(t, "1500", "1100")
			until(t, "the code is read after a change of size", func() bool { return d.read(t) == url })
		})
	}
}

// command runs the program on the server, inside tmux if wanted.
func (c phone) command(t *testing.T, p *signet, s *server, y *diary) []string {
	t.Helper()
	command := append(append([]string{here.program}, s.at()...), y.flags()...)
	if !c.tmux {
		return command
	}
	conf := filepath.Join(p.home, "tmux.conf")
	if err := os.WriteFile(conf, []byte("set -g status off\nset -g default-terminal screen-256color\nset -g destroy-unattached on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(p.home, "tmux")
	t.Cleanup(func() {
		_ = exec.CommandContext(context.WithoutCancel(t.Context()), "tmux", "-S", socket, "kill-server").Run()
	})
	return append([]string{"tmux", "-S", socket, "-f", conf, "new-session"}, command...)
}

// recorded signs a link of exactly n bytes and leaves it in the share log of p,
// for a week: long enough for the clock on the screen to stand still. A long
// link has a session token, which no server must know: signing is local.
func recorded(t *testing.T, s *server, n int) (p *signet, url string) {
	t.Helper()
	k, key := keys{id: s.key, secret: s.secret}, "manual-"
	sign := func() int {
		p = signetWith(t, k)
		url = strings.TrimSpace(p.must(t, "", append([]string{"share", "s3://acme-contracts/" + key, "--expires", "7d"}, s.at()...)...).stdout)
		return n - len(url)
	}
	const parameter = len("&X-Amz-Security-Token=")
	switch missing := sign(); {
	case missing < 300:
		key += strings.Repeat("7", missing)
	default:
		k.token = strings.Repeat("T0k3n", missing)[:missing-parameter]
	}
	if sign() != 0 {
		t.Fatalf("a link of %d bytes, want %d", len(url), n)
	}
	return p, url
}

// Differences between two pictures, in pixels: of one that holds a code and one
// that does not, at least; and of a word that has changed, at most. A single row
// of cells with what is left of a code in it is more.
const (
	aCode = 20_000
	aWord = 300
)

// showCode opens the code above the link screen and reads it.
func (d *display) showCode(t *testing.T, y *diary, url, link string) {
	t.Helper()
	y.press(t, d, "shift+q")
	until(t, "the code is read", func() bool { return d.read(t) == url && difference(link, d.picture(t)) > aCode })
}

// still waits until nothing moves on the display any more.
func (d *display) still(t *testing.T) (picture string) {
	t.Helper()
	quiet := 0
	until(t, "the screen is at rest", func() bool {
		now := d.picture(t)
		if quiet++; now != picture {
			picture, quiet = now, 0
		}
		return quiet == 3
	})
	return picture
}

// picture is the display as bytes, three to a pixel.
func (d *display) picture(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), testTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, "import", "-display", d.name, "-window", "root", "-depth", "8", "rgb:-").Output()
	if err != nil {
		t.Fatalf("import: %v (apt-get install imagemagick)", err)
	}
	return string(out)
}

// difference counts the pixels that differ.
func difference(a, b string) int {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	n := 0
	for i := 0; i+3 <= len(a); i += 3 {
		if a[i:i+3] != b[i:i+3] {
			n++
		}
	}
	return n
}
