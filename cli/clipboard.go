package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/atotto/clipboard"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/say"
)

// doubt follows whatever goes by OSC 52: no terminal says whether it took it,
// and some are set not to. instead is what else can be done: "P prints the link"; empty: nothing.
func doubt(instead string) string {
	return "; if pasting gives nothing, " + cmp.Or(instead, "the terminal does not take it")
}

// copy puts a secret where the user can paste it, and says truthfully which way
// it went. Locally that is the system's clipboard. Over SSH that would be the
// clipboard of the wrong machine, so the text goes to the terminal (OSC 52). instead is
// that of doubt.
func (a *app) copy(ctx context.Context, text share.Secret, what, instead string) (sequence, said string, err error) {
	if a.clipboardOff() {
		return "", "", errors.New(say.Line(`the settings keep links off the clipboard (clipboard = "off")`, instead))
	}
	if a.nativeHere(ctx) {
		if err := clipboard.WriteAll(text.Reveal()); err == nil {
			return "", what + " copied to the clipboard of this machine", nil
		}
	}
	osc := ansi.SetSystemClipboard(text.Reveal())
	switch {
	case a.Env("TMUX") != "":
		// tmux drops OSC 52 unless set-clipboard is on, but takes a buffer from its
		// own command and hands it to the terminal by itself.
		if err := a.tmuxBuffer(ctx, text); err != nil {
			return ansi.TmuxPassthrough(osc), what + " sent to the terminal's clipboard, through tmux (OSC 52)" + doubt(instead), nil
		}
		if a.tmuxKeeps(ctx) {
			return "", what + " copied to tmux, prefix ] pastes it; its option set-clipboard keeps it from the terminal", nil
		}
		return "", what + " copied to tmux, prefix ] pastes it, and sent on to the terminal's clipboard", nil
	case a.inScreen():
		return ansi.ScreenPassthrough(osc, screenString), what + " sent to the terminal's clipboard, through screen (OSC 52)" + doubt(instead), nil
	}
	return osc, what + " sent to the terminal's clipboard (OSC 52)" + doubt(instead), nil
}

// clipboardOff reports that the settings keep links off the clipboard.
func (a *app) clipboardOff() bool { return a.settings != nil && a.settings.Clipboard == "off" }

// nativeHere reports that the clipboard of this machine is the user's.
func (a *app) nativeHere(ctx context.Context) bool { return a.hasNative() && !a.remote(ctx) }

// tmuxKeeps reports a tmux that hands nothing on to the terminal's clipboard.
func (a *app) tmuxKeeps(ctx context.Context) bool {
	return a.tmuxSays(ctx, "show-options", "-sv", "set-clipboard") == "off"
}

// inScreen reports GNU screen around us.
func (a *app) inScreen() bool {
	return a.Env("STY") != "" || a.Env("TMUX") == "" && strings.HasPrefix(a.Env("TERM"), "screen")
}

// screenString is how much screen passes on in one piece; what is longer than
// its buffer it prints.
const screenString = 76

// hasNative reports a clipboard on the machine that the program runs on.
func (a *app) hasNative() bool {
	return !clipboard.Unsupported && (nativeAlways || a.Env("DISPLAY") != "" || a.Env("WAYLAND_DISPLAY") != "")
}

// remote reports that the user sits at another machine. A tmux that outlives its
// terminals knows better than our environment, which is as old as the pane: it
// learns anew where it is attached from.
func (a *app) remote(ctx context.Context) bool {
	if a.Env("TMUX") != "" {
		switch now := a.tmuxSays(ctx, "show-environment", "SSH_CONNECTION"); {
		case strings.HasPrefix(now, "SSH_CONNECTION="):
			return true
		case now == "-SSH_CONNECTION":
			return false
		}
	}
	return a.Env("SSH_CONNECTION") != "" || a.Env("SSH_TTY") != ""
}

// tmuxBuffer loads the text into a buffer of tmux by its standard input, so that
// it is in no process title, and has tmux pass it on (-w).
func (a *app) tmuxBuffer(ctx context.Context, text share.Secret) error {
	ctx, cancel := context.WithTimeout(ctx, 2*a.Timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	cmd.Stdin = strings.NewReader(text.Reveal())
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("tmux load-buffer: %w", err)
	}
	return nil
}
