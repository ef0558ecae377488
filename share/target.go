package share

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"signet/share/address"
)

// MaxKeyBytes is the longest object key that S3 stores, in bytes of UTF-8.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MaxKeyBytes = 1024

// Target is the object, or for an upload form the key prefix, that a link is for.
type Target struct {
	Place     string // the name of the place it was found in; chooses the signer
	Region    string // empty: the place's own
	Bucket    string
	Key       string
	VersionID string // empty: whatever is current when the link is used
	Other     string // the key as another server reads the URL that named it, whose + may be a blank; empty: one reading
}

// URI is the target as s3://bucket/key, for messages. It is not cleaned for a
// terminal.
func (t Target) URI() string { return "s3://" + t.Bucket + "/" + t.Key }

// ParseTarget reads what names an object, or a bucket alone: s3://bucket/key, an ARN,
// the URL of an object at one of the servers (endpoints as in Endpoint.URL), a page of
// AWS's console. A key behind s3:// is taken as it stands: no unescaping, no cleaning
// of slashes or dots. The error is a *UsageError.
func ParseTarget(text string, servers func() []string) (Target, error) {
	a, err := address.Parse(text, servers)
	var wrong *address.Error
	if errors.As(err, &wrong) {
		return Target{}, &UsageError{Op: "object", Problem: wrong.Problem, Hint: wrong.Hint}
	}
	t := Target{Bucket: a.Named(), Key: a.Key, VersionID: a.Version, Other: a.Other}
	if !address.IsARN(t.Bucket) { // which names its region itself
		t.Region = a.Region
	}
	return t, err
}

// Check reports why nothing can be signed for the target: S3 stores no such
// bucket or key. The SDK itself signs an empty bucket without complaint.
func (t Target) Check() error {
	switch {
	case t.Bucket == "":
		return &UsageError{Op: "bucket", Problem: "no bucket named", Hint: "write s3://BUCKET/KEY"}
	case strings.ContainsAny(t.Bucket, "/?#\\ \t\r\n"):
		return &UsageError{Op: "bucket", Problem: "a bucket's name has no slash, space or question mark"}
	case t.Key == "":
		return &UsageError{Op: "key", Problem: "no object named", Hint: "write s3://" + t.Bucket + "/KEY"}
	case len(t.Key) > MaxKeyBytes:
		return &UsageError{Op: "key", Problem: "longer than the 1,024 bytes that S3 stores"}
	case t.VersionID != strings.TrimSpace(t.VersionID) || strings.ContainsFunc(t.VersionID, unicode.IsControl):
		return &UsageError{Op: "version", Problem: "a version's id has no blanks around it", Hint: "write it as the server names it"}
	case len(t.VersionID) > MaxKeyBytes: // as long as a version's id may be, too
		return &UsageError{Op: "version", Problem: "longer than the 1,024 bytes that S3 gives"}
	case !utf8.ValidString(t.Key):
		return &UsageError{Op: "key", Problem: "not valid UTF-8; S3 keys are UTF-8"}
	}
	return nil
}
