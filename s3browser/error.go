package s3browser

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"signet/share/refusal"
	"signet/share/say"
)

// Kind is the coarse class of a failure, for decisions in code.
type Kind uint8

// The kinds of failure.
const (
	Other          Kind = iota
	AccessDenied        // the credentials are good but may not do this
	NotFound            // no such bucket, object or version
	WrongRegion         // the bucket is elsewhere, and where is not known
	NoCredentials       // none were found, or the way to get them failed
	BadCredentials      // the server does not know the key, or the secret is wrong
	ExpiredSession      // renew it: see Client.Renew
	Unreachable         // no such host, nothing listens, no answer in time
	TLS                 // no trusted, or no encrypted, connection
	ClockSkew           // the clocks differ by more than 15 minutes
	Throttled           // too many requests, or the server is not available
	Cancelled           // the user went away
	BadEndpoint         // the address is malformed, or no S3 server answers there
	BadProfile          // the profile does not exist, or cannot be read or used
	ServerFailed        // the server failed, or its answer was cut off
	Archived            // the object must be restored first
	Encrypted           // the object needs a key that the request did not bring
	Incomplete          // the server lists without an end, or what was not asked for
)

// Error is a failure in plain words. Errors of this package are of this type.
type Error struct {
	Kind     Kind
	Code     string // S3's error code, or empty
	Status   int    // HTTP status, or 0
	Deleted  bool   // a delete marker hides what was asked for
	Secret   bool   // of BadCredentials: the signature is wrong, and not the key unknown
	Needs    string // of AccessDenied: the right that may be missing, as s3:ListBucket, or empty
	Cause    error  // for the debug log; never holds a signature, a secret or a token
	Sentence string // what happened, in one cleaned line, lower case, no full stop
	Why      string // the likely cause, or empty
	Said     string // what the server itself gives as its reason, cleaned, or empty
	Hint     string // what to do, or empty

	ServerDate time.Time // the server's clock, to the second; zero where unsaid
}

// Error is the sentence, the hint and the server's own words in one line, fit for a
// terminal.
func (e *Error) Error() string {
	if strings.HasPrefix(e.Hint, "needs ") {
		return say.Line(e.Sentence+": "+e.Hint, e.Said)
	}
	return say.Line(e.Sentence, e.Hint, e.Said)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Unsupported reports a server that does not know what it was asked: it offers only a
// part of S3.
func (e *Error) Unsupported() bool {
	return e.Status == http.StatusNotImplemented || e.Status == http.StatusMethodNotAllowed ||
		slices.Contains([]string{"NotImplemented", "NotSupported", "UnsupportedOperation", "MethodNotAllowed"}, e.Code)
}

// Doctor is where more is found out of a failure whose cause may lie in several places: keys,
// address, region or network. Empty: no more is, as of a clock. Flags name the place that was asked,
// as "--place nas", quoted for a shell; empty: none does.
func (e *Error) Doctor(flags string) string {
	switch e.Kind {
	case BadCredentials, WrongRegion, Unreachable, TLS, BadEndpoint:
	default:
		return ""
	}
	command := "signet doctor, for the same place,"
	if flags != "" {
		command = "signet doctor " + flags
	}
	return printable(command) + " looks at keys, clock and server one by one"
}

// printable makes text from outside one harmless line: what a terminal might
// act upon is written out.
func printable(text string) string { return refusal.Visible(text) }
