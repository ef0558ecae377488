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

// terminal is what the environment says of the terminal behind w, without
// asking it: commands print and leave.
func (a *app) terminal(w io.Writer) qr.Terminal {
	t := qr.Environment(a.Env).Terminal()
	t.Colors = t.Colors && isTerminal(w)
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
