package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/cloudfront"
)

// distributed is a signer with one distribution, and its public key.
func distributed(t *testing.T, private any, hash cloudfront.Hash) (*Signer, cloudfront.PublicKey) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := cloudfront.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	s := New(example(""))
	s.Distribution = func(place, name string) (Distribution, bool) {
		return Distribution{
			Domain: "files.acme.example", KeyPairID: "K2JCJMDEHXQW5F", Bucket: "acme", Prefix: "public/", Hash: hash, ForwardsQuery: true,
			Key: func() (cloudfront.Key, error) { return key, nil },
		}, place == "office" && name == "front"
	}
	return s, key.Public()
}

// TestCloudFront signs by RSA and ECDSA, verifies with the public half, and signs again
// to the byte, as the share log does.
func TestCloudFront(t *testing.T) {
	r, _ := rsa.GenerateKey(rand.Reader, 2048)
	e, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for name, private := range map[string]any{"RSA": r, "ECDSA": e} {
		s, public := distributed(t, private, cloudfront.SHA256)
		target := share.Target{Place: "office", Bucket: "acme", Key: "public/Übersicht *1.pdf", VersionID: "v1"}
		id, endpoint, err := s.Identity(t.Context(), target, "front")
		if err != nil || id.AccessKeyID != "K2JCJMDEHXQW5F" || endpoint.Signer != "front" {
			t.Fatal(name, id, endpoint, err)
		}
		m := id.Mandate
		m.From, m.Starts = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}, true
		spec := share.Spec{
			Target: target, Operation: share.Download, Options: share.Options{Filename: "a b.pdf"}, Endpoint: endpoint,
			AccessKeyID: id.AccessKeyID, SignedAt: at, Seconds: 400 * 24 * 3600, Mandate: m,
		}
		signed, err := s.Sign(t.Context(), spec)
		if err != nil {
			t.Fatal(name, err)
		}
		link := signed.URL.Reveal()
		if !strings.HasPrefix(link, "https://files.acme.example/%C3%9Cbersicht%20%2A1.pdf?response-content-disposition=") || !strings.Contains(link, "&versionId=v1&Policy=") {
			t.Error(name, "another address than the object's")
		}
		if err := cloudfront.Verify(link, public); err != nil {
			t.Error(name, err)
		}
		u, _ := url.Parse(link)
		if sum := sha256.Sum256([]byte(u.Query().Get("Signature"))); signed.SignatureSHA256 != hex.EncodeToString(sum[:]) {
			t.Error(name, "the log would not know the link again")
		}
		if again, _ := s.Sign(t.Context(), spec); again.URL.Reveal() != link {
			t.Error(name, "signed again it is another link")
		}
		t.Log(name, "from one network, with a start and a name:", len(link), "characters")
		var gone *share.KeyGoneError
		spec.AccessKeyID = "K3OTHER"
		if _, err := s.Sign(t.Context(), spec); !errors.As(err, &gone) {
			t.Error(name, "signed by another key than it says:", err)
		}
		spec.Mandate.Kind = "moon"
		if _, err := s.Sign(t.Context(), spec); err == nil {
			t.Error(name, "signed by a kind that nobody knows")
		}
	}
}

// What a distribution does not serve, it does not sign.
func TestCloudFrontServes(t *testing.T) {
	e, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s, _ := distributed(t, e, cloudfront.SHA1)
	for _, target := range []share.Target{
		{Place: "office", Bucket: "other", Key: "public/a"}, {Place: "office", Bucket: "acme", Key: "private/a"},
	} {
		if _, _, err := s.Identity(t.Context(), target, "front"); err == nil || !strings.Contains(err.Error(), "serves s3://acme/public/") {
			t.Errorf("%s: %v", target.URI(), err)
		}
	}
	if _, _, err := s.Identity(t.Context(), share.Target{Place: "home", Bucket: "acme", Key: "public/a"}, "front"); err == nil {
		t.Error("another place has it too")
	}
	s.Distribution = func(string, string) (Distribution, bool) {
		return Distribution{Bucket: "acme", Key: func() (cloudfront.Key, error) { return cloudfront.Key{}, errors.New("others may read it") }}, true
	}
	if _, _, err := s.Identity(t.Context(), share.Target{Place: "office", Bucket: "acme", Key: "a"}, "front"); err == nil || !strings.Contains(err.Error(), "others may read it") {
		t.Error("a key that cannot be read is found out only when it is too late:", err)
	}
	if !cloudfront.LastEnd().Equal(share.KindCloudFront.Info().Last) {
		t.Error("the two rooms know another last end")
	}
}
