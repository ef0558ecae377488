package inspect

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// shape is how links of one kind are built: what must be there, and what a
// whole signature looks like. It decides where a link in a mail ends and
// whether it was cut off.
type shape struct {
	kind      Kind
	required  []string // besides the signature
	signature string   // the parameter's name
	form      form
}

// form is how a signature is written.
type form int

const (
	hex64      form = iota // HMAC-SHA256
	hex40                  // HMAC-SHA1
	hexDER                 // ECDSA in DER, about 140 characters
	hexRSA                 // RSA, 256 to 1024 characters
	mac20                  // base64 of HMAC-SHA1
	mac32                  // base64 of HMAC-SHA256
	urlRSA                 // base64 of RSA
	token                  // what only its store can read
	jwtForm                // a JSON Web Token
	inPathForm             // a token in the path
	urlAny                 // CloudFront's base64 of RSA or ECDSA
)

// shapeOf tells the kind of a signed URL by its parameters, even if only some
// of them are left. ok is false for URLs without any sign of a signature.
func shapeOf(a parts, q params) (shape, bool) {
	if s, ok := otherShape(a, q); ok {
		return s, true
	}
	v2 := []string{"AWSAccessKeyId", "Expires"}
	switch {
	case q.has("X-Goog-Algorithm", "X-Goog-Signature", "X-Goog-Credential"):
		f := hexRSA
		if strings.Contains(strings.ToUpper(q.get("X-Goog-Algorithm")), "HMAC") {
			f = hex64
		}
		return shape{GoogleV4, []string{"X-Goog-Algorithm", "X-Goog-Credential", "X-Goog-Date", "X-Goog-Expires", "X-Goog-SignedHeaders"}, "X-Goog-Signature", f}, true
	case q.has("Key-Pair-Id"), strings.HasSuffix(a.hostname(), ".cloudfront.net") && q.has("Signature", "Policy"):
		// Before SigV4: CloudFront in front of S3 may pass SigV4 parameters on.
		if q.has("Policy") {
			return shape{CloudFrontCustom, []string{"Policy", "Key-Pair-Id"}, "Signature", urlAny}, true
		}
		return shape{CloudFrontCanned, []string{"Expires", "Key-Pair-Id"}, "Signature", urlAny}, true
	case q.has("X-Amz-Algorithm", "X-Amz-Signature", "X-Amz-Credential"):
		required := []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"}
		if strings.Contains(strings.ToUpper(q.get("X-Amz-Algorithm")), "ECDSA") || q.has("X-Amz-Region-Set") {
			return shape{SigV4A, append(required, "X-Amz-Region-Set"), "X-Amz-Signature", hexDER}, true
		}
		return shape{SigV4, required, "X-Amz-Signature", hex64}, true
	case q.has("GoogleAccessId"):
		return shape{GoogleV2, []string{"GoogleAccessId", "Expires"}, "Signature", urlRSA}, true
	case q.has("x-oss-signature-version", "x-oss-credential"), q.has("x-oss-signature"):
		if strings.EqualFold(q.get("x-oss-signature-version"), "OSS2") {
			return shape{Alibaba, []string{"x-oss-access-key-id", "x-oss-expires"}, "x-oss-signature", mac32}, true
		}
		return shape{Alibaba, []string{"x-oss-signature-version", "x-oss-credential", "x-oss-date", "x-oss-expires"}, "x-oss-signature", hex64}, true
	case q.has("OSSAccessKeyId"):
		return shape{Alibaba, []string{"OSSAccessKeyId", "Expires"}, "Signature", mac20}, true
	case q.has("q-sign-algorithm", "q-signature", "q-ak"):
		return shape{Tencent, []string{"q-sign-algorithm", "q-ak", "q-sign-time", "q-key-time"}, "q-signature", hex40}, true
	case q.has("sig") && q.has("sv", "se", "sp", "si"), q.has("sv") && q.has("se", "sp", "sr"):
		return azureShape(q), true
	case q.has("AWSAccessKeyId"), q.has("Signature") && q.has("Expires"):
		return shape{SigV2, v2, "Signature", mac20}, true
	}
	return shape{}, false
}

func azureShape(q params) shape {
	s := shape{kind: AzureService, required: []string{"sv"}, signature: "sig", form: mac32}
	switch {
	case q.has("skoid"):
		s.kind, s.required = AzureDelegation, []string{"sv", "se", "sp", "sr", "skoid", "sktid", "ske"}
	case q.has("ss", "srt"):
		s.kind, s.required = AzureAccount, []string{"sv", "ss", "sp", "se"}
	}
	return s
}

// whole reports whether text is a complete signature; want is its usual length
// in characters.
func (f form) whole(text string) (ok bool, want int) {
	switch f {
	case hex64:
		return isHex(text, 64), 64
	case hex40:
		return isHex(text, 40), 40
	case hexDER:
		raw, err := hex.DecodeString(text)
		return err == nil && isDER(raw), 142
	case hexRSA:
		return slices.Contains([]int{256, 512, 768, 1024}, len(text)) && isHex(text, len(text)), 512
	case mac20:
		raw, err := base64.StdEncoding.DecodeString(text)
		return err == nil && len(raw) == 20, 28
	case mac32:
		raw, err := base64.StdEncoding.DecodeString(text)
		return err == nil && len(raw) == 32, 44
	case urlRSA:
		raw, err := decodeBase64(text)
		return err == nil && slices.Contains([]int{128, 256, 384, 512}, len(raw)), 344
	case token:
		return len(text) >= 8, 32
	case jwtForm:
		return strings.Count(text, ".") == 2 && !strings.HasSuffix(text, "."), 200
	case inPathForm:
		return true, 0 // or it would be no link of this kind
	case urlAny:
		// RSA of any length, or ECDSA. The key id follows it, so a link that was
		// cut off inside is noticed all the same.
		raw, err := decodeBase64(text)
		return err == nil && len(text)%4 == 0 && len(raw) >= 64, 344
	}
	return false, 0
}

// complete reports whether the query holds everything that links of this shape
// need, the signature's last character included.
func (s shape) complete(q params) bool {
	ok, _ := s.form.whole(q.get(s.signature))
	return ok && len(q.missing(s.required...)) == 0
}

func isHex(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// isDER reports whether raw is one DER sequence of short form, as ECDSA P-256
// signatures are.
func isDER(raw []byte) bool {
	return len(raw) > 8 && raw[0] == 0x30 && raw[1] < 0x80 && len(raw) == 2+int(raw[1])
}

// decodeBase64 reads standard and URL-safe base64 and CloudFront's own alphabet
// (- _ ~ for + = /), with or without padding.
func decodeBase64(text string) ([]byte, error) {
	t := strings.TrimRight(text, "=_")
	if strings.Contains(t, "_") {
		t = strings.NewReplacer("-", "+", "_", "/").Replace(t) // URL-safe base64
	} else {
		t = strings.NewReplacer("-", "+", "~", "/").Replace(t)
	}
	return base64.RawStdEncoding.DecodeString(t)
}
