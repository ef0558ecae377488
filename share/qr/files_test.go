package qr_test

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"

	"signet/share"
	"signet/share/qr"
	"signet/share/qr/qrtest"
)

// linked is a label as the program makes it, with its link.
func linked(t testing.TB, bytes int, name string) qr.Label {
	t.Helper()
	l := label(t, bytes, name)
	l.Link = share.NewSecret(qrtest.Link(bytes))
	return l
}

// TestPDFIsSmall: the fonts hold what is written with them, and the squares are whole
// numbers.
func TestPDFIsSmall(t *testing.T) {
	for _, tt := range []struct {
		label qr.Label
		most  int
	}{
		{linked(t, 384, "pump.pdf"), 30_000},
		{linked(t, 464, "Prüfbericht Ωμέγα, Договор № 7 – 中.pdf"), 40_000},
		{linked(t, 2006, strings.Repeat("every letter ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 ", 8)), 40_000},
	} {
		data, err := qr.Export("x.pdf", tt.label, qr.Form{})
		t.Logf("%d bytes with a name of %d", len(data), len(tt.label.Name))
		if err != nil || len(data) > tt.most {
			t.Errorf("%d bytes, at most %d: %v", len(data), tt.most, err)
		}
	}
}

// TestPDFSaysWhatItIs: language, title, and where code and text lead to. What is no
// link of the web leads nowhere.
func TestPDFSaysWhatItIs(t *testing.T) {
	l := linked(t, 384, "pump.pdf")
	data, err := qr.Export("x.pdf", l, qr.Form{})
	if err != nil {
		t.Fatal(err)
	}
	file := string(data)
	for _, want := range []string{"/Lang (en)", "/Title <FEFF00700075006D0070002E007000640066>", "/DisplayDocTitle true", "+GoRegular", "+GoBold"} {
		if !strings.Contains(file, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if to, places := strings.Count(file, "/S /URI /URI ("+l.Link.Reveal()+")"), strings.Count(file, "/Subtype /Link"); to != 1 || places != 2 {
		t.Errorf("%d places lead to %d links, want the code and the text", places, to)
	}
	for _, text := range []string{"javascript:alert(1)", "https://signet.example/Prüf", "https://signet.example/a b", "WIFI:S:x;;"} {
		l := qr.Label{Code: encode(t, text), Link: share.NewSecret(text)}
		for _, path := range []string{"x.pdf", "x.svg"} {
			data, err := qr.Export(path, l, qr.Form{})
			if err != nil || bytes.Contains(data, []byte("/URI")) || bytes.Contains(data, []byte("href")) {
				t.Errorf("%s of %q leads somewhere: %v", path, text, err)
			}
		}
	}
	odd := "https://signet.example/a(b)c\\d"
	data, err = qr.Export("x.pdf", qr.Label{Code: encode(t, odd), Link: share.NewSecret(odd)}, qr.Form{})
	if err != nil || !strings.Contains(string(data), `/URI (https://signet.example/a\(b\)c\\d)`) || !strings.Contains(string(data), "/Title <FEFF") {
		t.Errorf("parentheses end the link, or there is no title: %v", err)
	}
}

// TestTheLongestLinkIsWhole: below its code, or on a page of its own.
func TestTheLongestLinkIsWhole(t *testing.T) {
	for _, tt := range []struct {
		bytes, notes, pages int
	}{{384, 1, 1}, {2953, 1, 1}, {2953, 200, 2}} {
		l := linked(t, tt.bytes, strings.Repeat("pump ", 2*tt.notes))
		l.Note = strings.Repeat("for the field team ", tt.notes)
		for _, paper := range []qr.Paper{qr.A4(), qr.Letter()} {
			data, err := qr.Export("x.pdf", l, qr.Form{Paper: paper})
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(data), "/Type /Page "); n != tt.pages {
				t.Errorf("%d bytes on %s: %d pages, want %d", tt.bytes, paper.Name, n, tt.pages)
			}
			for _, at := range regexp.MustCompile(`Tf [\d.]+ (-?[\d.]+) Td`).FindAllStringSubmatch(streams(t, data), -1) {
				if strings.HasPrefix(at[1], "-") {
					t.Errorf("text below the page: %s", at[0])
				}
			}
		}
	}
}

// TestSVGSaysWhatItIs: as XML, with role, title and description, and the link as text
// that gives the link when its lines are put together.
func TestSVGSaysWhatItIs(t *testing.T) {
	l := linked(t, 384, `pump & <b> "7" 中.pdf`)
	data, err := qr.Export("x.svg", l, qr.Form{})
	if err != nil {
		t.Fatal(err)
	}
	var svg struct {
		Role  string `xml:"role,attr"`
		Lang  string `xml:"lang,attr"`
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
		Texts []struct {
			Lines []string `xml:"tspan"`
		} `xml:"text"`
		Link struct {
			To   string `xml:"href,attr"`
			Text struct {
				Lines []string `xml:"tspan"`
			} `xml:"text"`
		} `xml:"a"`
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	if err := d.Decode(&svg); err != nil {
		t.Fatal(err)
	}
	if svg.Role != "img" || svg.Lang != "en" || svg.Title != "QR code of "+l.Name || !strings.Contains(svg.Desc, l.End) {
		t.Errorf("role %q, language %q, title %q, description %q", svg.Role, svg.Lang, svg.Title, svg.Desc)
	}
	if svg.Link.To != l.Link.Reveal() || strings.Join(svg.Link.Text.Lines, "") != l.Link.Reveal() {
		t.Errorf("it leads to %.40q... and says %.40q...", svg.Link.To, svg.Link.Text.Lines)
	}
	var said []string
	for _, text := range svg.Texts {
		said = append(said, strings.Join(text.Lines, ""))
	}
	if got := strings.Join(said, "|"); got != l.Name+"|"+l.End+"|"+l.Note {
		t.Errorf("it says %q", got)
	}
}

func TestScaleOfPictures(t *testing.T) {
	l := label(t, 384, "pump.pdf")
	for scale, side := range map[int]int{0: 77 * 8, 1: 77, 3: 77 * 3, qr.MaxScale: 77 * qr.MaxScale} {
		data, err := qr.Export("x.png", l, qr.Form{Scale: scale})
		if err != nil {
			t.Fatal(err)
		}
		if img, err := png.Decode(bytes.NewReader(data)); err != nil || img.Bounds().Dx() != side {
			t.Errorf("%d pixels a square: %v, want %d: %v", scale, img.Bounds(), side, err)
		}
	}
	for _, scale := range []int{-1, qr.MaxScale + 1} {
		if _, err := qr.Export("x.png", l, qr.Form{Scale: scale}); err == nil {
			t.Errorf("%d pixels a square are taken", scale)
		}
	}
}

func TestPapers(t *testing.T) {
	for name, want := range map[string]qr.Paper{"": qr.A4(), "a4": qr.A4(), "A4": qr.A4(), "letter": qr.Letter(), "Letter": qr.Letter()} {
		if got, err := qr.ParsePaper(name); err != nil || got != want {
			t.Errorf("%q is %v: %v", name, got, err)
		}
	}
	if _, err := qr.ParsePaper("a5"); err == nil || !strings.Contains(err.Error(), "a4 or letter") {
		t.Errorf("a5: %v", err)
	}
}
