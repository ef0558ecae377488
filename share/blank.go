package share

import (
	"strings"
	"unicode"
)

// Blank reports text in which there is nothing to read: no letter, digit, sign
// or symbol that a screen shows. Spaces of any kind, characters without a width
// and accents on nothing are no note and name nobody.
func Blank(text string) bool { return !strings.ContainsFunc(text, shown) }

func shown(r rune) bool {
	switch {
	case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r): // Hangul fillers are letters, to Unicode
		return false
	case r == '\u2800', r == '\U0001d159', r == unicode.ReplacementChar: // a Braille cell without dots, a note without a head
		return false
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
}
