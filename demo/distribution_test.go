package demo

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// distribution is one under test, with the keys that it knows.
type distribution struct {
	*Distribution
	rsa   *rsa.PrivateKey
	ecdsa *ecdsa.PrivateKey
}

func distribute(t *testing.T, s *Server, o DistributionOptions) distribution {
	t.Helper()
	d, err := s.Distribute(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, e, err := s.FrontKey()
	if err != nil {
		t.Fatal(err)
	}
	d.Trust("KRSA", &r.PublicKey)
	d.Trust("KECDSA", &e.PublicKey)
	return distribution{d, r, e}
}

// parameters signs a policy; canned is the Expires of one that is not sent.
func (d distribution) parameters(t *testing.T, id, algorithm, policy, canned string) []string {
	t.Helper()
	hash, sum := crypto.SHA1, sha1.Sum([]byte(policy))
	digest := sum[:]
	if algorithm == "SHA256" {
		sum := sha256.Sum256([]byte(policy))
		hash, digest = crypto.SHA256, sum[:]
	}
	var signer crypto.Signer = d.rsa
	if id == "KECDSA" {
		signer = d.ecdsa
	}
	signature, err := signer.Sign(rand.Reader, digest, hash)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{"Policy=" + unsafe64(policy)}
	if canned != "" {
		list = []string{"Expires=" + canned}
	}
	list = append(list, "Signature="+unsafe64(string(signature)), "Key-Pair-Id="+id)
	if algorithm != "" {
		list = append(list, "Hash-Algorithm="+algorithm)
	}
	return list
}

func unsafe64(text string) string {
	return strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString([]byte(text)))
}

func until(resource string, end time.Time, more ...string) string {
	return fmt.Sprintf(`{"Statement":[{"Resource":%q,"Condition":{%s"DateLessThan":{"AWS:EpochTime":%d}}}]}`, resource, strings.Join(more, ""), end.Unix())
}

// view opens an address from an address, and returns the status and the code of the
// refusal, or the body.
func view(t *testing.T, link, from string, cookies ...string) (int, string) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}).DialContext}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cookies {
		req.Header.Add("Cookie", "CloudFront-"+c)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	var refused struct{ Code, Message string }
	if xml.Unmarshal(body, &refused) == nil && refused.Code != "" {
		return res.StatusCode, refused.Code + ": " + refused.Message + " by " + res.Header.Get("Server")
	}
	return res.StatusCode, string(body)
}

func TestDistribution(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.MakeBucket("acme", false, ""))
	must(t, s.Put("acme", "public/a b.txt", []byte("hello"), PutOptions{}))
	must(t, s.Put("acme", "public/sub/c.txt", []byte("below"), PutOptions{}))
	d := distribute(t, s, DistributionOptions{Bucket: "acme", Prefix: "public/"})
	file, other := d.URL()+"/a%20b.txt", d.URL()+"/sub/c.txt"
	now := clock.Now()
	soon, office := now.Add(time.Hour), `"IpAddress":{"AWS:SourceIp":"127.0.0.1/32"},`
	after := func(at time.Time) string { return fmt.Sprintf(`"DateGreaterThan":{"AWS:EpochTime":%d},`, at.Unix()) }
	const denied = "AccessDenied: Access denied by CloudFront"
	for _, c := range []struct {
		name, opened, policy, from, want string
		canned                           time.Time
	}{
		{"canned", file, until(file, soon), "127.0.0.1", "hello", soon},
		{"canned, of another", other, until(file, soon), "127.0.0.1", denied, soon},
		{"canned, ended", file, until(file, now), "127.0.0.1", denied, now},
		{"canned, end changed", file, until(file, now), "127.0.0.1", denied, soon},
		{"custom", file, until(file, soon, office, after(now.Add(-time.Second))), "127.0.0.1", "hello", time.Time{}},
		{"custom, one address", file, until(file, soon, strings.Replace(office, "/32", "", 1)), "127.0.0.1", "hello", time.Time{}},
		{"custom, not yet", file, until(file, soon, after(now)), "127.0.0.1", denied, time.Time{}},
		{"custom, from elsewhere", file, until(file, soon, office), "127.0.0.2", denied, time.Time{}},
		{"custom, IPv6", file, until(file, soon, `"IpAddress":{"AWS:SourceIp":"::1/128"},`), "127.0.0.1", "MalformedPolicy: Malformed Policy by CloudFront", time.Time{}},
		{"wildcard", other, until(d.URL()+"/*", soon), "127.0.0.1", "below", time.Time{}},
		{"wildcard, elsewhere", file, until(d.URL()+"/sub/*", soon), "127.0.0.1", denied, time.Time{}},
		{"one character", other, until(d.URL()+"/sub/?.txt", soon), "127.0.0.1", "below", time.Time{}},
		{"another host", file, until("http://d.cloudfront.net/*", soon), "127.0.0.1", denied, time.Time{}},
		{"no end", file, `{"Statement":[{"Resource":"*","Condition":{}}]}`, "127.0.0.1", "MalformedPolicy: Malformed Policy by CloudFront", time.Time{}},
		{"two statements", file, strings.Replace(until("*", soon), "[", `[{"Resource":"*"},`, 1), "127.0.0.1", "MalformedPolicy: Malformed Policy by CloudFront", time.Time{}},
		{"a condition that is none", file, until("*", soon, `"StringEquals":{},`), "127.0.0.1", "MalformedPolicy: Malformed Policy by CloudFront", time.Time{}},
		{"missing", d.URL() + "/none", until("*", soon), "127.0.0.1", "AccessDenied: Access Denied by AmazonS3", time.Time{}},
		{"outside of the prefix", d.URL() + "/../secret", until("*", soon), "127.0.0.1", "AccessDenied: Access Denied by AmazonS3", time.Time{}},
	} {
		for _, id := range []string{"KRSA", "KECDSA"} {
			for _, algorithm := range []string{"", "SHA1", "SHA256"} {
				canned := ""
				if !c.canned.IsZero() {
					canned = fmt.Sprint(c.canned.Unix())
				}
				shown := d.parameters(t, id, algorithm, c.policy, canned)
				if _, got := view(t, c.opened+"?"+strings.Join(shown, "&"), c.from); got != c.want {
					t.Errorf("%s, %s %s: %q, want %q", c.name, id, algorithm, got, c.want)
				}
				if _, got := view(t, c.opened, c.from, shown...); got != c.want {
					t.Errorf("%s, %s %s, by cookies: %q, want %q", c.name, id, algorithm, got, c.want)
				}
			}
		}
	}
}

// TestDistributionRefuses are tickets that are none.
func TestDistributionRefuses(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.MakeBucket("acme", false, ""))
	must(t, s.Put("acme", "a.txt", []byte("hello"), PutOptions{}))
	d := distribute(t, s, DistributionOptions{Bucket: "acme"})
	file := d.URL() + "/a.txt"
	good := d.parameters(t, "KECDSA", "", until(file, time.Now().Add(time.Hour)), "")
	for _, c := range []struct{ name, query, want string }{
		{"nothing", "", "MissingKey: Missing Key-Pair-Id query parameter or cookie value by CloudFront"},
		{"no key", good[0] + "&" + good[1], "MissingKey: Missing Key-Pair-Id query parameter or cookie value by CloudFront"},
		{"another key", good[0] + "&" + good[1] + "&Key-Pair-Id=KNONE", "InvalidKey: Unknown Key by CloudFront"},
		{"a key of another kind", good[0] + "&" + good[1] + "&Key-Pair-Id=KRSA", "AccessDenied: Access denied by CloudFront"},
		{"no base64", good[0] + "&Signature=%21&" + good[2], "MalformedSignature: Could not unencode Signature by CloudFront"},
		{"no policy", "Policy=x&" + good[1] + "&" + good[2], "MalformedPolicy: Malformed Policy by CloudFront"},
		{"another hash", strings.Join(good, "&") + "&Hash-Algorithm=SHA256", "AccessDenied: Access denied by CloudFront"},
		{"no hash", strings.Join(good, "&") + "&Hash-Algorithm=MD5", "AccessDenied: Access denied by CloudFront"},
		{"a parameter more", strings.Join(good, "&") + "&x=1", "AccessDenied: Access denied by CloudFront"},
		{"good", strings.Join(good, "&"), "hello"},
	} {
		status, got := view(t, file+"?"+c.query, "127.0.0.1")
		if got != c.want || (status == http.StatusOK) != (c.want == "hello") {
			t.Errorf("%s: %d %q, want %q", c.name, status, got, c.want)
		}
	}
	if _, got := view(t, file+"?Key-Pair-Id=KNONE&"+good[1], "127.0.0.1", good...); !strings.HasPrefix(got, "InvalidKey") {
		t.Errorf("a signed address that is wrong, with cookies that are right: %q", got)
	}
	d.Distrust("KECDSA")
	if _, got := view(t, file+"?"+strings.Join(good, "&"), "127.0.0.1"); !strings.HasPrefix(got, "InvalidKey") {
		t.Errorf("a key that was taken from the key group: %q", got)
	}
	res, err := http.Post(file+"?"+strings.Join(good, "&"), "", nil) //nolint:noctx // a test
	if err != nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("POST: %v, %v", res, err)
	}
}

// TestDistributionAsksInItsOwnName: policies about links are not about it, and what it
// passes on is the setting's.
func TestDistributionAsksInItsOwnName(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.MakeBucket("acme", true, ""))
	must(t, s.Put("acme", "a.txt", []byte("hello"), PutOptions{}))
	plain, passing := distribute(t, s, DistributionOptions{Bucket: "acme"}), distribute(t, s, DistributionOptions{Bucket: "acme", ForwardsQuery: true})
	disposition := func(d distribution) (string, string) {
		file := d.URL() + "/a.txt?response-content-disposition=inline"
		link := file + "&" + strings.Join(d.parameters(t, "KRSA", "SHA256", until(file, time.Now().Add(time.Hour)), ""), "&")
		res, err := http.Get(link) //nolint:noctx // a test
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		return res.Header.Get("Content-Disposition"), string(body)
	}
	if got, _ := disposition(plain); got != "" {
		t.Errorf("a parameter is passed on: %q", got)
	}
	if got, _ := disposition(passing); got != "inline" {
		t.Errorf("a parameter is not passed on: %q", got)
	}
	deny := func(condition string) {
		statement := map[string]any{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}
		if condition != "" {
			statement["Condition"] = json.RawMessage(condition)
		}
		text, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{statement}})
		must(t, s.front.store.setPolicy("acme", string(bytes.TrimSpace(text))))
	}
	deny(`{"StringEquals":{"s3:authType":"REST-QUERY-STRING"}}`)
	if _, got := disposition(plain); got != "hello" {
		t.Errorf("a policy about links ends those of a distribution: %q", got)
	}
	deny("")
	if _, got := disposition(plain); !strings.Contains(got, "<Code>AccessDenied</Code>") {
		t.Errorf("a policy about everybody: %q", got)
	}
}

// TestFrontKey: a folder has the same key and the same port again.
func TestFrontKey(t *testing.T) {
	dir := t.TempDir()
	var ids, urls []string
	for range 2 {
		s, err := Start(t.Context(), Options{Dir: dir, Empty: true})
		must(t, err)
		id, _, err := s.FrontKey()
		must(t, err)
		d, err := s.Distribute(t.Context(), DistributionOptions{Bucket: "acme"})
		must(t, err)
		ids, urls = append(ids, id), append(urls, d.URL())
		must(t, s.Close())
		if res, err := http.Get(d.URL()); err == nil { //nolint:noctx // a test
			_ = res.Body.Close()
			t.Error("the distribution answers after its server was closed")
		}
	}
	if ids[0] != ids[1] || urls[0] != urls[1] || len(ids[0]) != 14 {
		t.Errorf("keys %v at %v", ids, urls)
	}
}
