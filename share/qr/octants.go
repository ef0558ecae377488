package qr

import (
	"slices"
	"strings"
)

// Octants are blocks of two by four modules in a cell, Unicode 16. Most terminals have
// none, and fonts draw them with gaps; some draw them themselves, to the edges of the
// cell, and say in their names that they are new enough.
func octantTerminals() []versioned {
	return []versioned{
		{"kitty(", []int{0, 40}},
		{"foot(", []int{1, 20}},
		{"ghostty ", []int{1, 2}},
		{"vte(", []int{7800}},
	}
}

// drawsOctants reports a terminal that is known for them. A tmux in between may count
// them as something else than a column.
func (t Terminal) drawsOctants() bool {
	return !t.InTmux && t.blocks() && t.square() && slices.ContainsFunc(octantTerminals(), func(v versioned) bool { return v.is(t.Name) })
}

// Octants reports a terminal that is known to draw octants.
func (t Terminal) Octants() bool { return t.drawsOctants() }

// Finer reports that a code of n modules, for which nothing else has room, fits as
// octants, should the terminal draw them: nobody knows. tmux leaves them out where its
// system does not know their width, as most do not.
func Finer(n int, t Terminal) bool {
	return t.blocks() && !t.InTmux && len(known(n, t)) == 0 && fitOctants(n, t).Fits()
}

// olderBlocks are the patterns that had a character before; the bits of a pattern are
// its quarters from the upper left to the lower right, row by row.
func olderBlocks() map[byte]rune {
	return map[byte]rune{
		0x00: ' ', 0x05: '▘', 0x0a: '▝', 0x0f: '▀', 0x50: '▖', 0x55: '▌', 0x5a: '▞', 0x5f: '▛',
		0xa0: '▗', 0xa5: '▚', 0xaa: '▐', 0xaf: '▜', 0xf0: '▄', 0xf5: '▙', 0xfa: '▟', 0xff: '█',
		0x01: '\U0001cea8', 0x02: '\U0001ceab', 0x40: '\U0001cea3', 0x80: '\U0001cea0',
		0x03: '\U0001fb82', 0x3f: '\U0001fb85', 0xc0: '▂', 0xfc: '▆', 0x14: '\U0001fbe6', 0x28: '\U0001fbe7',
	}
}

// octantGlyphs are the characters of all patterns: the new ones stand in the order of
// their patterns, from U+1CD00 on.
// https://www.unicode.org/charts/PDF/U1CC00.pdf
func octantGlyphs() [256]rune {
	var all [256]rune
	older, next := olderBlocks(), rune(0x1cd00)
	for i := range all {
		if all[i] = older[byte(i)]; all[i] == 0 {
			all[i] = next
			next++
		}
	}
	return all
}

// octants draws two by four modules per cell. With colours the ink is the light one, so
// that a seam is dark; a cell of one colour is a ▀ whose colours are equal, as for half
// blocks.
func (c *Code) octants(p Plan, t Terminal) func(*strings.Builder, int) {
	glyphs := octantGlyphs()
	on, off, inkIsDark := "", "", false
	if !t.Colors {
		if inkIsDark = t.darkInk(); !t.DarkBackground && !inkIsDark {
			on, off = "\x1b[7m", reset
		}
	}
	return func(b *strings.Builder, y int) {
		var pen pen
		b.WriteString(on)
		for x := -p.Side; x < c.size+p.Side; x += 2 {
			pattern := byte(0)
			for i := range 8 {
				if c.Dark(x+i%2, y+i/2) == inkIsDark {
					pattern |= 1 << i
				}
			}
			glyph := glyphs[pattern]
			switch {
			case !t.Colors:
			case pattern == 0 || pattern == 0xff:
				glyph = '▀'
				pen.take(b, pattern == 0, pattern == 0)
			default:
				pen.take(b, false, true)
			}
			b.WriteRune(glyph)
		}
		if t.Colors {
			b.WriteString(reset)
		}
		b.WriteString(off)
	}
}

// fitOctants plans half a column and a quarter of a row per module. The last cells of
// rows and columns are filled up with light modules.
func fitOctants(n int, t Terminal) Plan {
	if !t.blocks() {
		return Plan{Style: None, Why: "octants need a terminal with block characters of one column"}
	}
	rows := func(margin int) int { return (n + 2*margin + 3) / 4 }
	p := Plan{Style: Octants, Top: 1, Seams: t.darkInk(), Unsure: !t.drawsOctants(), Near: t.CellW > 0 && t.CellW < 2*goodPixels}
	for _, m := range []int{4, 2} {
		if t.Rows >= rows(m) {
			p.Top = m
			break
		}
	}
	p.Rows = rows(p.Top)
	p.Bottom = 4*p.Rows - n - p.Top
	p.Side = widestSide(2*t.Cols-1, n)
	p.Cols = (n + 2*p.Side + 1) / 2
	return room(p, t, (n+3)/2)
}
