package config

import (
	"strings"
	"unicode"
)

// maxWord is the longest word that can be a typing error.
const maxWord = 64

// nearest returns the known word that was most likely meant, or "".
func nearest(word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, least := "", len(word)/3+2
	plain := plainKey(word)
	for _, k := range known {
		d := distance(plain, plainKey(k))
		if d == 0 {
			return k
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// plainKey drops what people vary: case, hyphens and underscores, a plural.
func plainKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	return strings.TrimSuffix(s, "s")
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// oneOf writes the choices as a hint.
func oneOf(known []string) string { return "one of " + strings.Join(known, ", ") }
