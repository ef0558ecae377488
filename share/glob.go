package share

import (
	"strings"
	"unicode/utf8"
)

// Glob reports whether a text is what a pattern describes, as the patterns of guard
// rails do.
func Glob(pattern, text string) bool { return match(pattern, text) }

// match is a glob over the whole text in linear space; unlike path.Match, * also
// matches slashes. A ? is one character, however many bytes it has.
func match(pattern, text string) bool {
	rest, ok := consume(pattern, text)
	return ok && strings.Trim(rest, "*") == ""
}

// consume follows a pattern along a text and returns what is left of it; ok
// says that some longer text, or this one, matches.
func consume(pattern, text string) (rest string, ok bool) {
	p, s, star, mark := 0, 0, -1, 0
	for s < len(text) {
		_, size := utf8.DecodeRuneInString(text[s:])
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, s
			p++
		case p < len(pattern) && pattern[p] == '?':
			p++
			s += size
		case p < len(pattern) && pattern[p] == text[s]:
			p++
			s++
		case star >= 0:
			_, size := utf8.DecodeRuneInString(text[mark:])
			mark += size
			p, s = star+1, mark
		default:
			return "", false
		}
	}
	return pattern[p:], true
}
