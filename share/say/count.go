package say

import (
	"strconv"
	"strings"
)

type integer interface{ ~int | ~int64 | ~uint64 }

// Count is a number with its thousands apart: "12,000".
func Count[N integer](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	first := len(s) - len(strings.TrimLeft(s, "-"))
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// From is a count of which there may be more: "20,000+".
func From[N integer](n N, more bool) string {
	if more {
		return Count(n) + "+"
	}
	return Count(n)
}

// Things is a count with its noun: "1 object", "12,000 objects", "3 entries".
func Things[N integer](n N, thing string) string {
	return Count(n) + " " + noun(n, thing)
}

// AtLeast is a count, of which there may be more, with what follows it for one
// and for many: "300+ links end", "1 link ends", "1+ links end".
func AtLeast[N integer](n N, more bool, one, other string) string {
	if more {
		one = other
	}
	return From(n, more) + " " + verb(n, one, other)
}

// verb is a verb as it follows a count: "1 row was", "2 rows were".
func verb[N integer](n N, one, other string) string {
	if n == 1 {
		return one
	}
	return other
}

// noun is a noun as it follows a count: "link", "links", "entries".
func noun[N integer](n N, thing string) string {
	if n == 1 {
		return thing
	}
	if stem, ok := strings.CutSuffix(thing, "y"); ok && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeiou") {
		thing = stem + "ie"
	}
	return thing + "s"
}
