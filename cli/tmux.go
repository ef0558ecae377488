package cli

import (
	"context"
	"os/exec"
	"strings"
)

// tmux asks the tmux around us whether it passes graphics on, and what the
// terminal around it calls itself ("kitty(0.36.4)", "WezTerm 20240203"). It is
// the only one who knows: what comes through it from the terminal is its own.
func (a *app) tmux(ctx context.Context) (terminal string, passes bool) {
	if a.Env("TMUX") == "" {
		return "", false
	}
	allow := a.tmuxSays(ctx, "show-options", "-gv", "allow-passthrough")
	if allow == "" || allow == "off" { // before 3.3 there is no such option
		return "", false
	}
	return a.tmuxSays(ctx, "display-message", "-p", "#{client_termtype} #{client_termname}"), true
}

// tmuxSays asks tmux for one line; empty when it does not answer.
func (a *app) tmuxSays(ctx context.Context, question ...string) string {
	ctx, cancel := context.WithTimeout(ctx, a.Timeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, "tmux", question...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
