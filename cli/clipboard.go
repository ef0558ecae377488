package cli

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/atotto/clipboard"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
)

// copy puts a secret where the user can paste it, and says truthfully which way
// it went. Locally that is the system's clipboard. Over SSH that would be the
// clipboard of the wrong machine, so the text goes to the terminal (OSC 52),
// which never says whether it took it.
func (a *app) copy(ctx context.Context, text share.Secret, what string) (sequence, said string, err error) {
	remote := a.Env("SSH_CONNECTION") != "" || a.Env("SSH_TTY") != ""
	if !remote && !clipboard.Unsupported && (a.Env("DISPLAY") != "" || a.Env("WAYLAND_DISPLAY") != "" || nativeAlways) {
		if err := clipboard.WriteAll(text.Reveal()); err == nil {
			return "", what + " copied to the clipboard of this machine", nil
		}
	}
	osc := ansi.SetSystemClipboard(text.Reveal())
	switch {
	case a.Env("TMUX") != "":
		// tmux drops OSC 52 unless set-clipboard is on, but takes a buffer from its
		// own command and hands it to the terminal by itself.
		if err := tmuxBuffer(ctx, text); err == nil {
			return "", what + " sent to tmux (prefix ]) and to the terminal's clipboard", nil
		}
		return ansi.TmuxPassthrough(osc), what + " sent to the terminal's clipboard, through tmux", nil
	case strings.HasPrefix(a.Env("TERM"), "screen"):
		return ansi.ScreenPassthrough(osc, 76), what + " sent to the terminal's clipboard, through screen", nil
	}
	return osc, what + " sent to the terminal's clipboard (OSC 52); if pasting gives nothing, p prints it", nil
}

// tmuxBuffer loads the text into a buffer of tmux by its standard input, so that
// it is in no process title, and has tmux pass it on (-w).
func tmuxBuffer(ctx context.Context, text share.Secret) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	cmd.Stdin = strings.NewReader(text.Reveal())
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("tmux load-buffer: %w", err)
	}
	return nil
}
