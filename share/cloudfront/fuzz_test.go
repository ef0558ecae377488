package cloudfront

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"strings"
	"testing"

	"signet/share/say"
)

// FuzzParseKey: a file that is no key is refused in words that quote nothing of it.
func FuzzParseKey(f *testing.F) {
	f.Add("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n")
	f.Add("-----BEGIN hunter2-----\naHVudGVyMg==\n-----END hunter2-----\n")
	f.Add("-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\naHVudGVyMg==\n-----END PRIVATE KEY-----\n")
	f.Add("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n")
	f.Add("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n")
	f.Fuzz(func(t *testing.T, file string) {
		key, err := ParseKey([]byte(file))
		if err == nil && key.signer == nil {
			t.Error("no key, and no error")
		}
		public, failed := ParsePublicKey([]byte(file))
		if failed == nil && public.key == nil {
			t.Error("no public key, and no error")
		}
		for _, err := range []error{err, failed} {
			if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.ContainsFunc(err.Error(), say.Hidden)) {
				t.Errorf("%q", err)
			}
		}
	})
}

// FuzzVerify: no link that somebody made up is one that a key has signed.
func FuzzVerify(f *testing.F) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	public := PublicKey{&private.PublicKey}
	f.Add("https://d.cloudfront.net/a?Expires=4102444800&Signature=AAAA&Key-Pair-Id=K1")
	f.Add("https://d.cloudfront.net/a?Policy=eyJ9&Signature=~~&Key-Pair-Id=K1&Hash-Algorithm=SHA256")
	f.Add("https://d.cloudfront.net/a?Policy&Policy=&Signature#x")
	f.Fuzz(func(t *testing.T, link string) {
		base, given := split(link)
		if strings.Contains(base, "#") || len(given) > 5 {
			t.Errorf("%q is split into %q and %v", link, base, given)
		}
		if err := Verify(link, public); err == nil {
			t.Errorf("%q was signed by nobody", link)
		}
	})
}
