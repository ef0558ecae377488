package main

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The size of a cell in the picture.
const (
	cellW = 8.4
	cellH = 17
)

// ground is what a terminal of that theme writes with, and on.
func ground(theme string) (ink, paper color.RGBA) {
	switch theme {
	case "light":
		return color.RGBA{0x24, 0x29, 0x2f, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
	case "16":
		return color.RGBA{0xd0, 0xd0, 0xd0, 0xff}, color.RGBA{0x0c, 0x0c, 0x0c, 0xff}
	}
	return color.RGBA{0xc8, 0xcc, 0xd8, 0xff}, color.RGBA{0x16, 0x16, 0x1e, 0xff}
}

// svg draws the cells: a rectangle for each run of one background, a text for each
// run of one style.
func (p picture) svg() string {
	_, paper := ground(p.theme)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %d" font-family="DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve"><rect width="100%%" height="100%%" fill="%s"/>`, cellW*float64(p.w)+16, cellH*p.h+16, hex(paper))
	b.WriteString(`<g transform="translate(8 8)">`)
	p.each(func(y int, r *span) { r.draw(&b, y, paper) })
	b.WriteString("</g></svg>")
	return b.String()
}

// each hands out the cells, row by row: all of one style that are next to each other.
func (p picture) each(do func(y int, r *span)) {
	buf := uv.NewScreenBuffer(p.w, p.h)
	uv.NewStyledString(p.cells).Draw(buf, buf.Bounds())
	ink, paper := ground(p.theme)
	for y := range p.h {
		var runs []span
		for x := 0; x < p.w; x++ {
			cell := buf.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				continue
			}
			fg, bg := colours(cell, ink, paper)
			bold := cell.Style.Attrs&uv.AttrBold != 0
			if n := len(runs); n > 0 && runs[n-1].takes(fg, bg, bold, x) {
				runs[n-1].text += cell.Content
				runs[n-1].width += cell.Width
				continue
			}
			runs = append(runs, span{x: x, width: cell.Width, text: cell.Content, fg: fg, bg: bg, bold: bold})
		}
		for i := range runs {
			do(y, &runs[i])
		}
	}
}

// span is cells of one style next to each other.
type span struct {
	x, width int
	text     string
	fg, bg   color.RGBA
	bold     bool
}

func (r *span) takes(fg, bg color.RGBA, bold bool, x int) bool {
	return r.fg == fg && r.bg == bg && r.bold == bold && r.x+r.width == x
}

func (r *span) draw(b *strings.Builder, y int, paper color.RGBA) {
	x, top, w := cellW*float64(r.x), cellH*y, cellW*float64(r.width)
	if r.bg != paper {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.2f" height="%d" fill="%s" shape-rendering="crispEdges"/>`, x, top, w+0.1, cellH, hex(r.bg))
	}
	if half := strings.Trim(r.text, "▀") == ""; half && r.text != "" { // of a code: fonts leave gaps
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.2f" height="%.1f" fill="%s" shape-rendering="crispEdges"/>`, x, top, w+0.1, cellH/2.0, hex(r.fg))
		return
	}
	if strings.TrimSpace(r.text) == "" {
		return
	}
	weight := ""
	if r.bold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`, x, top+13, w, hex(r.fg), weight, strings.ReplaceAll(html.EscapeString(ansi.Strip(r.text)), " ", "\u00a0"))
}

// colours are those of a cell as it is seen.
func colours(cell *uv.Cell, ink, paper color.RGBA) (fg, bg color.RGBA) {
	fg, bg = shown(cell.Style.Fg, ink), shown(cell.Style.Bg, paper)
	if cell.Style.Attrs&uv.AttrFaint != 0 {
		fg = mixed(fg, bg)
	}
	if cell.Style.Attrs&uv.AttrReverse != 0 {
		fg, bg = bg, fg
	}
	return fg, bg
}

func shown(c color.Color, otherwise color.RGBA) color.RGBA {
	if c == nil {
		return otherwise
	}
	if basic, ok := c.(ansi.BasicColor); ok {
		return sixteen()[int(basic)%16]
	}
	r, g, b, _ := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 0xff}
}

// sixteen are the colours of a usual terminal, on which users have the last word.
func sixteen() [16]color.RGBA {
	var out [16]color.RGBA
	for i, rgb := range []uint32{
		0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5,
		0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff,
	} {
		out[i] = color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}
	}
	return out
}

// mixed is faint text, as most terminals draw it.
func mixed(a, b color.RGBA) color.RGBA {
	half := func(x, y uint8) uint8 { return uint8((int(x)*3 + int(y)*2) / 5) }
	return color.RGBA{half(a.R, b.R), half(a.G, b.G), half(a.B, b.B), 0xff}
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
