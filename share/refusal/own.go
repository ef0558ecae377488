package refusal

import (
	"regexp"
	"strings"
)

// ExplainOwn is Explain for a request of signet's own, such as a listing: nobody
// used a link or a form, and the advice is for whoever looks around with these
// credentials.
func ExplainOwn(a Answer) Words {
	w := Explain(a)
	o := ofOwn(w.Kind)
	switch w.Kind {
	case Unmet, TooSmall, Corrupt, BadRange: // of what no listing asks for
		w.Sentence, w.Cause, w.Next = o.Sentence, o.Cause, o.Next
	default:
	}
	if ofLinks(w.Sentence) {
		w.Sentence = o.Sentence
	}
	if ofLinks(w.Cause) && !strings.HasPrefix(w.Cause, serverSays) {
		w.Cause = o.Cause
	}
	if ofLinks(w.Next) {
		w.Next = o.Next
	}
	return w
}

// serverSays begins what is the server's and not ours.
const serverSays = "the server says: "

var linkWords = regexp.MustCompile(`\b(?:links?|forms?|sign|signs|signed|signer|signing|uploads?|uploaded|recipients?|holders?|browser)\b`)

// ofLinks reports text that speaks to whoever made a link, or has one. Signing in
// is something else.
func ofLinks(text string) bool { return linkWords.MatchString(strings.ReplaceAll(text, "sign-in", "")) }

// ofOwn are the words for a request of one's own that stand in for those that
// speak of links, by the kind of the refusal.
func ofOwn(k Kind) Words {
	for _, w := range own {
		if w.Kind == k {
			return w
		}
	}
	return Words{
		Sentence: "the server answers as to another request",
		Cause:    "it refuses something that was not asked for",
		Next:     "try again; if it stays, tell whoever runs the server",
	}
}

//nolint:gochecknoglobals // immutable table
var own = []Words{
	{Denied, "access denied", "the credentials lack the permission, or a policy forbids it; without s3:ListBucket a missing object looks the same", "ask for the permission, or use another profile"},
	{Expired, "the server takes the request for too old", "a clock is wrong, or the request was held up on the way", "check the clock of this machine, and try again"},
	{Early, "the server takes the request for one of the future", "a clock is wrong", "check the clock of this machine, and try again"},
	{BadRequest, "the server does not accept the request", "without further words this is a wrong region, a session that has ended, or an object encrypted with the customer's own key (SSE-C); otherwise the server does not know a parameter, or a proxy altered it", "check the region and the session; an SSE-C object needs its key in headers"},
	{BadSignature, "the signature does not match", "the secret key is wrong, or a proxy in between rewrites host or path", "check the secret key of the place, and any proxy"},
	{BadKey, "the server does not accept the credentials", "the key was deleted, its session has ended, or it belongs to another server or provider", "renew the session or the key; check that place and endpoint belong together"},
	{SessionOver, "the session has expired", "temporary credentials end by themselves", "renew the session (aws sso login)"},
	{Clock, "the clocks differ too much", "the clock of this machine or of the server is wrong", "set the clock that is wrong"},
	{WrongRegion, "the bucket is in another region", "the request went to the wrong region's endpoint", "set the bucket's own region (--region, or region = for the place)"},
	{Missing, "there is no such object", "it or its bucket was deleted, renamed or never made", "check bucket and key, letter by letter"},
	{Archived, "the object is archived and cannot be read now", "an object in the archive must be restored first", "restore it (aws s3api restore-object, minutes to 48 hours)"},
	{Encrypted, "a key that encrypts the object cannot be used", "it was stored with a key of its own, or the policy of its key does not allow this", "have the key's policy allow it; with a key of the customer's (SSE-C) it can be read only by who has that"},
	{TooLarge, "the request is too large for the server", "a long session token, or a proxy that limits requests", "use credentials without a session token"},
	{NotAllowed, "the server does not allow this", "it offers only a part of S3, or the version named is a delete marker", "choose another version, or another server"},
	{Busy, "the server is not available for the moment", "it is overloaded", "try again in a moment"},
	{Broken, "the server failed", "an error inside the server, not in the request", "try again; if it stays, tell whoever runs the server"},
}
