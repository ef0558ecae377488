// Package preview is the screen that shows what is in an object: text, a table, JSON,
// Markdown, or a picture, with what is read and how much of it. The content may be
// anybody's: it is bounded before it is read, and cleaned before it is shown.
package preview

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
)

// Source reads objects; *s3browser.Client is one. Both methods return soon after ctx
// ends.
type Source interface {
	// Get opens the content of an object, or a part of it.
	Get(ctx context.Context, r s3browser.GetRequest) (*s3browser.Content, error)
	// Head returns what is to be known of one object without reading it.
	Head(ctx context.Context, bucket, key, versionID string) (s3browser.Head, error)
}

// Subject is the object that is shown.
type Subject struct {
	Target share.Target
	Object share.Object // as far as it is known
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	Share    func() kit.Maker // a link to the object
	Download func() kit.Maker // into a file
	// Renew renews the session of a place (aws sso login), after which what failed
	// is tried again.
	Renew func(place string) tea.Cmd
}

// The bounds of what is read. Nothing is asked of a person up to the first; a key
// goes on, up to the second.
const (
	firstPart = 64 << 10 // bytes
	mostText  = 1 << 20
)
