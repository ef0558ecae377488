package jump

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/inspect"
)

// question is what a server may be asked, to complete a text: its buckets, or what is
// in one of them below a prefix.
type question struct {
	buckets bool
	bucket  string
	prefix  string
}

// maxText bounds what is completed: s3://, the longest bucket and the longest key.
const maxText = len(scheme) + 63 + 1 + share.MaxKeyBytes

// asks is the question that a text leads to; ok is false where nothing may be sent. A
// signed link is a secret, and an address of another server is none of this one's
// business: only the name of a bucket, and what stands behind s3://, are completed. The
// name of a bucket itself is not sent: all buckets are asked for.
func asks(text string) (q question, ok bool) {
	rest, uri := cutScheme(text)
	switch {
	case strings.TrimSpace(text) == "", len(text) > maxText, secret(text), !uri && strings.ContainsAny(rest, ":/"):
		return q, false
	}
	bucket, prefix, below := strings.Cut(rest, "/")
	if !below {
		return question{buckets: true}, !strings.Contains(bucket, ":")
	}
	t, err := share.ParseTarget(scheme+rest, nil)
	if err != nil || t.Bucket != bucket || t.Key != prefix || address.IsARN(bucket) {
		return q, false
	}
	t.Key += "k" // the bucket itself may be listed, too
	if t.Check() != nil && len(prefix) < share.MaxKeyBytes {
		return q, false
	}
	return question{bucket: bucket, prefix: prefix}, true
}

// cutScheme takes s3:// off a text.
func cutScheme(text string) (rest string, uri bool) {
	if n := len(scheme); len(text) >= n && strings.EqualFold(text[:n], scheme) {
		return text[n:], true
	}
	return text, false
}

// secret reports a text that may be a signed link or a part of one, however it is
// written. It takes more for one than there are: a key that looks like it is not
// completed, and no more.
func secret(text string) bool {
	for range 3 { // as it stands, and escaped once or twice
		if strings.ContainsAny(text, "?\n\r") || slices.ContainsFunc(marks(), func(m string) bool { return strings.Contains(strings.ToLower(text), m) }) {
			return true
		}
		plain, err := url.PathUnescape(text)
		if err != nil || plain == text {
			break
		}
		text = plain
	}
	return inspect.Inspect(text, time.Time{}).Kind.Signed()
}

// marks are parts of signed links, in small letters.
func marks() []string {
	return []string{"x-amz-", "x-goog-", "signature", "awsaccesskeyid", "key-pair-id", "credential=", "policy=", "token=", "sig=", "http:", "https:"}
}

// covers reports that the answer to one question holds for the next one, too.
func (a *answer) covers(q question) bool {
	switch {
	case !a.told || a.bucket != q.bucket:
		return false
	case a.refused || a.question == q:
		return true
	}
	more, further := strings.CutPrefix(q.prefix, a.prefix)
	return further && a.err == nil && a.all && !strings.Contains(more, "/")
}
