package preview

import (
	"bytes"
	"errors"
	"image"
	"image/color"
)

// mostUnpacked is the memory that decoding may take: what the largest picture takes as
// RGBA.
const mostUnpacked = 4 * mostPixels // bytes

// unpackedBytes is what decoding a picture takes at most, by what the standard library
// allocates for it. A picture that cannot be judged is refused.
func unpackedBytes(b []byte, c image.Config) (int64, error) {
	pixels := int64(c.Width) * int64(c.Height)
	switch pictured(b) {
	case "PNG":
		return pngBytes(b, c, pixels)
	case "GIF":
		const pixelAndInterlaced = 2 // no frame is larger than the canvas
		return pixelAndInterlaced * pixels, nil
	case "JPEG":
		return jpegBytes(b, c, pixels)
	}
	return 0, errors.New("no picture that is known here")
}

// pngBytes takes each picture for one in colours that can be seen through, which greys
// become by a tRNS chunk. An interlaced one is unpacked in passes, which together take
// as much again.
func pngBytes(b []byte, c image.Config, pixels int64) (int64, error) {
	const typeAt, interlacedAt, headerEnd = 12, 28, 29
	if len(b) < headerEnd || !bytes.HasPrefix(b[typeAt:], []byte("IHDR")) {
		return 0, errors.New("it does not begin with its header")
	}
	each := int64(4)
	switch c.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model, color.Gray16Model:
		each = 8
	}
	if b[interlacedAt] != 0 {
		each *= 2
	}
	return each * pixels, nil
}

// jpegBytes is the planes of the components, and one picture more where those are made
// into RGB or CMYK. A plane takes
//
//	64 · (⌈width / 8·hmax⌉ · h) · (⌈height / 8·vmax⌉ · v) samples,
//
// with the component's own sampling h and v, and the largest of all, hmax and vmax. A
// progressive JPEG is decoded in several passes over the coefficients of the whole
// picture, which are kept as 4 bytes each beside the sample.
func jpegBytes(b []byte, c image.Config, pixels int64) (int64, error) {
	const head, each, blockSide, coefficient, converted = 6, 3, 8, 4, 4
	frame, progressive := jpegFrame(b)
	unknown := errors.New("the header of its frame is not where it belongs")
	if len(frame) < head || len(frame) != head+each*int(frame[5]) {
		return 0, unknown
	}
	height, width := int64(frame[1])<<8|int64(frame[2]), int64(frame[3])<<8|int64(frame[4])
	if width != int64(c.Width) || height != int64(c.Height) {
		return 0, unknown
	}
	across, down := int64(1), int64(1)
	for at := head; at < len(frame); at += each {
		across, down = max(across, int64(frame[at+1]>>4)), max(down, int64(frame[at+1]&15))
	}
	columns, rows := ceil(width, blockSide*across), ceil(height, blockSide*down)
	sample := int64(1)
	if progressive {
		sample += coefficient
	}
	var out int64
	ids := ""
	for at := head; at < len(frame); at += each {
		ids += string(rune(frame[at]))
		out += sample * blockSide * blockSide * columns * int64(frame[at+1]>>4) * rows * int64(frame[at+1]&15)
	}
	if len(ids) == 4 || ids == "RGB" || adobeColours(b) {
		out += converted * pixels
	}
	return out, nil
}

func ceil(n, by int64) int64 { return (n + by - 1) / by }

// adobeColours reports that an Adobe segment (APP14) says that the components are no
// YCbCr, wherever it stands.
func adobeColours(b []byte) bool {
	const transformAt = 11
	name := []byte("Adobe")
	for from := 0; ; {
		i := bytes.Index(b[from:], name)
		if i < 0 {
			return false
		}
		at := from + i
		if at >= 4 && b[at-4] == 0xff && b[at-3] == 0xee && at+transformAt < len(b) && b[at+transformAt] == 0 {
			return true
		}
		from = at + len(name)
	}
}

// jpegFrame is the header of a JPEG's frame (SOF, ITU T.81 B.2.2), without its length;
// nil: there is none before the first scan. Between segments it passes over what the
// decoder passes over: stray bytes, FF 00 and the marks of a restart.
func jpegFrame(b []byte) (frame []byte, progressive bool) {
	const mark, startOfScan, end, lengthBytes = 0xff, 0xda, 0xd9, 2
	for at := 2; at+2+lengthBytes <= len(b); {
		m := b[at+1]
		switch {
		case b[at] != mark, m == mark: // stray, or fill
			at++
			continue
		case m == 0, m >= 0xd0 && m <= 0xd7:
			at += 2
			continue
		case m == startOfScan, m == end:
			return nil, false
		}
		length := int(b[at+2])<<8 | int(b[at+3])
		next := at + 2 + length
		if length < lengthBytes || next > len(b) {
			return nil, false
		}
		if m >= 0xc0 && m <= 0xc2 {
			return b[at+2+lengthBytes : next], m == 0xc2
		}
		at = next
	}
	return nil, false
}
