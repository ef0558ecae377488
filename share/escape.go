package share

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Escape writes the runes that hidden reports, and bytes that are no UTF-8, as
// Go and Python write them: \n, \x1b, \u202e, \U000e0041. Texts that differ stay
// different: backslashes before such an escape, or before what reads like one,
// are doubled. All others stay single, and with them most names from Windows.
func Escape(s string, hidden func(rune) bool) string {
	return EscapeBy(s, func(rest string) (string, int) { return escaped(rest, hidden) })
}

// EscapeBy is Escape for who decides by more than one rune: shown returns what
// stands for the beginning of rest, and how many bytes of it that is. What it
// changes begins with a backslash.
func EscapeBy(s string, shown func(rest string) (text string, n int)) string {
	var b strings.Builder
	for s != "" {
		rest := strings.TrimLeft(s, `\`)
		run := s[:len(s)-len(rest)]
		text, n := shown(rest)
		if text != rest[:n] || likeEscape(rest) {
			b.WriteString(run)
		}
		b.WriteString(run)
		b.WriteString(text)
		s = rest[n:]
	}
	return b.String()
}

// EscapeOnce is Escape for text that may hold what was escaped before, or that
// is being typed: it leaves every backslash alone, and so its own answer too.
func EscapeOnce(s string, hidden func(rune) bool) string {
	return EscapeOnceBy(s, func(rest string) (string, int) { return escaped(rest, hidden) })
}

// EscapeOnceBy is to EscapeOnce what EscapeBy is to Escape.
func EscapeOnceBy(s string, shown func(rest string) (text string, n int)) string {
	var b strings.Builder
	for s != "" {
		text, n := shown(s)
		b.WriteString(text)
		s = s[n:]
	}
	return b.String()
}

// WriteOut is the first rune of s written out, and how many bytes it has.
func WriteOut(s string) (text string, n int) {
	return escaped(s, func(rune) bool { return true })
}

// escaped is the first rune of s as it is written, and how many bytes it has.
func escaped(s string, hidden func(rune) bool) (text string, n int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n == 1:
		return fmt.Sprintf(`\x%02x`, s[0]), n
	case n == 0 || !hidden(r):
		return s[:n], n
	case r == '\n':
		return `\n`, n
	case r == '\r':
		return `\r`, n
	case r == '\t':
		return `\t`, n
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r), n
	case r > 0xffff: // with four digits the rest would read as text
		return fmt.Sprintf(`\U%08x`, r), n
	}
	return fmt.Sprintf(`\u%04x`, r), n
}

// likeEscape reports what would be read as an escape if a backslash stood before
// it.
func likeEscape(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case 'n', 'r', 't', '(': // the last for letters in parts, as kit.Clean shows them
		return true
	case 'x':
		return digits(s[1:], 2)
	case 'u':
		return digits(s[1:], 4)
	case 'U':
		return digits(s[1:], 8)
	}
	return false
}

// digits reports whether s begins with n hexadecimal digits.
func digits(s string, n int) bool {
	return len(s) >= n && strings.Trim(s[:n], "0123456789abcdefABCDEF") == ""
}
