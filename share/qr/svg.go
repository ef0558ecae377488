package qr

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The text below a code in an SVG, in modules: letters of one width each, because
// nothing tells how wide others are where it is shown.
const (
	svgName    = 3.2 // size of the letters
	svgText    = 2.2
	svgAdvance = 0.6 // width of a letter, of its size
	svgLeading = 1.3
)

// SVG writes the code as one path on a white ground, and name, end and link as text
// below it, as far as the label has them. One unit is a module; the picture asks for 4
// millimetres per 5 modules and scales to any size. It says in words what it is.
func SVG(w io.Writer, l Label) error {
	side := l.Code.size + 2*QuietZone
	text, bottom := l.svgText(side)
	height := float64(side)
	if text != "" {
		height = bottom + QuietZone
	}
	_, err := fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" lang="en" role="img" aria-labelledby="title" aria-describedby="desc" style="color-scheme:only light" width="%.1fmm" height="%.1fmm" viewBox="0 0 %d %.1f">
<title id="title">%s</title>
<desc id="desc">%s</desc>
<path fill="#fff" d="M0 0h%dv%.1fH0z"/>
<path shape-rendering="crispEdges" d="%s"/>
%s</svg>
`, 0.8*float64(side), 0.8*height, side, height, escaped(l.titled()), escaped(l.described()), side, height, svgPath(l.Code, QuietZone), text)
	if err != nil {
		return fmt.Errorf("write svg: %w", err)
	}
	return nil
}

// svgText is what stands below a code that is side wide, and how far down it goes.
func (l Label) svgText(side int) (text string, bottom float64) {
	var b strings.Builder
	y := float64(side)
	write := func(size float64, what, open, end string) {
		if what == "" {
			return
		}
		letters := int(float64(side-2*QuietZone) / (svgAdvance * size))
		b.WriteString(open)
		fmt.Fprintf(&b, `<text font-family="monospace" font-size="%.1f" xml:space="preserve">`, size)
		for line := range strings.SplitSeq(ansi.Hardwrap(what, letters, true), "\n") {
			y += svgLeading * size
			fmt.Fprintf(&b, `<tspan x="%d" y="%.1f">%s</tspan>`, QuietZone, y, escaped(line))
		}
		b.WriteString("</text>" + end + "\n")
	}
	write(svgName, Visible(l.Name), "", "")
	write(svgText, Visible(l.End), "", "")
	write(svgText, Visible(l.Note), "", "")
	if address := l.address(); address != "" {
		write(svgText, address, `<a href="`+escaped(address)+`">`, "</a>")
	} else {
		write(svgText, Visible(l.Link.Reveal()), "", "")
	}
	return b.String(), y
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}
