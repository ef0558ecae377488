package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"signet/share"
)

// Clean makes text from outside (keys, metadata, error bodies, pasted URLs)
// harmless for one line of a terminal: control characters, escape sequences,
// bidirectional overrides and whatever else Hidden reports become visible
// escapes, and so does what looks like something else (see alike.go), so that two
// keys that differ also look different. Newlines too.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	return share.EscapeBy(s, spell(s, true).next)
}

// AppendClean appends what Clean makes of the parts together, without an allocation
// where they are plain: a listing has a million of them.
func AppendClean(to []byte, parts ...string) []byte {
	from := len(to)
	for _, p := range parts {
		to = append(to, p...)
	}
	if plain(to[from:]) {
		return to
	}
	return append(to[:from], Clean(string(to[from:]))...)
}

// CleanOnce is Clean for text that may have been cleaned already, such as an
// error that names a key, and for what is being typed: backslashes and blanks at
// the end stay as they are, so that a key and its escape can look the same.
func CleanOnce(s string) string {
	if ascii(s) {
		return share.EscapeOnce(s, Hidden)
	}
	return share.EscapeOnceBy(s, spell(s, false).next)
}

// plain reports whether s is printable ASCII without a backslash, and without a
// blank at its end: the common case, checked first.
func plain[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] >= 0x7f || s[i] == '\\' {
			return false
		}
	}
	return len(s) == 0 || s[len(s)-1] != ' '
}

// ascii reports whether s is ASCII alone, where every rune speaks for itself.
func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Hidden reports runes that do not show, or that terminals give different
// widths: controls, format characters (bidi marks, soft hyphen, tags), every
// space that is not one plain or one ideographic space, and what Unicode has not
// assigned.
//
// The joiners and variation selectors of emoji and some scripts are among them.
// They can stand in any name without a trace, and some terminals and Bubble Tea
// count the parts of a joined family where others count one picture: the rest of
// the row would move, and the end of a sentence be cut. To drop them would make
// two keys one. A heart reads ❤\ufe0f, which is not nice, but true.
//
// Letters stay, although the vowels of Hindi and Thai and the parts of Korean
// letters are counted in two ways too: names would be illegible. See Level.
func Hidden(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r < 0x20 || r == 0x7f
	case r == 0x3000: // ideographic space: two cells
		return false
	case r == 0x2800: // braille without dots
		return true
	case r >= 0x1f1e6 && r <= 0x1f1ff, r >= 0x1f3fb && r <= 0x1f3ff: // halves of flags; skin tones
		return true
	}
	return !unicode.IsPrint(r) || unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
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
