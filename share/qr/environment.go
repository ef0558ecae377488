package qr

import "strings"

// Environment is the environment that a terminal program runs in: the value of a
// variable by its name.
type Environment func(name string) string

// Terminal is what the environment says of the terminal, without asking it.
func (env Environment) Terminal() Terminal {
	dumb, program := env("TERM") == "dumb", env("TERM_PROGRAM")
	return Terminal{
		Colors: env("NO_COLOR") == "" && !dumb, Plain: dumb, DarkBackground: true, UTF8: env.utf8(), Tmux: env("TMUX") != "",
		// The one protocol without a question. LC_TERMINAL passes through ssh.
		ITerm2: !env.Multiplexed() && (program == "iTerm.app" || program == "WezTerm" || env("LC_TERMINAL") == "iTerm2"),
	}
}

// Multiplexed reports tmux or screen in between.
func (env Environment) Multiplexed() bool {
	return env("TMUX") != "" || strings.HasPrefix(env("TERM"), "screen") || strings.HasPrefix(env("TERM"), "tmux")
}

// TakesKittyQuery reports a terminal that AskKitty can be sent to: tmux and screen
// take it for a title, others print it.
func (env Environment) TakesKittyQuery() bool {
	return !env.Multiplexed() && env("TERM") != "linux" && env("TERM") != "dumb" && env("TERM_PROGRAM") != "Apple_Terminal"
}

// utf8 follows the precedence of POSIX locales. Windows has none of these and
// always speaks UTF-8 to a program like this one.
func (env Environment) utf8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(env(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return env("OS") == "Windows_NT"
}

// The questions to a terminal: whether it shows kitty's graphics; and sizes in
// pixels, of a cell, of the window, and (XTSMGRAPHICS) of the largest sixel picture,
// which xterm tells even where it does not answer for its window.
// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
const (
	AskKitty = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
	AskSizes = "\x1b[16t\x1b[14t\x1b[?2;1;0S"
)

// KittyQuery is the id that the answer to AskKitty has.
const KittyQuery = 31
