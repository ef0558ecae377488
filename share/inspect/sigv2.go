package inspect

import "signet/share/say"

// sigV2 reads query string authentication of Signature Version 2:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html#RESTAuthenticationQueryStringAuth
func (rd reader) sigV2() {
	r := rd.r
	r.Signer = signer(cut(rd.q.get("AWSAccessKeyId"), 128))
	r.Token = readToken(rd.q.get("x-amz-security-token"))
	tokenFindings(r.Signer, r.Token, rd.n)
	rd.absolute("Expires")
	if r.Token != nil {
		r.endAt(r.Token.Expires, endToken)
	}
	r.AtMost = r.unseen()
	rd.objectParams()
	rd.method()
	rd.n.add("sigv2", say.Warning, "Signature Version 2 is refused by AWS regions opened since 2014 and by many other stores, and protects no added parameters",
		"sign with Signature Version 4 (aws configure set default.s3.signature_version s3v4)")
}

// absolute reads an end in seconds since 1970.
func (rd reader) absolute(name string) {
	value := rd.q.get(name)
	if value == "" {
		return
	}
	end, ok := parseEpoch(value)
	if !ok {
		rd.damaged(name + " is not a time in seconds since 1970")
		return
	}
	rd.r.Expires = end
	rd.r.endAt(end, endLink)
}
