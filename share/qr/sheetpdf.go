package qr

import (
	"fmt"
	"io"

	"signet/share/qr/internal/pdf"
)

// PDF writes the sheet as PDF pages, the codes as vectors that lead to their links,
// with what it needs of the fonts. Characters that these lack are written as \u numbers.
func (s Sheet) PDF(w io.Writer) error {
	regular, err := pdf.Regular()
	if err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	bold, err := pdf.Bold()
	if err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	paper := s.paper()
	p := printer{layout: s.layout(), height: paper.Height, regular: regular, bold: bold}
	title := "QR code"
	if s.Title != "" {
		title = Visible(s.Title)
	}
	p.doc = pdf.New(title, paper.Width/pointMM, paper.Height/pointMM, regular, bold)
	for _, labels := range s.pages() {
		p.page = p.doc.AddPage()
		for i, l := range labels {
			p.label(l, i)
		}
	}
	if _, err := p.doc.WriteTo(w); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// printer places labels on pages. It counts in millimetres from the top left.
type printer struct {
	layout
	doc           *pdf.Doc
	page          *pdf.Page
	height        float64
	regular, bold *pdf.Font
}

func (p *printer) rect(x, y, w, h float64) pdf.Rect {
	return pdf.Rect{X: x / pointMM, Y: (p.height - y - h) / pointMM, W: w / pointMM, H: h / pointMM}
}

// label draws the i-th label of the page.
func (p *printer) label(l Label, i int) {
	x := p.left + float64(i%p.cols)*p.cellW
	y := p.top + float64(i/p.cols)*p.cellH
	if !p.single {
		p.page.Dash(p.rect(x, y, p.cellW, p.cellH))
	}
	y += p.padding
	if l.Code != nil {
		left, side := x+(p.cellW-p.layout.code)/2, p.layout.code
		p.code(l.Code, left, y)
		if uri := l.address(); uri != "" {
			p.page.Link(p.rect(left, y, side, side), uri, l.titled())
		}
	}
	y += p.layout.code + p.skip
	y = p.text(p.bold, p.name, x, y, p.lines, 0, l.Name)
	y = p.text(p.regular, p.layout.text, x, y, p.ends, 0, l.End)
	y = p.text(p.regular, p.layout.text, x, y, p.notes, 0.3, l.Note)
	if p.single {
		y = p.text(p.regular, p.layout.text, x, y+4, 3, 0.3, hint)
		p.link(l, x+p.padding, y+4)
	}
}

// linkSize is the size of the letters of a link in points, small enough that the
// longest fits below its code.
const linkSize = 6.0

// link writes the link as text, whole: on a page of its own where there is no room.
func (p *printer) link(l Label, x, y float64) {
	width := p.cellW - 2*p.padding
	line := leading * linkSize * pointMM
	lines := p.regular.Cut(linkSize, width/pointMM, Visible(l.Link.Reveal()))
	if y+float64(len(lines))*line > p.top+p.cellH {
		p.page, y = p.doc.AddPage(), p.top
	}
	if uri := l.address(); uri != "" {
		p.page.Link(p.rect(x, y, width, float64(len(lines))*line), uri, l.titled())
	}
	for _, text := range lines {
		y += line
		p.page.Text(p.regular, linkSize, x/pointMM, (p.height-y)/pointMM+0.25*linkSize, 0.3, text)
	}
}

func (p *printer) code(c *Code, x, y float64) {
	module := p.layout.code / float64(c.size+2*QuietZone)
	var dark []pdf.Squares
	c.runs(func(col, row, length int) {
		dark = append(dark, pdf.Squares{X: col + QuietZone, Y: row + QuietZone, W: length, H: 1})
	})
	p.page.Squares(x/pointMM, (p.height-y)/pointMM, module/pointMM, dark)
}

// text writes centred lines and returns where the next ones begin.
func (p *printer) text(f *pdf.Font, size, x, y float64, limit int, shade float64, text string) float64 {
	inner := (p.cellW - 2*p.padding) / pointMM
	for _, line := range f.Lines(size, inner, limit, Visible(text)) {
		y += leading * size * pointMM
		left := (x+p.padding)/pointMM + (inner-f.Width(size, line))/2
		p.page.Text(f, size, left, (p.height-y)/pointMM+0.25*size, shade, line)
	}
	return y
}
