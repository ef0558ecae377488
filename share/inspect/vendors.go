package inspect

import (
	"strings"
)

// alibaba reads signed URLs of Alibaba Cloud OSS, versions 1, 2 and 4:
// https://www.alibabacloud.com/help/en/oss/developer-reference/add-signatures-to-urls
func (rd reader) alibaba() {
	r, q := rd.r, rd.q
	r.Target.Store = "Alibaba Cloud OSS"
	r.Allows = "one thing, not visible in the link: a download most likely"
	r.Token = readToken(q.get("x-oss-security-token"))
	if r.Token == nil {
		r.Token = readToken(q.get("security-token"))
	}
	if q.has("x-oss-credential") {
		parts := strings.Split(q.get("x-oss-credential"), "/")
		date := ""
		if len(parts) == 5 {
			date, r.Target.Region = parts[1], cut(parts[2], 40)
		}
		r.Signer = Signer{KeyID: cut(parts[0], 64)}
		rd.dates(q.get("x-oss-date"), q.get("x-oss-expires"), date)
		r.Headers = signedHeaders(q.get("x-oss-additional-headers"))
	} else {
		r.Signer = Signer{KeyID: cut(q.get("OSSAccessKeyId")+q.get("x-oss-access-key-id"), 64)}
		rd.absolute("Expires")
		rd.absolute("x-oss-expires")
	}
	rd.rented("an AccessKey of Alibaba Cloud", strings.HasPrefix(r.Signer.KeyID, "STS."))
}

// tencent reads pre-signed URLs of Tencent Cloud COS:
// https://www.tencentcloud.com/document/product/436/7778
func (rd reader) tencent() {
	r, q := rd.r, rd.q
	r.Target.Store = "Tencent Cloud COS"
	r.Allows = "one thing, not visible in the link: a download most likely"
	r.Signer = Signer{KeyID: cut(q.get("q-ak"), 128)}
	start, end, _ := strings.Cut(q.get("q-sign-time"), ";")
	if at, ok := parseEpoch(start); ok {
		r.SignedAt = at
	}
	if at, ok := parseEpoch(end); ok {
		r.Expires = at
		r.endAt(at, endLink)
	} else if end != "" {
		rd.damaged("the times in the link cannot be read")
	}
	r.Headers = signedHeaders(q.get("q-header-list"))
	r.Token = readToken(q.get("x-cos-security-token"))
	rd.rented("a SecretId of Tencent Cloud", false)
}

// rented completes a signer of these stores, whose session tokens say nothing.
func (rd reader) rented(detail string, temporary bool) {
	r := rd.r
	r.Signer.Detail = detail
	r.Signer.Temporary = temporary || r.Token != nil
	r.AtMost = r.Signer.Temporary
	tokenFindings(r.Signer, r.Token, rd.n)
}
