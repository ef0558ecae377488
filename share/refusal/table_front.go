package refusal

import (
	"net/http"
	"strings"
)

// Front says what CloudFront has to do with an answer. Both it and the store behind it
// answer 403 AccessDenied, of causes that have nothing in common.
type Front uint8

// The fronts.
const (
	NoFront     Front = iota // as far as the answer tells
	AtFront                  // CloudFront itself refused
	BehindFront              // the store that CloudFront asked refused
)

// frontOf reads it off the headers of an answer.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html
func frontOf(h http.Header) Front {
	switch {
	case strings.EqualFold(h.Get("Server"), "CloudFront"):
		return AtFront
	case strings.Contains(h.Get("Via"), "(CloudFront)"), h.Get("X-Amz-Cf-Id") != "":
		return BehindFront
	}
	return NoFront
}

// front holds what CloudFront itself refuses, and what its store refuses it. A key and a
// signature that it does not know it names; of the rest it says no more than a code.
// https://repost.aws/knowledge-center/cloudfront-troubleshoot-signed-url-cookies
//
//nolint:gochecknoglobals // immutable table
var front = []row{
	{
		codes: "MissingKey", kind: BadRequest,
		sentence: "CloudFront was shown no signature",
		cause:    "the signature was cut off the link, or its cookies were not sent",
		next:     "copy the whole link, from https to its end; cookies are sent to the domain and the folder that they were made for alone",
	},
	{
		codes: "InvalidKey", kind: BadKey,
		sentence: "CloudFront does not know the key that signed",
		cause:    "the key was taken out of the key group, key_pair_id is that of another one, or the domain is another distribution's",
		next:     "compare key_pair_id and domain with the distribution and its key groups; sign a new link",
	},
	{
		codes: "MalformedSignature", kind: BadSignature,
		sentence: "CloudFront cannot read the signature",
		cause:    "its letters were changed on the way",
		next:     "use the link exactly as it was made",
	},
	{
		codes: "MalformedPolicy", at: AtFront, kind: BadRequest,
		sentence: "CloudFront cannot read the policy in the link",
		cause:    "it was changed on the way, or whoever made it wrote what CloudFront does not know",
		next:     "use the link exactly as it was made; signet inspect shows its policy",
	},
	{
		codes: "AccessDenied", at: AtFront, kind: Denied,
		sentence: "CloudFront refuses the link",
		cause:    "it is over, not open yet, used from outside of its network (by IPv6 whoever is limited to one is outside), or it was changed: CloudFront does not say which",
		next:     "signet inspect shows the times, the network and the address that were signed",
	},
	{
		codes: "AccessDenied", says: "access denied", at: BehindFront, kind: Denied,
		sentence: "CloudFront lets the link through, and the store behind it refuses",
		cause:    "the object is not there, or the distribution has no right to it: the bucket's policy does not allow its origin access control s3:GetObject, or kms:Decrypt is missing",
		next:     "check that the object exists, and that the distribution may read it",
	},
}

// frontPage is for the pages that CloudFront writes itself.
func frontPage() Words {
	return Words{
		Kind:     Denied,
		Sentence: "CloudFront answers with a page of its own",
		Cause:    "no distribution has this domain, it takes no such request, a firewall or a rule about countries refuses, or the store behind it does not answer",
		Next:     "compare domain with the distribution and its other names",
	}
}
