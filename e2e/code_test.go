//go:build unix

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os/exec"
	"strings"
)

// code waits until a decoder reads a link off the screen: off the picture that the
// terminal was given, or off its cells.
func (s *terminal) code(from int) string {
	s.t.Helper()
	text := ""
	s.until("a code that a phone reads", func() bool {
		if text = s.sixels(from); text == "" {
			text = s.decode(s.picture())
		}
		return text != ""
	})
	return text
}

// sixels reads the last picture that came after so many bytes; empty: there is none.
func (s *terminal) sixels(from int) string {
	out := s.output()[from:]
	begin := strings.LastIndex(out, "\x1bP0;1;0q")
	if begin < 0 {
		return ""
	}
	end := strings.Index(out[begin:], "\x1b\\")
	if end < 0 {
		return ""
	}
	cmd := exec.CommandContext(s.t.Context(), "convert", "sixel:-", "png:-")
	cmd.Stdin = strings.NewReader(out[begin : begin+end+2])
	picture, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("convert: %v (apt-get install imagemagick)", err)
	}
	return s.decode(picture)
}

// decode reads a picture; empty: no code.
func (s *terminal) decode(picture []byte) string {
	cmd := exec.CommandContext(s.t.Context(), "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-")
	cmd.Stdin = bytes.NewReader(picture)
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// picture is the screen as a camera sees it: blocks as they are, letters as nothing.
func (s *terminal) picture() []byte {
	s.draw.Lock()
	defer s.draw.Unlock()
	const w, h = 4, 8
	img := image.NewGray(image.Rect(0, 0, s.size.cols*w, s.size.rows*h))
	for y := range s.size.rows {
		for x := range s.size.cols {
			upper, lower := s.halves(x, y)
			for i := range w * h {
				shade := upper
				if i/w >= h/2 {
					shade = lower
				}
				img.SetGray(x*w+i%w, y*h+i/w, shade)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}

// halves are the upper and the lower half of a cell.
func (s *terminal) halves(x, y int) (upper, lower color.Gray) {
	c := s.screen.CellAt(x, y)
	if c == nil {
		return color.Gray{}, color.Gray{}
	}
	fg, bg := shade(c.Style.Fg, 230), shade(c.Style.Bg, 0)
	switch c.Content {
	case "█":
		return fg, fg
	case "▀":
		return fg, bg
	case "▄":
		return bg, fg
	}
	return bg, bg
}

func shade(c color.Color, otherwise uint8) color.Gray {
	if c == nil {
		return color.Gray{Y: otherwise}
	}
	return color.GrayModel.Convert(c).(color.Gray)
}
