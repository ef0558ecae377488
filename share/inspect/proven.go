package inspect

import (
	"errors"
	"slices"

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
	if r.Kind != CloudFrontCanned && r.Kind != CloudFrontCustom {
		add(say.Info, "a public key proves links of CloudFront alone, and this is none", "")
		return r
	}
	err := cloudfront.Verify(r.URL.Reveal(), key)
	switch {
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
