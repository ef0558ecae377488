// Package qrtest looks at a screen the way a camera does: it turns cells into
// pixels and pixels into text. Tests of everything that shows a code use it, so
// that "the code is on the screen" means that a decoder read it there.
package qrtest

import (
	"image"
	"image/color"
	"math"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Cells is a screen that can be looked at: an ultraviolet buffer, or the
// emulator of x/vt.
type Cells interface {
	CellAt(x, y int) *uv.Cell
}

// Terminal is how a terminal draws: the size of its cells in pixels, what its
// font leaves out of them, its default colours, and what it ignores.
type Terminal struct {
	CellW, CellH int
	// GapTop and GapBottom are rows of pixels that no glyph reaches. Fonts with
	// such blocks are what breaks codes in xterm and st.
	GapTop, GapBottom int
	// Light is black on white; otherwise white on black.
	Light bool
	// NoColors ignores colours, as NO_COLOR does. Reverse video stays.
	NoColors bool
	// NoAttributes ignores reverse video as well, as TERM=dumb does.
	NoAttributes bool
}

// Screen parses text with escape sequences into w by h cells.
func Screen(text string, w, h int) Cells {
	buf := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(text).Draw(buf, buf.Bounds())
	return buf
}

// Raster draws w by h cells. Block characters are drawn exactly; any other
// character is drawn as a box, which stands for text.
func Raster(cells Cells, w, h int, t Terminal) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w*t.CellW, h*t.CellH))
	parts := mosaic()
	for y := range h {
		for x := range w {
			t.cell(img, x*t.CellW, y*t.CellH, cells.CellAt(x, y), parts)
		}
	}
	return img
}

// Pixels is Raster of text: what a terminal of w by h cells shows for it.
func Pixels(text string, w, h int, t Terminal) *image.Gray {
	return Raster(Screen(text, w, h), w, h, t)
}

func (t Terminal) cell(img *image.Gray, left, top int, c *uv.Cell, parts map[string]string) {
	fg, bg, glyph := t.defaults(), 255-t.defaults(), " "
	if c != nil {
		glyph = c.Content
		if !t.NoColors {
			fg, bg = gray(c.Style.Fg, fg), gray(c.Style.Bg, bg)
		}
		if c.Style.Attrs&uv.AttrReverse != 0 && !t.NoAttributes {
			fg, bg = bg, fg
		}
	}
	for y := range t.CellH {
		row := img.Pix[(top+y)*img.Stride+left:][:t.CellW]
		reached := y >= t.GapTop && y < t.CellH-t.GapBottom
		for x := range row {
			row[x] = bg
			if reached && inked(glyph, parts, x, y, t.CellW, t.CellH) {
				row[x] = fg
			}
		}
	}
}

// defaults is the default foreground.
func (t Terminal) defaults() uint8 {
	if t.Light {
		return 0
	}
	return 255
}

// inked reports whether a glyph's ink covers a pixel of a cell of w by h.
func inked(glyph string, parts map[string]string, x, y, w, h int) bool {
	half := (h + 1) / 2 // fonts give the odd row to the upper block
	switch glyph {
	case "", " ", "\u00a0":
		return false
	case "█":
		return true
	case "▀":
		return y < half
	case "▄":
		return y >= half
	}
	if inside, ok := parts[glyph]; ok {
		return strings.Contains(inside, part(x, y, w, h))
	}
	return x > 0 && x < w-1 && y > h/5 && y < h-h/5 && (x == 1 || x == w-2 || y == h/5+1 || y == h-h/5-1)
}

func gray(c color.Color, other uint8) uint8 {
	if c == nil {
		return other
	}
	r, g, b, _ := c.RGBA()
	return uint8(math.Round((0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)) / 257))
}
