package policy

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// ASCII spells a JSON text so that a terminal shows it as it is and whoever copies it has
// the same document: in one line, and what is no plain ASCII as JSON escapes it. Between
// its strings JSON has no other characters than those.
func ASCII(text string) string {
	var b strings.Builder
	for _, c := range text {
		switch {
		case c == '\n', c == '\r', c == '\t':
			b.WriteByte(' ')
		case c >= ' ' && c < 0x7f:
			b.WriteByte(byte(c))
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return b.String()
}
