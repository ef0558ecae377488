package qrtest

import "strings"

// older are the characters of two by four parts that Unicode had before the octants, by
// the parts that are inked, which are counted row by row.
func older() map[string]string {
	return map[string]string{
		"": " ", "13": "▘", "24": "▝", "57": "▖", "68": "▗", "1234": "▀", "5678": "▄", "1357": "▌", "2468": "▐",
		"1368": "▚", "2457": "▞", "123457": "▛", "123468": "▜", "135678": "▙", "245678": "▟", "12345678": "█",
		"12": "\U0001fb82", "123456": "\U0001fb85", "78": "▂", "345678": "▆", "35": "\U0001fbe6", "46": "\U0001fbe7",
		"1": "\U0001cea8", "2": "\U0001ceab", "7": "\U0001cea3", "8": "\U0001cea0",
	}
}

// mosaic is the inked parts of each character of two by four. BLOCK OCTANT-3, U+1CD00, is
// the first of the octants, and each further one the next pattern that had no character.
func mosaic() map[string]string {
	all, known := map[string]string{}, older()
	next := rune(0x1cd00)
	for pattern := range 256 {
		var parts strings.Builder
		for i := range 8 {
			if pattern>>i&1 == 1 {
				parts.WriteByte(byte('1' + i))
			}
		}
		glyph := known[parts.String()]
		if glyph == "" {
			glyph = string(next)
			next++
		}
		all[glyph] = parts.String()
	}
	return all
}

// part is which of the two by four parts of a cell of w by h a pixel is in.
func part(x, y, w, h int) string {
	column, row := 0, 0
	if x >= (w+1)/2 {
		column = 1
	}
	for row < 3 && y >= ((row+1)*h+2)/4 {
		row++
	}
	return string(rune('1' + 2*row + column))
}
