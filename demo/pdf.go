package demo

import (
	"bytes"
	"fmt"
	"strings"
)

// sheet is the text of a sample PDF: a heading and paragraphs.
type sheet struct {
	title, subtitle string
	paragraphs      []string
}

// A4 in points, and a text block that leaves room for a letterhead.
const (
	pageWidth, pageHeight = 595, 842
	marginLeft, marginTop = 64, 760
	lineHeight            = 15
	lineChars             = 88 // of Helvetica 10.5 in the text block
	pageLines             = 42
)

// pdf writes a small PDF 1.4 that every viewer opens: the standard fonts, so
// nothing is embedded, and no dates, so the same text gives the same bytes.
func pdf(s sheet) []byte {
	pages := paginate(s)
	w := &pdfWriter{}
	w.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n") // the second line marks the file as binary
	w.object("<< /Type /Catalog /Pages 2 0 R >>")
	kids := make([]string, len(pages))
	for i := range pages {
		kids[i] = fmt.Sprintf("%d 0 R", 5+2*i)
	}
	w.object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages)))
	w.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	w.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	for i, lines := range pages {
		w.object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>",
			pageWidth, pageHeight, 6+2*i))
		stream := drawPage(s, lines, i, len(pages))
		w.object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	}
	w.object(fmt.Sprintf("<< /Title (%s) /Producer (signet demo) >>", pdfText(s.title)))
	w.finish()
	return w.Bytes()
}

// pdfWriter numbers objects from 1 and remembers where each begins.
type pdfWriter struct {
	bytes.Buffer
	offsets []int
}

func (w *pdfWriter) object(body string) {
	w.offsets = append(w.offsets, w.Len())
	fmt.Fprintf(w, "%d 0 obj\n%s\nendobj\n", len(w.offsets), body)
}

// finish writes the cross-reference table: 20 bytes for each object, exactly.
func (w *pdfWriter) finish() {
	start, n := w.Len(), len(w.offsets)
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", n+1)
	for _, at := range w.offsets {
		fmt.Fprintf(w, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(w, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", n+1, n, start)
}

// paginate wraps the paragraphs and cuts them into pages.
func paginate(s sheet) [][]string {
	var lines []string
	for _, p := range s.paragraphs {
		lines = append(lines, wrap(p, lineChars)...)
		lines = append(lines, "")
	}
	var pages [][]string
	for len(lines) > pageLines {
		pages = append(pages, lines[:pageLines])
		lines = lines[pageLines:]
	}
	return append(pages, lines)
}

func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

func drawPage(s sheet, lines []string, page, pages int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "0.10 0.25 0.45 rg %d 800 %d 3 re f\n", marginLeft, pageWidth-2*marginLeft)
	b.WriteString("0 0 0 rg\n")
	fmt.Fprintf(&b, "BT /F2 17 Tf %d %d Td (%s) Tj ET\n", marginLeft, marginTop, pdfText(s.title))
	fmt.Fprintf(&b, "0.35 0.35 0.35 rg BT /F1 10 Tf %d %d Td (%s) Tj ET 0 0 0 rg\n", marginLeft, marginTop-18, pdfText(s.subtitle))
	fmt.Fprintf(&b, "BT /F1 10.5 Tf %d TL %d %d Td\n", lineHeight, marginLeft, marginTop-50)
	for _, l := range lines {
		fmt.Fprintf(&b, "(%s) Tj T*\n", pdfText(l))
	}
	b.WriteString("ET\n")
	fmt.Fprintf(&b, "0.45 0.45 0.45 rg BT /F1 8 Tf %d 40 Td (%s) Tj ET", marginLeft,
		pdfText(fmt.Sprintf("Sample document of signet demo. Page %d of %d.", page+1, pages)))
	return b.String()
}

// pdfText spells text in WinAnsi inside a PDF string.
func pdfText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '(' || r == ')' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '€':
			b.WriteString(`\200`)
		case r == '–':
			b.WriteString(`\226`)
		case r == '“':
			b.WriteString(`\223`)
		case r == '”':
			b.WriteString(`\224`)
		case r < ' ' || r > 0xff:
			b.WriteByte('?')
		case r > '~':
			fmt.Fprintf(&b, `\%03o`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
