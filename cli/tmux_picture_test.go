//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/charmbracelet/x/vt"

	"signet/share/qr/qrtest"
)

// kittyTTY is a tmux in a terminal that shows pictures where kitty's placeholders
// stand, as kitty has done since 0.28.
type kittyTTY struct {
	*tty
	mux *mux
}

// startKitty runs a tmux with one window of a shell that does nothing.
func startKitty(t *testing.T, name string, options ...string) kittyTTY {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("needs tmux")
	}
	dir, err := os.MkdirTemp("", "signet-tmux-") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	m := &mux{t, filepath.Join(dir, "s"), 120, 50}
	conf := filepath.Join(dir, "conf")
	settings := strings.Join(append([]string{"set -g default-terminal tmux-256color", "set -g escape-time 0", "set -g allow-passthrough on"}, options...), "\n")
	if err := os.WriteFile(conf, []byte(settings+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	screen := vt.NewSafeEmulator(m.cols, m.rows)
	screen.RegisterCsiHandler(ansi.Command('>', 0, 'q'), func(ansi.Params) bool {
		_, _ = io.WriteString(screen.InputPipe(), "\x1bP>|"+name+"\x1b\\")
		return true
	})
	k := kittyTTY{startOn(t, screen, nil, "tmux", "-S", m.socket, "-f", conf, "new-session", "cat"), m}
	t.Cleanup(func() {
		_ = exec.Command("tmux", "-S", m.socket, "kill-server").Run()
		_ = os.RemoveAll(dir)
	})
	k.until("tmux knows its terminal", func() bool {
		out, _ := exec.Command("tmux", "-S", m.socket, "list-clients", "-F", "#{client_termtype}").Output()
		return strings.TrimSpace(string(out)) == name
	})
	return k
}

// graphic is one command of kitty's graphics protocol.
var graphic = regexp.MustCompile(`\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\`)

// pictures are those that the terminal was given and has not been told to forget.
func (k kittyTTY) pictures() map[string]image.Image {
	k.tty.mu.Lock()
	raw := k.raw.String()
	k.tty.mu.Unlock()
	has, open := map[string]image.Image{}, ""
	var data strings.Builder
	for _, m := range graphic.FindAllStringSubmatch(raw, -1) {
		options := map[string]string{}
		for o := range strings.SplitSeq(m[1], ",") {
			name, value, _ := strings.Cut(o, "=")
			options[name] = value
		}
		switch options["a"] {
		case "d":
			delete(has, options["i"])
			continue
		case "T":
			open = options["i"]
			data.Reset()
		}
		data.WriteString(m[2])
		if options["m"] == "0" {
			body, _ := base64.StdEncoding.DecodeString(data.String())
			if img, err := png.Decode(bytes.NewReader(body)); err == nil {
				has[open] = img
			}
		}
	}
	return has
}

// photograph is the terminal's screen: letters as they are, and in place of the
// placeholders their part of the picture. It is said where those stand.
func (k kittyTTY) photograph() (img *image.Gray, where image.Rectangle) {
	const w, h = 8, 17
	has := k.pictures()
	k.draw.Lock()
	defer k.draw.Unlock()
	img = qrtest.Raster(k.screen, k.cols, k.rows, qrtest.Terminal{CellW: w, CellH: h})
	for y := range k.rows {
		for x := range k.cols {
			c := k.screen.CellAt(x, y)
			if c == nil || !strings.HasPrefix(c.Content, string(kitty.Placeholder)) {
				continue
			}
			marks := []rune(c.Content)[1:]
			ink, ok := c.Style.Fg.(ansi.IndexedColor)
			if len(marks) != 3 || !ok {
				continue
			}
			row, col, high := mark(marks[0]), mark(marks[1]), mark(marks[2])
			if p := has[fmt.Sprint(high<<24|int(ink))]; p != nil {
				cell := image.Rect(x*w, y*h, (x+1)*w, (y+1)*h)
				draw.Draw(img, cell, image.NewUniform(color.White), image.Point{}, draw.Src)
				draw.Draw(img, cell, p, image.Pt(col*w, row*h), draw.Src)
				where = where.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return img, where
}

// mark is the number that a diacritic stands for.
func mark(r rune) int {
	for i := range 297 {
		if kitty.Diacritic(i) == r {
			return i
		}
	}
	return -1
}

// reads reports whether a code of the link can be read on the screen.
func (k kittyTTY) reads(link string) bool {
	img, _ := k.photograph()
	text, err := qrtest.Phone(img)
	return err == nil && text == link || qrtest.Zbar(img) == link
}

// shown waits until the code is read, within the pane of the program. A pane that was
// just moved has its old picture for a moment yet.
func (k kittyTTY) shown(link, pane string) {
	k.t.Helper()
	k.until("the code is read, in its pane", func() bool {
		var left, top, width, height, status int
		text := k.mux.run("display-message", "-p", "-t", pane, "#{pane_left} #{pane_top} #{pane_width} #{pane_height} #{?#{==:#{status-position},top},1,0}")
		if _, err := fmt.Sscan(text, &left, &top, &width, &height, &status); err != nil {
			k.t.Fatal(err)
		}
		_, where := k.photograph()
		return !where.Empty() && where.In(image.Rect(left, top+status, left+width, top+status+height)) && k.reads(link)
	})
}

// gone waits until there is nothing of the picture, on a screen at rest.
func (k kittyTTY) gone(link, why string) {
	k.t.Helper()
	k.until("the picture is gone: "+why, func() bool {
		_, where := k.photograph()
		return where.Empty()
	})
	if k.reads(link) {
		k.t.Errorf("%s: the code can still be read", why)
	}
}

// TestInTmuxThePictureStaysInItsPane: left, right, above, below, below a status
// line; it moves with its pane, goes with its window and comes back.
func TestInTmuxThePictureStaysInItsPane(t *testing.T) {
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
	k := startKitty(t, "kitty(0.36.4)", "set -g status-position top")
	program := "env " + programEnv + "=1 " + quickEnd + " LANG=C.UTF-8 SIGNET_HOME=" + t.TempDir() + " " + exe + " qr - <" + file + "; exec cat"
	for _, split := range [][]string{{"-h"}, {"-h", "-b"}, {"-v"}, {"-v", "-b"}} {
		pane := strings.TrimSpace(k.mux.run(append(append([]string{"split-window", "-P", "-F", "#{pane_id}"}, split...), program)...))
		k.shown(link, pane)
		if split[0] == "-h" {
			k.mux.run("resize-pane", "-t", pane, "-x", "55")
			k.shown(link, pane)
		}
		k.mux.run("new-window", "cat")
		k.gone(link, "another window")
		k.mux.run("last-window")
		k.shown(link, pane)
		k.mux.run("new-session", "-d", "-s", "other", "cat")
		k.mux.run("switch-client", "-t", "other")
		k.gone(link, "another session")
		k.mux.run("switch-client", "-l")
		k.shown(link, pane)
		k.mux.run("kill-session", "-t", "other")
		k.mux.run("kill-pane", "-t", pane)
		k.gone(link, "the pane is gone")
		k.mux.run("kill-window", "-t", ":{end}")
	}
}

// TestInTmuxWithoutPlaceholders: the picture of a terminal that cannot keep it in
// its pane is not drawn at all, whatever tmux passes on.
func TestInTmuxWithoutPlaceholders(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	k := startKitty(t, "kitty(0.26.5)")
	command := "env " + programEnv + "=1 " + quickEnd + " LANG=C.UTF-8 SIGNET_HOME=" + t.TempDir() + " " + exe + " qr "
	k.mux.run("split-window", "-h", command+"'"+qrtest.Lasting(384)+"'; exec cat")
	k.wait(`draw qr code`)
	k.mux.run("new-window", command+"--style kitty '"+qrtest.Link(100)+"'; echo code $?; exec cat")
	k.wait(`code 1`)
	if len(k.pictures()) != 0 || len(graphic.FindAllString(k.output(), -1)) != 0 {
		t.Error("a picture was sent")
	}
}
