package s3browser

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"signet/share/refusal"
	"signet/share/say"
)

// action is what is done to S3, and what it takes.
type action struct {
	op    string
	doing string // before the target
	needs string // the permission
	also  string // a further hint where access is denied
}

// ofObject reports an action on one object: that it is not there is no word about its
// bucket.
func (a action) ofObject() bool {
	return slices.Contains([]string{"head", "versions", "read", "tags", "checksums", "delete"}, a.op)
}

func actionBuckets() action {
	return action{"list buckets", "listing buckets", "s3:ListAllMyBuckets", "a bucket can still be opened by name (signet ls s3://BUCKET)"}
}

func actionList() action {
	return action{"list", "listing", "s3:ListBucket", "open a bucket, folder or object you may see by name"}
}

func actionVersions() action {
	return action{"versions", "listing the versions of", "s3:ListBucketVersions", ""}
}

func actionVersioning() action {
	return action{"versioning", "reading the versioning of", "s3:GetBucketVersioning", ""}
}

// actionHead needs another permission where a version is named.
func actionHead(versionID string) action {
	needs := "s3:GetObject"
	if versionID != "" {
		needs = "s3:GetObjectVersion"
	}
	return action{"head", "looking at", needs, "without s3:ListBucket a missing object looks the same"}
}

func actionRegion() action {
	return action{"region", "finding the region of", "s3:ListBucket", ""}
}

// uri is the target as an address, or empty for the list of buckets.
func uri(bucket, key string) string {
	if bucket == "" {
		return ""
	}
	if key == "" {
		return "s3://" + bucket
	}
	return "s3://" + bucket + "/" + key
}

// explain turns a failed request into words.
func (c *Client) explain(a action, target string, n *note, err error) *Error {
	e := &Error{Cause: err, ServerDate: n.date}
	doing := strings.TrimSpace(a.doing + " " + printable(target))
	switch {
	case errors.Is(err, context.Canceled):
		e.Kind, e.Sentence = Cancelled, doing+": cancelled"
	case n.status >= 300:
		c.refused(e, a, doing, n)
	default:
		c.broken(e, doing, err)
	}
	return e
}

// refused explains what the server said.
func (c *Client) refused(e *Error, a action, doing string, n *note) {
	w := refusal.ExplainOwn(n.refusal)
	e.Kind, e.Code, e.Status, e.Deleted = kindOf(w.Kind), n.refusal.Code, n.status, n.refusal.DeleteMarker
	e.Secret = w.Kind == refusal.BadSignature
	e.Sentence, e.Why, e.Hint, e.Said = doing+": "+w.Sentence, w.Cause, w.Next, w.Said
	if clocks := n.tooFar(time.Now()); clocks != "" && (e.Kind == ClockSkew || n.refusal.Code == "" && n.status == http.StatusForbidden) {
		e.Kind, e.Sentence, e.Hint = ClockSkew, doing+": "+clocks, "set the clock that is wrong"
	}
	switch e.Kind {
	case AccessDenied:
		denied(e, a, doing, w.Sentence, n.refusal.Terse())
	case ExpiredSession:
		e.Hint = c.renewHint()
	case NotFound:
		absent(e, a, doing, w.Kind)
	}
}

// denied names the right that is missing where nothing else is known to be the
// cause. Where the server gives a reason that signet does not know, several are
// named, and none asserted.
func denied(e *Error, a action, doing, sentence string, terse bool) {
	if strings.HasPrefix(sentence, "access denied") {
		e.Sentence = "access denied " + doing + strings.TrimPrefix(sentence, "access denied")
	}
	switch {
	case sentence == "access denied" && terse, strings.HasPrefix(sentence, "access denied: no policy"):
		e.Sentence, e.Needs = "access denied "+doing, a.needs
		e.Hint = say.Line("needs "+a.needs, a.also)
	case sentence == "access denied":
		e.Needs = a.needs
		e.Why = "a right may be missing (" + a.needs + "), a policy may forbid it, or the account may be limited: the server's own words tell which"
		e.Hint = say.Line("ask whoever runs the server", a.also)
	}
}

// absent says what of a listing is not there. That a server knows no such object is
// no word about its bucket.
func absent(e *Error, a action, doing string, kind refusal.Kind) {
	switch {
	case kind != refusal.Missing || a.ofObject():
	case e.Code == "NoSuchKey":
		e.Sentence = doing + ": the server knows nothing of that name"
		e.Why = "the bucket is not there, the endpoint has a path or a bucket in it, or what answers takes the list for an object, as a proxy or a web server does"
		e.Hint = "check the bucket's name and the endpoint"
	default:
		e.Sentence = doing + ": there is no such bucket"
	}
}

func kindOf(k refusal.Kind) Kind {
	return map[refusal.Kind]Kind{
		refusal.Denied:   AccessDenied,
		refusal.NoBucket: NotFound, refusal.Missing: NotFound, refusal.WrongRegion: WrongRegion,
		refusal.BadKey: BadCredentials, refusal.BadSignature: BadCredentials,
		refusal.SessionOver: ExpiredSession,
		refusal.Clock:       ClockSkew, refusal.Early: ClockSkew, refusal.Expired: ClockSkew, // of a request of one's own, which was made just now
		refusal.Busy: Throttled, refusal.Broken: ServerFailed, refusal.NotS3: BadEndpoint,
		refusal.Archived: Archived, refusal.Encrypted: Encrypted,
	}[k] // Other
}
