package qr

import (
	"signet/share"
	"signet/share/say"
)

// Label is a code with what a person needs to know about it. The texts may hold
// anything; Visible cleans them wherever they are written.
type Label struct {
	Code *Code
	Name string       // of the object
	End  string       // in words, with the time zone; empty: none given
	Note string       // may be empty
	Link share.Secret // as text below the code, on the page of one; empty: not
}

// Visible makes text from outside safe to print: control characters, overrides
// of the writing direction and other invisible characters, which can make a
// name look like another, become visible escapes.
func Visible(s string) string {
	return share.Escape(s, say.Hidden)
}
