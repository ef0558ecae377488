package qr

import "strings"

// The ink: fixed entries of the 256-colour cube, which themes do not change as
// they do the first sixteen, and which every terminal with colours can show.
const (
	inkDark  = "16"
	inkLight = "231"
	reset    = "\x1b[m"
)

// Draw draws a code as planned, for the styles made of cells: p.Rows lines of
// p.Cols columns, joined by line feeds. Every line is complete in itself and
// resets its colours. It returns an empty string for graphics, but for one that
// stands in cells, and for a plan that does not fit: a part of a code is never
// drawn.
func Draw(c *Code, p Plan, t Terminal) string {
	var line func(b *strings.Builder, y int)
	var step int
	switch {
	case p.placed(t):
		return c.placeholders(p)
	case p.Style == Half && t.Colors:
		line, step = c.halfColors(p), 2
	case p.Style == Half:
		line, step = c.halfGlyphs(p, t), 2
	case p.Style == Full:
		line, step = c.full(p, t), 1
	case p.Style == Octants:
		line, step = c.octants(p, t), 4
	default:
		return ""
	}
	var b strings.Builder
	b.Grow(16 * p.Cols * p.Rows)
	for y := -p.Top; y < c.size+p.Bottom; y += step {
		if y > -p.Top {
			b.WriteByte('\n')
		}
		line(&b, y)
	}
	return b.String()
}

// halfColors draws two modules per cell as ▀ with both colours given. A cell of
// two equal modules is a ▀ as well: a coloured space would be turned into an
// erase sequence by renderers, and terminals without background colour erase
// (GNU screen) would lose the margin. Only the half that changes gets a sequence.
func (c *Code) halfColors(p Plan) func(*strings.Builder, int) {
	return func(b *strings.Builder, y int) {
		var pen pen
		for x := -p.Side; x < c.size+p.Side; x++ {
			pen.take(b, c.Dark(x, y), c.Dark(x, y+1))
			b.WriteString("▀")
		}
		b.WriteString(reset)
	}
}

// pen is the colours that are selected, so that only changes are written.
type pen struct{ taken, fgDark, bgDark bool }

// take selects the foreground and the background.
func (p *pen) take(b *strings.Builder, fgDark, bgDark bool) {
	fg, bg := "38;5;"+ink(fgDark), "48;5;"+ink(bgDark)
	switch {
	case !p.taken || p.fgDark != fgDark && p.bgDark != bgDark:
		b.WriteString("\x1b[" + fg + ";" + bg + "m")
	case p.fgDark != fgDark:
		b.WriteString("\x1b[" + fg + "m")
	case p.bgDark != bgDark:
		b.WriteString("\x1b[" + bg + "m")
	}
	*p = pen{true, fgDark, bgDark}
}

func ink(dark bool) string {
	if dark {
		return inkDark
	}
	return inkLight
}

// halfGlyphs draws without colours, in light ink on the terminal's own dark: on
// a light background that takes reverse video, or, where there is not even
// that, dark ink.
func (c *Code) halfGlyphs(p Plan, t Terminal) func(*strings.Builder, int) {
	on, off, inkIsDark := "", "", t.darkInk()
	if !t.DarkBackground && !inkIsDark {
		on, off = "\x1b[7m", reset
	}
	glyphs := [...]string{" ", "▄", "▀", "█"}
	return func(b *strings.Builder, y int) {
		b.WriteString(on)
		for x := -p.Side; x < c.size+p.Side; x++ {
			i := 0
			if c.Dark(x, y) == inkIsDark {
				i += 2
			}
			if c.Dark(x, y+1) == inkIsDark {
				i++
			}
			b.WriteString(glyphs[i])
		}
		b.WriteString(off)
	}
}

// full draws a module as two spaces, whose colour needs no glyph. They are in
// reverse video, because renderers turn other coloured spaces into erase
// sequences; both colours are given, so that no contrast setting changes them.
func (c *Code) full(p Plan, t Terminal) func(*strings.Builder, int) {
	light, dark := "\x1b[7;38;5;"+inkLight+";48;5;"+inkDark+"m", "\x1b[7;38;5;"+inkDark+";48;5;"+inkLight+"m"
	switch {
	case t.Colors:
	case t.DarkBackground:
		light, dark = "\x1b[7m", reset
	default:
		light, dark = reset, "\x1b[7m"
	}
	return func(b *strings.Builder, y int) {
		ink := ""
		for x := -p.Side; x < c.size+p.Side; x++ {
			next := light
			if c.Dark(x, y) {
				next = dark
			}
			if next != ink {
				b.WriteString(next)
				ink = next
			}
			b.WriteString("  ")
		}
		b.WriteString(reset)
	}
}
