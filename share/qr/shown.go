package qr

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color/palette"
	"image/draw"
	"image/png"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Pictures is the protocol by which the terminal shows pictures of any kind; None: it
// shows none, or does not tell the size of its cells. Through tmux only tmux's own
// sixels are sent.
func (t Terminal) Pictures() Style {
	if t.CellW <= 0 || t.CellH <= 0 {
		return None
	}
	for _, s := range t.graphics() {
		if s != Kitty || !t.InTmux {
			return s
		}
	}
	return None
}

// MostPixels is the longest side, in pixels, that is sent in a style.
func MostPixels(s Style) int {
	if s == Sixel {
		return maxSixel
	}
	return 4 * maxSixel
}

// Show returns the sequences that draw a picture, pixel by pixel, with its corner at a
// cell counted from 0, and leave the cursor where it was. What Picture says of the cells
// below it holds here too. It takes a moment.
func Show(img image.Image, s Style, col, row int) string {
	drawn := ""
	switch s {
	case Kitty:
		drawn = strings.Join(kittyParts(base64.StdEncoding.EncodeToString(fastPNG(img)), "a=T", "f=100", "t=d", fmt.Sprintf("i=%d", kittyID), "p=1", "C=1"), "")
	case Sixel:
		drawn = sixels(img)
	case ITerm2:
		data, size := fastPNG(img), img.Bounds()
		drawn = fmt.Sprintf("\x1b]1337;File=inline=1;size=%d;width=%dpx;height=%dpx;preserveAspectRatio=1;doNotMoveCursor=1:%s\a",
			len(data), size.Dx(), size.Dy(), base64.StdEncoding.EncodeToString(data))
	default:
		return ""
	}
	return ansi.SaveCursor + ansi.CursorPosition(col+1, row+1) + drawn + ansi.RestoreCursor
}

// Hide returns what removes a picture that Show drew; as for Erase, the screen must be
// cleared besides.
func Hide(s Style) string {
	if s != Kitty {
		return ""
	}
	return eraseKitty(kittyID)
}

func fastPNG(img image.Image) []byte {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	_ = e.Encode(&b, img) // a buffer takes everything
	return b.Bytes()
}

// sixels are a picture in the 216 colours of the web, dithered: in each band of six
// rows one colour after the other.
// https://vt100.net/docs/vt3xx-gp/chapter14.html
func sixels(img image.Image) string {
	size := img.Bounds()
	p := image.NewPaletted(image.Rect(0, 0, size.Dx(), size.Dy()), palette.WebSafe)
	draw.FloydSteinberg.Draw(p, p.Bounds(), img, size.Min)
	var b strings.Builder
	fmt.Fprintf(&b, "\x1bP0;1;0q\"1;1;%d;%d", size.Dx(), size.Dy())
	for i, c := range p.Palette {
		r, g, bl, _ := c.RGBA()
		fmt.Fprintf(&b, "#%d;2;%d;%d;%d", i, r*100/0xffff, g*100/0xffff, bl*100/0xffff)
	}
	for top := 0; top < size.Dy(); top += 6 {
		colouredBand(&b, p, top)
	}
	b.WriteString("\x1b\\")
	return b.String()
}

// colouredBand writes the six rows from top.
func colouredBand(b *strings.Builder, p *image.Paletted, top int) {
	w := p.Rect.Dx()
	rows := map[uint8][]byte{} // the bits of each colour that is there
	for y := top; y < min(top+6, p.Rect.Dy()); y++ {
		for x, c := range p.Pix[y*p.Stride : y*p.Stride+w] {
			if rows[c] == nil {
				rows[c] = make([]byte, w)
			}
			rows[c][x] |= 1 << (y - top)
		}
	}
	for c := range len(p.Palette) {
		bits := rows[uint8(c)]
		if bits == nil {
			continue
		}
		fmt.Fprintf(b, "#%d", c)
		for x := 0; x < w; {
			run := x
			for run < w && bits[run] == bits[x] {
				run++
			}
			repeat(b, bits[x], run-x)
			x = run
		}
		b.WriteByte('$')
	}
	b.WriteByte('-')
}
