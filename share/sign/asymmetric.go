package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/share"
)

// sigV4A is the algorithm of addresses that are of no single region.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
const sigV4A = "AWS4-ECDSA-P256-SHA256"

// isAsymmetric reports whether the SDK chose SigV4A for an address.
func isAsymmetric(req *v4.PresignedHTTPRequest) bool {
	return strings.Contains(req.URL, "X-Amz-Algorithm="+sigV4A)
}

// asymmetric signs the address that the SDK found with SigV4A. The SDK's own
// signature is of no use: it escapes the path twice, which S3 does not, so that
// every key with a blank or an umlaut was dead; it signs at a time of its own; and
// it signs headers that nobody has to send. Here the time is the spec's and the
// signature that of RFC 6979, so that the same inputs give the same link.
func asymmetric(req *v4.PresignedHTTPRequest, spec share.Spec, signs share.Signs, creds aws.Credentials) (share.Signed, error) {
	u, err := url.Parse(req.URL)
	if err != nil {
		return share.Signed{}, errors.New("the address could not be read")
	}
	u.Opaque = ""
	from := u.Query()
	stamp := spec.SignedAt.UTC().Format("20060102T150405Z")
	parts := strings.Split(from.Get("X-Amz-Credential"), "/") // KEY/DATE/SERVICE/aws4_request, and a key may have slashes
	if len(parts) < 4 {
		return share.Signed{}, errors.New("the address has no scope to sign for")
	}
	scope := strings.Join([]string{day(spec.SignedAt), parts[len(parts)-2], "aws4_request"}, "/")
	names, lines := signedHeaders(u.Host, signs.Sent)
	query := asymmetricQuery(creds, scope, stamp, from.Get("X-Amz-Region-Set"), names, spec.Seconds, signs.Query)
	canonical := strings.Join([]string{req.Method, u.EscapedPath(), query, lines, names, "UNSIGNED-PAYLOAD"}, "\n")
	hash := sha256.Sum256([]byte(canonical))
	signature, err := signAsymmetric(creds, strings.Join([]string{sigV4A, stamp, scope, hex.EncodeToString(hash[:])}, "\n"))
	if err != nil {
		return share.Signed{}, err
	}
	u.RawQuery = query + "&X-Amz-Signature=" + signature
	signed := share.Signed{Method: req.Method, URL: share.NewSecret(u.String()), SignatureSHA256: fingerprint(signature)}
	for _, h := range signs.Sent {
		if !h.Secret {
			signed.Headers = append(signed.Headers, share.Header{Name: http.CanonicalHeaderKey(h.Name), Value: h.Value})
		}
	}
	slices.SortFunc(signed.Headers, func(a, b share.Header) int { return strings.Compare(a.Name, b.Name) })
	return signed, nil
}

// asymmetricQuery is the query in the order of the canonical request.
func asymmetricQuery(creds aws.Credentials, scope, stamp, regions, names string, seconds int64, more []share.Header) string {
	all := append([]share.Header{
		{Name: "X-Amz-Algorithm", Value: sigV4A},
		{Name: "X-Amz-Credential", Value: creds.AccessKeyID + "/" + scope},
		{Name: "X-Amz-Date", Value: stamp},
		{Name: "X-Amz-Expires", Value: strconv.FormatInt(seconds, 10)},
		{Name: "X-Amz-Region-Set", Value: regions},
		{Name: "X-Amz-SignedHeaders", Value: names},
	}, more...)
	if creds.SessionToken != "" {
		all = append(all, share.Header{Name: "X-Amz-Security-Token", Value: creds.SessionToken})
	}
	slices.SortFunc(all, func(a, b share.Header) int { return strings.Compare(a.Name, b.Name) })
	parts := make([]string, 0, len(all))
	for _, p := range all {
		parts = append(parts, escapeQuery(p.Name)+"="+escapeQuery(p.Value))
	}
	return strings.Join(parts, "&")
}

// signedHeaders are the names and the lines of the headers of a canonical request:
// the host, and what the holder must send.
func signedHeaders(host string, sent []share.Sent) (names, lines string) {
	all := []share.Header{{Name: "host", Value: host}}
	for _, h := range sent {
		all = append(all, share.Header{Name: strings.ToLower(h.Name), Value: strings.Join(strings.Fields(h.Value), " ")})
	}
	slices.SortFunc(all, func(a, b share.Header) int { return strings.Compare(a.Name, b.Name) })
	var list []string
	for _, h := range all {
		list = append(list, h.Name)
		lines += h.Name + ":" + h.Value + "\n"
	}
	return strings.Join(list, ";"), lines
}

// signAsymmetric is the signature of text, in hex, with the key that belongs to the
// credentials. No random numbers are in it (RFC 6979).
func signAsymmetric(creds aws.Credentials, text string) (string, error) {
	key, err := asymmetricKey(creds)
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256([]byte(text))
	signature, err := key.Sign(nil, hash[:], crypto.SHA256)
	if err != nil {
		return "", errors.New("the signature could not be made")
	}
	return hex.EncodeToString(signature), nil
}

// asymmetricKey derives the private key of P-256 from a secret: NIST SP 800-108,
// counter mode, and the next counter where the number is above the curve's order.
func asymmetricKey(creds aws.Credentials) (*ecdsa.PrivateKey, error) {
	// The order less two, big-endian. What is compared is as secret as the key, but
	// the comparison tells only that one number in 2^32 was dropped.
	limit := []byte{
		0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
	}
	for counter := byte(1); counter < 255; counter++ {
		input := binary.BigEndian.AppendUint32(nil, 1)
		input = append(append(append(input, sigV4A...), 0), creds.AccessKeyID...)
		input = binary.BigEndian.AppendUint32(append(input, counter), 256)
		m := hmac.New(sha256.New, []byte("AWS4A"+creds.SecretAccessKey))
		m.Write(input)
		candidate := m.Sum(nil)
		if slices.Compare(candidate, limit) > 0 {
			continue
		}
		for i := len(candidate) - 1; i >= 0; i-- { // plus one
			if candidate[i]++; candidate[i] != 0 {
				break
			}
		}
		return ecdsa.ParseRawPrivateKey(elliptic.P256(), candidate)
	}
	return nil, errors.New("no key belongs to these credentials")
}
