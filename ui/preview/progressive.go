package preview

// A progressive JPEG is decoded in several passes over the coefficients of the whole
// picture: the standard library keeps them as 4 bytes each beside the sample itself, so
// that one is worth 5 bytes where a JPEG in one pass is worth 1. Per component it takes
//
//	5 · 64 · (⌈width / 8·hmax⌉ · h) · (⌈height / 8·vmax⌉ · v) bytes,
//
// with the component's own sampling h and v, and the largest of all, hmax and vmax.
const (
	coefficientAndSample = 5
	blockSide            = 8
	mostUnpacked         = 4 * mostPixels // bytes, what the largest picture takes as RGBA
)

// progressiveBytes is what decoding a progressive JPEG takes; 0: it is none.
func progressiveBytes(b []byte) int64 {
	frame := progressiveFrame(b)
	const head, each = 6, 3
	if len(frame) < head {
		return 0
	}
	height, width, n := int64(frame[1])<<8|int64(frame[2]), int64(frame[3])<<8|int64(frame[4]), int(frame[5])
	if len(frame) < head+n*each {
		return 0
	}
	across, down := int64(1), int64(1)
	for i := range n {
		sampling := frame[head+i*each+1]
		across, down = max(across, int64(sampling>>4)), max(down, int64(sampling&15))
	}
	columns, rows := ceil(width, blockSide*across), ceil(height, blockSide*down)
	var out int64
	for i := range n {
		sampling := frame[head+i*each+1]
		out += coefficientAndSample * blockSide * blockSide * columns * int64(sampling>>4) * rows * int64(sampling&15)
	}
	return out
}

func ceil(n, by int64) int64 { return (n + by - 1) / by }

// progressiveFrame is the header of a progressive JPEG's frame (SOF2, ITU T.81 B.2.2),
// without its length; nil: there is none.
func progressiveFrame(b []byte) []byte {
	const marker, sof2, startOfScan, lengthBytes = 0xff, 0xc2, 0xda, 2
	for at := 2; at+2+lengthBytes <= len(b); {
		if b[at] != marker {
			return nil
		}
		if b[at+1] == marker { // fill
			at++
			continue
		}
		length := int(b[at+2])<<8 | int(b[at+3])
		end := at + 2 + length
		switch {
		case length < lengthBytes || end > len(b) || b[at+1] == startOfScan:
			return nil
		case b[at+1] == sof2:
			return b[at+2+lengthBytes : end]
		}
		at = end
	}
	return nil
}
