package cli

import (
	"cmp"
	"strings"
	"time"

	"signet/config/bookmarks"
	"signet/share"
	"signet/share/inspect"
)

// unsigned reads what an argument names. A link that is signed already is none of that:
// its signature would go to a server as a part of a key, into the share log, and into a
// new link, so it is refused, and stands in no error.
func unsigned(text string, servers func() []string) (share.Target, error) {
	bare, secret := (bookmarks.Location{Key: text}).Secret()
	if !secret && strings.ContainsAny(text, "?%") && inspect.Inspect(text, time.Time{}).Kind.Signed() {
		bare, secret = bookmarks.Location{}, true
	}
	if secret {
		return share.Target{}, &usageError{"that is a signed link, or the signature of one is in it; signet inspect - says what it is", "write " + cmp.Or(clean(bare.Key), "s3://BUCKET/KEY")}
	}
	return share.ParseTarget(text, servers)
}
