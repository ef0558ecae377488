package cli

import (
	"io"
	"os"
	"runtime"

	"golang.org/x/term"

	"signet/share/qr"
)

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// drawable says why no screens can be shown here; nil: they can. A terminal of no kind, or
// one that does nothing but print, would be filled with the letters of what moves a cursor.
func (a *app) drawable() error {
	const commands = "without screens there are signet share, ls and log; signet --help lists all"
	kind := a.Env("TERM")
	switch {
	case !isTerminal(a.In) || !isTerminal(a.Out):
		return &usageError{"the interface needs a terminal", "in scripts use signet share, ls and log; signet --help lists all"}
	case runtime.GOOS == "windows": // which has no such names
		return nil
	case kind == "":
		return &usageError{"TERM is not set, so that nobody knows what this terminal can draw", "export TERM=xterm-256color, or what the terminal is; " + commands}
	case kind == "dumb" || kind == "unknown":
		return &usageError{"this terminal cannot draw screens: its TERM is " + kind, "use another one, or export TERM=xterm-256color if it is one after all; " + commands}
	}
	return nil
}

// torn has what the interface set in its terminal, and how that treats keys, put back
// before the process is ended at once; nil: nobody ends it so.
func (a *app) torn() func(put func()) (done func()) {
	in, ok := a.In.(*os.File)
	if a.Torn == nil || !ok {
		return nil
	}
	fd := int(in.Fd())
	state, err := term.GetState(fd)
	if err != nil {
		return nil
	}
	return func(put func()) (done func()) {
		return a.Torn(func() {
			_ = term.Restore(fd, state) // which no terminal holds up
			put()
		})
	}
}

// promptRows are the rows of the screen that are left for the prompt below a
// code: of one line, of two, or of two with an empty one. More of them would
// push the first rows of the code off the screen.
const promptRows = 3

// terminal is what the environment says of the terminal behind w, without
// asking it: commands print and leave.
func (a *app) terminal(w io.Writer) qr.Terminal {
	t := qr.Environment(a.Env).Terminal()
	t.Colors = t.Colors && isTerminal(w)
	// Output that is no terminal is paper without an edge.
	t.Cols, t.Rows = 400, 400
	if f, ok := w.(*os.File); ok && isTerminal(w) {
		if cols, rows, err := term.GetSize(int(f.Fd())); err == nil {
			t.Cols, t.Rows, t.Kept = cols, max(rows-promptRows, 1), promptRows
		}
		t.Cell(cellSize(f))
	}
	return t
}
