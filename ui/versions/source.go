// Package versions is the screen with the versions and delete markers of an object,
// or of all objects below a folder. Any version is shared from here, with itself
// pinned in the link.
package versions

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/ui/kit"
)

// Source lists versions; *s3browser.Client is one. It returns soon after ctx ends.
type Source interface {
	VersionPage(ctx context.Context, r s3browser.VersionRequest) (s3browser.VersionPage, error)
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	// Compose shares one version, Preview shows the beginning of its content, and
	// Download saves it into a file.
	Compose, Preview, Download func(share.Target, share.Object) kit.Maker
	// Renew renews the session of a place, after which what failed is tried again.
	Renew func(place string) tea.Cmd
}

// enough is how many rows are loaded without being asked again, some 90 MB.
const enough = 1_000_000
