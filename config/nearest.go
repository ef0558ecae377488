package config

import (
	"strconv"
	"strings"
)

// maxWord is the longest word that can be a typing error.
const maxWord = 64

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// nearest returns the known word that was most likely meant, or "".
func nearest(word string, known []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, least := "", len(word)/3+2
	for _, k := range known {
		if plainKey(k) == plainKey(word) {
			return k
		}
		if d := distance(plainKey(word), plainKey(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// plainKey drops what people vary: case, hyphens and underscores, a plural.
func plainKey(s string) string {
	s = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
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
