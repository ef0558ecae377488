package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
)

// The bounds of a picture that is drawn. Its size is looked at before anything of it is
// unpacked: a few hundred bytes can stand for a wall of pixels.
const (
	mostPicture = 5 << 20    // bytes
	mostPixels  = 40_000_000 // of eight bits
	mostSide    = 20_000     // pixels
	keptSide    = 2000       // pixels that are kept of its longer side
)

// measured is the size of a picture, read from its beginning.
func measured(b []byte) (image.Config, error) {
	in := bytes.NewReader(b)
	switch pictured(b) {
	case "PNG":
		return png.DecodeConfig(in)
	case "JPEG":
		return jpeg.DecodeConfig(in)
	case "GIF":
		return gif.DecodeConfig(in)
	}
	return image.Config{}, errors.New("no picture that is known here")
}

// tooMany says why a picture of that size is not drawn; empty: it is.
func tooMany(c image.Config) string {
	n, most := int64(c.Width)*int64(c.Height), int64(mostPixels)
	switch c.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model, color.Gray16Model: // grey that can be seen through is unpacked in colours
		most /= 2
	}
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return "it has no size"
	case n > most:
		return "it has " + say.Count(n/1_000_000) + " megapixels, and no more than " + say.Count(most/1_000_000) + " are drawn here"
	case max(c.Width, c.Height) > mostSide:
		return "its longer side has " + say.Count(max(c.Width, c.Height)) + " pixels, and no more than " + say.Count(mostSide) + " are drawn here"
	}
	return ""
}

// unpackPicture decodes a picture that is complete, and keeps what a screen can show of
// it. Of a GIF that moves it is the first frame.
func unpackPicture(b []byte) (*image.RGBA, error) {
	c, err := measured(b)
	if err != nil {
		return nil, err
	}
	if why := tooMany(c); why != "" {
		return nil, errors.New(why)
	}
	n, err := unpackedBytes(b, c)
	if err != nil {
		return nil, err
	}
	if n > mostUnpacked {
		return nil, errors.New("it takes " + say.Bytes(n) + " to unpack, and no more than " + say.Bytes(mostUnpacked) + " are taken here")
	}
	in := bytes.NewReader(b)
	var img image.Image
	switch pictured(b) {
	case "PNG":
		img, err = png.Decode(in)
	case "JPEG":
		img, err = jpeg.Decode(in)
	default:
		img, err = gif.Decode(in)
	}
	if err != nil {
		return nil, err
	}
	if img.Bounds().Empty() { // a GIF's frame, not its canvas
		return nil, errors.New("it has no size")
	}
	return fitted(img, keptSide, keptSide), nil
}

// blocks draws a picture in letters, two pixels in each: in colours, or in four shades
// where there are none. It takes at most w by h cells.
func blocks(img *image.RGBA, w, h int, colours bool) string {
	small := fitted(img, w, 2*h)
	size := small.Bounds()
	var b strings.Builder
	for y := 0; y < size.Dy(); y += 2 {
		if y > 0 {
			b.WriteByte('\n')
		}
		for x := range size.Dx() {
			upper, lower := small.RGBAAt(x, y), color.RGBA{}
			if y+1 < size.Dy() {
				lower = small.RGBAAt(x, y+1)
			}
			if !colours {
				b.WriteString(shade(upper))
				continue
			}
			fmt.Fprintf(&b, "\x1b[38;2;%d;%d;%d;48;2;%d;%d;%dm▀", upper.R, upper.G, upper.B, lower.R, lower.G, lower.B)
		}
		if colours {
			b.WriteString("\x1b[m")
		}
	}
	return b.String()
}

// shade is a cell as dark as a pixel.
func shade(c color.RGBA) string {
	grey := (299*int(c.R) + 587*int(c.G) + 114*int(c.B)) / 1000
	return []string{"█", "▓", "▒", "░", " "}[min(grey/52, 4)]
}

// seen is a picture that was unpacked, or why it was not.
type seen struct {
	seq     int
	content content
	etag    string
	img     *image.RGBA
	err     error // of the reading
	broken  error // of the picture
}

// see reads the whole picture and unpacks it.
func (s *Screen) see() tea.Cmd {
	s.seq++
	s.busy = true
	seq, source, t, c, etag := s.seq, s.source, s.subject.Target, s.content, s.etag
	c.limit = mostPicture
	return s.env.Do(func(ctx context.Context) tea.Msg {
		tag, err := c.fill(ctx, source, t, etag)
		if err != nil {
			return seen{seq: seq, err: err}
		}
		img, broken := unpackPicture(c.raw)
		return seen{seq: seq, content: c, etag: tag, img: img, broken: broken}
	})
}

// saw shows the picture, unless something else was asked for since.
func (s *Screen) saw(msg seen) {
	if msg.seq != s.seq {
		return
	}
	s.busy, s.err = false, msg.err
	if msg.err != nil {
		return
	}
	s.content.raw, s.etag, s.img = msg.content.raw, msg.etag, msg.img
	if msg.broken != nil {
		s.page.views[0].lines = []line{{text: "It cannot be drawn: " + cleaned(msg.broken.Error()) + "."}}
		s.drawn = drawn{}
	}
}
