package listing

import (
	"strings"
	"unicode/utf8"
)

// narrows reports whether every match of text is also one of old.
func narrows(text, old string) bool {
	return strings.Contains(fold(text), fold(old))
}

// matcher finds a text in another regardless of case. ASCII is compared where it
// lies; anything else is folded first.
type matcher struct {
	needle string
	ascii  bool
}

func newMatcher(needle string) matcher {
	return matcher{needle: fold(needle), ascii: ascii(needle)}
}

func (m matcher) match(text string) bool {
	if !m.ascii {
		return strings.Contains(fold(text), m.needle)
	}
	n := len(m.needle)
	if n == 0 {
		return true
	}
	for i := 0; i+n <= len(text); i++ {
		if lower(text[i]) == m.needle[0] && m.startsAt(text[i:]) {
			return true
		}
	}
	return false
}

func (m matcher) startsAt(text string) bool {
	for j := 1; j < len(m.needle); j++ {
		if lower(text[j]) != m.needle[j] {
			return false
		}
	}
	return true
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func fold(s string) string { return strings.ToLower(s) }
