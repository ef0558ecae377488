package preview

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"signet/ui/uitest"
)

func sample(w, h int) *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black, color.RGBA{200, 30, 30, 255}})
	for i := range img.Pix {
		img.Pix[i] = uint8(i / 7 % 3)
	}
	return img
}

func encodedPNG(w, h int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, sample(w, h))
	return b.Bytes()
}

// claim makes the header of a PNG say another size.
func claim(b []byte, w, h int) []byte {
	b = bytes.Clone(b)
	binary.BigEndian.PutUint32(b[16:], uint32(w))
	binary.BigEndian.PutUint32(b[20:], uint32(h))
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestAPictureIsDrawnOnAKey(t *testing.T) {
	o := &shelf{body: encodedPNG(60, 30)}
	d, s := start(t, o, "x.png")
	if v := d.View(80, 24); !strings.Contains(v, "PNG picture · 60 × 30 pixels") || !strings.Contains(v, "enter shows it, which reads all of it") {
		t.Errorf("asked first:\n%s", v)
	}
	d.Goldens("picture")
	d.Press("enter")
	v := d.View(80, 24)
	if !s.Capturing() || s.Fullscreen() || !strings.Contains(v, "▀") {
		t.Errorf("in half blocks:\n%s", v)
	}
	s.caps.Observe(tea.ColorProfileMsg{Profile: colorprofile.Ascii})
	if v := d.View(80, 24); strings.Contains(v, "▀") || !strings.ContainsAny(v, "▓▒░") {
		t.Errorf("in shades:\n%s", v)
	}
	uitest.Sizes(t, s)
	d.Press("esc")
	if s.Capturing() || !strings.Contains(d.View(80, 24), "enter shows it, which reads all of it") {
		t.Error("esc does not go back to what is known of it")
	}
}

func TestEachFormatIsUnpacked(t *testing.T) {
	var j, g bytes.Buffer
	_ = jpeg.Encode(&j, sample(3000, 20), nil)
	_ = gif.Encode(&g, sample(50, 20), nil)
	for name, body := range map[string][]byte{"png": encodedPNG(50, 20), "jpeg": j.Bytes(), "gif": g.Bytes()} {
		img, err := unpackPicture(body)
		if err != nil || img.Bounds().Dx() > keptSide || img.Bounds().Dx() < 50 {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := unpackPicture(body[:len(body)/2]); err == nil && name == "png" {
			t.Errorf("half a %s", name)
		}
	}
}

func TestAWallOfPixelsIsNotUnpacked(t *testing.T) {
	wall := claim(encodedPNG(8, 8), 60_000, 60_000)
	if _, err := unpackPicture(wall); err == nil || !strings.Contains(err.Error(), "3,600 megapixels") {
		t.Errorf("unpacked: %v", err)
	}
	o := &shelf{body: wall}
	d, s := start(t, o, "wall.png")
	if v := d.View(80, 24); !strings.Contains(v, "not drawn") || s.bindings().more.Enabled() {
		t.Errorf("offered:\n%s", v)
	}
	d.Press("enter")
	if len(o.gets) != 1 || s.img != nil {
		t.Error("it was read all the same")
	}
	large := append(encodedPNG(8, 8), make([]byte, mostPicture)...)
	d, s = start(t, &shelf{body: large}, "large.png")
	if v := d.View(80, 24); !strings.Contains(v, "no more than 5.2 MB") || s.bindings().more.Enabled() {
		t.Errorf("too large:\n%s", v)
	}
}

func TestADamagedPictureSaysSo(t *testing.T) {
	body := encodedPNG(200, 200)
	d, s := start(t, &shelf{body: body[:len(body)/2]}, "x.png")
	d.Press("enter")
	if v := d.View(80, 24); s.img != nil || !strings.Contains(v, "cannot be drawn") {
		t.Errorf("damaged:\n%s", v)
	}
}

// A terminal that draws pictures gets one, on the whole window, and is rid of it again.
func TestTheTerminalDraws(t *testing.T) {
	o := &shelf{body: encodedPNG(60, 30)}
	d, s := start(t, o, "x.png")
	s.caps.Observe(tea.WindowSizeMsg{Width: 80, Height: 24})
	s.caps.Observe(uv.CellSizeEvent{Width: 10, Height: 20})
	s.caps.Observe(uv.PrimaryDeviceAttributesEvent{62, 4})
	d.Press("enter")
	if !s.Fullscreen() || !s.Capturing() || sent(d, "\x1bP0;1;0q") != 1 {
		t.Errorf("no sixels: %d messages", len(d.Sent))
	}
	if v := d.View(80, 24); strings.Contains(strings.TrimSpace(v), "\n") || !strings.Contains(v, "x.png") {
		t.Errorf("beside the picture stands something:\n%s", v)
	}
	d.Press("m")
	if s.Fullscreen() {
		t.Error("m does not draw it in letters")
	}
	d.Press("m")
	if sent(d, "\x1bP0;1;0q") != 2 {
		t.Error("m does not draw it again")
	}
	d.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	if sent(d, "\x1bP0;1;0q") != 3 {
		t.Error("it is not drawn again when the window changed")
	}
	d.Press("esc")
	if s.Fullscreen() || s.drawnPicture.img != nil {
		t.Error("esc leaves it there")
	}
}

// sent counts the messages to the terminal that hold a text.
func sent(d *uitest.Driver, text string) (n int) {
	for _, m := range d.Sent {
		if raw, ok := m.(tea.RawMsg); ok && strings.Contains(fmt.Sprint(raw.Msg), text) {
			n++
		}
	}
	return n
}
