package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// encode never fails: the image is ours and the buffer takes everything.
func encode(m image.Image) []byte {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	_ = e.Encode(&b, m)
	return b.Bytes()
}

// curve draws a measured curve over a grid: a tide gauge, a load, a price.
func curve(seed float64) []byte {
	const w, h = 720, 360
	m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{
		color.White,
		color.Gray{225},
		color.Gray{90},
		color.RGBA{25, 90, 170, 255},
		color.RGBA{210, 225, 245, 255},
		color.RGBA{200, 60, 40, 255},
	})
	for y := 30; y < h-30; y += 50 {
		row(m, y, 50, w-20, 1)
	}
	for x := 50; x < w-20; x += 80 {
		column(m, x, 30, h-30, 1)
	}
	last := int(180 - 80*level(50, seed))
	for x := 50; x < w-20; x++ {
		y := int(180 - 80*level(float64(x), seed))
		column(m, x, y, h-30, 4)
		column(m, x, min(y, last), max(y, last)+2, 3)
		last = y
	}
	row(m, h-30, 50, w-20, 2)
	column(m, 50, 30, h-30, 2)
	for x := 50; x < w-30; x += 12 { // the limit, dashed
		row(m, 95, x, x+7, 5)
	}
	return encode(m)
}

// level is a tide with a spring-neap cycle and a little weather.
func level(x, seed float64) float64 {
	t := x / 46
	return (0.75+0.25*math.Sin(x/210+seed))*math.Sin(t+seed) + 0.12*math.Sin(3.7*t+2*seed) + 0.05*math.Sin(17*t)
}

// row and column paint a line; the caller keeps it inside the picture.
func row(m *image.Paletted, y, from, to int, c uint8) {
	for x := from; x < to; x++ {
		m.Pix[y*m.Stride+x] = c
	}
}

func column(m *image.Paletted, x, from, to int, c uint8) {
	for y := from; y < to; y++ {
		m.Pix[y*m.Stride+x] = c
	}
}

// landscape draws hills before an evening sky: the photograph of a site visit.
// It goes by columns and a palette, which takes a tenth of the time that
// colouring every pixel would.
func landscape(seed float64) []byte {
	const w, h, bands, hills = 800, 500, 75, 5
	palette := color.Palette{color.RGBA{255, 244, 214, 255}} // the sun
	for i := range bands {
		palette = append(palette, skyColour(float64(i)/bands))
	}
	for i := range hills {
		palette = append(palette, hillColour(float64(i)/(hills-1)))
	}
	m := image.NewPaletted(image.Rect(0, 0, w, h), palette)
	for y := range h {
		band := uint8(1 + min(y/4, bands-1))
		line := m.Pix[y*m.Stride : y*m.Stride+w]
		for x := range line {
			line[x] = band
		}
	}
	sunX, sunY := 400+int(120*math.Sin(seed)), 150
	for y := sunY - 34; y <= sunY+34; y++ {
		half := int(math.Sqrt(float64(34*34 - (y-sunY)*(y-sunY))))
		row(m, y, sunX-half, sunX+half, 0)
	}
	for i := range hills {
		for x := range w {
			column(m, x, ridge(x, i, seed), h, uint8(1+bands+i))
		}
	}
	return encode(m)
}

func ridge(x, i int, seed float64) int {
	f, k := float64(x)/90, float64(i+1)+seed
	return 190 + 62*i + int(28*math.Sin(f*0.6+3*k)+14*math.Sin(f*1.7+k*k)+5*math.Sin(f*5+7*k))
}

func skyColour(t float64) color.RGBA {
	return color.RGBA{shade(250, -60, t), shade(190, -40, t), shade(130, 70, t), 255}
}

func hillColour(t float64) color.RGBA {
	return color.RGBA{shade(150, -120, t), shade(130, -85, t), shade(160, -100, t), 255}
}

func shade(from, by, t float64) uint8 {
	return uint8(math.Max(0, math.Min(255, from+by*t)))
}

// heat draws a field of measurements, as a scanner or a simulation gives it.
func heat(seed float64) []byte {
	const w, h = 640, 420
	palette := make(color.Palette, 64)
	for i := range palette {
		t := float64(i) / 63
		palette[i] = color.RGBA{shade(20, 230, t), shade(30, 200*math.Sin(math.Pi*t), 1), shade(140, -120, t), 255}
	}
	m := image.NewPaletted(image.Rect(0, 0, w, h), palette)
	var across, along [w]float64
	for x := range w {
		f := float64(x) / 80
		across[x], along[x] = math.Sin(f+seed), 0.5*math.Sin(f*1.7)
	}
	for y := range h {
		f := float64(y) / 70
		down, twist := math.Cos(f*1.3-seed), math.Cos(f*2.1)
		for x := range w {
			v := across[x] + down + along[x]*twist
			m.Pix[y*m.Stride+x] = uint8(math.Max(0, math.Min(63, (v+2.5)*12.6)))
		}
	}
	return encode(m)
}
