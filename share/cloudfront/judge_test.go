package cloudfront_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// edge is a front that judges as CloudFront's pages say, and shares no line with the
// package: the URL by net/url, the policy by its JSON, the key by crypto/x509.
type edge struct{ key any }

func edgeFor(t *testing.T, public []byte) edge {
	t.Helper()
	block, _ := pem.Decode(public)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return edge{key: key}
}

// opens is empty, or why the request is refused.
func (e edge) opens(link string, at time.Time, from string) string {
	u, err := url.Parse(link)
	if err != nil {
		return "address"
	}
	q := u.Query()
	policy := unbase(q.Get("Policy"))
	own := regexp.MustCompile(`[?&](Expires|Policy|Signature|Key-Pair-Id|Hash-Algorithm)=[^&]*`).ReplaceAllString(link, "")
	if q.Get("Policy") == "" {
		policy = fmt.Sprintf(`{"Statement":[{"Resource":"%s","Condition":{"DateLessThan":{"AWS:EpochTime":%s}}}]}`, own, q.Get("Expires"))
	}
	if !e.signed(policy, unbase(q.Get("Signature")), q.Get("Hash-Algorithm")) {
		return "signature"
	}
	var p struct {
		Statement []struct {
			Resource  string
			Condition map[string]map[string]any
		}
	}
	if json.Unmarshal([]byte(policy), &p) != nil || len(p.Statement) != 1 {
		return "policy"
	}
	c := p.Statement[0].Condition
	pattern := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(p.Statement[0].Resource))
	switch {
	case !regexp.MustCompile("^" + pattern + "$").MatchString(own):
		return "resource"
	case !at.Before(time.Unix(int64(c["DateLessThan"]["AWS:EpochTime"].(float64)), 0)):
		return "ended"
	case c["DateGreaterThan"] != nil && !at.After(time.Unix(int64(c["DateGreaterThan"]["AWS:EpochTime"].(float64)), 0)):
		return "not yet"
	case c["IpAddress"] != nil && !netip.MustParsePrefix(c["IpAddress"]["AWS:SourceIp"].(string)).Contains(netip.MustParseAddr(from)):
		return "network"
	}
	return ""
}

func (e edge) signed(policy, signature, algorithm string) bool {
	hash, sum := crypto.SHA1, sha1.Sum([]byte(policy))
	digest := sum[:]
	if algorithm == "SHA256" {
		sum := sha256.Sum256([]byte(policy))
		hash, digest = crypto.SHA256, sum[:]
	}
	switch key := e.key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, hash, digest, []byte(signature)) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, []byte(signature))
	}
	return false
}

func unbase(text string) string {
	raw, _ := base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(text))
	return string(raw)
}

// openssl runs the program of that name, and skips the test where there is none.
func openssl(t *testing.T, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	out, err := exec.CommandContext(t.Context(), "openssl", args...).Output()
	if err != nil {
		t.Fatalf("openssl %s: %v", args[0], err)
	}
	return out
}

func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
