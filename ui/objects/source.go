// Package objects is the screen on which a bucket is browsed: its folders and
// objects, page by page while the user already moves, until an object, several,
// or a folder are chosen to be shared.
package objects

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/many"
	"signet/ui/kit"
)

// Source reads a bucket; *s3browser.Client is one. Both methods may be called
// from several goroutines and must return soon after ctx ends.
type Source interface {
	// List returns one page. Next and Done of the page say how to go on.
	List(ctx context.Context, r s3browser.ListRequest) (s3browser.Page, error)
	// Head returns what is to be known of one object without reading it.
	Head(ctx context.Context, bucket, key, versionID string) (s3browser.Head, error)
	Teller
}

// Location is where the screen opens.
type Location struct {
	Place  string // name of the place, for the targets
	Flags  string // name it on a command line; empty: none does
	Region string // of the bucket; empty: the place's own, or found on the way
	Bucket string
	Prefix string // empty or ending in "/"
	Select string // key to put the cursor on; empty: the first row
	Other  string // the second reading of an address with a +; empty: there is one
	Table  Table
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	// Compose shares one object.
	Compose func(share.Target, share.Object) kit.Maker
	// ComposeMany shares several objects and whole folders with the same terms.
	ComposeMany func(many.Selection) kit.Maker
	// NoMany says why several cannot be shared at once here; empty: they can.
	NoMany string
	// ComposeUpload makes a link for an object that need not exist yet.
	ComposeUpload func(share.Target) kit.Maker
	// Goto says that the root's key asks for an address.
	Goto bool
	// Renew renews the session of a place (aws sso login), after which r tries
	// again.
	Renew func(place string) tea.Cmd
	// Shared finds with whom an object was shared before, for the detail pane.
	Shared func(ctx context.Context, t share.Target) (Earlier, error)

	Onward
	Outward
}
