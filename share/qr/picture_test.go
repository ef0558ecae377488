package qr_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// TestPicturesScan decodes every kind of picture back to pixels and reads it,
// with the sizes that a window of 80x24 gets.
func TestPicturesScan(t *testing.T) {
	if testing.Short() {
		t.Skip("decodes for long, in one goroutine")
	}
	for _, tt := range []struct{ bytes, px int }{{384, 5}, {1464, 3}, {2006, 2}} {
		link := qrtest.Link(tt.bytes)
		c := encode(t, link)
		pictures := map[string]image.Image{
			"png":    decodePNG(t, func(b *bytes.Buffer) error { return qr.PNG(b, c, tt.px, 2) }),
			"sixel":  decodeSixel(t, qr.SixelImage(c, tt.px, 2)),
			"kitty":  decodeKitty(t, qr.KittyImage(c, tt.px, 2)),
			"iterm2": decodeITerm2(t, qr.ITerm2Image(c, tt.px, 2)),
			"svg":    decodeSVG(t, c, tt.px),
		}
		for name, img := range pictures {
			t.Run(name+strconv.Itoa(tt.bytes), func(t *testing.T) {
				quiet := 2
				if name == "svg" {
					quiet = qr.QuietZone
				}
				if want := (c.Size() + 2*quiet) * tt.px; img.Bounds().Dx() != want || img.Bounds().Dy() < want {
					t.Errorf("%v, want a side of %d", img.Bounds(), want)
				}
				check(t, img, link)
			})
		}
	}
}

func decodePNG(t *testing.T, write func(*bytes.Buffer) error) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// decodeSixel is the other side of the protocol, for two colours. Pixels that
// were not drawn stay gray.
func decodeSixel(t *testing.T, s string) image.Image {
	t.Helper()
	m := regexp.MustCompile(`^\x1bP0;1;0q"1;1;(\d+);(\d+)#0;2;100;100;100#1;2;0;0;0(.*)\x1b\\$`).FindStringSubmatch(s)
	if m == nil {
		t.Fatal("not a sixel sequence of two colours")
	}
	w, _ := strconv.Atoi(m[1])
	h, _ := strconv.Atoi(m[2])
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 128
	}
	x, top, ink := 0, 0, uint8(0)
	for _, op := range regexp.MustCompile(`#[01]|!\d+[?-~]|[?-~]|[$-]`).FindAllString(m[3], -1) {
		switch op[0] {
		case '#':
			ink = 255 * ('1' - op[1])
		case '$':
			x = 0
		case '-':
			x, top = 0, top+6
		default:
			n := 1
			if op[0] == '!' {
				n, _ = strconv.Atoi(op[1 : len(op)-1])
			}
			bits := op[len(op)-1] - '?'
			for ; n > 0; n, x = n-1, x+1 {
				for i := range 6 {
					if bits>>i&1 == 0 {
						continue
					}
					if x >= w || top+i >= h {
						t.Fatalf("pixel %d,%d outside of %dx%d", x, top+i, w, h)
					}
					img.SetGray(x, top+i, color.Gray{Y: ink})
				}
			}
		}
	}
	if bytes.IndexByte(img.Pix, 128) >= 0 {
		t.Fatal("pixels were left out")
	}
	return img
}

func decodeKitty(t *testing.T, parts []string) image.Image {
	t.Helper()
	var data strings.Builder
	for i, p := range parts {
		head, payload, _ := strings.Cut(strings.TrimSuffix(p, "\x1b\\"), ";")
		if more := strings.Contains(head, "m=1"); more != (i < len(parts)-1) || len(payload) > 4096 {
			t.Fatalf("chunk %d of %d: %q, %d bytes", i, len(parts), head, len(payload))
		}
		data.WriteString(payload)
	}
	return decodeBase64PNG(t, data.String())
}

func decodeITerm2(t *testing.T, s string) image.Image {
	t.Helper()
	_, data, _ := strings.Cut(strings.TrimSuffix(s, "\a"), ":")
	return decodeBase64PNG(t, data)
}

func decodeBase64PNG(t *testing.T, s string) image.Image {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return decodePNG(t, func(b *bytes.Buffer) error { _, err := b.Write(data); return err })
}

// decodeSVG draws the rectangles of the only dark path.
func decodeSVG(t *testing.T, c *qr.Code, px int) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := qr.SVG(&b, qr.Label{Code: c}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "<path"); n != 2 { // the light square and the code
		t.Fatalf("%d paths", n)
	}
	side := (c.Size() + 2*qr.QuietZone) * px
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(b.String(), -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		w, _ := strconv.Atoi(m[3])
		if m[3] != m[4] {
			t.Fatalf("an open rectangle: %s", m[0])
		}
		for py := y * px; py < (y+1)*px; py++ {
			for ix := x * px; ix < (x+w)*px; ix++ {
				img.SetGray(ix, py, color.Gray{})
			}
		}
	}
	return img
}

func TestPNGIsSmall(t *testing.T) {
	var b bytes.Buffer
	if err := qr.PNG(&b, encode(t, qrtest.Link(2006)), 8, qr.QuietZone); err != nil || b.Len() > 8000 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

// shows is a terminal of 80x24 that shows every kind of picture.
func shows() qr.Terminal {
	return qr.Terminal{Cols: 80, Rows: 24, CellW: 8, CellH: 17, Colors: true, UTF8: true, Kitty: true, Sixel: true, ITerm2: true}
}

// TestPictureLeavesTheCursor: it is drawn at its cell and the cursor restored; in
// tmux as well where it is tmux's own.
func TestPictureLeavesTheCursor(t *testing.T) {
	c := encode(t, qrtest.Link(1464))
	term := shows()
	for _, style := range []qr.Style{qr.Kitty, qr.Sixel, qr.ITerm2} {
		for _, inTmux := range []bool{false, true} {
			if term.InTmux = inTmux; inTmux && style != qr.Sixel {
				continue
			}
			s := qr.Picture(c, qr.Fit(c.Size(), term, style), term, 2, 1)
			if !strings.HasPrefix(s, "\x1b7\x1b[2;3H") || !strings.HasSuffix(s, "\x1b8") {
				t.Errorf("%v: %.20q ... %q", style, s, s[len(s)-4:])
			}
		}
	}
	term.InTmux = false
	if qr.Picture(c, qr.Fit(c.Size(), modern(), qr.Half), modern(), 0, 0) != "" {
		t.Error("cells are a picture")
	}
	if qr.Erase(c, qr.Sixel, term) != "" || !strings.Contains(qr.Erase(c, qr.Kitty, term), "a=d") {
		t.Error("kitty's images are deleted, the others cleared")
	}
}

// TestPrintMakesRoomFirst: as many lines as the picture takes, up again, and
// below it at the end.
func TestPrintMakesRoomFirst(t *testing.T) {
	c := encode(t, qrtest.Link(384))
	term := shows()
	for _, style := range []qr.Style{qr.Kitty, qr.Sixel, qr.ITerm2} {
		p := qr.Fit(c.Size(), term, style)
		s := qr.Print(c, p, term)
		if !strings.HasPrefix(s, strings.Repeat("\n", 22)+"\x1b[22A\x1b7\x1b") || !strings.HasSuffix(s, "\x1b8\x1b[22B") {
			t.Errorf("%v: %.60q", style, s)
		}
	}
	if s := qr.Print(c, qr.Fit(c.Size(), term, qr.Half), term); s != "" {
		t.Errorf("a part of a code: %.60q", s)
	}
	p := qr.Fit(c.Size(), modern(), qr.Half)
	if s := qr.Print(c, p, modern()); strings.Count(s, "\n") != p.Rows || !strings.HasSuffix(s, "\x1b[m\n") {
		t.Error("the cursor is not below the cells")
	}
}
