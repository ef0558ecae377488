package say

import (
	"strings"
	"unicode/utf8"
)

// Cell makes text safe for a cell of a spreadsheet, which would run what looks
// like a formula (https://owasp.org/www-community/attacks/CSV_Injection; some
// languages write the signs in full width). Such text gets an apostrophe in front,
// and so does text that begins with one: an apostrophe that a cell begins with is
// always ours, and whoever reads the file can take it off again.
func Cell(text string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " \u00a0\u3000"))
	if strings.ContainsRune("=+-@\t\r\n|%'＝＋－＠", first) {
		return "'" + text
	}
	return text
}
