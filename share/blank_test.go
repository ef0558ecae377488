package share

import (
	"strings"
	"testing"
	"unicode"
)

// Of all of Unicode, letters, numbers, punctuation and symbols can be read, but for
// those that are drawn as nothing; marks, blanks and what has no meaning cannot.
func TestBlankOfEveryCategory(t *testing.T) {
	empty := map[rune]bool{
		0x115f: true, 0x1160: true, 0x3164: true, 0xffa0: true, // Hangul fillers
		0x2800: true, 0x303f: true, 0xfffc: true, 0xfffd: true, 0x13441: true, 0x13442: true, 0x1d159: true,
	}
	category := map[rune]string{}
	for name, table := range unicode.Categories {
		if len(name) == 2 && name != "LC" { // which is three of them
			each(table, func(r rune) { category[r] = name })
		}
	}
	if len(category) < 250_000 {
		t.Fatalf("%d characters have a category", len(category))
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if want := category[r] == "" || !strings.Contains("LNPS", category[r][:1]) || empty[r]; blank(string(r)) != want {
			t.Errorf("%U (%s): blank %v, want %v", r, category[r], !want, want)
		}
	}
}

// each calls do with every character of a table.
func each(table *unicode.RangeTable, do func(rune)) {
	for _, in := range table.R16 {
		for r := rune(in.Lo); r <= rune(in.Hi); r += rune(in.Stride) {
			do(r)
		}
	}
	for _, in := range table.R32 {
		for r := rune(in.Lo); r <= rune(in.Hi); r += rune(in.Stride) {
			do(r)
		}
	}
}
