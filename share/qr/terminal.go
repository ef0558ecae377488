package qr

import (
	"fmt"
	"slices"
	"strings"
)

// Terminal is what is known of the terminal that shall show a code. The zero
// value of a field means "no" or "unknown".
type Terminal struct {
	Cols, Rows   int // of the area that the code may fill
	Kept         int // rows of the terminal that it must not, for the prompt below it
	CellW, CellH int // pixels; 0: unknown

	Colors         bool // shows at least the 16 colours of ANSI
	DarkBackground bool // matters without colours only
	Background     bool // the terminal said which it has
	Plain          bool // no attributes either: TERM=dumb
	UTF8           bool
	BlockWidth     int // columns that ▀ takes; 0: unknown, taken for 1

	FewColors bool // only those 16
	Console   bool // has no windows, and a font without ▀

	Kitty, Sixel, ITerm2 bool   // graphics protocols it answered for
	Asked                bool   // it was asked for them
	Name                 string // what it calls itself, or what the environment calls it
	Named                bool   // it said so itself
	InTmux               bool   // runs inside tmux
	Closed               bool   // whose terminal could show pictures that it does not pass on
	Zoom                 string // keys that give tmux's pane more room
}

// mostCell is more pixels than a cell has on any screen, on a side.
const mostCell = 1000

// Cell notes the size of a cell in pixels. What none can have is not noted: a picture is
// as large as its cells.
func (t *Terminal) Cell(w, h int) {
	if w > 0 && h > 0 && w <= mostCell && h <= mostCell {
		t.CellW, t.CellH = w, h
	}
}

// Style is a way of drawing a code in a terminal.
type Style int

// The styles. Auto lets Fit choose; None means that nothing fits.
const (
	Auto Style = iota
	Half
	Full
	Kitty
	Sixel
	ITerm2
	Octants
	None
)

func (s Style) String() string {
	names := [...]string{"auto", "half", "full", "kitty", "sixel", "iterm2", "octants", "none"}
	if s < 0 || int(s) >= len(names) {
		return "unknown"
	}
	return names[s]
}

// Graphics reports that the style draws pixels, not cells.
func (s Style) Graphics() bool { return s == Kitty || s == Sixel || s == ITerm2 }

// Styles lists what a user may ask for, Auto first.
func Styles() []Style { return []Style{Auto, Half, Full, Kitty, Sixel, ITerm2, Octants} }

// ParseStyle reads a style as String spells it. Empty means Auto.
func ParseStyle(text string) (Style, error) {
	names := make([]string, 0, len(Styles()))
	for _, s := range Styles() {
		if text == s.String() || text == "" {
			return s, nil
		}
		names = append(names, s.String())
	}
	return Auto, fmt.Errorf("qr style: there is no style %q; one of %s", text, strings.Join(names, ", "))
}

// blocks reports that ▀ is drawn as one cell.
func (t Terminal) blocks() bool { return t.UTF8 && t.BlockWidth <= 1 && !t.Console }

// Blocks reports that half blocks are drawn as one cell each.
func (t Terminal) Blocks() bool { return t.blocks() }

// square reports that half a cell is square enough for every decoder: modules
// between 0.76 and 1.25 times as wide as high.
func (t Terminal) square() bool {
	if t.CellW <= 0 || t.CellH <= 0 {
		return true
	}
	return 16*t.CellW <= 10*t.CellH && 10*t.CellH <= 26*t.CellW
}

// graphics lists the protocols that can be used, best first: kitty images can
// be deleted one by one, sixels are erased by text, iTerm2's has no query.
func (t Terminal) graphics() []Style {
	var s []Style
	for _, p := range []struct {
		has   bool
		style Style
	}{{t.Kitty, Kitty}, {t.Sixel, Sixel}, {t.ITerm2, ITerm2}} {
		if p.has {
			s = append(s, p.style)
		}
	}
	return s
}

// darkInk reports that a code cannot be drawn in light ink: there are neither
// colours nor reverse video, and the background is light.
func (t Terminal) darkInk() bool { return !t.Colors && t.Plain && !t.DarkBackground }

// lacks says why a picture of this style cannot be shown; empty: it can.
func (t Terminal) lacks(s Style) string {
	switch {
	case slices.Contains(t.graphics(), s):
		return ""
	case t.Closed && s == Kitty:
		return "tmux does not pass pictures on; set its option allow-passthrough to on"
	case t.InTmux:
		return "a picture in the style " + s.String() + " would not stay in its pane of tmux, and be seen in other windows"
	case t.Asked:
		return "the terminal was asked, and did not answer that it shows pictures in the style " + s.String()
	}
	return "where this goes there is no terminal that could answer that it shows pictures in the style " + s.String()
}
