package cli

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"signet/share/qr"
)

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminal is what the environment says of the terminal behind w, without
// asking it: commands print and leave.
func (a *app) terminal(w io.Writer) qr.Terminal {
	t := qr.Terminal{
		UTF8: a.utf8(), DarkBackground: true, Tmux: a.Env("TMUX") != "",
		Colors: a.Env("NO_COLOR") == "" && a.Env("TERM") != "dumb" && isTerminal(w),
		Plain:  a.Env("TERM") == "dumb",
		// The one protocol without a question. LC_TERMINAL passes through ssh.
		ITerm2: !a.multiplexed() && (a.Env("TERM_PROGRAM") == "iTerm.app" || a.Env("TERM_PROGRAM") == "WezTerm" || a.Env("LC_TERMINAL") == "iTerm2"),
	}
	// Output that is no terminal is paper without an edge.
	t.Cols, t.Rows = 400, 400
	if f, ok := w.(*os.File); ok && isTerminal(w) {
		if cols, rows, err := term.GetSize(int(f.Fd())); err == nil {
			t.Cols, t.Rows = cols, max(rows-1, 1)
		}
		t.CellW, t.CellH = cellSize(f)
	}
	return t
}

// multiplexed reports tmux or screen in between.
func (a *app) multiplexed() bool {
	name := a.Env("TERM")
	return a.Env("TMUX") != "" || strings.HasPrefix(name, "screen") || strings.HasPrefix(name, "tmux")
}

// utf8 follows the precedence of POSIX locales.
func (a *app) utf8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(a.Env(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return false
}
