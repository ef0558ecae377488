package refusal

import (
	"strings"

	"signet/internal/lazyregexp"
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
	if ofLinks(w.Cause) {
		w.Cause = o.Cause
	}
	if ofLinks(w.Next) {
		w.Next = o.Next
	}
	return w
}

// serverSays begins what is the server's and not ours.
const serverSays = "the server says: "

var linkWords = lazyregexp.New(`\b(?:links?|forms?|sign|signs|signed|signer|signing|uploads?|uploaded|recipients?|holders?|browser)\b`)

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
	{Kind: Denied, Sentence: "access denied", Cause: "the credentials lack the permission, or a policy forbids it; without s3:ListBucket a missing object looks the same", Next: "ask for the permission, or use another profile"},
	{Kind: Expired, Sentence: "the server takes the request for too old", Cause: "a clock is wrong, or the request was held up on the way", Next: "check the clock of this machine, and try again"},
	{Kind: Early, Sentence: "the server takes the request for one of the future", Cause: "a clock is wrong", Next: "check the clock of this machine, and try again"},
	{Kind: BadRequest, Sentence: "the server does not accept the request", Cause: "without further words this is a wrong region, a session that has ended, or an object encrypted with the customer's own key (SSE-C); otherwise the server does not know a parameter, or a proxy altered it", Next: "check the region and the session; an SSE-C object needs its key in headers"},
	{Kind: BadSignature, Sentence: "the signature does not match", Cause: "the secret key is wrong, or a proxy in between rewrites host or path", Next: "check the secret key of the place, and any proxy"},
	{Kind: BadKey, Sentence: "the server does not accept the credentials", Cause: "the key was deleted, its session has ended, or it belongs to another server or provider", Next: "renew the session or the key; check that place and endpoint belong together"},
	{Kind: SessionOver, Sentence: "the session has expired", Cause: "temporary credentials end by themselves", Next: "renew the session (aws sso login)"},
	{Kind: Clock, Sentence: "the clocks differ too much", Cause: "the clock of this machine or of the server is wrong", Next: "set the clock that is wrong"},
	{Kind: WrongRegion, Sentence: "the bucket is in another region", Cause: "the request went to the wrong region's endpoint", Next: "set the bucket's own region (--region, or region = for the place)"},
	{Kind: Missing, Sentence: "there is no such object", Cause: "it or its bucket was deleted, renamed or never made", Next: "check bucket and key, letter by letter"},
	{Kind: Archived, Sentence: "the object is archived and cannot be read now", Cause: "an object in the archive must be restored first", Next: "restore it (aws s3api restore-object, minutes to 48 hours)"},
	{Kind: Encrypted, Sentence: "a key that encrypts the object cannot be used", Cause: "it was stored with a key of its own, or the policy of its key does not allow this", Next: "have the key's policy allow it; with a key of the customer's (SSE-C) it can be read only by who has that"},
	{Kind: TooLarge, Sentence: "the request is too large for the server", Cause: "a long session token, or a proxy that limits requests", Next: "use credentials without a session token"},
	{Kind: NotAllowed, Sentence: "the server does not allow this", Cause: "it offers only a part of S3, or the version named is a delete marker", Next: "choose another version, or another server"},
	{Kind: Limited, Sentence: "the account or the store is limited", Cause: "a quota, a cap, a payment or a decision of the provider stands in the way; no right is missing", Next: "ask the owner of the account, or the provider"},
	{Kind: Busy, Sentence: "the server is not available for the moment", Cause: "it is overloaded", Next: "try again in a moment"},
	{Kind: Broken, Sentence: "the server failed", Cause: "an error inside the server, not in the request", Next: "try again; if it stays, tell whoever runs the server"},
}
