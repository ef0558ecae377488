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

// screens are terminals of different making, and what runs a command in each, at a size
// that shows a link of a long-lived key in half blocks.
func screens() map[string]func(p *signet, command string) []string {
	const cols, rows = 120, 46
	size := fmt.Sprintf("%dx%d+0+0", cols, rows)
	in := func(program ...string) func(*signet, string) []string {
		return func(_ *signet, command string) []string { return append(program, "sh", "-c", command) }
	}
	xterm := func(args func(p *signet) []string) func(*signet, string) []string {
		return func(p *signet, command string) []string {
			return append(append([]string{"xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "10", "-geometry", size, "+sb", "-b", "0", "-e"}, args(p)...), "sh", "-c", command)
		}
	}
	return map[string]func(*signet, string) []string{
		"urxvt": in("urxvt", "-fn", "xft:DejaVu Sans Mono:size=10", "-geometry", size, "+sb", "-b", "0", "-e"),
		"kitty": in("kitty", "--config", "NONE", "-o", "font_family=DejaVu Sans Mono", "-o", "font_size=10", "-o", "remember_window_size=no",
			"-o", fmt.Sprintf("initial_window_width=%dc", cols), "-o", fmt.Sprintf("initial_window_height=%dc", rows), "-o", "update_check_interval=0"),
		"alacritty": in("alacritty", "--config-file", "/dev/null", "-o", "font.size=10", "-o", fmt.Sprintf("window.dimensions.columns=%d", cols),
			"-o", fmt.Sprintf("window.dimensions.lines=%d", rows), "-e"),
		"vte": func(p *signet, command string) []string {
			file := filepath.Join(p.home, "in-vte.sh") // it takes a command as one text
			_ = os.WriteFile(file, []byte(command), 0o600)
			return []string{"lxterminal", "--no-remote", fmt.Sprintf("--geometry=%dx%d", cols, rows), "-e", "sh " + file}
		},
		"screen": xterm(func(*signet) []string { return []string{"screen", "-c", "/dev/null", "-U"} }),
		"tmux": xterm(func(p *signet) []string {
			return []string{"tmux", "-S", filepath.Join(p.home, "mux"), "-f", "/dev/null", "new-session"}
		}),
	}
}

// A code in terminals of others, drawn by the program, photographed and decoded. Those
// that draw by OpenGL are tried where somebody has installed them: without a graphics
// card they take a driver of 200 MB, which .ci/run does not ask of every machine.
func TestCodeInOtherTerminals(t *testing.T) {
	t.Parallel()
	for name, command := range screens() {
		if _, err := exec.LookPath(name); err != nil && (name == "kitty" || name == "alacritty") {
			t.Logf("%s is not installed, and not tried", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, p, link := newDisplay(t), signetWith(t, keys{rootKey, rootSecret, ""}), longLink(384)
			if err := os.WriteFile(filepath.Join(p.home, "link"), []byte(link+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			sockets := filepath.Join(p.home, "screens")
			if err := os.Mkdir(sockets, 0o700); err != nil {
				t.Fatal(err)
			}
			env := append(p.env, "DISPLAY="+d.name, "LANG=C.UTF-8", "XENVIRONMENT=/dev/null", "SCREENDIR="+sockets, "SHELL=/bin/sh", "LIBGL_ALWAYS_SOFTWARE=1",
				"NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent") // a bus of its own would outlive its window
			ctx, cancel := context.WithCancel(t.Context())
			args := command(p, onAndOn(here.program+" qr - <link || true")) // a window may not have its size yet
			cmd := exec.CommandContext(ctx, args[0], args[1:]...)
			cmd.Env, cmd.Dir = env, p.home
			var said strings.Builder
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatalf("%v (.ci/run names the package)", err)
			}
			t.Cleanup(func() {
				for _, quit := range [][]string{{"screen", "-X", "quit"}, {"tmux", "-S", filepath.Join(p.home, "mux"), "kill-server"}} {
					if quit[0] == name { // these outlive their window
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
			until(t, "the code is read from the screen", func() bool { return d.read(t) == link })
			d.alsoRead(t, link)
		})
	}
}
