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
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	allow, err := exec.CommandContext(ctx, "tmux", "show-options", "-gv", "allow-passthrough").Output()
	if err != nil || strings.TrimSpace(string(allow)) == "off" { // before 3.3 there is no such option
		return "", false
	}
	name, err := exec.CommandContext(ctx, "tmux", "display-message", "-p", "#{client_termtype} #{client_termname}").Output()
	if err != nil {
		return "", false
	}
	return strings.TrimSpace(string(name)), true
}
