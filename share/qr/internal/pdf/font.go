package pdf

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"signet/share"
)

// Font is a TrueType font, of which the glyphs that were used are embedded. It
// remembers them, so a Font belongs to one document.
type Font struct {
	name string // of the resource
	ps   string // PostScript name
	data []byte
	sfnt *sfnt.Font
	buf  sfnt.Buffer
	em   float64
	used map[sfnt.GlyphIndex]rune
}

// Regular is the Go font: Latin, Greek, Cyrillic and many symbols.
// https://go.dev/blog/go-fonts
func Regular() (*Font, error) { return load("R", "GoRegular", goregular.TTF) }

// Bold is the Go font in bold.
func Bold() (*Font, error) { return load("B", "GoBold", gobold.TTF) }

func load(name, ps string, data []byte) (*Font, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("load font %s: %w", ps, err)
	}
	return &Font{name: name, ps: ps, data: data, sfnt: f, em: float64(f.UnitsPerEm()), used: map[sfnt.GlyphIndex]rune{}}, nil
}

// span is glyphs to show, and what they stand for if they are a substitute.
type span struct {
	glyphs string // hex
	actual string
}

// spans turns text into glyphs. A character that the font lacks is written as
// its number, \u4e2d, which can be read and told from others, and carries the
// character itself for whoever copies or listens.
func (f *Font) spans(text string) []span {
	var all []span
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			all = append(all, span{glyphs: plain.String()})
			plain.Reset()
		}
	}
	for _, r := range norm.NFC.String(text) {
		if g := f.glyph(r); g != 0 {
			plain.WriteString(f.hex(g, r))
			continue
		}
		flush()
		var substitute strings.Builder
		for _, e := range escape(r) {
			substitute.WriteString(f.hex(f.glyph(e), e))
		}
		all = append(all, span{glyphs: substitute.String(), actual: string(r)})
	}
	flush()
	return all
}

func escape(r rune) string {
	return share.Escape(string(r), func(rune) bool { return true })
}

func (f *Font) hex(g sfnt.GlyphIndex, r rune) string {
	f.used[g] = r
	return fmt.Sprintf("%04X", uint16(g))
}

// glyph is 0 for a character that the font lacks.
func (f *Font) glyph(r rune) sfnt.GlyphIndex {
	g, err := f.sfnt.GlyphIndex(&f.buf, r)
	if err != nil {
		return 0
	}
	return g
}

// advance is the width of a glyph in thousandths of the font size.
func (f *Font) advance(g sfnt.GlyphIndex) float64 {
	a, err := f.sfnt.GlyphAdvance(&f.buf, g, fixed.I(int(f.em)), font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(a) / 64 * 1000 / f.em
}

// Width is the width of text in points, substitutes included.
func (f *Font) Width(size float64, text string) float64 {
	w := 0.0
	for _, r := range norm.NFC.String(text) {
		w += f.width(r)
	}
	return w * size / 1000
}

func (f *Font) width(r rune) float64 {
	if g := f.glyph(r); g != 0 {
		return f.advance(g)
	}
	w := 0.0
	for _, e := range escape(r) {
		w += f.advance(f.glyph(e))
	}
	return w
}

// write embeds the font and returns the number of its object.
func (f *Font) write(o *objects) (int, error) {
	data, err := subset(f.data, f.glyphs())
	if err != nil {
		return 0, fmt.Errorf("embed font %s: %w", f.ps, err)
	}
	name := f.subsetName()
	file := o.stream(fmt.Sprintf(" /Length1 %d", len(data)), data)
	unicode := o.stream("", []byte(f.toUnicode()))
	descriptor, descendant, top := o.reserve(), o.reserve(), o.reserve()
	bounds, _ := f.sfnt.Bounds(&f.buf, fixed.I(1000), font.HintingNone) // zero bounds are allowed
	metrics, _ := f.sfnt.Metrics(&f.buf, fixed.I(1000), font.HintingNone)
	o.object(descriptor, fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 90 /FontFile2 %d 0 R>>",
		name, bounds.Min.X.Round(), -bounds.Max.Y.Round(), bounds.Max.X.Round(), -bounds.Min.Y.Round(),
		metrics.Ascent.Round(), -metrics.Descent.Round(), metrics.CapHeight.Round(), file))
	o.object(descendant, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /CIDToGIDMap /Identity /FontDescriptor %d 0 R /W [%s]>>",
		name, descriptor, f.widths()))
	o.object(top, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>",
		name, descendant, unicode))
	return top, nil
}

// subsetName is a name that no other choice of glyphs has: six capitals before it
// (ISO 32000-1, 9.6.4).
func (f *Font) subsetName() string {
	h := fnv.New64a()
	for _, g := range f.glyphs() {
		_, _ = h.Write([]byte{byte(g >> 8), byte(g)}) // a hash takes everything
	}
	tag := make([]byte, 6)
	for i, sum := 0, h.Sum64(); i < len(tag); i, sum = i+1, sum/26 {
		tag[i] = 'A' + byte(sum%26)
	}
	return string(tag) + "+" + f.ps
}

func (f *Font) glyphs() []sfnt.GlyphIndex {
	return slices.Sorted(maps.Keys(f.used))
}

func (f *Font) widths() string {
	var b strings.Builder
	for _, g := range f.glyphs() {
		fmt.Fprintf(&b, "%d [%s] ", g, num(f.advance(g)))
	}
	return b.String()
}

// toUnicode maps glyphs back to text, for copying and searching: ISO 32000-1,
// 9.10.3.
func (f *Font) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for chunk := range slices.Chunk(f.glyphs(), 100) { // no more are allowed at once
		fmt.Fprintf(&b, "%d beginbfchar\n", len(chunk))
		for _, g := range chunk {
			fmt.Fprintf(&b, "<%04X> <%s>\n", uint16(g), utf16Hex(string(f.used[g]))[4:])
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.String()
}
