package s3browser

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/demo"
	"signet/share"
	"signet/share/refusal"
)

// at signs as of another moment.
type at struct{ time time.Time }

func (a at) PresignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, _ time.Time, o ...func(*v4.SignerOptions)) (string, http.Header, error) {
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	return signer.PresignHTTP(ctx, c, r, hash, service, region, a.time, o...)
}

// The words are held against what a verifying server really answers to links
// that are over, altered, misused or for what is not there.
func TestRefusalsOfTheDemoServer(t *testing.T) {
	s := start(t, demo.Options{Empty: true})
	must(t, s.MakeBucket("b", true, ""))
	must(t, s.MakeBucket("no", false, ""))
	s.DenyGuest("no")
	must(t, s.Put("b", "a.txt", []byte("hello"), demo.PutOptions{}))
	must(t, s.Put("no", "a.txt", []byte("hello"), demo.PutOptions{}))
	must(t, s.Put("b", "cold", []byte("x"), demo.PutOptions{StorageClass: "DEEP_ARCHIVE"}))
	must(t, s.Put("b", "ssec", []byte("x"), demo.PutOptions{CustomerKey: true}))
	foreign := demo.Credentials{AccessKeyID: "AKIAUNKNOWN", SecretKey: "x"}
	wrong := demo.Credentials{AccessKeyID: s.Owner().AccessKeyID, SecretKey: "wrong"}
	session := s.IssueSession(time.Hour)
	session.SessionToken = "x" + session.SessionToken
	now := time.Now()

	for _, test := range []struct {
		name   string
		who    demo.Credentials
		region string
		time   time.Time
		life   time.Duration
		bucket string
		key    string
		alter  func(*http.Request)
		kind   refusal.Kind
	}{
		{name: "nothing", kind: refusal.Other},
		{name: "over", time: now.Add(-2 * time.Minute), life: time.Minute, kind: refusal.Expired},
		{name: "early", time: now.Add(time.Hour), kind: refusal.Early},
		{name: "altered", alter: func(r *http.Request) { r.URL.RawQuery += "&utm_source=mail" }, kind: refusal.BadSignature},
		{name: "another method", alter: func(r *http.Request) { r.Method = "DELETE" }, kind: refusal.BadSignature},
		{name: "cut off", alter: func(r *http.Request) { r.URL.RawQuery, _, _ = strings.Cut(r.URL.RawQuery, "&X-Amz-Signature") }, kind: refusal.BadRequest},
		{name: "signed twice", alter: func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=x") }, kind: refusal.BadRequest},
		{name: "unsigned header", alter: func(r *http.Request) { r.Header.Set("X-Amz-Meta-A", "b") }, kind: refusal.BadRequest},
		{name: "eight days", life: 8 * 24 * time.Hour, kind: refusal.BadRequest},
		{name: "not there", key: "b.txt", kind: refusal.Missing},
		{name: "no bucket", bucket: "nowhere", kind: refusal.NoBucket},
		{name: "archived", key: "cold", kind: refusal.Archived},
		{name: "SSE-C", key: "ssec", kind: refusal.Encrypted},
		{name: "beyond the end", alter: func(r *http.Request) { r.Header.Set("Range", "bytes=100-") }, kind: refusal.BadRange},
		{name: "guest", who: s.Guest(), bucket: "no", kind: refusal.Denied},
		{name: "unknown key", who: foreign, kind: refusal.BadKey},
		{name: "wrong secret", who: wrong, kind: refusal.BadSignature},
		{name: "wrong token", who: session, kind: refusal.SessionOver},
		{name: "wrong region", region: "ap-south-1", kind: refusal.WrongRegion},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.who.AccessKeyID == "" {
				test.who = s.Owner()
			}
			if test.time.IsZero() {
				test.time = now
			}
			c := Connect(Connection{
				Endpoint: s.Endpoint(), Region: or(test.region, s.Region()),
				AccessKeyID: test.who.AccessKeyID, SecretKey: test.who.SecretKey, SessionToken: test.who.SessionToken,
			})
			cfg, _, err := c.Config(t.Context())
			must(t, err)
			link, err := s3.NewPresignClient(s3.NewFromConfig(cfg)).PresignGetObject(t.Context(),
				&s3.GetObjectInput{Bucket: aws.String(or(test.bucket, "b")), Key: aws.String(or(test.key, "a.txt"))},
				func(o *s3.PresignOptions) { o.Presigner, o.Expires = at{test.time}, or(test.life, time.Hour) })
			must(t, err)
			w, status := use(t, link.URL, test.alter)
			if w.Kind != test.kind || (status >= 300) != (w.Sentence != "") {
				t.Errorf("status %d, kind %d, want %d: %+v", status, w.Kind, test.kind, w)
			}
		})
	}
}

// use opens a link as a recipient does.
func use(t *testing.T, link string, alter func(*http.Request)) (refusal.Words, int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	must(t, err)
	if alter != nil {
		alter(r)
	}
	response, err := http.DefaultClient.Do(r)
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	return refusal.Explain(refusal.Parse(response.StatusCode, response.Header, body)), response.StatusCode
}

func or[T comparable](a, b T) T {
	var none T
	if a != none {
		return a
	}
	return b
}

// What does not show is written as everywhere else.
func TestPrintableIsEscape(t *testing.T) {
	hidden := func(r rune) bool { return !unicode.IsPrint(r) }
	for _, text := range []string{"a\u009b31m", "\x1b[2J\x00\x7f", "\r\n\t", "\u202e\u2028\ufeff\U000e0041", "\xff\xc0\xaf", "plain ä 漢"} {
		if got, want := printable(text), share.Escape(text, hidden); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
