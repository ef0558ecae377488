package sign

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share"
)

// The key pair of AWS's own test vectors for SigV4A (aws-c-auth).
func TestAsymmetricKey(t *testing.T) {
	key, err := asymmetricKey(aws.Credentials{AccessKeyID: "AKISORANDOMAASORANDOM", SecretAccessKey: "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom"})
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey.Bytes() // 4, X, Y
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%X", public); got != "0415D242CEEBF8D8169FD6A8B5A746C41140414C3B07579038DA06AF89190FFFCB0515242CEDD82E94799482E4C0514B505AFCCF2C0C98D6A553BF539F424C5EC0" {
		t.Errorf("public key %s", got)
	}
}

// A link of SigV4A begins when the spec says, is the same whenever it is made again,
// asks for no header that the spec does not name, and is signed over the path as it
// is in the link, escaped once.
func TestAsymmetricLinks(t *testing.T) {
	for _, arn := range []string{
		"arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
		"arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-01234567890123456:accesspoint:my-ap",
	} {
		for _, op := range []share.Operation{share.Download, share.Upload, share.Delete, share.Metadata} {
			spec := specFor(op, arn, "Q3 2026/Übersicht+1.pdf")
			a := mustSign(t, New(example("")), spec)
			if b := mustSign(t, New(example("")), spec); a.URL.Reveal() != b.URL.Reveal() {
				t.Errorf("%s %s: made twice, two links", op, arn)
			}
			if len(a.Headers) > 0 {
				t.Errorf("%s %s: the holder must send %v", op, arn, a.Headers)
			}
			u, err := url.Parse(a.URL.Reveal())
			if err != nil {
				t.Fatal(err)
			}
			if q := u.Query(); q.Get("X-Amz-Date") != "20130524T000000Z" || q.Get("X-Amz-Expires") != "86400" || q.Get("X-Amz-Region-Set") != "*" {
				t.Errorf("%s %s: %s", op, arn, u.RawQuery)
			}
			verified(t, a, u, "/Q3%202026/%C3%9Cbersicht%2B1.pdf")
		}
	}
}

func verified(t *testing.T, signed share.Signed, u *url.URL, path string) {
	t.Helper()
	key, err := asymmetricKey(example("").creds)
	if err != nil {
		t.Fatal(err)
	}
	unsigned, signature, _ := strings.Cut(u.RawQuery, "&X-Amz-Signature=")
	_, scope, _ := strings.Cut(u.Query().Get("X-Amz-Credential"), "/")
	canonical := signed.Method + "\n" + path + "\n" + unsigned + "\nhost:" + u.Host + "\n\nhost\nUNSIGNED-PAYLOAD"
	inner := sha256.Sum256([]byte(canonical))
	hash := sha256.Sum256([]byte(sigV4A + "\n20130524T000000Z\n" + scope + "\n" + hex.EncodeToString(inner[:])))
	raw, err := hex.DecodeString(signature)
	if err != nil || !ecdsa.VerifyASN1(&key.PublicKey, hash[:], raw) {
		t.Errorf("%s: the signature is not that of %s", signed.Method, path)
	}
}

// What the holder must send is signed, and told.
func TestAsymmetricHeaders(t *testing.T) {
	spec := specFor(share.Upload, "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap", "a.png")
	spec.Options.ContentType = "image/png"
	a := mustSign(t, New(example("session token")), spec)
	if len(a.Headers) != 1 || a.Headers[0] != (share.Header{Name: "Content-Type", Value: "image/png"}) {
		t.Errorf("headers %v", a.Headers)
	}
	u, err := url.Parse(a.URL.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	if q := u.Query(); q.Get("X-Amz-SignedHeaders") != "content-type;host" || q.Get("X-Amz-Security-Token") != "session token" {
		t.Error(u.RawQuery)
	}
}

// A header that is a secret is signed, and told to nobody, whoever signs.
func TestSecretHeadersAreNotTold(t *testing.T) {
	for _, bucket := range []string{"my-bucket", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap", "arn:aws:s3:us-east-1:123456789012:accesspoint:my-ap"} {
		spec := specFor(share.Download, bucket, "a.pdf")
		spec.Options.CustomerKey, spec.Options.CustomerKeyMD5 = share.NewSecret(strings.Repeat("k", 32)), "mT2HRsMGJ5IX5C+0rreZ8Q=="
		a := mustSign(t, New(example("")), spec)
		if !strings.Contains(a.URL.Reveal(), share.CustomerKeyHeader) {
			t.Errorf("%s: the key is not signed", bucket)
		}
		for _, h := range a.Headers {
			if strings.EqualFold(h.Name, share.CustomerKeyHeader) {
				t.Errorf("%s: the key is told", bucket)
			}
		}
	}
}
