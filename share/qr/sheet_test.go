package qr_test

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"signet/share"
	"signet/share/qr"
	"signet/share/qr/qrtest"
)

func label(t testing.TB, bytes int, name string) qr.Label {
	t.Helper()
	return qr.Label{Code: encode(t, qrtest.Link(bytes)), Name: name, End: "until Fri 6 Nov 17:00 CET", Note: "for the field team"}
}

// TestPDFPageScans draws the rectangles of the page and reads the code.
func TestPDFPageScans(t *testing.T) {
	var b bytes.Buffer
	if err := qr.Page(label(t, 464, "pump.pdf")).PDF(&b); err != nil {
		t.Fatal(err)
	}
	check(t, rasterPDF(t, lastStream(t, b.Bytes())), qrtest.Link(464))
}

// lastStream is the content of the last page, unpacked.
func lastStream(t *testing.T, file []byte) string {
	t.Helper()
	all := regexp.MustCompile(`/Length (\d+)[^>]*>>\nstream\n`).FindAllSubmatchIndex(file, -1)
	if len(all) == 0 {
		t.Fatal("there is no stream")
	}
	at := all[len(all)-1]
	n, _ := strconv.Atoi(string(file[at[2]:at[3]]))
	z, err := zlib.NewReader(bytes.NewReader(file[at[1] : at[1]+n]))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// rasterPDF draws the first filled path, which is in squares, at 150 dpi.
func rasterPDF(t *testing.T, content string) image.Image {
	t.Helper()
	const scale = 150.0 / 72
	img := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	path, _, ok := strings.Cut(content, "\nf\n")
	if !ok {
		t.Fatal("nothing is filled")
	}
	m := regexp.MustCompile(`q 0 g ([\d.]+) 0 0 -([\d.]+) ([\d.]+) ([\d.]+) cm\n`).FindStringSubmatch(path)
	if m == nil || m[1] != m[2] {
		t.Fatal("the squares have no size")
	}
	numbers := func(m []string) (all [4]float64) {
		for i := range all {
			all[i], _ = strconv.ParseFloat(m[i+1], 64)
		}
		return all
	}
	at := numbers(m)
	for _, m := range regexp.MustCompile(`(?m)^(\d+) (\d+) (\d+) (\d+) re$`).FindAllStringSubmatch(path, -1) {
		r := numbers(m)
		left, top := (at[2]+r[0]*at[0])*scale, 1754-(at[3]-r[1]*at[0])*scale
		for y := int(top); y < int(top+r[3]*at[0]*scale); y++ {
			for x := int(left); x < int(left+r[2]*at[0]*scale); x++ {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	return img
}

// TestPDFIsWhole: every object is where the table says, and equal sheets are
// equal bytes.
func TestPDFIsWhole(t *testing.T) {
	sheet := qr.Sheet{Labels: []qr.Label{label(t, 53, "a"), label(t, 53, "b"), label(t, 53, "c")}, PerPage: 2}
	var b, again bytes.Buffer
	if err := sheet.PDF(&b); err != nil {
		t.Fatal(err)
	}
	if err := sheet.PDF(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("the same sheet gave other bytes")
	}
	file := b.String()
	if strings.Count(file, "/Type /Page ") != 2 {
		t.Error("three labels, two on a page, are not two pages")
	}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindStringSubmatch(file)
	if m == nil {
		t.Fatal("the end is missing")
	}
	start, _ := strconv.Atoi(m[1])
	for i, entry := range regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllStringSubmatch(file[start:], -1) {
		at, _ := strconv.Atoi(entry[1])
		if want := strconv.Itoa(i+1) + " 0 obj\n"; !strings.HasPrefix(file[at:], want) {
			t.Errorf("object %d is not at %d", i+1, at)
		}
	}
}

// TestPDFSpellsWhatTheFontLacks: the number is drawn, the character is kept for
// whoever copies it.
func TestPDFSpellsWhatTheFontLacks(t *testing.T) {
	var b bytes.Buffer
	l := label(t, 53, "中 Ω e\u0301 😀")
	if err := qr.Page(l).PDF(&b); err != nil {
		t.Fatal(err)
	}
	content := lastStream(t, b.Bytes())
	if !strings.Contains(content, "/ActualText <FEFF4E2D>") || !strings.Contains(content, "/ActualText <FEFFD83DDE00>") {
		t.Error("the characters themselves are lost")
	}
	if n := strings.Count(content, "/ActualText"); n != 2 {
		t.Errorf("%d substitutes: Ω and é are in the font", n)
	}
	if strings.Contains(content, "<0000>") {
		t.Error("a glyph that does not exist was drawn")
	}
}

// Labels under two codes look alike only if the names are.
func TestVisibleTellsNamesApart(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb": `a\nb`, `a\nb`: `a\\nb`, "\U000e0041": `\U000e0041`, "\xff": `\xff`,
		"👩\u200d🔬 می\u200cخواهم": "👩\u200d🔬 می\u200cخواهم", // paper has no cells
	} {
		if got := qr.Visible(in); got != want {
			t.Errorf("Visible(%+q) = %s, want %s", in, got, want)
		}
	}
}

// TestHTMLIsStrictlyEscaped and loads nothing.
func TestHTMLIsStrictlyEscaped(t *testing.T) {
	l := label(t, 384, `<script>alert(1)</script>"' onload=x`)
	l.End, l.Note = "</style><b>", "evil\u202efdp.exe \x1b[2J"
	var b bytes.Buffer
	if err := qr.Page(l).HTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, bad := range []string{"<script", "<b>", "\u202e", "\x1b", "http://", "src=", "href", "\"' onload", "<title><"} {
		if strings.Contains(strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, ""), bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{"&lt;script&gt;", `evil\u202efdp.exe \x1b[2J`, "&lt;/style&gt;", "default-src 'none'", "size: A4"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "X-Amz") || strings.Count(page, "<path") != 1 {
		t.Error("the code is not one path, or the link stands in the page")
	}
}

// TestSheetLayout: every number of labels per page fits the paper, and codes
// get no larger with more labels.
func TestSheetLayout(t *testing.T) {
	l := label(t, 384, "pump.pdf")
	for _, paper := range []qr.Paper{{}, qr.A4(), qr.Letter()} {
		last := 100.0
		for n := 1; n <= qr.MaxPerPage; n++ {
			s := qr.Sheet{Labels: []qr.Label{l}, PerPage: n, Paper: paper}
			m := s.Module()
			if m > last+1e-9 || m < qr.FinestModule {
				t.Errorf("%v, %d a page: modules of %.2f mm after %.2f", paper, n, m, last)
			}
			last = m
		}
	}
	if m := (qr.Sheet{Labels: []qr.Label{label(t, 2006, "x")}, PerPage: 24}).Module(); m >= qr.FinestModule {
		t.Errorf("the longest links on the smallest labels: %.2f mm, and no warning", m)
	}
	if m := (qr.Sheet{}).Module(); m != 0 {
		t.Errorf("an empty sheet: %v", m)
	}
}

func TestEmptySheetsAreWritten(t *testing.T) {
	for _, s := range []qr.Sheet{{}, {Labels: []qr.Label{{}, {Name: strings.Repeat("x", 5000)}}}} {
		if err := s.PDF(io.Discard); err != nil {
			t.Error(err)
		}
		if err := s.HTML(io.Discard); err != nil {
			t.Error(err)
		}
	}
}

func TestExportFormats(t *testing.T) {
	l := label(t, 384, "pump.pdf")
	for path, magic := range map[string]string{"a.png": "\x89PNG", "b.SVG": "<?xml", "c.pdf": "%PDF-1.7", "d.html": "<!doctype html>", "e.htm": "<!doctype html>"} {
		if data, err := qr.Export(path, l, qr.Form{}); err != nil || !strings.HasPrefix(string(data), magic) {
			t.Errorf("%s: %v, %.20q", path, err, data)
		}
	}
	if _, err := qr.Export("f.jpg", l, qr.Form{}); err == nil || !strings.Contains(err.Error(), ".png, .svg, .pdf, .html") {
		t.Errorf("jpg: %v", err)
	}
}

// TestThePageStaysLight: a browser that forces darkness on pages must not turn
// the code black on black, and whoever cannot scan it has the link as text.
func TestThePageStaysLight(t *testing.T) {
	l := label(t, 384, "q3.pdf")
	l.Link = share.NewSecret("https://s3.acme.example/q3.pdf?a=1&b=<2>")
	var one, many bytes.Buffer
	if err := qr.Page(l).HTML(&one); err != nil {
		t.Fatal(err)
	}
	if err := (qr.Sheet{Labels: []qr.Label{l, l}}).HTML(&many); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<meta name="color-scheme" content="only light">`, "color-scheme: only light", `<rect width="77" height="77" fill="#fff"/><path fill="#000"`, "https://s3.acme.example/q3.pdf?a=1&amp;b=&lt;2&gt;"} {
		if !strings.Contains(one.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(many.String(), "acme.example") {
		t.Error("a sheet of many has links between the codes")
	}
}
