package cloudfront_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"signet/share/cloudfront"
)

const (
	image = "https://d111111abcdef8.cloudfront.net/images/horizon.jpg?size=large&license=yes"
	pair  = "K2JCJMDEHXQW5F"
)

func end() time.Time { return time.Date(2027, 12, 24, 17, 0, 0, 0, time.UTC) }

// keys are private keys in the forms in which people have them, with their public
// halves.
func keys(t *testing.T) map[string][2][]byte {
	t.Helper()
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	e, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	sec1, _ := x509.MarshalECPrivateKey(e)
	params := block("EC PARAMETERS", []byte{6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7})
	return map[string][2][]byte{
		"RSA PKCS#1":   {block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(r)), public(&r.PublicKey)},
		"RSA PKCS#8":   {pkcs8(r), public(&r.PublicKey)},
		"ECDSA SEC1":   {append(params, block("EC PRIVATE KEY", sec1)...), public(&e.PublicKey)},
		"ECDSA PKCS#8": {pkcs8(e), public(&e.PublicKey)},
	}
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func pkcs8(key any) []byte {
	der, _ := x509.MarshalPKCS8PrivateKey(key)
	return block("PRIVATE KEY", der)
}

func public(key any) []byte {
	der, _ := x509.MarshalPKIXPublicKey(key)
	return block("PUBLIC KEY", der)
}

// TestSigned holds every sort of key, hash and policy against an edge that shares no
// line with the package.
func TestSigned(t *testing.T) {
	office := netip.MustParsePrefix("203.0.113.0/24")
	starts := end().Add(-24 * time.Hour)
	for name, k := range keys(t) {
		front := edgeFor(t, k[1])
		for _, hash := range []cloudfront.Hash{cloudfront.SHA1, cloudfront.SHA256} {
			s := signer(t, k[0], hash)
			for _, c := range []struct {
				policy string
				cloudfront.Policy
				url  string
				at   time.Time
				from string
				want string
			}{
				{"canned", cloudfront.Policy{Ends: end()}, "", end().Add(-time.Second), "", ""},
				{"canned, ended", cloudfront.Policy{Ends: end()}, "", end(), "", "ended"},
				{"custom, within", cloudfront.Policy{Ends: end(), Starts: starts, From: office}, "", starts.Add(time.Second), "203.0.113.9", ""},
				{"custom, early", cloudfront.Policy{Ends: end(), Starts: starts, From: office}, "", starts, "203.0.113.9", "not yet"},
				{"custom, elsewhere", cloudfront.Policy{Ends: end(), From: office}, "", starts, "198.51.100.7", "network"},
				{"wildcard", cloudfront.Policy{Ends: end(), Resource: "https://d111111abcdef8.cloudfront.net/images/*"}, "horizon.jpg/other.jpg", starts, "", ""},
				{"canned, another", cloudfront.Policy{Ends: end()}, "horizon.jpg/other.jpg", starts, "", "signature"},
				{"custom, another", cloudfront.Policy{Ends: end(), From: office}, "horizon.jpg/other.jpg", starts, "203.0.113.9", "resource"},
			} {
				link, err := s.Sign(image, c.Policy)
				if err != nil {
					t.Errorf("%s, %s, %s: %v", name, hash, c.policy, err)
					continue
				}
				if again, _ := s.Sign(image, c.Policy); again != link {
					t.Errorf("%s, %s, %s: signed again it is another link", name, hash, c.policy)
				}
				was, now, _ := strings.Cut(c.url, "/")
				link = strings.Replace(link, was, now, 1)
				if got := front.opens(link, c.at, c.from); got != c.want {
					t.Errorf("%s, %s, %s: refused for %q, want %q", name, hash, c.policy, got, c.want)
				}
				if err := cloudfront.Verify(link, publicKey(t, k[1])); (err == nil) != (c.want != "signature") {
					t.Errorf("%s, %s, %s: verified as %v", name, hash, c.policy, err)
				}
			}
		}
	}
}

func signer(t *testing.T, private []byte, hash cloudfront.Hash) cloudfront.Signer {
	t.Helper()
	key, err := cloudfront.ParseKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return cloudfront.Signer{KeyPairID: pair, Key: key, Hash: hash}
}

func publicKey(t *testing.T, file []byte) cloudfront.PublicKey {
	t.Helper()
	key, err := cloudfront.ParsePublicKey(file)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestOpenSSL makes the keys with openssl, and the signatures of RSA once more: the
// link is the same to the byte.
func TestOpenSSL(t *testing.T) {
	private := openssl(t, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
	curve := openssl(t, "ecparam", "-name", "prime256v1", "-genkey")
	for name, file := range map[string][]byte{"RSA": private, "ECDSA": curve} {
		if _, err := cloudfront.ParseKey(file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	policy := `{"Statement":[{"Resource":"` + image + `","Condition":{"DateLessThan":{"AWS:EpochTime":1829667600}}}]}`
	for algorithm, hash := range map[string]cloudfront.Hash{"-sha1": cloudfront.SHA1, "-sha256": cloudfront.SHA256} {
		link, err := signer(t, private, hash).Sign(image, cloudfront.Policy{Ends: end()})
		if err != nil {
			t.Fatal(err)
		}
		u, _ := url.Parse(link)
		want := openssl(t, "dgst", algorithm, "-sign", file(t, "key.pem", private), file(t, "policy.json", []byte(policy)))
		if got := unbase(u.Query().Get("Signature")); got != string(want) {
			t.Errorf("%s: the signature is not that of openssl", algorithm)
		}
		made, err := signer(t, curve, hash).Sign(image, cloudfront.Policy{Ends: end()})
		if err != nil {
			t.Fatal(err)
		}
		u, _ = url.Parse(made)
		pub := openssl(t, "pkey", "-pubout", "-in", file(t, "ec.pem", curve))
		out := openssl(t, "dgst", algorithm, "-verify", file(t, "pub.pem", pub), "-signature", file(t, "sig", []byte(unbase(u.Query().Get("Signature")))), file(t, "policy.json", []byte(policy)))
		if !bytes.Contains(out, []byte("Verified OK")) {
			t.Errorf("%s: openssl does not take the ECDSA signature", algorithm)
		}
	}
}

// TestShape holds links against the form that CloudFront's pages show, and their
// lengths.
func TestShape(t *testing.T) {
	k := keys(t)
	canned, _ := signer(t, k["RSA PKCS#1"][0], cloudfront.SHA1).Sign(image, cloudfront.Policy{Ends: end()})
	if !strings.HasPrefix(canned, image+"&Expires=1829667600&Signature=") || !strings.HasSuffix(canned, "&Key-Pair-Id="+pair) {
		t.Error("a canned link does not look like one")
	}
	custom, _ := signer(t, k["ECDSA SEC1"][0], cloudfront.SHA256).Sign(strings.TrimSuffix(image, "?size=large&license=yes"), cloudfront.Policy{Ends: end(), From: netip.MustParsePrefix("203.0.113.7/32")})
	u, _ := url.Parse(custom)
	if got, want := unbase(u.Query().Get("Policy")), `{"Statement":[{"Resource":"https://d111111abcdef8.cloudfront.net/images/horizon.jpg","Condition":{"IpAddress":{"AWS:SourceIp":"203.0.113.7/32"},"DateLessThan":{"AWS:EpochTime":1829667600}}}]}`; got != want {
		t.Errorf("the policy is %s", got)
	}
	if !strings.HasSuffix(custom, "&Key-Pair-Id="+pair+"&Hash-Algorithm=SHA256") {
		t.Error("SHA-256 is not said where CloudFront reads it")
	}
	t.Logf("RSA canned %d, ECDSA custom %d characters", len(canned), len(custom))
}

// TestRefused are addresses, policies and keys that CloudFront would not take.
func TestRefused(t *testing.T) {
	s := signer(t, keys(t)["ECDSA SEC1"][0], cloudfront.SHA1)
	good := cloudfront.Policy{Ends: end()}
	from := func(text string) cloudfront.Policy {
		return cloudfront.Policy{Ends: end(), From: netip.MustParsePrefix(text)}
	}
	for _, c := range []struct {
		url    string
		policy cloudfront.Policy
		want   string
	}{
		{"https://d.cloudfront.net/a b.pdf", good, "must be escaped"},
		{"https://d.cloudfront.net/ä.pdf", good, "must be escaped"},
		{`https://d.cloudfront.net/a"b.pdf`, good, "must be escaped"},
		{"https://d.cloudfront.net/a*.pdf", good, "open others"},
		{"https://d.cloudfront.net/a.pdf#page=2", good, "fragment"},
		{"https://d.cloudfront.net/a.pdf?Policy=x", good, "Policy"},
		{"https://d.cloudfront.net/a.pdf?a=1&Hash-Algorithm=SHA256", good, "Hash-Algorithm"},
		{"d.cloudfront.net/a.pdf", good, "https://"},
		{"s3://acme/a.pdf", good, "https://"},
		{"https://d.cloudfront.net", good, "https://"},
		{"https://d.cloudfront.net/" + strings.Repeat("a", 8192), good, "8,192"},
		{"https://d.cloudfront.net/" + strings.Repeat("a", 8100), good, "8,192"},
		{image, cloudfront.Policy{}, "needs an end"},
		{image, cloudfront.Policy{Ends: time.Date(2038, 1, 20, 0, 0, 0, 0, time.UTC)}, "19 Jan 2038"},
		{image, cloudfront.Policy{Ends: end(), Starts: end()}, "before it opens"},
		{image, from("2001:db8::/32"), "IPv4 alone"},
		{image, from("0.0.0.0/0"), "no limit"},
		{image, from("203.0.113.7/24"), "203.0.113.0/24"},
	} {
		if link, err := s.Sign(c.url, c.policy); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60s: %v, want %q", c.url, err, c.want)
		} else if link != "" {
			t.Errorf("%.60s: refused, and signed", c.url)
		}
	}
	if _, err := (cloudfront.Signer{KeyPairID: pair}).Sign(image, good); err == nil {
		t.Error("signed without a key")
	}
}

func TestKeysRefused(t *testing.T) {
	large, _ := rsa.GenerateKey(rand.Reader, 1024*3)
	p384, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	locked := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED"}, Bytes: []byte("x")})
	for _, c := range []struct {
		file []byte
		want string
	}{
		{pkcs8(large), "RSA of 3072 bits"},
		{pkcs8(p384), "ECDSA on P-384"},
		{pkcs8(ed), "neither RSA nor ECDSA"},
		{locked, "passphrase"},
		{block("ENCRYPTED PRIVATE KEY", []byte("x")), "passphrase"},
		{public(&p384.PublicKey), "a public key"},
		{block("OPENSSH PRIVATE KEY", []byte("x")), "OpenSSH"},
		{block("PRIVATE KEY", []byte("hush")), "damaged"},
		{[]byte("hush"), "no private key in PEM form"},
	} {
		if _, err := cloudfront.ParseKey(c.file); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	for _, file := range [][]byte{public(&p384.PublicKey), public(&large.PublicKey), block("PUBLIC KEY", []byte("x")), []byte("x"), pkcs8(large)} {
		if _, err := cloudfront.ParsePublicKey(file); err == nil {
			t.Error("a public key that CloudFront does not take is taken")
		}
	}
}

// TestVerifyForeign are links that others have damaged.
func TestVerifyForeign(t *testing.T) {
	k := keys(t)
	rsaKey, other := publicKey(t, k["RSA PKCS#1"][1]), publicKey(t, k["ECDSA SEC1"][1])
	link, _ := signer(t, k["RSA PKCS#1"][0], cloudfront.SHA1).Sign(image, cloudfront.Policy{Ends: end()})
	for name, changed := range map[string]string{
		"later end":      strings.Replace(link, "Expires=18", "Expires=19", 1),
		"end with zero":  strings.Replace(link, "Expires=", "Expires=0", 1),
		"another path":   strings.Replace(link, "horizon", "sunset", 1),
		"another hash":   link + "&Hash-Algorithm=SHA256",
		"unknown hash":   link + "&Hash-Algorithm=MD5",
		"no signature":   strings.Replace(link, "Signature=", "X=", 1),
		"a parameter":    link + "&x=1",
		"nothing at all": "",
	} {
		if cloudfront.Verify(changed, rsaKey) == nil {
			t.Errorf("%s: verified", name)
		}
	}
	if err := cloudfront.Verify(link, other); !errors.Is(err, cloudfront.ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	if err := cloudfront.Verify(link+"#page=2", rsaKey); err != nil {
		t.Errorf("with a fragment, which is not sent: %v", err)
	}
	if half := k["RSA PKCS#8"][0]; cloudfront.Verify(link, publicKey(t, half)) != nil {
		t.Error("the private key is not taken for its public half")
	}
}
