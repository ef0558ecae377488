package accesslog

import (
	"fmt"
	"strings"
	"time"
)

// Request is one request that a log tells of.
type Request struct {
	Format string // what the log is: "CloudTrail", "nginx or Apache"
	At     time.Time
	From   string // the address that it came from, without a port
	Agent  string // what the client calls itself
	Method string // in capitals; empty where the log does not say
	Status int    // of HTTP; 0 where none was sent
	// ID is the id that the server gave the request, the same in each of its logs;
	// empty: the format has none. Former is by what it was known before.
	ID, Former string

	Text      string // all that the request says of a link, and nothing that its sender may choose freely
	Query     bool   // the text has a query, or would have that of a signed link
	Path      string // of the URL, as written; empty: not there
	Bucket    string // by itself; empty: not there
	Key       string
	AccessKey string // the id of the key that signed
}

// Granted reports whether the server did what was asked. A redirect and an answer to
// a browser's question beforehand (CORS) are no uses of a link: the request comes again.
func (r Request) Granted() bool {
	return r.Method != "OPTIONS" && (r.Status < 300 || r.Status == 304)
}

// UnreadError says that a log was not read to its end, or not all of it. What was
// read counts.
type UnreadError struct {
	Damages int   // places that were passed over; 0: the reading ended early
	Cause   error // of the first, or of the end
}

func (e *UnreadError) Error() string {
	switch e.Damages {
	case 0:
		return "it was not read to its end: " + e.Cause.Error()
	case 1:
		return "a damaged place was passed over: " + e.Cause.Error()
	}
	return fmt.Sprintf("%d damaged places were passed over, the first: %v", e.Damages, e.Cause)
}

// Unwrap gives the cause.
func (e *UnreadError) Unwrap() error { return e.Cause }

// Why lines are not read.
const (
	whyNoLog    = "no access log that signet knows"
	whyMarked   = "no access log that signet knows, but with the marks of a signed link: signet log find tells whose it is"
	whyLong     = "a line of more than 128 kB, as no access log has"
	whyDamaged  = "damaged JSON"
	whyOutcome  = "a log that does not say whether the request was granted: signet log find tells whose link it was"
	whyEvent    = "an event about an object, which says nothing of the link: read the access log, CloudTrail or the audit log"
	whyPointer  = "a notice of where a log is, not the log itself"
	whyDigest   = "a digest of CloudTrail's, which holds no requests"
	whyNoTime   = "a request without a time that can be read"
	whyTooDeep  = "envelopes within envelopes"
	maxEnvelope = 8
)

// sink takes what a log tells. yield's error ends the reading.
type sink struct {
	yield  func(Request) error
	unread func(line int64, why string)
}

// writable reports a time that JSON can hold once it is one of UTC: a use of another
// would stand in the way of every export of the share log.
func writable(t time.Time) bool {
	return !t.IsZero() && t.UTC().Year() >= 0 && t.UTC().Year() <= 9999
}

// dashed is a field, of which some formats write a dash for nothing.
func dashed(field string) string {
	if field == "-" {
		return ""
	}
	return field
}

// target reads a request as HTTP writes it, "GET /b/k?q HTTP/1.1", or a URL alone.
func (r *Request) target(text string) {
	method, rest, ok := strings.Cut(text, " ")
	if ok && isMethod(method) {
		r.Method, text = method, rest
	}
	if at := strings.LastIndex(text, " HTTP/"); at >= 0 {
		text = text[:at]
	}
	r.Text = text
	r.Path, _, r.Query = strings.Cut(text, "?")
}

// isMethod reports a method of HTTP: no other word stands in front of a request.
func isMethod(word string) bool {
	switch word {
	case "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE":
		return true
	}
	return false
}

// marked reports text that holds what only signed links have.
func marked(text string) bool {
	lower := strings.ToLower(text)
	return strings.Contains(lower, "x-amz-signature") || strings.Contains(lower, "x-amz-date") || strings.Contains(lower, "x-signet-id")
}

// unknown is why a text of no known format is not read.
func unknown(text string) string {
	if marked(text) {
		return whyMarked
	}
	return whyNoLog
}
