package share

import "time"

// MaxSeconds is the longest life of a SigV4 pre-signed URL: seven days.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
const MaxSeconds = 604_800

// UnknownSession is how long AWS honours a link at most that was signed with
// session credentials, whatever their own end: 36 hours.
// https://repost.aws/knowledge-center/presigned-url-s3-bucket-expiration
const UnknownSession = 36 * time.Hour

// Reason says what ends a link. The values are stable: they are limited_by in
// the JSON output and in the share log.
type Reason string

// The reasons, in the order in which ties are settled.
const (
	ByRequest    Reason = "request"     // it ends when it was asked to
	ByMaximum    Reason = "maximum"     // the 7 days of SigV4
	ByCredential Reason = "credentials" // the signer's session ends
	ByUnknown    Reason = "unknown"     // a session whose end nobody knows: at most 36 h
	ByLifecycle  Reason = "lifecycle"   // the object itself is removed
	ByGuard      Reason = "guard"       // a guard rail of the settings
)

// Limit is one bound on a link's end. A zero End bounds nothing.
type Limit struct {
	Reason Reason
	End    time.Time
	Detail string // "SSO session", the rule's name
}

// Terms is what a link will really be: when it opens, when it ends, and why
// then. They are known before anything is signed.
type Terms struct {
	Starts   time.Time // the signing date; the link opens up to 15 minutes earlier
	Asked    time.Time // the end that was asked for
	Ends     time.Time // the effective end
	Reason   Reason
	Detail   string
	AtMost   bool  // the end is an upper bound, not a promise
	Seconds  int64 // X-Amz-Expires: whole seconds, 1 to MaxSeconds
	Warnings []Warning
}

// Shortened reports whether the link ends before it was asked to.
func (t Terms) Shortened() bool { return t.Ends.Before(t.Asked) }
