package inspect

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/netip"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/cloudfront"
	"signet/share/say"
)

// cloudFrontKey is a new key pair.
func cloudFrontKey(t *testing.T) cloudfront.Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := cloudfront.ParseKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// asCookies are the parameters of a link as a file of cookies has them.
func asCookies(link string) string {
	var b strings.Builder
	_, query, _ := strings.Cut(link, "?")
	for p := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(p, "=")
		b.WriteString("#HttpOnly_d1.cloudfront.net\tFALSE\t/2026/\tTRUE\t2145311999\tCloudFront-" + name + "\t" + value + "\n")
	}
	return b.String()
}

// TestAgainstFront holds links of CloudFront against what the log says was signed.
func TestAgainstFront(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	const base = "https://d1.cloudfront.net/2026/a.pdf"
	office := cloudfront.Policy{Ends: now.Add(48 * time.Hour), From: netip.MustParsePrefix("203.0.113.0/24")}
	canned, folder := cloudfront.Policy{Ends: now.Add(48 * time.Hour)}, cloudfront.Policy{Ends: now.Add(48 * time.Hour), Resource: "https://d1.cloudfront.net/2026/*"}
	later, elsewhere := office, office
	later.Ends, elsewhere.From = now.Add(72*time.Hour), netip.MustParsePrefix("198.51.100.0/24")
	by := cloudfront.Signer{KeyPairID: "K1", Key: cloudFrontKey(t), Hash: cloudfront.SHA256}
	sign := func(url string, p cloudfront.Policy) string {
		link, err := by.Sign(url, p)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	for _, c := range []struct {
		name   string
		policy cloudfront.Policy // as it was signed
		link   string
		level  say.Level
		says   string
	}{
		{"canned", canned, sign(base, canned), say.Good, "as they were signed"},
		{"canned, another end", canned, strings.Replace(sign(base, canned), "Expires=1", "Expires=2", 1), say.Bad, "the end was changed: signed for 1 Dec 2026 12:00"},
		{"canned, another path", canned, strings.Replace(sign(base, canned), "a.pdf", "b.pdf", 1), say.Bad, "the key was changed: signed for 2026/a.pdf, but here it is 2026/b.pdf"},
		{"another host", canned, strings.Replace(sign(base, canned), "d1.", "d2.", 1), say.Bad, "the host was changed"},
		{"another key pair", canned, strings.Replace(sign(base, canned), "=K1", "=K2", 1), say.Bad, "the key pair was changed: signed for K1, but here it is K2"},
		{"without its hash", canned, strings.Replace(sign(base, canned), "&Hash-Algorithm=SHA256", "", 1), say.Bad, "the hash was changed"},
		{"a parameter more", canned, sign(base, canned) + "&versionId=v2", say.Bad, "the version was changed"},
		{"custom", office, sign(base, office), say.Good, "as they were signed"},
		{"custom, another end", office, sign(base, later), say.Bad, "the end was changed"},
		{"custom, another network", office, sign(base, elsewhere), say.Bad, "the network was changed: signed for 203.0.113.0/24, but here it is 198.51.100.0/24"},
		{"canned in its place", office, sign(base, canned), say.Bad, "the network was changed: signed for 203.0.113.0/24, but here it is none"},
		{"a folder", folder, sign(base, folder), say.Good, "as they were signed"},
		{"a folder, another object", folder, strings.Replace(sign(base, folder), "a.pdf", "sub/b.pdf", 1), say.Good, "another object of the folder"},
		{"a folder, outside", folder, strings.Replace(sign(base, folder), "2026/a.pdf", "2025/b.pdf", 1), say.Bad, "the key was changed"},
		{"its cookies", folder, asCookies(sign(base, folder)), say.Good, "key pair and policy are as they were signed"},
		{"its cookies, changed", folder, asCookies(sign(base, office)), say.Bad, "the network was changed: signed for none"},
	} {
		outline, err := by.Outline(base, c.policy)
		if err != nil {
			t.Fatal(err)
		}
		spec := share.Spec{Target: share.Target{Bucket: "acme", Key: "public/2026/a.pdf"}, Mandate: share.Mandate{Kind: share.KindCloudFront, Strips: "public/", Below: c.policy.Resource != ""}}
		found := Inspect(c.link, now).Against(spec, share.NewSecret(outline))
		if len(found) == 0 || say.Worst(found) != c.level || !strings.Contains(found[0].Text, c.says) {
			t.Errorf("%s: %v, want %q", c.name, found, c.says)
		}
	}
}

// TestCookiesProven holds cookies against the public key.
func TestCookiesProven(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	key := cloudFrontKey(t)
	by := cloudfront.Signer{KeyPairID: "K1", Key: key, Hash: cloudfront.SHA256}
	link, err := by.Sign("https://d1.cloudfront.net/2026/", cloudfront.Policy{Ends: now.Add(time.Hour), Resource: "https://d1.cloudfront.net/2026/*"})
	if err != nil {
		t.Fatal(err)
	}
	cookies := asCookies(link)
	for name, c := range map[string]struct {
		text, says string
		level      say.Level
	}{
		"a file of cookies":  {cookies, "that key signed the policy in these cookies", say.Good},
		"another hash":       {strings.Replace(cookies, "SHA256", "SHA1", 1), "does not hold", say.Bad},
		"another policy":     {strings.Replace(cookies, "Policy\teyJ", "Policy\teyK", 1), "does not hold", say.Bad},
		"with an end alone":  {"CloudFront-Expires=1829667600; CloudFront-Signature=MEUC; CloudFront-Key-Pair-Id=K1", "no key proves them", say.Info},
		"in a header":        {"Cookie: " + strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(strings.ReplaceAll(link, "&", "; CloudFront-"), "https://d1.cloudfront.net/2026/?"), "Policy=", "CloudFront-Policy="), "CloudFront-CloudFront", "CloudFront"), "that key signed the policy", say.Good},
		"of another network": {strings.Replace(cookies, "Key-Pair-Id\tK1", "Key-Pair-Id\tK2", 1), "that key signed", say.Good}, // the id is not signed
	} {
		r := Inspect(c.text, now).Proven(key.Public())
		last := r.Findings[len(r.Findings)-1]
		if r.Kind != CloudFrontCookies || last.Level != c.level || !strings.Contains(last.Text, c.says) {
			t.Errorf("%s: %s, %+v", name, r.Kind, last)
		}
	}
}

// TestFrontNetworks: what a limit to a network means for who comes by IPv6 is said.
func TestFrontNetworks(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	by := cloudfront.Signer{KeyPairID: "K1", Key: cloudFrontKey(t)}
	link, err := by.Sign("https://d1.cloudfront.net/a", cloudfront.Policy{Ends: now.Add(time.Hour), From: netip.MustParsePrefix("203.0.113.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	policy := `{"Statement":[{"Resource":"https://d1.cloudfront.net/a","Condition":{"IpAddress":{"AWS:SourceIp":"2001:db8::/32"},"DateLessThan":{"AWS:EpochTime":1829667600}}}]}`
	for text, level := range map[string]say.Level{link: say.Info, "https://d1.cloudfront.net/a?Policy=" + base64Of(policy) + "&Signature=MEUCIQ__&Key-Pair-Id=K1": say.Bad} {
		for _, f := range Inspect(text, now).Findings {
			if f.Code == "ipv6" && f.Level == level && strings.Contains(f.Text, "IPv6") {
				level = ""
			}
		}
		if level != "" {
			t.Errorf("nothing is said of IPv6 at the level %s", level)
		}
	}
}

func base64Of(text string) string {
	return strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString([]byte(text)))
}
