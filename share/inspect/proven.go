package inspect

import (
	"errors"
	"slices"
	"strings"

	"signet/share/cloudfront"
	"signet/share/say"
)

// Proven adds whether a link of CloudFront is what the key has signed. Other signatures
// are made with a secret that only their server has, and no key proves them.
func (r Report) Proven(key cloudfront.PublicKey) Report {
	r.Findings = slices.Clone(r.Findings)
	add := func(level say.Level, text, next string) {
		r.Findings = append(r.Findings, say.Remark{Code: "public-key", Level: level, Text: text, Next: next})
	}
	link := r.URL
	switch r.Kind {
	case CloudFrontCanned, CloudFrontCustom:
	case CloudFrontCookies:
		if link = r.ticket; strings.Contains(link.Reveal(), "?Expires=") || strings.Contains(link.Reveal(), "&Expires=") {
			add(say.Info, "cookies with an end alone are signed for an address, which they do not say: no key proves them", "")
			return r
		}
	default:
		add(say.Info, "a public key proves links of CloudFront alone, and this is none", "")
		return r
	}
	err := cloudfront.Verify(link.Reveal(), key)
	switch {
	case err == nil && r.Kind == CloudFrontCookies:
		r.settled = true
		add(say.Good, "the signature holds: that key signed the policy in these cookies, and it is as it was", "")
	case err == nil:
		r.settled = true
		add(say.Good, "the signature holds: that key signed it, and its address, end and policy are as they were", "")
	case errors.Is(err, cloudfront.ErrSignature):
		add(say.Bad, "the signature does not hold: another key signed it, or its address, end or policy were changed", "look which key has the id in the link, or ask for the link again")
	default:
		add(say.Bad, "the signature does not hold: "+err.Error(), "ask for the link again")
	}
	return r
}
