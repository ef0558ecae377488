package share

import (
	"strings"
	"time"

	"signet/share/say"
)

// MaxSeconds is say.Longest as X-Amz-Expires counts it.
const MaxSeconds = int64(say.Longest / time.Second)

// UnknownSession is how long a session of AWS lives at most, and so a link that it
// signed: 36 hours. Other servers have their own rules: MinIO lets one live a week.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
const UnknownSession = 36 * time.Hour

// SessionOfAWS reports a session that AWS made: its key says so by how it begins, or
// the link leads to AWS, which takes no other.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func SessionOfAWS(accessKeyID string, atAWS bool) bool {
	return atAWS || strings.HasPrefix(accessKeyID, "ASIA")
}

// Reason says what ends a link. The values are stable: they are limited_by in
// the JSON output and in the share log.
type Reason string

// The reasons, in the order in which ties are settled.
const (
	ByRequest    Reason = "request"     // it ends when it was asked to
	ByMaximum    Reason = "maximum"     // the most that its signer's kind gives
	ByCredential Reason = "credentials" // the signer's session ends
	ByUnknown    Reason = "unknown"     // a session whose end nobody knows: on AWS at most 36 h
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
	Seconds  int64 // whole seconds from Starts, at least 1; of a key X-Amz-Expires, at most MaxSeconds
	Warnings []say.Remark
}

// Limiter names what ends the link, in a list of facts: "SSO session", "guard rail
// personnel".
func (t Terms) Limiter() string {
	if t.Detail == "" {
		return string(t.Reason)
	}
	return t.Detail
}

// Shortened reports whether the link ends before it was asked to.
func (t Terms) Shortened() bool { return t.Ends.Before(t.Asked) }

// Because completes "it ends then because ...", for a link that ends before it
// was asked to.
func (t Terms) Because() string {
	switch t.Reason {
	case ByCredential:
		return "the " + t.Detail + " that signs it ends then"
	case ByUnknown:
		return "links of a session last 36 hours at most"
	case ByLifecycle:
		return "a lifecycle rule removes the object then"
	case ByGuard:
		return t.Detail + " allows no more"
	}
	if usual := KindKey.Info().end(t.Starts).Detail; t.Detail != "" && t.Detail != usual {
		return "that is " + t.Detail
	}
	return "S3 honours no link longer than " + say.Span(say.Longest)
}

// resolve finds the effective end of a link that opens at start: the least of
// what was asked for, what the kind of its signer gives, and the limits, with the reason. A limit that
// is already past makes the link impossible and is an error, except for the
// object's lifecycle date, which S3 enforces with delay.
func resolve(now, start time.Time, l Lifetime, kind SignerInfo, limits ...Limit) (Terms, error) {
	now, start = now.Truncate(time.Second), start.Truncate(time.Second)
	asked := start.Add(l.Duration)
	if !l.Until.IsZero() {
		asked = l.Until.Truncate(time.Second)
	}
	if asked.Sub(start) < time.Second {
		return Terms{}, lifetimeError("the link would end before it opens")
	}
	t := Terms{Starts: start.UTC(), Asked: asked.UTC(), Ends: asked.UTC(), Reason: ByRequest}
	if most := kind.end(start); !most.End.IsZero() {
		t.apply(most)
	}
	for _, limit := range limits {
		limit.End = limit.End.Truncate(time.Second)
		if err := t.bound(now, limit); err != nil {
			return Terms{}, err
		}
	}
	t.Seconds = int64(t.Ends.Sub(t.Starts) / time.Second)
	return t, nil
}

// bound applies one limit, judging first whether it leaves anything.
func (t *Terms) bound(now time.Time, limit Limit) error {
	if limit.Reason == ByUnknown {
		t.AtMost = true
	}
	if limit.End.IsZero() {
		return nil
	}
	if limit.Reason == ByLifecycle && limit.End.Before(t.Starts.Add(time.Second)) {
		t.Warnings = append(t.Warnings, say.Remark{Code: "lifecycle", Level: say.Warning, Text: "a lifecycle rule may remove the object at any moment", Next: "share a copy, or change the rule"})
		return nil
	}
	if limit.End.Before(now.Add(time.Second)) {
		return &EndedError{Limit: limit, Now: now}
	}
	if limit.End.Before(t.Starts.Add(time.Second)) {
		return &EndedError{Limit: limit, Now: now, Starts: t.Starts}
	}
	t.apply(limit)
	return nil
}

func (t *Terms) apply(limit Limit) {
	if limit.End.Before(t.Ends) {
		t.Ends, t.Reason, t.Detail = limit.End.UTC(), limit.Reason, limit.Detail
	}
}

// EndedError says that nothing can be signed because what would end the link
// has already happened, or will before it opens.
type EndedError struct {
	Limit  Limit
	Now    time.Time
	Starts time.Time // zero: now
}

func (e *EndedError) Error() string {
	what := "the " + e.Limit.Detail
	if e.Limit.Detail == "" {
		what = "what limits the link (" + string(e.Limit.Reason) + ")"
	}
	if !e.Starts.IsZero() {
		return what + " ends before the link would open"
	}
	return what + " expired " + say.Span(e.Now.Sub(e.Limit.End)) + " ago; renew it (for AWS SSO: aws sso login), then share again"
}
