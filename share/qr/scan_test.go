package qr_test

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// modern is a terminal large enough to show any code as cells.
func modern() qr.Terminal {
	return qr.Terminal{Cols: 400, Rows: 200, Colors: true, DarkBackground: true, UTF8: true, BlockWidth: 1}
}

// fonts are the ways of drawing cells that a code must survive.
func fonts() []qrtest.Terminal {
	var all []qrtest.Terminal
	for _, light := range []bool{false, true} {
		for _, gap := range [][2]int{{0, 0}, {0, 1}, {1, 0}} {
			for _, size := range [][2]int{{8, 16}, {8, 17}, {7, 15}, {9, 18}} {
				all = append(all, qrtest.Terminal{CellW: size[0], CellH: size[1], GapTop: gap[0], GapBottom: gap[1], Light: light})
			}
		}
	}
	return all
}

func encode(t testing.TB, text string) *qr.Code {
	t.Helper()
	c, err := qr.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// lengths holds a length in bytes for every version from 3 to 40.
func lengths() []int {
	return []int{
		53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858, 929,
		1003, 1091, 1171, 1273, 1367, 1465, 1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303, 2431, 2563, 2699, 2809, 2953,
	}
}

// check reads the picture with every decoder there is.
func check(t *testing.T, img image.Image, want string) {
	t.Helper()
	if got, err := qrtest.Phone(img); got != want {
		t.Errorf("gozxing does not read it: %v", err)
	}
	if qrtest.HasZbar() && qrtest.Zbar(img) != want {
		t.Error("zbar does not read it")
	}
}

// TestEveryVersionScans draws every version from 3 to 40 in half blocks, each in
// another font, and every third in full cells too, and reads it back from the
// pixels.
func TestEveryVersionScans(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and decodes for long, in one goroutine")
	}
	for i, n := range lengths() {
		link := qrtest.Link(n)
		c := encode(t, link)
		if c.Version() != i+3 {
			t.Fatalf("%d bytes: version %d, want %d", n, c.Version(), i+3)
		}
		font, styles := fonts()[i%len(fonts())], []qr.Style{qr.Half}
		if i%3 == 0 {
			styles = append(styles, qr.Full)
		}
		for _, style := range styles {
			t.Run(fmt.Sprintf("v%d/%v", c.Version(), style), func(t *testing.T) {
				t.Parallel()
				p := qr.Fit(c.Size(), modern(), style)
				check(t, qrtest.Pixels(qr.Draw(c, p, modern()), p.Cols, p.Rows, font), link)
			})
		}
	}
}

// TestEveryFontScans draws the two commonest links in every font, with the
// margins of a large and of a narrow window.
func TestEveryFontScans(t *testing.T) {
	for _, n := range []int{384, 1464} {
		link := qrtest.Link(n)
		c := encode(t, link)
		for _, wide := range []bool{true, false} {
			term := modern()
			if !wide {
				term.Cols, term.Rows = c.Size()+2, (c.Size()+3)/2
			}
			p := qr.Fit(c.Size(), term, qr.Auto)
			if p.Style != qr.Half || p.Top%2 != 1 {
				t.Fatalf("plan %+v: not half blocks below an odd margin", p)
			}
			for i, font := range fonts() {
				if n > 1000 && i%4 != 1 {
					continue // the size of the cells matters to the large ones no more than to the small
				}
				t.Run(fmt.Sprintf("%d/wide=%v/%+v", n, wide, font), func(t *testing.T) {
					t.Parallel()
					img := qrtest.Pixels(qr.Draw(c, p, term), p.Cols+2, p.Rows, font)
					check(t, img, link)
				})
			}
		}
	}
}

// TestWithoutColorsScans is NO_COLOR on both backgrounds and TERM=dumb, where
// there is no reverse video either, in every font; but a plan that warns of
// seams only where the font leaves none.
func TestWithoutColorsScans(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and decodes for long, in one goroutine")
	}
	link := qrtest.Link(384)
	c := encode(t, link)
	for _, style := range []qr.Style{qr.Half, qr.Full} {
		for _, light := range []bool{false, true} {
			for _, plain := range []bool{false, true} {
				if plain && style == qr.Full {
					continue // cannot be drawn, and is not: TestFit
				}
				t.Run(fmt.Sprintf("%v/light=%v/plain=%v", style, light, plain), func(t *testing.T) {
					term := modern()
					term.Colors, term.DarkBackground, term.Plain = false, !light, plain
					p := qr.Fit(c.Size(), term, style)
					if p.Seams != (light && plain) {
						t.Errorf("plan %+v", p)
					}
					for _, font := range fonts() {
						if font.Light != light || p.Seams && font.GapTop+font.GapBottom > 0 {
							continue
						}
						font.NoColors, font.NoAttributes = true, plain
						check(t, qrtest.Pixels(qr.Draw(c, p, term), p.Cols, p.Rows, font), link)
					}
				})
			}
		}
	}
}

// TestControlsDoNotScan shows that the tests above see something.
func TestControlsDoNotScan(t *testing.T) {
	link := qrtest.Link(384)
	c := encode(t, link)
	p := qr.Fit(c.Size(), modern(), qr.Half)
	font := qrtest.Terminal{CellW: 8, CellH: 16}
	drawing := qr.Draw(c, p, modern())

	t.Run("inverted", func(t *testing.T) {
		img := qrtest.Pixels(drawing, p.Cols, p.Rows, font)
		for i := range img.Pix {
			img.Pix[i] = 255 - img.Pix[i]
		}
		qrtest.MustNotRead(t, img, link)
	})
	t.Run("no margin on dark", func(t *testing.T) {
		bare := p
		bare.Top, bare.Bottom, bare.Side = 0, 1, 0
		img := qrtest.Pixels(qr.Draw(c, bare, modern()), p.Cols+4, p.Rows+4, font)
		moved := image.NewGray(img.Bounds()) // dark all around, the light row below too
		for y := range c.Size() * 8 {
			copy(moved.Pix[(y+24)*moved.Stride+24:][:c.Size()*8], img.Pix[y*img.Stride:])
		}
		qrtest.MustNotRead(t, moved, link)
	})
	t.Run("colours lost", func(t *testing.T) {
		lost := font
		lost.NoColors = true
		qrtest.MustNotRead(t, qrtest.Pixels(drawing, p.Cols, p.Rows, lost), link)
	})
	t.Run("lower blocks with a seam", func(t *testing.T) {
		// The same cells as ▄, which many programs use: a font that leaves one
		// row of pixels below the block draws a light line through every finder.
		var b strings.Builder
		for y := -1; y < c.Size()+2; y += 2 {
			for x := -2; x < c.Size()+2; x++ {
				ink := func(dark bool) int {
					if dark {
						return 16
					}
					return 231
				}
				fmt.Fprintf(&b, "\x1b[38;5;%d;48;5;%dm▄", ink(c.Dark(x, y+1)), ink(c.Dark(x, y)))
			}
			b.WriteString("\x1b[m\n")
		}
		seam := qrtest.Terminal{CellW: 8, CellH: 17, GapBottom: 1}
		qrtest.MustNotRead(t, qrtest.Pixels(b.String(), c.Size()+4, (c.Size()+3)/2, seam), link)
	})
}
