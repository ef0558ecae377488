package qr

import (
	"unicode"

	"signet/share"
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
// name look like another, become visible escapes.
func Visible(s string) string {
	return share.Escape(s, hidden)
}

// hidden reports runes that print nothing of their own. The joiners that emoji
// and scripts need are not among them: on paper no cells are counted, and a
// browser draws them as they are meant.
func hidden(r rune) bool {
	if r == 0x200c || r == 0x200d {
		return false
	}
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}
