package pdf

import (
	"encoding/binary"
	"errors"
	"slices"

	"golang.org/x/image/font/sfnt"
)

// What of a TrueType font a PDF needs: ISO 32000-1, 9.9. The others (names, the map of
// characters) are for whoever types with it; programs that fit outlines to coarse pixels
// (cvt, fpgm, prep) are for no printer, and as long as the outlines.
func fontTables() []string {
	return []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
}

var errFont = errors.New("not a TrueType font as expected")

// subset is a font with the outlines of the used glyphs alone, by their old numbers.
// https://learn.microsoft.com/en-us/typography/opentype/spec/otff
func subset(font []byte, used []sfnt.GlyphIndex) ([]byte, error) {
	tables, err := tablesOf(font)
	if err != nil {
		return nil, err
	}
	outlines, err := outlinesOf(tables)
	if err != nil {
		return nil, err
	}
	keep := map[int]bool{0: true}
	for _, g := range used {
		keep[int(g)] = true
	}
	var glyf []byte
	loca := make([]byte, 0, 4*(len(outlines)+1))
	for g, outline := range outlines {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if keep[g] {
			if outline, err = withoutProgram(outline); err != nil {
				return nil, err
			}
			glyf = append(glyf, outline...)
			glyf = append(glyf, make([]byte, -len(outline)&3)...)
		}
	}
	tables["hmtx"] = widthsOf(tables, keep)
	head := slices.Clone(tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // places of four bytes
	tables["head"], tables["glyf"], tables["loca"] = head, glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	return assemble(tables), nil
}

// tablesOf reads a font's directory.
func tablesOf(font []byte) (map[string][]byte, error) {
	if len(font) < 12 {
		return nil, errFont
	}
	n := int(binary.BigEndian.Uint16(font[4:]))
	if len(font) < 12+16*n {
		return nil, errFont
	}
	tables := map[string][]byte{}
	for i := range n {
		entry := font[12+16*i:]
		from, size := uint64(binary.BigEndian.Uint32(entry[8:])), uint64(binary.BigEndian.Uint32(entry[12:]))
		if from+size > uint64(len(font)) {
			return nil, errFont
		}
		tables[string(entry[:4])] = font[from : from+size]
	}
	for _, needed := range []string{"glyf", "head", "loca", "maxp"} {
		if len(tables[needed]) < 6 {
			return nil, errFont
		}
	}
	return tables, nil
}

// outlinesOf are the glyphs, by number.
func outlinesOf(tables map[string][]byte) ([][]byte, error) {
	n := int(binary.BigEndian.Uint16(tables["maxp"][4:]))
	loca, glyf := tables["loca"], tables["glyf"]
	if len(tables["head"]) < 54 {
		return nil, errFont
	}
	wide := binary.BigEndian.Uint16(tables["head"][50:]) != 0
	place := func(i int) uint64 {
		if wide {
			return uint64(binary.BigEndian.Uint32(loca[4*i:]))
		}
		return 2 * uint64(binary.BigEndian.Uint16(loca[2*i:]))
	}
	if width := map[bool]int{false: 2, true: 4}[wide]; len(loca) < width*(n+1) {
		return nil, errFont
	}
	all := make([][]byte, n)
	for i := range all {
		from, to := place(i), place(i+1)
		if from > to || to > uint64(len(glyf)) {
			return nil, errFont
		}
		all[i] = glyf[from:to]
	}
	return all, nil
}

// withoutProgram is an outline without what fits it to pixels. It is refused if it is
// put together from others: the Go fonts have no such glyphs.
func withoutProgram(outline []byte) ([]byte, error) {
	if len(outline) == 0 {
		return nil, nil // a space
	}
	const head = 10
	if len(outline) < head {
		return nil, errFont
	}
	contours := int(int16(binary.BigEndian.Uint16(outline)))
	at := head + 2*contours
	if contours < 0 || at+2 > len(outline) {
		return nil, errFont
	}
	n := int(binary.BigEndian.Uint16(outline[at:]))
	if at+2+n > len(outline) {
		return nil, errFont
	}
	out := slices.Clone(outline)
	binary.BigEndian.PutUint16(out[at:], 0)
	return slices.Delete(out, at+2, at+2+n), nil
}

// widthsOf are the widths, without those of glyphs that are not kept.
func widthsOf(tables map[string][]byte, keep map[int]bool) []byte {
	widths := slices.Clone(tables["hmtx"])
	for g := range len(widths) / 4 {
		if !keep[g] {
			binary.BigEndian.PutUint32(widths[4*g:], 0)
		}
	}
	return widths
}

// assemble writes the tables that a PDF needs, each at a multiple of four bytes.
func assemble(tables map[string][]byte) []byte {
	var names []string
	for _, name := range fontTables() {
		if len(tables[name]) > 0 {
			names = append(names, name)
		}
	}
	n := len(names)
	power, log := 1, 0
	for 2*power <= n {
		power, log = 2*power, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 * power, log, 16 * (n - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	var body []byte
	for _, name := range names {
		table := tables[name]
		out = append(out, name...)
		for _, v := range []uint32{checksum(table), uint32(12 + 16*n + len(body)), uint32(len(table))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		body = append(body, table...)
		body = append(body, make([]byte, -len(table)&3)...)
	}
	return append(out, body...)
}

// checksum is the sum of a table's words of four bytes.
func checksum(table []byte) uint32 {
	sum := uint32(0)
	for len(table) > 0 {
		var word [4]byte
		table = table[copy(word[:], table):]
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
