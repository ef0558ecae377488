package preview

import (
	"strings"
	"testing"
)

// header is a JPEG up to its frame: SOF0 is one pass, SOF2 several.
func header(sof byte, width, height int, sampling ...byte) []byte {
	frame := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(len(sampling))}
	for i, s := range sampling {
		frame = append(frame, byte(i+1), s, 0)
	}
	b := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, sof, 0, byte(len(frame) + 2)}
	return append(append(b, frame...), 0xff, 0xda, 0, 2)
}

// The planes of coefficients count: a progressive picture of fewer pixels than are drawn
// otherwise may be too large.
func TestProgressiveMemory(t *testing.T) {
	for _, c := range []struct {
		what string
		b    []byte
		want int64
	}{
		{"one pass", header(0xc0, 6000, 6000, 0x11, 0x11, 0x11), 0},
		{"full colour", header(0xc2, 6000, 6000, 0x11, 0x11, 0x11), 5 * 3 * 6000 * 6000},
		{"halved colour", header(0xc2, 3200, 1600, 0x22, 0x11, 0x11), 5 * 3200 * 1600 * 3 / 2},
		{"grey, padded to blocks", header(0xc2, 1, 9, 0x11), 5 * 8 * 16},
		{"cut off", header(0xc2, 6000, 6000, 0x11, 0x11, 0x11)[:20], 0},
		{"nothing", nil, 0},
	} {
		if got := progressiveBytes(c.b); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.what, got, c.want)
		}
	}
	if _, err := unpackPicture(header(0xc2, 6000, 6000, 0x11, 0x11, 0x11)); err == nil || !strings.Contains(err.Error(), "progressive") {
		t.Errorf("a progressive picture of 540 MB is unpacked: %v", err)
	}
}
