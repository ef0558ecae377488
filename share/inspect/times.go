package inspect

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

// tolerance is how far ahead of its own clock S3 accepts a signing date.
const tolerance = 15 * time.Minute

// basic is the time format of SigV4 and its descendants: ISO 8601, basic form.
const basic = "20060102T150405Z"

func parseBasic(s string) (time.Time, bool) {
	t, err := time.Parse(basic, s)
	return t, err == nil
}

// parseEpoch reads seconds since 1970, up to the year 9999.
func parseEpoch(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || n > 253_402_300_799 {
		return time.Time{}, false
	}
	return time.Unix(n, 0).UTC(), true
}

// seconds is a stated lifetime as a duration. The longest, 292 years, stands for all
// that are longer.
func seconds(n int64) time.Duration {
	return time.Duration(min(max(n, 0), int64(math.MaxInt64/time.Second))) * time.Second
}

// written is a time of UTC that RFC 3339, and so JSON, can write: of the years 0 to
// 9999.
func written(t time.Time) time.Time {
	switch t = t.UTC(); {
	case t.Year() > 9999:
		return time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	case t.Year() < 0:
		return time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

// endAt bounds the end of the link; the least bound wins.
func (r *Report) endAt(t time.Time, with string) {
	if t.IsZero() {
		return
	}
	t = written(t)
	if r.Ends.IsZero() || t.Before(r.Ends) {
		r.Ends, r.EndsWith = t, with
	}
}

// unseen reports a session whose end the link does not show.
func (r *Report) unseen() bool {
	if r.Token == nil {
		return r.Signer.Temporary
	}
	return r.Token.Expires.IsZero()
}

// endUnseen bounds the end by that of the longest session there is, if AWS made it:
// how long those of other servers live is theirs to say.
func (r *Report) endUnseen() {
	if !r.unseen() || r.SignedAt.IsZero() {
		return
	}
	r.AtMost = true
	if share.SessionOfAWS(r.Signer.KeyID, address.IsAWS(r.Target.Host)) {
		r.endAt(r.SignedAt.Add(share.UnknownSession), endSession)
	}
}

// judgeTimes sets the state by the dates that were read, and says what is wrong
// with them.
func (r *Report) judgeTimes(now time.Time, n *notes) {
	if r.Seconds > share.MaxSeconds {
		n.add("too-long", say.Bad, fmt.Sprintf("it asks for %d s; servers refuse links over %s (%d s) outright", r.Seconds, say.Span(say.Longest), share.MaxSeconds),
			"get a link of at most "+say.Span(say.Longest))
	}
	if n.has(fatal()...) {
		r.State = Broken
	}
	opens := r.Opens
	if opens.IsZero() && r.SignedAt.After(now.Add(tolerance)) {
		opens, r.Opens = r.SignedAt, r.SignedAt
	}
	switch {
	case r.State == Broken:
	case r.Ends.IsZero():
		r.State = Unknown
	case !now.Before(r.Ends):
		r.State = Expired
		n.add("expired", say.Bad, "it ended "+say.Moment(r.Ends, now)+", "+say.Span(now.Sub(r.Ends))+" ago", "ask for a new link")
	case opens.After(now):
		r.State = NotYet
		n.add("not-yet", say.Bad, "it opens only "+say.Moment(opens, now)+", in "+say.Span(opens.Sub(now)), "wait, or check the clock of this machine")
	case r.Kind == SigV4A:
		r.State = Unchecked
		n.add("unchecked", say.Warning, "whether it is as it was signed cannot be seen without its key, nor in a Signature V4A computed again: it was not checked",
			"compare it with the share log of its maker, or try it with --online")
	default:
		r.State = Open
	}
	if r.EndsWith == endToken && r.Ends.Before(r.Expires) {
		n.add("token-end", say.Warning, "the link says it ends "+say.Moment(r.Expires, now)+", but its session ends before that", "")
	}
}

// fatal are the codes of what makes every server refuse a link for ever.
func fatal() []string {
	return []string{
		"too-long", "token-missing", "credential", "changed", "zero", "region", "service", "website", "fips-http", "https-only", "sigv2-refused",
		"signed-headers", "accelerate", "point-http", "point-version", "zone", "contradiction", "percent", "port", "partition",
	}
}

// The things that end a link, for EndsWith.
const (
	endLink    = "the link itself"
	endToken   = "the session token"
	endSession = "the session, at most 36 hours after signing"
	endKey     = "the user delegation key"
)
