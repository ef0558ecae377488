package qr

import (
	"strings"

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
	Link share.Secret // as text below the code, where it is the only one; empty: not
}

// address is the link where a page may lead to it: a code may hold any text, of
// which only this kind is one that a browser opens.
func (l Label) address() string {
	link := l.Link.Reveal()
	if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") || strings.IndexFunc(link, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
		return ""
	}
	return link
}

// titled says what this is, for a title and for who cannot see it.
func (l Label) titled() string {
	if l.Name == "" {
		return "QR code"
	}
	return "QR code of " + Visible(l.Name)
}

// described says more.
func (l Label) described() string {
	text := "It opens the document to whoever sees it"
	if l.End != "" {
		text += ", " + Visible(l.End)
	}
	return text + "."
}

// Visible makes text from outside safe to print: control characters, overrides
// of the writing direction and other invisible characters, which can make a
// name look like another, become visible escapes.
func Visible(s string) string {
	return share.Escape(s, say.Hidden)
}
