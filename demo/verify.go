package demo

import (
	"cmp"
	"net/http"
	"net/url"
	"time"
)

// caller is a request's proven origin, and what is needed to prove the chunks
// of its body.
type caller struct {
	principal
	claim  claim
	key    []byte // signing key of the scope
	secret string // opens and seals the bodies of the admin interface
}

// place is where a request arrived: a link for one region or service is not
// good for another.
type place struct{ region, service string }

// verify proves who signed a request, or says why S3 would not believe it.
// Nothing of the request has been acted upon before. The hash of the body may
// be given for protocols that do not declare it in a header.
func verify(keys keyring, r *http.Request, q url.Values, at place, now time.Time, body string) (caller, *refusal) {
	c, no := readClaim(r, q)
	if no != nil {
		return caller{}, no
	}
	if no := c.checkScope(at.region, at.service); no != nil {
		return caller{}, no
	}
	if no := c.checkTime(now); no != nil {
		return caller{}, no
	}
	secret, who, no := keys.lookup(c.scope.AccessKeyID, c.token, now)
	if no != nil {
		return caller{}, no
	}
	if no := c.checkHeaders(r); no != nil {
		return caller{}, no
	}
	c.payload = cmp.Or(c.payload, body)
	if c.payload == "" {
		return caller{}, malformed("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
	}
	key := signingKey(secret, c.scope)
	canonical := canonicalRequest(r, q, c.signedHeaders, c.payload)
	text := stringToSign(canonical, c.at, c.scope)
	if !equal(c.signature, sign(key, text)) {
		return caller{}, mismatch(c.scope.AccessKeyID, c.signature, text, canonical)
	}
	return caller{who, c, key, secret}, nil
}

// mismatch tells what was signed here, as S3 does: the fastest way to find out
// which part of a link was changed on its way.
func mismatch(id, signature, text, canonical string) *refusal {
	return refuse(http.StatusForbidden, "SignatureDoesNotMatch",
		"The request signature we calculated does not match the signature you provided. Check your key and signing method.").
		with("AWSAccessKeyId", id).with("StringToSign", text).
		with("SignatureProvided", signature).with("CanonicalRequest", canonical)
}
