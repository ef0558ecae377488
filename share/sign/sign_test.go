package sign

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
)

// The documented example keys of AWS; they open nothing.
const (
	exampleKey    = "AKIAIOSFODNN7EXAMPLE"
	exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// accounts signs with one set of credentials, whatever the place.
type accounts struct {
	creds     aws.Credentials
	region    string
	endpoint  string
	pathStyle bool
	send      func(*http.Request) (*http.Response, error)
	readOnly  bool
}

func (a accounts) Account(context.Context, string) (Account, string, error) {
	return Account{
		Credentials: credentials.StaticCredentialsProvider{Value: a.creds},
		Region:      a.region, Endpoint: a.endpoint, PathStyle: a.pathStyle, Send: a.send, ReadOnly: a.readOnly,
		Identity: func(context.Context) (share.Identity, error) {
			return share.Identity{AccessKeyID: a.creds.AccessKeyID, Temporary: a.creds.SessionToken != ""}, nil
		},
	}, "test", nil
}

func example(token string) accounts {
	return accounts{creds: aws.Credentials{AccessKeyID: exampleKey, SecretAccessKey: exampleSecret, SessionToken: token}, region: "us-east-1"}
}

func specFor(op share.Operation, bucket, key string) share.Spec {
	return share.Spec{
		Target: share.Target{Bucket: bucket, Key: key}, Operation: op,
		Endpoint:    share.Endpoint{Region: "us-east-1"},
		AccessKeyID: exampleKey, SignedAt: time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC), Seconds: 86400,
	}
}

func mustSign(t testing.TB, s *Signer, spec share.Spec) share.Signed {
	t.Helper()
	signed, err := s.Sign(context.Background(), spec)
	if err != nil {
		t.Fatalf("sign %s %s: %v", spec.Operation, spec.Target.URI(), err)
	}
	return signed
}

// The example that AWS publishes, to the last hex digit.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func TestAWSPublishedExample(t *testing.T) {
	spec := specFor(share.Download, "examplebucket", "test.txt")
	spec.Endpoint.Region = "us-east-1"
	spec.Endpoint.URL = "https://s3.amazonaws.com"
	const want = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
	s := New(example(""))
	for _, path := range []string{"SDK", "template"} {
		if got := mustSign(t, s, spec).URL.Reveal(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", path, got, want)
		}
	}
}

// awkward are keys that other tools are known to sign wrongly.
func awkward() []string {
	return []string{
		"a.txt", "a b.txt", "a+b", "100%.txt", "a#b", "a?b=c", "a&b", "semi;colon", "a:b", "at@sign", "cash$", "a,b", "a=b", "it's", "(paren)", "star*",
		"~-._/x", "ümlaut é.pdf", "u\u0308mlaut", "\x01ctl", "line\nbreak", "/leading", "up/../x", "dot/./x", "a//b", "emoji 😀.png", "日本語", strings.Repeat("k", 1024),
	}
}

// A GET link signs exactly host, and holds neither x-id nor a checksum mode:
// SDK releases have broken both.
func TestDownloadSignsOnlyHost(t *testing.T) {
	for _, token := range []string{"", "token/with+chars=="} {
		s := New(example(token))
		for range 2 {
			signed := mustSign(t, s, specFor(share.Download, "bucket", "a b.txt"))
			q := query(t, signed.URL)
			if got := q.Get("X-Amz-SignedHeaders"); got != "host" {
				t.Errorf("signed headers = %q, want host", got)
			}
			if len(signed.Headers) != 0 {
				t.Errorf("the holder must send %v, want nothing", signed.Headers)
			}
			for name := range q {
				if !strings.HasPrefix(name, "X-Amz-") || strings.EqualFold(name, "X-Amz-Checksum-Mode") {
					t.Errorf("unexpected parameter %s", name)
				}
			}
		}
	}
}

func query(t testing.TB, u share.Secret) url.Values {
	t.Helper()
	parsed, err := url.Parse(u.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Query()
}

// The template's output equals the SDK's for thousands of random requests.
func TestQuickEqualsSDK(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	keys := awkward()
	const alphabet = "abcXYZ019 -_.~/+%#?&=;:@$,!*'()[]{}\"<>|\\^`äß😀\x02"
	runes := []rune(alphabet)
	for i := range 4000 {
		key := keys[i%len(keys)]
		if i >= len(keys) {
			b := make([]rune, 1+rnd.IntN(60))
			for j := range b {
				b[j] = runes[rnd.IntN(len(runes))]
			}
			key = string(b)
		}
		token := []string{"", "a/b+c==" + fmt.Sprint(i%7)}[rnd.IntN(2)]
		s := New(example(token))
		op := []share.Operation{share.Download, share.Delete, share.Metadata, share.Upload}[rnd.IntN(4)]
		warm := specFor(op, []string{"bucket", "dotted.bucket"}[rnd.IntN(2)], "warm-up")
		warm.Endpoint = []share.Endpoint{
			{Region: "eu-central-1"},
			{Region: "us-east-1", PathStyle: true},
			{Region: "us-east-1", URL: "http://127.0.0.1:9000", PathStyle: true},
			{Region: "eu-west-1", URL: "https://gw.example.com/storage/s3", PathStyle: true},
		}[rnd.IntN(4)]
		mustSign(t, s, warm)
		spec := warm
		spec.Target.Key = key
		spec.SignedAt = warm.SignedAt.Add(time.Duration(rnd.IntN(86000)) * time.Second)
		spec.Seconds = 1 + int64(rnd.IntN(int(share.MaxSeconds)))
		if rnd.IntN(2) == 0 {
			spec.Target.VersionID = "v." + fmt.Sprint(rnd.Uint32()) + "+/"
			spec.Options.TrackID = "abc123"
		}
		if op == share.Download && rnd.IntN(2) == 0 {
			spec.Options.Filename, spec.Options.Inline, spec.Options.ContentType = "Bericht ä.pdf", rnd.IntN(2) == 0, "text/plain; charset=utf-8"
		}
		want := mustSign(t, New(example(token)), spec)
		got := mustSign(t, s, spec)
		if got.URL.Reveal() != want.URL.Reveal() || got.SignatureSHA256 != want.SignatureSHA256 || got.Method != want.Method {
			t.Fatalf("%s %q:\n got %s\nwant %s", op, key, got.URL.Reveal(), want.URL.Reveal())
		}
	}
}

// Equal specs give equal bytes for every operation: the share log relies on it.
func TestSigningIsDeterministic(t *testing.T) {
	size := int64(42)
	for _, op := range share.Operations() {
		spec := specFor(op.Op, "bucket", "in/ä b.txt")
		switch op.Op {
		case share.Upload:
			spec.Options = share.Options{ContentType: "text/plain", ExactSize: &size, IfNoneMatch: true, SSE: "AES256", Metadata: map[string]string{"b": "2", "a": "1", "c": "3"}}
		case share.InParts:
			spec.Options = share.Options{TotalSize: 20e6, PartSize: 8e6, UploadID: "u"}
		case share.Form:
			spec.Options = share.Options{KeyPrefix: true, MaxSize: 2 << 20, ContentType: "image/", ContentTypePrefix: true, Metadata: map[string]string{"b": "2", "a": "1"}, SuccessStatus: 201}
		}
		first := mustSign(t, New(example("tok")), spec)
		for range 20 {
			again := mustSign(t, New(example("tok")), spec)
			if flat(again) != flat(first) {
				t.Fatalf("%s differs:\n%s\n%s", op.Op, flat(first), flat(again))
			}
		}
		if len(first.SignatureSHA256) != 64 {
			t.Errorf("%s has no fingerprint", op.Op)
		}
	}
}

func flat(s share.Signed) string {
	out := s.Method + " " + s.URL.Reveal() + fmt.Sprint(s.Headers)
	for _, c := range s.Calls {
		out += "\n" + c.Method + " " + c.URL.Reveal()
	}
	for _, f := range s.Fields {
		out += "\n" + f.Name + "=" + f.Value.Reveal()
	}
	return out
}

func TestUploadListsWhatTheSenderMustSend(t *testing.T) {
	size := int64(7)
	spec := specFor(share.Upload, "bucket", "k")
	spec.Options = share.Options{ContentType: "text/plain", ExactSize: &size, IfNoneMatch: true, SSE: "AES256", Metadata: map[string]string{"case": "7"}}
	got := fmt.Sprint(mustSign(t, New(example("")), spec).Headers)
	want := "[{Content-Length 7} {Content-Type text/plain} {If-None-Match *} {X-Amz-Meta-Case 7} {X-Amz-Server-Side-Encryption AES256}]"
	if got != want {
		t.Errorf("headers\n got %s\nwant %s", got, want)
	}
	if plain := mustSign(t, New(example("")), specFor(share.Upload, "bucket", "k")).Headers; len(plain) != 0 {
		t.Errorf("a plain upload must send %v, want nothing", plain)
	}
}

func TestAnotherKeyCannotRebuild(t *testing.T) {
	spec := specFor(share.Download, "bucket", "k")
	spec.AccessKeyID = "AKIAOTHER"
	_, err := New(example("")).Sign(context.Background(), spec)
	var gone *share.KeyGoneError
	if !errors.As(err, &gone) || gone.AccessKeyID != "AKIAOTHER" {
		t.Fatalf("err = %v, want *share.KeyGoneError", err)
	}
}

func TestNoCredentials(t *testing.T) {
	a := example("")
	a.creds = aws.Credentials{}
	if _, _, err := New(a).Identity(context.Background(), share.Target{Bucket: "b", Key: "k"}, share.DefaultSigner); err == nil || !strings.Contains(err.Error(), "no credentials") {
		t.Errorf("err = %v, want no credentials", err)
	}
	for _, op := range share.Operations() { // the SDK panics on a form without credentials
		if _, err := New(a).Sign(context.Background(), specFor(op.Op, "b", "k")); err == nil {
			t.Errorf("%s was signed without credentials", op.Op)
		}
	}
}
