package sign_test

import (
	"cmp"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"signet/demo"
	"signet/share"
	"signet/share/refusal"
)

// refused is one way to be refused, and what the person in front of it reads:
// parts of what happened, why, and what to do.
type refused struct {
	name   string
	do     func(*rig) answer
	status int
	code   string
	words
}

type words struct{ sentence, cause, next string }

// TestRefusalsAreExplained provokes the server into everything it can refuse to
// whoever holds a link or a form, and reads how that is explained.
func TestRefusalsAreExplained(t *testing.T) {
	r := newRig(t)
	r.stock()
	start, met := r.now(), map[string]bool{}
	for _, c := range slices.Concat(anyLinkRefused(), downloadsRefused(), uploadsRefused(), partsRefused(), formsRefused(), headersRefused(), frontRefused()) {
		t.Run(c.name, func(t *testing.T) {
			r.t = t
			r.set(start)
			r.who, r.region = r.server.Owner(), ""
			a := c.do(r)
			got := refusal.Parse(a.status, a.header, []byte(a.body))
			met[got.Code] = true
			if a.status != c.status || got.Code != c.code {
				t.Errorf("answered %d %s, want %d %s", a.status, got.Code, c.status, c.code)
			}
			c.words.mustBe(t, refusal.Explain(got))
		})
	}
	for _, code := range codesOfTheDemo(t) {
		if !met[code] {
			t.Errorf("the demo server can refuse with %s, and nobody here makes it", code)
		}
	}
}

func (w words) mustBe(t *testing.T, got refusal.Words) {
	t.Helper()
	for _, part := range [][2]string{{got.Sentence, w.sentence}, {got.Cause, w.cause}, {got.Next, w.next}} {
		if part[1] == "" || !strings.Contains(part[0], part[1]) {
			t.Errorf("%q does not say %q", part[0], part[1])
		}
	}
}

// codesOfTheDemo reads from its source what the demo server can answer, so that
// a new refusal is not forgotten here.
func codesOfTheDemo(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../demo/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	written := regexp.MustCompile(`(?:malformed\(|refuse\([\w.]+, )"(\w+)"`)
	var codes []string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range written.FindAllSubmatch(source, -1) {
			if code := string(m[1]); !slices.Contains(beyondLinks, code) && !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// beyondLinks is what no link or form of signet's leads to: making and removing
// buckets, how they are set up, asking for a session or a key of one's own or whether it is there, a disk that
// fails; and the one code that is said to HEAD alone, whose answer has no room for it.
var beyondLinks = []string{
	"BucketAlreadyOwnedByYou", "BucketNotEmpty", "InvalidBucketName", "IllegalVersioningConfigurationException",
	"InvalidAction", "ValidationError", "InternalError", "PermanentRedirect",
	"NoSuchLifecycleConfiguration", "ObjectLockConfigurationNotFoundError",
	"NoSuchBucketPolicy", "MalformedPolicyDocument",
	"XMinioAdminConfigBadJSON", "XMinioAdminInvalidAccessKey", "XMinioAdminInvalidSecretKey",
	"XMinioIAMServiceAccountNotAllowed", "XMinioInvalidIAMCredentials", "InvalidTokenId",
}

// stock fills the server with what can be refused.
func (r *rig) stock() {
	for bucket, region := range map[string]string{"closed": "", "paris": "eu-west-3"} {
		if err := r.server.MakeBucket(bucket, false, region); err != nil {
			r.t.Fatal(err)
		}
	}
	r.server.DenyGuest("closed")
	for key, o := range map[string]demo.PutOptions{
		"there": {}, "cold": {StorageClass: "DEEP_ARCHIVE"}, "sealed": {CustomerKey: true},
	} {
		if err := r.server.Put("plain", key, []byte("hello"), o); err != nil {
			r.t.Fatal(err)
		}
	}
}

// opened signs a link for an object that is there.
func (r *rig) opened(op share.Operation) share.Link {
	return r.sign(share.Request{Target: share.Target{Bucket: "plain", Key: "there"}, Operation: op, Lifetime: share.For(10 * time.Minute)})
}

// use uses a link as it was made, but for its address.
func (r *rig) use(l share.Link, change func(string) string) answer {
	return r.send(l.Method, change(l.URL.Reveal()), l.Headers, bodyOf(l.Method))
}

func bodyOf(method string) string {
	if method == http.MethodPut {
		return "hello"
	}
	return ""
}

func asMade(link string) string { return link }

// replace changes what a pattern finds in a link, once.
func replace(pattern, with string) func(string) string {
	return func(link string) string {
		found := regexp.MustCompile(pattern).FindString(link)
		if found == "" {
			panic("no " + pattern + " in the link")
		}
		return strings.Replace(link, found, with, 1)
	}
}

// plus adds to the end of a link.
func plus(more string) func(string) string {
	return func(link string) string { return link + more }
}

// custom signs a request that signet itself does not sign, but others do, and
// sends it with the headers that were signed: all of them.
func (r *rig) custom(method, target, body string, headers ...string) answer {
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.server.Endpoint()+target, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	var sent []share.Header
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		sent = append(sent, share.Header{Name: headers[i], Value: headers[i+1]})
	}
	q := req.URL.Query()
	q.Set("X-Amz-Expires", "600")
	req.URL.RawQuery = q.Encode()
	payload := cmp.Or(req.Header.Get("X-Amz-Content-Sha256"), "UNSIGNED-PAYLOAD")
	link, _, err := v4.NewSigner().PresignHTTP(r.t.Context(), r.key(), req, payload, "s3", r.server.Region(), r.now(), func(o *v4.SignerOptions) {
		o.DisableURIPathEscaping, o.DisableHeaderHoisting = true, true
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return r.send(method, link, sent, body)
}

func (r *rig) key() aws.Credentials {
	return aws.Credentials{AccessKeyID: r.who.AccessKeyID, SecretAccessKey: r.who.SecretKey, SessionToken: r.who.SessionToken}
}
