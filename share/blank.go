package share

import (
	"strings"
	"unicode"
)

// blank reports text in which there is nothing to read: no letter, digit, sign
// or symbol that a screen shows. Spaces of any kind, characters without a width
// and accents on nothing are no note and name nobody.
func blank(text string) bool { return !strings.ContainsFunc(text, shown) }

// shown goes by Unicode's categories: what is no letter, number, punctuation or
// symbol draws nothing by itself (marks, separators, controls, formats, code
// points that nobody has given a meaning). Some of them are drawn as nothing too.
func shown(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) &&
		!unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && // Hangul fillers are letters, to Unicode
		!strings.ContainsRune(drawnBlank, r)
}

// drawnBlank are characters of those categories whose picture in Unicode's charts
// is empty, or stands for what is not there.
// https://www.unicode.org/charts/
const drawnBlank = "\u2800" + // a Braille cell without dots
	"\u303f" + // the space that fills half of a cell
	"\ufffc" + // the place of an object
	"\ufffd" + // the place of what could not be read
	"\U00013441\U00013442" + // blanks between hieroglyphs
	"\U0001d159" // a note without a head
