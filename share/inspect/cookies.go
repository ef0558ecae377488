package inspect

import (
	"strings"
	"time"

	"signet/internal/lazyregexp"
	"signet/share"
	"signet/share/say"
)

// cloudFrontCookie is one of CloudFront's signed cookies, in a header, a line of curl's
// file of cookies, or a program's output.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
var cloudFrontCookie = lazyregexp.New(`CloudFront-(Policy|Signature|Key-Pair-Id|Expires|Hash-Algorithm)["']?\s*(?:=>|[=:])?\s*["']?([A-Za-z0-9+/_~=-]+)`)

// readCookies recognises the signed cookies of CloudFront.
func readCookies(text string, now time.Time, n *notes) (Report, bool) {
	if !strings.Contains(text, "CloudFront-") {
		return Report{}, false
	}
	q := params{}
	for _, m := range cloudFrontCookie.FindAllStringSubmatch(text, 64) {
		if q.find(m[1]) == nil {
			q = append(q, param{raw: m[1] + "=" + m[2], name: m[1], value: m[2]})
		}
	}
	if len(q) < 2 {
		return Report{}, false
	}
	r := Report{Kind: CloudFrontCookies, Method: "GET", Target: Target{Store: "Amazon CloudFront", Style: "distribution"}, URL: share.Secret{}}
	r.Allows = "download, through CloudFront, of all that the policy names"
	rd := reader{q: q, r: &r, n: n}
	required, end := []string{"Policy", "Key-Pair-Id"}, "Policy"
	if !q.has("Policy") {
		required, end = []string{"Expires", "Key-Pair-Id"}, "Expires"
	}
	rd.signature(shape{CloudFrontCookies, required, "Signature", urlAny})
	r.Signer = Signer{KeyID: cut(q.get("Key-Pair-Id"), 64), Detail: "a public key of a key group"}
	if end == "Policy" {
		rd.cloudFrontPolicy(q.get(end))
	} else {
		rd.absolute(end)
	}
	r.ticket = share.NewSecret("https://cookies.invalid/?" + q.String())
	n.add("cookies", say.Info, "these are cookies, not a link: a browser that sends them opens what they name", "")
	r.judgeTimes(now, n)
	return r, true
}
