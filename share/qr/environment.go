package qr

import "strings"

// Environment is the environment that a terminal program runs in: the value of a
// variable by its name.
type Environment func(name string) string

// Terminal is what the environment says of the terminal, without asking it.
func (env Environment) Terminal() Terminal {
	dumb, program := env("TERM") == "dumb", env("TERM_PROGRAM")
	return Terminal{
		Colors: env("NO_COLOR") == "" && !dumb, Plain: dumb, DarkBackground: true, UTF8: env.utf8(), InTmux: env("TMUX") != "",
		Console: console(env("TERM")), Name: env.name(),
		// The one protocol without a question. LC_TERMINAL passes through ssh.
		ITerm2: !env.multiplexed() && (program == "iTerm.app" || program == "WezTerm" || env("LC_TERMINAL") == "iTerm2"),
	}
}

// name is what the environment calls the terminal, for those that do not say it
// themselves; within tmux it may be of another one.
func (env Environment) name() string {
	if env.multiplexed() {
		return ""
	}
	for variable, name := range map[string]string{"WT_SESSION": "windows terminal", "VTE_VERSION": "vte", "KONSOLE_VERSION": "konsole", "XTERM_VERSION": "xterm("} {
		if env(variable) != "" {
			return name
		}
	}
	return strings.TrimSpace(env("TERM_PROGRAM") + " " + env("TERM"))
}

// multiplexed reports tmux or screen in between.
func (env Environment) multiplexed() bool {
	return env("TMUX") != "" || strings.HasPrefix(env("TERM"), "screen") || strings.HasPrefix(env("TERM"), "tmux")
}

// TakesNameQuery reports a terminal that AskName can be sent to: consoles may
// print it, and screen has no terminal's answer.
func (env Environment) TakesNameQuery() bool {
	return !env.multiplexed() && !console(env("TERM")) && env("TERM") != "dumb" && env("TERM_PROGRAM") != "Apple_Terminal"
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
//
// AskKitty goes only to terminals that answered AskName: older ones do not know
// such strings (APC), and print them over the code; those that show kitty's
// pictures have all a name.
const (
	AskName  = "\x1b[>q"
	AskKitty = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
	AskSizes = "\x1b[16t\x1b[14t\x1b[?2;1;0S"
)

// KittyQuery is the id that the answer to AskKitty has.
const KittyQuery = 31

// Probe are two characters whose columns tell how the terminal counts: ñ, whose
// bytes are two columns without UTF-8, and ▀, which is two where ambiguous
// characters are wide.
const Probe = "ñ▀"

// Measured learns from the columns that Probe took. In tmux they are of its own
// grid, and say nothing about the encoding of the terminal around it.
func (t *Terminal) Measured(columns int) {
	t.BlockWidth = 2
	if columns == 2 {
		t.BlockWidth = 1
	}
	if !t.InTmux {
		t.UTF8 = columns == 2 || columns == 3
	}
}

// ITerm2Named reports a terminal that shows iTerm2's pictures, which have no
// question, by what it calls itself; that of VS Code does if it takes sixels.
func ITerm2Named(name string, sixel bool) bool {
	name = strings.ToLower(name)
	for _, known := range []string{"iterm2", "wezterm", "mintty", "mlterm"} {
		if strings.Contains(name, known) {
			return true
		}
	}
	return sixel && strings.HasPrefix(name, "xterm.js")
}
