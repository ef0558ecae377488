package preview

import (
	"image"
	"image/draw"
	"math"
)

// stripRows is how many rows of a picture are looked at in one go.
const stripRows = 16

// fitted is a picture made smaller, if it must be, so that it fits. Where it can be
// seen through it is white. Each pixel is the mean of what it covers. Beside the result
// it takes a strip of the source and two lines of sums, whatever the shape of either.
func fitted(img image.Image, w, h int) *image.RGBA {
	size := img.Bounds()
	by := math.Min(1, math.Min(float64(w)/float64(size.Dx()), float64(h)/float64(size.Dy())))
	out := image.NewRGBA(image.Rect(0, 0, max(int(float64(size.Dx())*by), 1), max(int(float64(size.Dy())*by), 1)))
	strip := image.NewRGBA(image.Rect(0, 0, size.Dx(), min(stripRows, size.Dy())))
	m := newMeans(out, size.Dx(), size.Dy())
	for y := 0; y < size.Dy(); y += stripRows {
		rows := image.Rect(0, 0, size.Dx(), min(stripRows, size.Dy()-y))
		draw.Draw(strip, rows, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, rows, img, size.Min.Add(image.Pt(0, y)), draw.Over)
		for k := range rows.Dy() {
			m.add(strip.Pix[k*strip.Stride:][:4*size.Dx()])
		}
	}
	return out
}

// means makes rows of a source into fewer and shorter ones. A pixel of the source is as
// wide as the result has columns, and one of the result as the source has: so a share is
// a whole number, and all shares of a pixel are width times height of the source.
type means struct {
	out    *image.RGBA
	w, h   int      // of the source
	across []uint64 // the last row, made shorter: three sums a pixel
	sums   []uint64 // of the rows so far that belong to the next row of the result
	y, row int      // the next rows of the source and of the result
}

func newMeans(out *image.RGBA, w, h int) *means {
	n := 3 * out.Rect.Dx()
	return &means{out: out, w: w, h: h, across: make([]uint64, n), sums: make([]uint64, n)}
}

// add takes the next row of the source.
func (m *means) add(pix []byte) {
	m.shorten(pix)
	tall := m.out.Rect.Dy()
	within := min(tall, (m.row+1)*m.h-m.y*tall)
	m.weigh(within)
	if m.y++; m.y*tall < (m.row+1)*m.h {
		return
	}
	m.put()
	m.weigh(tall - within)
}

// shorten sums up a row by the columns of the result.
func (m *means) shorten(pix []byte) {
	clear(m.across)
	wide, i, left := m.out.Rect.Dx(), 0, m.w
	for x := 0; x < len(pix); x += 4 {
		r, g, b := uint64(pix[x]), uint64(pix[x+1]), uint64(pix[x+2])
		within := min(wide, left)
		m.mix(i, uint64(within), r, g, b)
		if left -= within; left > 0 {
			continue
		}
		i, left = i+1, m.w
		if rest := wide - within; rest > 0 {
			m.mix(i, uint64(rest), r, g, b)
			left -= rest
		}
	}
}

func (m *means) mix(i int, share, r, g, b uint64) {
	at := m.across[3*i : 3*i+3 : 3*i+3]
	at[0] += share * r
	at[1] += share * g
	at[2] += share * b
}

// weigh adds a share of the last row to the next row of the result.
func (m *means) weigh(share int) {
	if share <= 0 {
		return
	}
	for i, v := range m.across {
		m.sums[i] += uint64(share) * v
	}
}

// put writes the row of the result that is whole.
func (m *means) put() {
	all := uint64(m.w) * uint64(m.h)
	line := m.out.Pix[m.row*m.out.Stride:]
	for i, v := range m.sums {
		line[i/3*4+i%3] = byte((v + all/2) / all)
	}
	for x := range m.out.Rect.Dx() {
		line[4*x+3] = 0xff
	}
	clear(m.sums)
	m.row++
}
