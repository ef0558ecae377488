package kit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Clean makes text from outside (keys, metadata, error bodies, pasted URLs)
// harmless for one line of a terminal: control characters, escape sequences,
// bidirectional overrides and other invisible format characters become visible
// \x escapes, so that two keys that differ also look different. Newlines too.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// plain reports whether s is printable ASCII: the common case, checked first.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// hidden reports runes that draw nothing or change how others are drawn: C1
// controls, format characters (Cf: bidi marks and overrides, soft hyphen, tags)
// and line or paragraph separators. The joiners and variation selectors that
// emoji and scripts need stay.
func hidden(r rune) bool {
	switch {
	case r == 0x200d || r == 0x200c: // zero width joiner and non-joiner
		return false
	case r >= 0x80 && r <= 0x9f:
		return true
	case r == 0x2028 || r == 0x2029:
		return true
	case r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0: // Hangul fillers
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// Cut shortens cleaned text to w cells with an ellipsis at the end.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, "…")
}

// CutLeft shortens cleaned text to w cells, keeping its end: for keys, whose
// end says more than their beginning.
func CutLeft(s string, w int) string {
	if w <= 0 {
		return ""
	}
	n := ansi.StringWidth(s)
	if n <= w {
		return s
	}
	for cut := n - w + 1; ; cut++ { // a wide character at the edge goes whole
		if out := ansi.TruncateLeft(s, cut, "…"); ansi.StringWidth(out) <= w || cut > n {
			return out
		}
	}
}

// Pad cuts or fills cleaned or styled text to exactly w cells.
func Pad(s string, w int) string {
	s = Cut(s, w)
	if n := ansi.StringWidth(s); n < w {
		s += strings.Repeat(" ", w-n)
	}
	return s
}
