package preview

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"runtime"
	"strings"
	"testing"
)

// header is a JPEG up to its frame, of 8 bits a sample: SOF0 is one pass, SOF2 several.
// What is between stands before the frame.
func header(sof byte, width, height int, between string, sampling ...byte) []byte {
	frame := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(len(sampling))}
	for i, s := range sampling {
		frame = append(frame, byte(i+1), s, 0)
	}
	b := append([]byte{0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0}, between...)
	b = append(b, 0xff, sof, 0, byte(len(frame)+2))
	return append(append(b, frame...), 0xff, 0xda, 0, 2)
}

// pngHeader is the header of a PNG.
func pngHeader(w, h int, depth, kind, interlaced byte) []byte {
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), make([]byte, 17)...)
	binary.BigEndian.PutUint32(b[16:], uint32(w))
	binary.BigEndian.PutUint32(b[20:], uint32(h))
	b[24], b[25], b[28] = depth, kind, interlaced
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func gifHeader(w, h int) []byte {
	return append([]byte("GIF89a"), byte(w), byte(w>>8), byte(h), byte(h>>8), 0, 0, 0)
}

const (
	adobeRGB = "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
	adobeYCC = "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x01"
)

// What decoding takes is known from the header, whatever the colours.
func TestUnpackedBytes(t *testing.T) {
	for _, c := range []struct {
		what string
		b    []byte
		want int64
	}{
		{"full colour", header(0xc0, 6000, 6000, "", 0x11, 0x11, 0x11), 3 * 6000 * 6000},
		{"halved colour", header(0xc1, 3200, 1600, "", 0x22, 0x11, 0x11), 3200 * 1600 * 3 / 2},
		{"RGB", header(0xc0, 800, 800, adobeRGB, 0x11, 0x11, 0x11), 7 * 800 * 800},
		{"YCbCr of Adobe", header(0xc0, 800, 800, adobeYCC, 0x11, 0x11, 0x11), 3 * 800 * 800},
		{"CMYK", header(0xc0, 800, 800, "", 0x11, 0x11, 0x11, 0x11), 8 * 800 * 800},
		{"progressive", header(0xc2, 6000, 6000, "", 0x11, 0x11, 0x11), 5 * 3 * 6000 * 6000},
		{"progressive, halved colour", header(0xc2, 3200, 1600, "", 0x22, 0x11, 0x11), 5 * 3200 * 1600 * 3 / 2},
		{"progressive CMYK", header(0xc2, 800, 800, "", 0x11, 0x11, 0x11, 0x11), 24 * 800 * 800},
		{"progressive grey, padded to blocks", header(0xc2, 1, 9, "", 0x11), 5 * 8 * 16},
		{"progressive after a stray byte", header(0xc2, 800, 800, "\x00", 0x11), 5 * 800 * 800},
		{"progressive after FF 00", header(0xc2, 800, 800, "\xff\x00", 0x11), 5 * 800 * 800},
		{"progressive after a restart", header(0xc2, 800, 800, "\xff\xd3", 0x11), 5 * 800 * 800},
		{"progressive after fill", header(0xc2, 800, 800, "\xff\xff", 0x11), 5 * 800 * 800},
		{"PNG, grey that may be seen through", pngHeader(100, 100, 8, 0, 0), 4 * 100 * 100},
		{"PNG of 16 bits", pngHeader(100, 100, 16, 0, 0), 8 * 100 * 100},
		{"PNG, interlaced", pngHeader(100, 100, 16, 6, 1), 16 * 100 * 100},
		{"GIF", gifHeader(100, 100), 2 * 100 * 100},
	} {
		size, err := measured(c.b)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if got, err := unpackedBytes(c.b, size); got != c.want || err != nil {
			t.Errorf("%s: %d bytes (%v), want %d", c.what, got, err, c.want)
		}
	}
}

// A picture that takes too much, or that cannot be judged, is refused before anything
// of it is unpacked.
func TestBombsAreRefused(t *testing.T) {
	twelve := header(0xc1, 80, 80, "", 0x11)
	twelve[bytes.Index(twelve, []byte{0xff, 0xc1})+4] = 12
	for _, c := range []struct {
		what, why string
		b         []byte
	}{
		{"a column", "longer side has 39,999,999 pixels", pngHeader(1, 39_999_999, 8, 0, 0)},
		{"a line", "longer side has 20,001 pixels", pngHeader(20_001, 1, 8, 2, 0)},
		{"grey of 16 bits", "no more than 20 are drawn", pngHeader(8000, 5000, 16, 0, 0)},
		{"interlaced", "to unpack", pngHeader(8000, 5000, 8, 6, 1)},
		{"a GIF", "megapixels", gifHeader(65_535, 65_535)},
		{"a GIF without a size", "no size", gifHeader(0, 10)},
		{"progressive", "540 MB to unpack", header(0xc2, 6000, 6000, "", 0x11, 0x11, 0x11)},
		{"progressive after a stray byte", "540 MB to unpack", header(0xc2, 6000, 6000, "\x00", 0x11, 0x11, 0x11)},
		{"CMYK", "to unpack", header(0xc0, 6000, 6000, adobeYCC, 0x11, 0x11, 0x11, 0x11)},
		{"RGB", "to unpack", header(0xc0, 6000, 6000, adobeRGB, 0x11, 0x11, 0x11)},
		{"12 bits", "precision", twelve},
		{"no frame", "", []byte("\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xda\x00\x02")},
		{"cut off", "", header(0xc2, 80, 80, "", 0x11)[:20]},
	} {
		_, err := unpackPicture(c.b)
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	late := append([]byte("\xff\xd8\xff\xda\x00\x02"), header(0xc2, 80, 80, "", 0x11)...)
	if _, err := unpackedBytes(late, image.Config{Width: 80, Height: 80}); err == nil {
		t.Error("a frame after the first scan is taken for the picture's")
	}
}

// patch is a picture of any size that takes no memory: a wall of one colour.
type patch struct{ w, h int }

func (p patch) ColorModel() color.Model { return color.GrayModel }
func (p patch) Bounds() image.Rectangle { return image.Rect(7, 9, p.w+7, p.h+9) }
func (p patch) At(_, _ int) color.Color { return color.Gray{90} }
func (p patch) RGBA64At(_, _ int) color.RGBA64 {
	return color.RGBA64{90 * 257, 90 * 257, 90 * 257, 0xffff}
}

// Making a picture smaller takes memory for what comes out, not for what goes in.
func TestReducingTakesLittle(t *testing.T) {
	for _, p := range []patch{{1, 20_000}, {20_000, 1}, {2_500, 800}, {3, 20_000}} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		out := fitted(p, 300, 300)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
			t.Errorf("%v took %d bytes", p, took)
		}
		size := out.Bounds()
		if size.Empty() || size.Dx() > 300 || size.Dy() > 300 {
			t.Errorf("%v became %v", p, size)
		}
		for i, v := range out.Pix {
			if want := byte(90); v != want && (i%4 != 3 || v != 0xff) {
				t.Fatalf("%v: byte %d is %d", p, i, v)
			}
		}
	}
}

// Each pixel is the mean of what it covers, shares of pixels among them.
func TestReducedPixelsAreMeans(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 3, 3))
	copy(img.Pix, []byte{0, 30, 60, 90, 120, 150, 180, 210, 240})
	out := fitted(img, 2, 2)
	var got []byte
	for i := 0; i < len(out.Pix); i += 4 {
		got = append(got, out.Pix[i])
	}
	// 2/3 of the corner's row and column, 1/3 of the middle's
	if want := []byte{40, 80, 160, 200}; !bytes.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if same := fitted(img, 9, 9); same.Rect != img.Rect || same.RGBAAt(1, 1).R != 120 {
		t.Error("one that fits is changed")
	}
}
