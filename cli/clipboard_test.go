//go:build unix

package cli

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/atotto/clipboard"

	"signet/config"
	"signet/share"
	"signet/share/qr"
)

// fakeTmux is a tmux that answers from files and keeps what it is given.
func fakeTmux(t *testing.T, answers map[string]string) (buffer string) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\ncase \"$1\" in\n"
	for command, answer := range answers {
		script += command + ") " + answer + ";;\n"
	}
	if err := os.WriteFile(filepath.Join(dir, "tmux"), []byte(script+"*) exit 1;;\nesac\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	t.Setenv("BUFFER", filepath.Join(dir, "buffer"))
	return filepath.Join(dir, "buffer")
}

// TestCopySaysWhichWayItWent for every way there is, and goes that way.
func TestCopySaysWhichWayItWent(t *testing.T) {
	text := share.NewSecret("https://host/key?X-Amz-Signature=0123")
	osc := "]52;c;" + base64.StdEncoding.EncodeToString([]byte(text.Reveal()))
	load := map[string]string{"load-buffer": `[ "$2 $3" = "-w -" ] && cat >"$BUFFER"`}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for _, m := range []map[string]string{load, more} {
			for k, v := range m {
				all[k] = v
			}
		}
		return all
	}
	for name, tt := range map[string]struct {
		env      string
		tmux     map[string]string
		sequence string // prefix
		says     []string
		buffer   bool
	}{
		"ssh":                {"SSH_CONNECTION=a DISPLAY=localhost:10", nil, "\x1b]52;c;", []string{"terminal's clipboard (OSC 52)", "P prints the link"}, false},
		"no display":         {"", nil, "\x1b]52;c;", []string{"terminal's clipboard (OSC 52)"}, false},
		"tmux":               {"TMUX=x SSH_TTY=y", load, "", []string{"copied to tmux, prefix ] pastes it", "and sent on to the terminal"}, true},
		"tmux kept it":       {"TMUX=x SSH_TTY=y", with(map[string]string{"show-options": "echo off"}), "", []string{"copied to tmux", "keeps it from the terminal"}, true},
		"old tmux":           {"TMUX=x SSH_TTY=y", map[string]string{}, "\x1bPtmux;", []string{"through tmux (OSC 52)", "P prints the link"}, false},
		"tmux attached anew": {"TMUX=x DISPLAY=:0", with(map[string]string{"show-environment": "echo SSH_CONNECTION=1.2.3.4"}), "", []string{"copied to tmux"}, true},
		"screen":             {"STY=1.pts TERM=xterm SSH_TTY=y", nil, "\x1bP\x1b]52;c;", []string{"through screen (OSC 52)", "P prints the link"}, false},
		"screen, far away":   {"TERM=screen-256color SSH_TTY=y", nil, "\x1bP\x1b]52;c;", []string{"through screen (OSC 52)"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			buffer := fakeTmux(t, tt.tmux)
			a := &app{IO: IO{Env: environment(tt.env), Timeout: longest}}
			sequence, said, err := a.copy(t.Context(), text, "link", "P prints the link")
			if err != nil || !strings.HasPrefix(sequence, tt.sequence) || (sequence == "") != (tt.sequence == "") {
				t.Errorf("%q, %v", sequence, err)
			}
			if sequence != "" && !strings.Contains(strings.NewReplacer("\x1b\\\x1bP", "", "\x1b\x1b", "\x1b").Replace(sequence), osc) {
				t.Errorf("%q does not carry the text", sequence)
			}
			for _, want := range tt.says {
				if !strings.HasPrefix(said, "link ") || !strings.Contains(said, want) {
					t.Errorf("it says %q, want %q", said, want)
				}
			}
			if strings.Contains(said, "this machine") || strings.Contains(said, "X-Amz") {
				t.Errorf("it says %q", said)
			}
			if got, _ := os.ReadFile(buffer); (string(got) == text.Reveal()) != tt.buffer {
				t.Errorf("tmux has %q", got)
			}
		})
	}
}

// TestRemote: tmux knows where it is attached from, the environment of a pane
// only where it was once.
func TestRemote(t *testing.T) {
	for name, tt := range map[string]struct {
		env, tmux string
		want      bool
	}{
		"at the machine":              {"", "exit 1", false},
		"ssh":                         {"SSH_CONNECTION=a", "exit 1", true},
		"tmux, at the machine":        {"TMUX=x", "echo -SSH_CONNECTION", false},
		"tmux, now at the machine":    {"TMUX=x SSH_CONNECTION=a", "echo -SSH_CONNECTION", false},
		"tmux, now over ssh":          {"TMUX=x", "echo SSH_CONNECTION=a", true},
		"tmux that says nothing":      {"TMUX=x SSH_TTY=a", "exit 1", true},
		"somebody else's tmux nearby": {"", "echo SSH_CONNECTION=a", false},
	} {
		fakeTmux(t, map[string]string{"show-environment": tt.tmux})
		a := &app{IO: IO{Env: environment(tt.env), Timeout: longest}}
		if got := a.remote(t.Context()); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestNativeNeedsADisplay: what a tool on the machine would copy to must be
// something that the user sees.
func TestNativeNeedsADisplay(t *testing.T) {
	for env, want := range map[string]bool{"": false, "DISPLAY=:0": true, "WAYLAND_DISPLAY=wayland-0": true} {
		a := &app{IO: IO{Env: environment(env)}}
		if got := a.hasNative(); got != (!clipboard.Unsupported && (want || nativeAlways)) {
			t.Errorf("%q: %v", env, got)
		}
	}
}

// TestTmuxAround: what tmux says of itself and of the terminals that show it.
func TestTmuxAround(t *testing.T) {
	kitty := `printf 'kitty(0.36.4)\txterm-kitty\t256,RGB\t1\nXTerm(379)\txterm\t256,sixel\t0\n'`
	keys := `printf 'bind-key    -T prefix x confirm-before kill-pane\nbind-key    -T prefix Z resize-pane -Z\n'`
	clients := []qr.Client{{Type: "kitty(0.36.4)", Name: "xterm-kitty", Features: "256,RGB", UTF8: true}, {Type: "XTerm(379)", Name: "xterm", Features: "256,sixel"}}
	for says, want := range map[string]qr.Tmux{
		`printf 'on\t2\t0\tC-a\n'`:  {Passthrough: true, Clients: clients, Zoom: "ctrl+a Z"},
		`printf 'all\t2\t1\tC-a\n'`: {Passthrough: true, Clients: clients},
		`printf '1\t1\t0\tM-x\n'`:   {Passthrough: true, Clients: clients},
		`printf 'off\t1\t0\tC-a\n'`: {Clients: clients},
		`printf '\t2\t0\tM-x\n'`:    {Clients: clients, Zoom: "alt+x Z"},
		"exit 1":                    {},
	} {
		fakeTmux(t, map[string]string{"display-message": says, "list-clients": kitty, "list-keys": keys})
		a := &app{IO: IO{Env: environment("TMUX=x"), Timeout: longest}}
		if got := a.tmux(t.Context()); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", says, got)
		}
	}
	a := &app{IO: IO{Env: environment("")}}
	if got := a.tmux(t.Context()); !reflect.DeepEqual(got, qr.Tmux{}) {
		t.Error("outside of tmux")
	}
}

// What the settings keep off the clipboard goes to none, by whichever way.
func TestNothingIsCopied(t *testing.T) {
	for _, env := range []string{"", "DISPLAY=:0", "TMUX=x SSH_TTY=y", "TERM=screen"} {
		buffer := fakeTmux(t, map[string]string{"load-buffer": `cat >"$BUFFER"`})
		a := &app{IO: IO{Env: environment(env), Timeout: longest}, settings: &config.Settings{Clipboard: "off"}}
		sequence, said, err := a.copy(t.Context(), share.NewSecret("https://acme.example/?X-Amz-Signature=5ec7e7"), "link", "P prints the link")
		if err == nil || !strings.HasSuffix(err.Error(), "; P prints the link") || !strings.Contains(err.Error(), "off the clipboard") || strings.Contains(err.Error(), "5ec7e7") || sequence != "" || said != "" {
			t.Errorf("%s: %q, %q, %v", env, sequence, said, err)
		}
		if got, _ := os.ReadFile(buffer); len(got) > 0 {
			t.Errorf("%s: tmux has it", env)
		}
	}
}
