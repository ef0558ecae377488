package qr

import (
	"fmt"
	"image"
	"image/color"
	"io"
	"strings"
)

// QuietZone is the margin in modules that the standard asks for, used for
// everything that leaves the screen (ISO/IEC 18004, 9.1).
const QuietZone = 4

// Image draws the code with scale pixels per module and quiet light modules
// around it, in two colours.
func Image(c *Code, scale, quiet int) *image.Paletted {
	side := (c.size + 2*quiet) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	c.runs(func(x, y, length int) {
		left, right := (x+quiet)*scale, (x+quiet+length)*scale
		for py := (y + quiet) * scale; py < (y+quiet+1)*scale; py++ {
			row := img.Pix[py*img.Stride:]
			for px := left; px < right; px++ {
				row[px] = 1
			}
		}
	})
	return img
}

// PNG writes the code as a picture of two colours, one bit per pixel.
func PNG(w io.Writer, c *Code, scale, quiet int) error {
	if _, err := w.Write(encodePNG(Image(c, scale, quiet))); err != nil {
		return fmt.Errorf("write png: %w", err)
	}
	return nil
}

// svgPath is the dark modules as the data of one path, a rectangle per run.
func svgPath(c *Code, quiet int) string {
	var b strings.Builder
	c.runs(func(x, y, length int) {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, length, length)
	})
	return b.String()
}
