// Package check is the recipient's eye: it looks at an object and a link the way
// the person who gets the link will meet them, before the link leaves the house.
//
// The cheap part needs no link: it judges what a HEAD with the user's own
// credentials found out. The full part uses a download link once, the way a
// stranger would: without credentials, cookies or an old connection. Links that
// change something are never tried.
package check

import (
	"cmp"
	"time"

	"signet/share"
)

// Facts are what a HEAD with the user's credentials found out about an object.
type Facts struct {
	Looked bool // false: nobody asked; nothing below counts
	Other  bool // other credentials than those that looked sign the link
	Front  bool // a distribution gives the object out, which reads it in its own name

	// A refusal. Status 0 with a Problem means that no server answered at all;
	// both empty mean that the object is there.
	Status       int    // HTTP status
	Code         string // S3's error code, where one was sent
	Problem      string // the failure in words, lower case
	Next         string // and what to do about it
	Said         string // the server's own words, cleaned
	DeleteMarker bool   // the newest version is a delete marker
	Older        Older  // the newest one that it hides; no ID: not found out

	Size               int64
	ETag               string
	ContentType        string
	ContentDisposition string
	VersionID          string
	StorageClass       string // empty: STANDARD
	ArchiveStatus      string // of Intelligent-Tiering: ARCHIVE_ACCESS, DEEP_ARCHIVE_ACCESS
	Restoring          bool
	RestoredUntil      time.Time // a restored copy lives until then; zero: none

	SSE  string // "aws:kms", ...
	SSEC bool   // encrypted with a key that only its owner has

	Expires time.Time // a lifecycle rule removes the object then; zero: none
	Rule    string    // the name of that rule

	Region     string    // the bucket's own; empty: not found out
	Server     string    // the endpoint that was asked, as in share.Endpoint
	ServerTime time.Time // its clock, whole seconds; zero: unsaid
	At         time.Time // this machine's clock when the answer came
}

// Older is a version that a delete marker hides, and that can be shared still.
type Older struct {
	ID       string
	Size     int64
	Modified time.Time
	Problem  string // why none was found: "needs s3:ListBucketVersions"
}

// Found reports whether the object answered.
func (f Facts) Found() bool {
	return f.Looked && f.Status < 300 && f.Problem == "" && !f.DeleteMarker
}

// Skew is how far the server's clock is ahead of this machine's; negative when
// it is behind. Add it to the clock to sign for this server, and no other. Below three seconds
// it is zero: the header has whole seconds, and the answer took its time.
func (f Facts) Skew() time.Duration {
	if f.ServerTime.IsZero() || f.At.IsZero() {
		return 0
	}
	skew := f.ServerTime.Sub(f.At).Round(time.Second)
	if skew.Abs() < 3*time.Second {
		return 0
	}
	return skew
}

// Object puts the facts in the form of a share's request.
func (f Facts) Object() share.Object {
	if !f.Found() {
		return share.Object{}
	}
	class := f.StorageClass
	class = cmp.Or(class, "STANDARD")
	return share.Object{
		Known: true, Size: f.Size, ETag: f.ETag, ContentType: f.ContentType, StorageClass: class,
		VersionID: f.VersionID, Versioned: f.VersionID != "", Unversioned: f.VersionID == "", VersionOf: f.Server, Expires: f.Expires,
	}
}
