package qr

import (
	"fmt"
	"slices"
)

// Plan says how a code is drawn, and where its margins are. All margins are in
// modules and light.
type Plan struct {
	Style             Style // None: nothing fits
	Top, Bottom, Side int
	Pixels            int // per module; graphics only
	Cols, Rows        int // cells it takes, margins included

	// Near: the modules are so small that the phone must come close.
	Near bool
	// Seams: it is drawn in dark ink on the terminal's own light, so that a font
	// with gaps between the rows breaks it.
	Seams bool
	// Unsure: nobody knows whether the terminal draws such characters.
	Unsure bool

	// Of the smallest drawing when nothing fits: what it takes and what there
	// is, in cells.
	NeedCols, NeedRows int
	HaveCols, HaveRows int
	kept               int // rows that are not for the code
	// Why nothing is possible whatever the size; empty: it is the size.
	Why string
}

// Fits reports that there is something to draw.
func (p Plan) Fits() bool { return p.Style != None && p.Style != Auto }

// Problem says in words why nothing fits; empty when something does.
func (p Plan) Problem() string {
	switch {
	case p.Fits():
		return ""
	case p.Why != "":
		return p.Why
	}
	text := fmt.Sprintf("the code needs %d columns and %d rows, the terminal has %d and %d", p.NeedCols, p.NeedRows, p.HaveCols, p.HaveRows+p.kept)
	if p.kept > 0 {
		text += fmt.Sprintf(", %d of them for the prompt", p.kept)
	}
	return text
}

const (
	maxSixel    = 1000 // pixels; xterm cuts larger images
	maxPixels   = 12   // per module; more is not read any better
	goodPixels  = 3
	leastPixels = 2
	quietPixels = 2 // light modules around a picture on the screen
)

// Fit plans the drawing of a code of n modules. With Auto it takes the first
// rung of the ladder that fits: half blocks, because text survives redraws,
// tmux, ssh and recordings; full cells, which need no glyphs; graphics, which
// need no room; octants, a quarter of the cells of half blocks, where they are
// known. Any other style is taken as wanted: of cells the user may know better
// than the detection, so only the room is checked; a picture that the terminal
// does not show would be seen by nobody.
func Fit(n int, t Terminal, want Style) Plan {
	if want != Auto {
		return fitStyle(n, t, want)
	}
	for _, s := range ladder(t) {
		if p := fitStyle(n, t, s); p.Fits() {
			return p
		}
	}
	return smallest(n, t)
}

// ladder lists the styles that the terminal can show, best first.
func ladder(t Terminal) []Style {
	var s []Style
	if t.blocks() && t.square() {
		s = append(s, Half)
	}
	if t.Colors || !t.Plain {
		s = append(s, Full)
	}
	s = append(s, t.graphics()...)
	if t.drawsOctants() {
		s = append(s, Octants) // squares half as large, where nothing larger fits
	}
	if t.blocks() && !t.square() {
		s = append(s, Half) // distorted is better than nothing
	}
	return s
}

// possible lists the styles that can show a code of n modules here, best first; what
// nobody knows of the terminal is tried where there is nothing else.
func possible(n int, t Terminal) []Style {
	if Finer(n, t) {
		return []Style{Octants}
	}
	return known(n, t)
}

// known lists those that the terminal is known to show.
func known(n int, t Terminal) []Style {
	return slices.DeleteFunc(ladder(t), func(s Style) bool { return !fitStyle(n, t, s).Fits() })
}

// Next is the style after the one that is shown, for a key that cycles through
// those that are possible. It is None when there is none.
func Next(n int, t Terminal, shown Style) Style {
	all := possible(n, t)
	if len(all) == 0 {
		return None
	}
	return all[(slices.Index(all, shown)+1)%len(all)]
}

func fitStyle(n int, t Terminal, s Style) Plan {
	switch s {
	case Half:
		return fitHalf(n, t)
	case Full:
		return fitFull(n, t)
	case Octants:
		return fitOctants(n, t)
	case Kitty, Sixel, ITerm2:
		return fitPixels(n, t, s)
	}
	return Plan{Style: None, Why: "there is no such style"}
}

// fitHalf plans one column and half a row per module. The margin above is odd:
// finder and alignment patterns start on even rows, so that a cell at their
// upper edge is light above dark, and the seam that some fonts leave below the
// block is dark. An even margin breaks codes in xterm and st.
func fitHalf(n int, t Terminal) Plan {
	p := Plan{Style: Half, Top: 1, Bottom: 2, Seams: t.darkInk()}
	if t.Rows >= (n+7)/2 {
		p.Top, p.Bottom = 3, 4
	}
	p.Side = widestSide(t.Cols, n)
	p.Cols, p.Rows = n+2*p.Side, (n+p.Top+p.Bottom)/2
	return room(p, t, n+2)
}

// fitFull plans two columns and a row per module, and no glyphs at all.
func fitFull(n int, t Terminal) Plan {
	p := Plan{Style: Full, Top: 1, Bottom: 1}
	for _, m := range []int{4, 2} {
		if t.Rows >= n+2*m {
			p.Top, p.Bottom = m, m
			break
		}
	}
	p.Side = widestSide(t.Cols/2, n)
	p.Cols, p.Rows = 2*(n+2*p.Side), n+p.Top+p.Bottom
	if t.Plain && !t.Colors {
		return Plan{Style: None, Why: "full cells need a terminal with colours or reverse video"}
	}
	return room(p, t, 2*(n+2))
}

// widestSide is the margin left and right: columns abound, so it is generous
// where it can be. One light module is measured to be enough.
func widestSide(cols, n int) int {
	for _, side := range []int{4, 2} {
		if n+2*side <= cols {
			return side
		}
	}
	return 1
}

// fitPixels plans a picture. It never reaches the last row: that scrolls.
func fitPixels(n int, t Terminal, s Style) Plan {
	switch why := t.lacks(s); {
	case why != "":
		return Plan{Style: None, Why: why}
	case t.CellW <= 0 || t.CellH <= 0:
		return Plan{Style: None, Why: "the terminal does not tell the size of its cells, which pictures need"}
	}
	side := n + 2*quietPixels
	px := min(t.Cols*t.CellW/side, (t.Rows-1)*t.CellH/side, maxPixels)
	if s == Sixel {
		px = min(px, maxSixel/side)
	}
	p := Plan{Style: s, Top: quietPixels, Bottom: quietPixels, Side: quietPixels, Pixels: px, Near: px < goodPixels}
	size := max(px, leastPixels) * side
	p.Cols, p.Rows = (size+t.CellW-1)/t.CellW, (size+t.CellH-1)/t.CellH
	if px < leastPixels {
		return tooSmall(p.Cols, p.Rows+1, t)
	}
	return p
}

// room returns the plan if it fits, and what is missing if not; cols is what it
// needs with the narrowest margin.
func room(p Plan, t Terminal, cols int) Plan {
	if p.Cols <= t.Cols && p.Rows <= t.Rows {
		return p
	}
	return tooSmall(cols, p.Rows, t)
}

func tooSmall(cols, rows int, t Terminal) Plan {
	return Plan{Style: None, NeedCols: cols, NeedRows: rows, HaveCols: t.Cols, HaveRows: t.Rows, kept: t.Kept}
}

// smallest is the plan when nothing fits: it says what the style with the
// fewest rows would need.
func smallest(n int, t Terminal) Plan {
	best := Plan{Style: None, Why: "this terminal shows neither block characters nor colours nor pictures"}
	for _, s := range ladder(t) {
		p := fitStyle(n, t, s)
		if p.Why == "" && (best.Why != "" || p.NeedRows < best.NeedRows) {
			best = p
		}
	}
	return best
}
