package cli

import (
	"context"
	"os/exec"
	"strings"

	"signet/share/qr"
)

// tmux asks the tmux around us about itself, and the terminals that show it:
// "kitty(0.36.4)", "WezTerm 20240203". It is the only one who knows: what comes
// through it from a terminal is its own. All its terminals are asked for, because
// a window may be shown by several.
func (a *app) tmux(ctx context.Context) qr.Tmux {
	if a.Env("TMUX") == "" {
		return qr.Tmux{}
	}
	var m qr.Tmux
	about := strings.Split(a.tmuxSays(ctx, "display-message", "-p", "-t", a.Env("TMUX_PANE"), "#{allow-passthrough}\t#{window_panes}\t#{window_zoomed_flag}\t#{prefix}"), "\t")
	if len(about) != 4 {
		return m
	}
	// Before 3.3 there is no such option; "all" passes on from hidden panes, too.
	m.Passthrough = about[0] != "" && about[0] != "off" && about[0] != "0"
	for line := range strings.Lines(a.tmuxSays(ctx, "list-clients", "-F", "#{client_termtype}\t#{client_termname}\t#{client_termfeatures}\t#{client_utf8}")) {
		if c := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(c) == 4 {
			m.Clients = append(m.Clients, qr.Client{Type: c[0], Name: c[1], Features: c[2], UTF8: c[3] == "1"})
		}
	}
	if about[1] != "1" && about[2] != "1" {
		m.Zoom = zoomKeys(about[3], a.tmuxSays(ctx, "list-keys", "-T", "prefix"))
	}
	return m
}

// zoomKeys are the keys that zoom a pane, as bound in this tmux; empty: none are.
func zoomKeys(prefix, bindings string) string {
	for line := range strings.Lines(bindings) {
		// bind-key [-r] -T prefix z resize-pane -Z
		words := strings.Fields(line)
		if n := len(words); n > 3 && words[n-1] == "-Z" && words[n-2] == "resize-pane" {
			return spelledKey(prefix) + " " + words[n-3]
		}
	}
	return ""
}

// spelledKey is a key of tmux's (C-b) as signet spells it.
func spelledKey(key string) string {
	key = strings.ReplaceAll(key, "C-", "ctrl+")
	return strings.ReplaceAll(key, "M-", "alt+")
}

// tmuxSays asks tmux; empty when it does not answer.
func (a *app) tmuxSays(ctx context.Context, question ...string) string {
	ctx, cancel := context.WithTimeout(ctx, a.Timeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, "tmux", question...).Output()
	if err != nil {
		return ""
	}
	return strings.Trim(string(out), "\n")
}
