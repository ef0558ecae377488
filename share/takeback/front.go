package takeback

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"signet/share"
)

// atFront: a key pair of a distribution signed, and its key group judges each use.
func atFront(rec share.Record) error {
	if atStore(rec) {
		return errors.New("no distribution judges the link, but the store")
	}
	return nil
}

// sameKeyPair: all that a key pair has signed, whichever object and distribution it is of.
func sameKeyPair(of, other share.Record) bool {
	return !atStore(other) && of.Spec.AccessKeyID == other.Spec.AccessKeyID
}

// leaveGroup takes a key out of its group: found by the key, read for its ETag and for the
// keys that stay, and written without it.
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateKeyGroup.html
func leaveGroup(rec share.Record, _ string, _ time.Time) [][]string {
	id := rec.Spec.AccessKeyID
	return [][]string{
		{"aws", "cloudfront", "list-key-groups", "--query", "KeyGroupList.Items[?contains(KeyGroup.KeyGroupConfig.Items, '" + id + "')].KeyGroup.[Id, KeyGroupConfig.Name]", "--output", "text"},
		{"aws", "cloudfront", "get-key-group", "--id", "KEY_GROUP"},
		{"aws", "cloudfront", "update-key-group", "--id", "KEY_GROUP", "--if-match", "ETAG", "--key-group-config", "Name=NAME,Items=ALL_KEYS_BUT_" + id},
	}
}

// invalidate empties the front of a share of its copies; nil: it has none. Copies differ by
// the parameters of their address, where the front passes them on.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
func invalidate(rec share.Record) [][]string {
	if atStore(rec) {
		return nil
	}
	u := url.URL{Path: "/" + strings.TrimPrefix(rec.Spec.Target.Key, rec.Spec.Mandate.Strips)}
	path := strings.ReplaceAll(u.EscapedPath(), "*", "%2A") + "*"
	return [][]string{{"aws", "cloudfront", "create-invalidation", "--distribution-id", "DISTRIBUTION", "--paths", path}}
}
