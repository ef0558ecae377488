package qr

import (
	"fmt"
	"strings"
	"unicode"
)

// Label is a code with what a person needs to know about it. The texts may hold
// anything; Visible cleans them wherever they are written.
type Label struct {
	Code *Code
	Name string // of the object
	End  string // in words, with the time zone; empty: none given
	Note string // may be empty
}

// Visible makes text from outside safe to print: control characters, overrides
// of the writing direction and other invisible characters, which can make a
// name look like another, become visible \u escapes.
func Visible(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden reports runes that print nothing of their own. The joiners that emoji
// and scripts need are not among them.
func hidden(r rune) bool {
	if r == 0x200c || r == 0x200d {
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}
