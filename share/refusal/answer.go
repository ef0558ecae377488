package refusal

import (
	"strings"
	"time"
	"unicode"
)

// Answer is what a refusing server said, as far as it is safe to repeat.
type Answer struct {
	Status int // HTTP status code

	// Code and Message are S3's own, cleaned: one line, no control
	// characters, nothing that could be a key id, a signature or a token.
	// Both are empty when the answer had no S3 body, as after a HEAD.
	Code, Message string

	Region    string // the region the server expects, when it names one
	RequestID string // for a support case

	ServerTime  time.Time // the server's clock, from the body or the Date header
	RequestTime time.Time // the signing time the server saw, when it says so
	EndedAt     time.Time // when an expired request ended, when it says so

	Pause time.Duration // that the server asks for before it is asked again; 0 when unsaid

	Class     string   // storage class of an archived object
	Condition string   // the failed precondition, such as "If-None-Match", cleaned
	Unsigned  []string // headers that were sent but not signed

	Size, Max, Min int64 // bytes: what was sent, and the limits; 0 when unsaid

	Asked string // scheme://host that was asked, where the caller says so
	Moved string // scheme://host that a redirect leads to; empty: no redirect, or one without a readable address

	DeleteMarker bool // the object is hidden by a delete marker
	Front        Front
	Foreign      bool // the body is HTML or the like: not an S3 server's answer
}

// Kind is the coarse class of a refusal, for decisions in code.
type Kind uint8

// The kinds of refusal. Other is every code that no row of the table knows.
const (
	Other        Kind = iota
	Denied            // the signer may not do this
	Expired           // the link or form is over
	Early             // the link is not valid yet
	BadRequest        // the request or link is damaged or incomplete
	BadSignature      // altered after signing, or signed with a wrong secret
	BadKey            // the access key is unknown, disabled, or its session is over
	SessionOver       // the session token has expired or is invalid
	Clock             // the clocks differ too much
	WrongRegion       // the bucket is elsewhere
	NoBucket          // there is no such bucket
	Missing           // there is no such object, version or upload
	Archived          // the object must be restored first
	Encrypted         // a key that encrypts the object is missing or unusable
	TooLarge          // the upload is too large
	TooSmall          // the upload is too small
	Unmet             // a precondition or a form's condition does not hold
	NotAllowed        // the method is not allowed here
	BadRange          // the range lies outside the object
	Corrupt           // the body does not match its checksum or length
	Busy              // too many requests, try again
	Broken            // the server failed, try again
	NotS3             // whatever answered is not an S3 server
	Limited           // a quota, a cap or the state of the account: no right is missing
)

// Words is a refusal for a person: lower case, no full stop, one line each.
type Words struct {
	Kind     Kind
	Sentence string // what happened
	Cause    string // why, most likely
	Next     string // what to do about it
	// Said is what the server itself gives as its reason, cleaned, and said to be its
	// words; empty: it said nothing. It belongs beside ours wherever those are shown:
	// a code has many causes, and only its sentence tells them apart.
	Said string
}

// Terse reports an answer that gives no reason but its code: no sentence, or one that
// only writes the code in words.
func (a Answer) Terse() bool {
	switch letters(a.Message) {
	case "", letters(a.Code), "accessdenied", "forbidden", "accessforbidden", "permissiondenied":
		return true
	}
	return false
}

func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
