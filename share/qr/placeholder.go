package qr

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/draw"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// placeholderColors are the entries of the palette that may name a picture: the
// first sixteen are written in another way, which terminals may not read back.
const placeholderColors = 256 - 16

// placed reports a picture that stands in cells of text: through tmux, which
// moves, covers and brings back the cells, and with them the picture.
func (p Plan) placed(t Terminal) bool { return p.Style == Kitty && t.InTmux }

// imageID names the picture of this code: a placeholder of an earlier code, still
// in the scrollback, must not show a later one. It has a colour, which the cells
// are written in, and a byte of its own.
func (c *Code) imageID() (id int, ink, high int) {
	h := fnv.New32a()
	for _, dark := range c.dark {
		if dark {
			_, _ = h.Write([]byte{1})
		} else {
			_, _ = h.Write([]byte{0})
		}
	}
	sum := h.Sum32()
	ink, high = 16+int(sum%placeholderColors), 1+int(sum>>8)%255
	return high<<24 | ink, ink, high
}

// placeholders are the cells of a placed picture, p.Rows lines of p.Cols.
// https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders
func (c *Code) placeholders(p Plan) string {
	_, ink, high := c.imageID()
	lines := make([]string, p.Rows)
	for y := range lines {
		var b strings.Builder
		fmt.Fprintf(&b, "\x1b[38;5;%dm", ink)
		for x := range p.Cols {
			b.WriteRune(kitty.Placeholder)
			b.WriteRune(kitty.Diacritic(y))
			b.WriteRune(kitty.Diacritic(x))
			b.WriteRune(kitty.Diacritic(high))
		}
		b.WriteString(reset)
		lines[y] = b.String()
	}
	return strings.Join(lines, "\n")
}

// placedImage hands the terminal the picture that belongs into the cells. It has
// just their size, so that no pixel is scaled.
func (c *Code) placedImage(p Plan, t Terminal) []string {
	id, _, _ := c.imageID()
	box := image.NewPaletted(image.Rect(0, 0, p.Cols*t.CellW, p.Rows*t.CellH), color.Palette{color.White, color.Black})
	code := Image(c, p.Pixels, p.Side)
	at := image.Pt((box.Rect.Dx()-code.Rect.Dx())/2, (box.Rect.Dy()-code.Rect.Dy())/2)
	draw.Draw(box, code.Rect.Add(at), code, image.Point{}, draw.Src)
	parts := kittyParts(base64.StdEncoding.EncodeToString(encodePNG(box)), "a=T", "f=100", "t=d", "U=1",
		fmt.Sprintf("i=%d", id), fmt.Sprintf("c=%d", p.Cols), fmt.Sprintf("r=%d", p.Rows))
	for i := range parts {
		parts[i] = ansi.TmuxPassthrough(parts[i])
	}
	return parts
}
