package qr

import (
	"strconv"
	"strings"
)

// SixelImage draws the code as sixels: bands of six pixels' height, in each
// first the light, then the dark pixels, run-length encoded. Own code, because
// two colours and whole modules make it ten times as fast as a general encoder.
// https://vt100.net/docs/vt3xx-gp/chapter14.html
func SixelImage(c *Code, scale, quiet int) string {
	modules := c.size + 2*quiet
	side := modules * scale
	var b strings.Builder
	b.Grow(side * modules / 2)
	size := strconv.Itoa(side)
	b.WriteString("\x1bP0;1;0q\"1;1;" + size + ";" + size + "#0;2;100;100;100#1;2;0;0;0")
	for top := 0; top < side; top += 6 {
		b.WriteString("#0")
		c.band(&b, top, scale, quiet, false)
		b.WriteString("$#1")
		c.band(&b, top, scale, quiet, true)
		b.WriteByte('-')
	}
	b.WriteString("\x1b\\")
	return b.String()
}

// band writes the dark or the light pixels of the six rows from top.
func (c *Code) band(b *strings.Builder, top, scale, quiet int, dark bool) {
	modules := c.size + 2*quiet
	last, run := byte(0), 0
	for x := range modules {
		bits := byte(0)
		for i := range 6 {
			y := (top + i) / scale
			if y < modules && c.Dark(x-quiet, y-quiet) == dark {
				bits |= 1 << i
			}
		}
		if bits != last && run > 0 {
			repeat(b, last, run)
			run = 0
		}
		last, run = bits, run+scale
	}
	repeat(b, last, run)
}

// repeat writes a sixel n times, in the shorter of the two ways.
func repeat(b *strings.Builder, bits byte, n int) {
	sixel := '?' + bits
	if n > 3 {
		b.WriteByte('!')
		b.WriteString(strconv.Itoa(n))
		n = 1
	}
	for range n {
		b.WriteByte(sixel)
	}
}
