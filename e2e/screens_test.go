package e2e

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// screen is a terminal, and the lengths of links whose codes are read off it.
type screen struct {
	name       string
	needs      []string // programs; the first of them is the terminal
	maybe      bool     // it is tried where somebody has installed it
	cols, rows int
	lengths    []int
	runs       func(s screen, p *signet, command string) []string
}

// In letters a code of 858 bytes takes 99 by 50 cells beside the prompt; a picture of one of 2,006 fits 80x24.
func inLetters() (cols, rows int, lengths []int) { return 120, 56, []int{384, 858} }

// screens are terminals of different making.
func screens() []screen {
	xterm := func(args ...string) func(screen, *signet, string) []string {
		return func(s screen, p *signet, command string) []string {
			all := []string{"xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "10", "-geometry", s.size() + "+0+0", "+sb", "-b", "0", "-ti", "vt340", "-xrm", "xterm*numColorRegisters: 256", "-e"}
			for _, a := range args {
				all = append(all, strings.ReplaceAll(a, "HOME", p.home))
			}
			return append(all, "sh", "-c", command)
		}
	}
	kitty := func(s screen, _ *signet, command string) []string {
		return []string{
			"kitty", "--config", "NONE", "-o", "font_family=DejaVu Sans Mono", "-o", "font_size=10", "-o", "remember_window_size=no",
			"-o", fmt.Sprintf("initial_window_width=%dc", s.cols), "-o", fmt.Sprintf("initial_window_height=%dc", s.rows), "-o", "update_check_interval=0", "sh", "-c", command,
		}
	}
	cols, rows, lengths := inLetters()
	return []screen{
		{"urxvt", []string{"urxvt"}, false, cols, rows, lengths, func(s screen, _ *signet, command string) []string {
			return []string{"urxvt", "-fn", "xft:DejaVu Sans Mono:size=10", "-geometry", s.size() + "+0+0", "+sb", "-b", "0", "-e", "sh", "-c", command}
		}},
		{"kitty", []string{"kitty"}, true, cols, rows, lengths, kitty},
		{"kitty, pictures", []string{"kitty"}, true, 80, 24, []int{384, 1464, 2006}, kitty},
		{"alacritty", []string{"alacritty"}, true, cols, rows, lengths, func(s screen, _ *signet, command string) []string {
			return []string{
				"alacritty", "--config-file", "/dev/null", "-o", "font.size=10", "-o", fmt.Sprintf("window.dimensions.columns=%d", s.cols),
				"-o", fmt.Sprintf("window.dimensions.lines=%d", s.rows), "-e", "sh", "-c", command,
			}
		}},
		{"vte", []string{"lxterminal"}, false, cols, rows, lengths, func(s screen, p *signet, command string) []string {
			file := filepath.Join(p.home, "in-vte.sh") // it takes a command as one text
			_ = os.WriteFile(file, []byte(command), 0o600)
			return []string{"lxterminal", "--no-remote", "--geometry=" + s.size(), "-e", "sh " + file}
		}},
		{"foot", []string{"foot", "weston"}, true, cols, rows, lengths, inWeston},
		{"foot, sixels", []string{"foot", "weston"}, true, 80, 24, []int{384, 1464, 2006}, inWeston},
		{"screen", []string{"screen"}, false, cols, rows, lengths, xterm("screen", "-c", "/dev/null", "-U")},
		{"tmux", []string{"tmux"}, false, cols, rows, lengths, xterm("tmux", "-S", "HOME/mux", "-f", "/dev/null", "new-session")},
		{"tmux, sixels", []string{sixelTmux()}, true, 80, 24, []int{384, 1464, 2006}, xterm(sixelTmux(), "-S", "HOME/mux", "-f", "/dev/null", "new-session")},
	}
}

// sixelTmux is a tmux that shows pictures, which that of Debian 12 does not.
func sixelTmux() string { return cmp.Or(os.Getenv("SIGNET_SIXEL_TMUX"), "tmux-with-sixels") }

func (s screen) size() string { return fmt.Sprintf("%dx%d", s.cols, s.rows) }

// inWeston runs a terminal of Wayland in a compositor that draws into the X server.
func inWeston(s screen, p *signet, command string) []string {
	run := filepath.Join(p.home, "wayland")
	_ = os.Mkdir(run, 0o700)
	script := fmt.Sprintf(`export XDG_RUNTIME_DIR=%[1]s
weston --backend=x11-backend.so --use-pixman --no-config --idle-time=0 --socket=e2e --width=1600 --height=1200 & weston=$!
trap 'kill $weston' INT
until [ -S %[1]s/e2e ]; do sleep 0.1; done
WAYLAND_DISPLAY=e2e foot --config=/dev/null --font "DejaVu Sans Mono:size=10" --window-size-chars=%[2]s sh -c "$1" &
wait $!; kill $weston; wait`, quoted(run), s.size())
	return []string{"sh", "-c", script, "sh", command}
}

// eachLength draws the code of what a file holds, and again when that is another link, or
// after a while: a terminal that is too busy to answer within a second is taken for one that
// never does, and a window may not have its size yet.
func eachLength(program string) string {
	return "while :; do cp link drawn; " + program + " qr - <drawn || true; n=0; while cmp -s link drawn && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done; done"
}

// A code in terminals of others, drawn by the program, photographed and decoded. Those
// that draw by OpenGL or by Wayland are tried where somebody has installed them: without a
// graphics card they take a driver of 200 MB, which .ci/run does not ask of every machine.
func TestCodeInOtherTerminals(t *testing.T) {
	t.Parallel()
	for _, s := range screens() {
		if name, missing := s.lacks(); missing && s.maybe {
			t.Logf("%s is not installed, and %s not tried", name, s.name)
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			d, p := newDisplay(t), signetWith(t, keys{rootKey, rootSecret, ""})
			s.opens(t, d, p)
			for _, n := range s.lengths {
				link := longLink(n)
				p.draws(t, link)
				until(t, fmt.Sprintf("the code of %d bytes is read from the screen", n), func() bool { return d.read(t) == link })
				d.alsoRead(t, link)
			}
		})
	}
}

// lacks is the first program that is not there.
func (s screen) lacks() (name string, missing bool) {
	for _, name := range s.needs {
		if _, err := exec.LookPath(name); err != nil {
			return name, true
		}
	}
	return "", false
}

// draws has another link drawn.
func (p *signet) draws(t *testing.T, link string) {
	t.Helper()
	file := filepath.Join(p.home, "link")
	err := os.WriteFile(file+".new", []byte(link+"\n"), 0o600)
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// opens runs the program in the terminal until the test ends.
func (s screen) opens(t *testing.T, d *display, p *signet) {
	t.Helper()
	p.draws(t, longLink(s.lengths[0]))
	sockets := filepath.Join(p.home, "screens")
	if err := os.Mkdir(sockets, 0o700); err != nil {
		t.Fatal(err)
	}
	env := append(p.env, "DISPLAY="+d.name, "LANG=C.UTF-8", "XENVIRONMENT=/dev/null", "SCREENDIR="+sockets, "SHELL=/bin/sh", "LIBGL_ALWAYS_SOFTWARE=1",
		"NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent") // a bus of its own would outlive its window
	ctx, cancel := context.WithCancel(t.Context())
	args := s.runs(s, p, eachLength(here.program))
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Dir = env, p.home
	if s.needs[0] == "foot" { // its shell ends what is around it
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v (.ci/run names the package)", err)
	}
	t.Cleanup(func() {
		for _, quit := range [][]string{{"screen", "-X", "quit"}, {"tmux", "-S", filepath.Join(p.home, "mux"), "kill-server"}, {sixelTmux(), "-S", filepath.Join(p.home, "mux"), "kill-server"}} {
			if quit[0] == s.needs[0] { // these outlive their window
				end := exec.Command(quit[0], quit[1:]...)
				end.Env = env
				_ = end.Run()
			}
		}
		cancel()
		_ = cmd.Wait()
		until(t, "the program in the terminal ends with it", func() bool { return !p.running() })
		if t.Failed() {
			t.Log(said.String())
		}
	})
}
