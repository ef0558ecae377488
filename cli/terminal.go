package cli

import (
	"io"
	"os"

	"golang.org/x/term"

	"signet/share/qr"
)

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
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
