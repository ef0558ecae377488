// Package pdf writes the few things of PDF 1.7 (ISO 32000-1) that a page with a
// code and a caption needs: filled rectangles, dashed lines, and text of any
// kind in an embedded font. Equal documents are equal bytes.
//
// Lengths are points from the lower left corner of the page.
package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Doc is a document in the making.
type Doc struct {
	title         string
	width, height float64
	pages         []*Page
	fonts         []*Font
}

// Page is one page of it; its methods draw.
type Page struct {
	content bytes.Buffer
	links   []link
}

// link is where a page leads to.
type link struct {
	at         Rect
	uri, about string
}

// New makes a document of pages of one size, which may use the fonts.
func New(title string, width, height float64, fonts ...*Font) *Doc {
	return &Doc{title: title, width: width, height: height, fonts: fonts}
}

// AddPage adds an empty page.
func (d *Doc) AddPage() *Page {
	p := &Page{}
	d.pages = append(d.pages, p)
	return p
}

// Rect is a rectangle, from its lower left corner.
type Rect struct{ X, Y, W, H float64 }

// Squares fills rectangles with black, all in one path, so that no seam shows
// between those that touch. They are given in squares of one side, from the upper
// left corner of the first, which is at x and y.
func (p *Page) Squares(x, y, side float64, rects []Squares) {
	fmt.Fprintf(&p.content, "q 0 g %s 0 0 %s %s %s cm\n", factor(side), factor(-side), num(x), num(y))
	for _, r := range rects {
		fmt.Fprintf(&p.content, "%d %d %d %d re\n", r.X, r.Y, r.W, r.H)
	}
	p.content.WriteString("f\nQ\n")
}

// Squares is a rectangle of whole squares, from its upper left corner.
type Squares struct{ X, Y, W, H int }

// Link makes a part of the page lead to a URI of ASCII characters; about says where
// in words.
func (p *Page) Link(at Rect, uri, about string) { p.links = append(p.links, link{at, uri, about}) }

// Dash outlines a rectangle with a thin dashed line, to cut along.
func (p *Page) Dash(r Rect) {
	fmt.Fprintf(&p.content, "q 0.7 G 0.3 w [3 3] 0 d %s %s %s %s re S Q\n", num(r.X), num(r.Y), num(r.W), num(r.H))
}

// Text writes one line of text with its baseline at y, in a shade from 0
// (black) to 1 (white).
func (p *Page) Text(f *Font, size, x, y, shade float64, text string) {
	fmt.Fprintf(&p.content, "BT %s g /%s %s Tf %s %s Td\n", num(shade), f.name, num(size), num(x), num(y))
	for _, s := range f.spans(text) {
		if s.actual != "" {
			fmt.Fprintf(&p.content, "/Span <</ActualText <%s>>> BDC <%s> Tj EMC\n", utf16Hex(s.actual), s.glyphs)
			continue
		}
		fmt.Fprintf(&p.content, "<%s> Tj\n", s.glyphs)
	}
	p.content.WriteString("ET\n")
}

// WriteTo writes the document.
func (d *Doc) WriteTo(w io.Writer) (int64, error) {
	o := &objects{}
	o.buf.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalog, pages, info := o.reserve(), o.reserve(), o.reserve()
	var fonts strings.Builder
	for _, f := range d.fonts {
		if len(f.used) == 0 {
			continue
		}
		n, err := f.write(o)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(&fonts, "/%s %d 0 R ", f.name, n)
	}
	kids := make([]string, 0, len(d.pages))
	for _, p := range d.pages {
		content := o.stream("", p.content.Bytes())
		page := o.reserve()
		o.object(page, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R /Resources <</Font <<%s>>>>%s>>",
			pages, num(d.width), num(d.height), content, fonts.String(), p.annotations(o)))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	o.object(pages, fmt.Sprintf("<</Type /Pages /Count %d /Kids [%s]>>", len(kids), strings.Join(kids, " ")))
	o.object(catalog, fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Lang (en) /ViewerPreferences <</DisplayDocTitle true>>>>", pages))
	o.object(info, fmt.Sprintf("<</Title <%s>>>", utf16Hex(d.title)))
	o.finish(catalog, info)
	return o.buf.WriteTo(w)
}

// annotations are the links of a page: ISO 32000-1, 12.5.6.5. Where two lead to the
// same, it is written once.
func (p *Page) annotations(o *objects) string {
	if len(p.links) == 0 {
		return ""
	}
	actions := map[string]int{}
	var b strings.Builder
	for _, l := range p.links {
		if actions[l.uri] == 0 {
			actions[l.uri] = o.reserve()
			o.object(actions[l.uri], "<</S /URI /URI ("+literal(l.uri)+")>>")
		}
		fmt.Fprintf(&b, "<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [%s %s %s %s] /Contents <%s> /A %d 0 R>>\n",
			num(l.at.X), num(l.at.Y), num(l.at.X+l.at.W), num(l.at.Y+l.at.H), utf16Hex(l.about), actions[l.uri])
	}
	return " /Annots [" + b.String() + "]"
}

// literal is the inside of a string in parentheses.
func literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
}

// objects are the numbered parts of a file and where each begins.
type objects struct {
	buf     bytes.Buffer
	offsets []int
}

// reserve gives out the number of an object that is written later.
func (o *objects) reserve() int {
	o.offsets = append(o.offsets, 0)
	return len(o.offsets)
}

func (o *objects) object(n int, body string) {
	o.offsets[n-1] = o.buf.Len()
	fmt.Fprintf(&o.buf, "%d 0 obj\n%s\nendobj\n", n, body)
}

// stream writes compressed data with further entries in its dictionary.
func (o *objects) stream(entries string, data []byte) int {
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression) // the level is valid
	_, _ = z.Write(data)                                       // a buffer takes everything
	_ = z.Close()
	n := o.reserve()
	o.object(n, fmt.Sprintf("<</Filter /FlateDecode /Length %d%s>>\nstream\n%s\nendstream", packed.Len(), entries, packed.String()))
	return n
}

// finish writes the table of where the objects are.
func (o *objects) finish(catalog, info int) {
	start := o.buf.Len()
	fmt.Fprintf(&o.buf, "xref\n0 %d\n0000000000 65535 f \n", len(o.offsets)+1)
	for _, at := range o.offsets {
		fmt.Fprintf(&o.buf, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&o.buf, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(o.offsets)+1, catalog, info, start)
}

// num writes a number the short way, to a thousandth of a point.
func num(f float64) string {
	s := fmt.Sprintf("%.3f", f)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// factor writes a number that others are multiplied with, up to 177 of them.
func factor(f float64) string { return strconv.FormatFloat(f, 'f', 6, 64) }

// utf16Hex is a text string of PDF: UTF-16 with a byte order mark, in hex.
func utf16Hex(s string) string {
	var b strings.Builder
	b.WriteString("FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
