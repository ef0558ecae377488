package qr

import (
	"fmt"
	"io"

	"signet/share/qr/internal/pdf"
)

// PDF writes the sheet as PDF pages, the codes as vectors, with the fonts that
// it needs. Characters that these lack are written as \u numbers.
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
	p.doc = pdf.New(Visible(s.Title), paper.Width/pointMM, paper.Height/pointMM, regular, bold)
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
		p.code(l.Code, x+(p.cellW-p.layout.code)/2, y)
	}
	y += p.layout.code + p.skip
	y = p.text(p.bold, p.name, x, y, p.lines, 0, l.Name)
	y = p.text(p.regular, p.layout.text, x, y, p.ends, 0, l.End)
	y = p.text(p.regular, p.layout.text, x, y, p.notes, 0.3, l.Note)
	if p.single {
		p.text(p.regular, p.layout.text, x, y+4, 3, 0.3, hint)
	}
}

func (p *printer) code(c *Code, x, y float64) {
	module := p.layout.code / float64(c.size+2*QuietZone)
	var rects []pdf.Rect
	c.runs(func(col, row, length int) {
		rects = append(rects, p.rect(x+float64(col+QuietZone)*module, y+float64(row+QuietZone)*module, float64(length)*module, module))
	})
	p.page.Fill(rects)
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
