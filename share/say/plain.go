package say

import (
	"strings"
	"unicode"
)

// plain is what a person typed or pasted for a time, in lower case, with one blank
// between words and with the hyphen of a keyboard: word processors and web pages
// put others in its place, and narrow blanks before "pm".
func plain(text string) string {
	hyphens := strings.Map(func(r rune) rune {
		if r >= '\u2010' && r <= '\u2013' || r == '\u2212' {
			return '-'
		}
		return unicode.ToLower(r)
	}, text)
	return strings.Join(strings.Fields(hyphens), " ")
}
