package inspect

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"signet/share/cloudfront"
	"signet/share/say"
)

// TestProven holds a link of CloudFront against the public key of who signed it.
func TestProven(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)})
	key, err := cloudfront.ParseKey(file)
	if err != nil {
		t.Fatal(err)
	}
	link, err := cloudfront.Signer{KeyPairID: "K2JCJMDEHXQW5F", Key: key}.Sign("https://d111111abcdef8.cloudfront.net/hr/cv.pdf", cloudfront.Policy{Ends: now.Add(400 * 24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, link string
		level      say.Level
		says       string
		usable     bool
	}{
		{"as signed", link, say.Good, "the signature holds", true},
		{"in a mail", "see <" + strings.ReplaceAll(link, "&", "&amp;") + ">", say.Good, "the signature holds", true},
		{"longer", strings.Replace(link, "Expires=1", "Expires=2", 1), say.Bad, "does not hold", false},
		{"another file", strings.Replace(link, "cv.pdf", "pay.pdf", 1), say.Bad, "does not hold", false},
		{"of others", awsCanned, say.Bad, "does not hold", false},
		{"of S3", "https://acme.s3.eu-west-1.amazonaws.com/hr/cv.pdf", say.Info, "links of CloudFront alone", false},
	} {
		r := Inspect(c.link, now).Proven(key.Public())
		last := r.Findings[len(r.Findings)-1]
		if last.Code != "public-key" || last.Level != c.level || !strings.Contains(last.Text, c.says) || r.Usable() != c.usable {
			t.Errorf("%s: %+v, usable %v", c.name, last, r.Usable())
		}
	}
	for _, l := range Inspect(link, now).Proven(key.Public()).Words(now) {
		if l.Label == "until" && strings.Contains(l.Text, "by its own dates") {
			t.Errorf("proved, and in doubt: %s", l.Text)
		}
	}
}
