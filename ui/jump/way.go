package jump

import (
	"cmp"
	"context"
	"strings"

	"signet/s3browser"
	"signet/ui/kit"
)

// Kind is what a way leads to, or where it was found.
type Kind int

// The kinds, in the order in which they are shown.
const (
	Bookmark Kind = iota
	Recent
	Place
	Bucket
	Folder
	Object
)

// name is what a kind is called at the beginning of a row.
func (k Kind) name() string {
	return [...]string{"bookmark", "recent", "place", "bucket", "folder", "object"}[k]
}

// Way is one thing that one can go to.
type Way struct {
	Kind   Kind
	Place  string // the name of the place
	Label  string // of the place; empty: Place
	Bucket string // empty: the place itself
	Key    string // of an object, or of a folder with its last "/"; empty: the bucket itself
	Name   string // of a bookmark; empty: it has none
	Gone   string // why it is not opened; empty: it is
	Secret bool   // there is a secret in it, so that it is shown as Bare: it can be forgotten, and no more
	Bare   string // its address without that; empty: nothing is left
	There  bool   // at another place than the one that is open
}

// address is what leads to the way at its place; empty: the way is the place.
func (w Way) address() string {
	switch {
	case w.Secret:
		return w.Bare
	case w.Bucket == "":
		return ""
	}
	return "s3://" + w.Bucket + "/" + w.Key
}

func (w Way) place() string { return cmp.Or(w.Label, w.Place) }

// same reports one location, wherever it was found.
func (w Way) same(o Way) bool { return w.Place == o.Place && w.Bucket == o.Bucket && w.Key == o.Key }

// begins reports a way that the text is the beginning of: of its address, with or
// without s3://, or of its name.
func (w Way) begins(text string) bool {
	address := w.address()
	if address != "" && (strings.HasPrefix(address, text) || strings.HasPrefix(strings.TrimPrefix(address, scheme), text)) {
		return true
	}
	named := w.Name
	if w.Bucket == "" && named == "" {
		named = w.place()
	}
	return len(named) >= len(text) && strings.EqualFold(named[:len(text)], text)
}

// contains reports a way that has the text somewhere.
func (w Way) contains(text string) bool {
	all := strings.ToLower(w.Name + "\n" + w.place() + "\n" + strings.TrimPrefix(w.address(), scheme))
	return strings.Contains(all, strings.ToLower(text))
}

const scheme = "s3://"

// Source knows where the user may want to go, whatever is typed. It reads files.
type Source interface {
	// Known gives bookmarks, recents and places, in this order; some may come with an
	// error.
	Known(ctx context.Context) ([]Way, error)
	// Forget drops a bookmark or a recent, and says what it has done.
	Forget(ctx context.Context, w Way) (said string, err error)
}

// Server lists what is at the place that is open; *s3browser.Client is one. Its methods
// must return soon after ctx ends.
type Server interface {
	Buckets(ctx context.Context) ([]s3browser.Bucket, error)
	List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error)
}

// Exits are the ways out of the screen.
type Exits struct {
	// Open goes a way that is not gone.
	Open func(Way) kit.Maker
	// Goto opens what was typed or pasted. The error is shown beside it.
	Goto func(text string) (kit.Maker, error)
	// Reads says how a text is understood, in one line, without IO.
	Reads func(text string) string
}
