package s3browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/demo"
)

const refusedXML = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>%s</Code><Message>%s</Message><RequestId>R</RequestId></Error>`

func refuse(status int, code, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(status)
		fmt.Fprintf(w, refusedXML, code, message)
	}
}

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
}

// Whatever a server answers, a person reads one line that says what happened.
func TestFaults(t *testing.T) {
	for _, test := range []struct {
		name string
		h    http.HandlerFunc
		kind Kind
		has  string
	}{
		{"forbidden", refuse(403, "AccessDenied", "Access Denied"), AccessDenied, "access denied listing s3://b/p/: needs s3:ListBucket"},
		{"denied by policy", refuse(403, "AccessDenied", "User: x is not authorized to perform: s3:ListBucket with an explicit deny in a resource-based policy"), AccessDenied, "access denied listing s3://b/p/ by an explicit deny"},
		{"denied for a reason of its own", refuse(403, "AccessDenied", "The moon is full."), AccessDenied, "access denied listing s3://b/p/; ask whoever runs the server; open a bucket, folder or object you may see by name; the server says: The moon is full (AccessDenied)"},
		{"a cap", refuse(403, "AccessDenied", "Transaction cap exceeded"), Other, "listing s3://b/p/: the account's cap is reached; wait, as caps on traffic and requests are often of a day, or have the owner of the account raise it; the server says: Transaction cap exceeded (AccessDenied)"},
		{"a console", refuse(400, "InvalidArgument", "S3 API Requests must be made to API port."), BadEndpoint, "this port belongs to MinIO's console, not to its S3 API; use the address of the S3 API in the endpoint; the server says: S3 API Requests"},
		{"no such object", refuse(404, "NoSuchKey", "The specified key does not exist."), NotFound, "listing s3://b/p/: the server knows nothing of that name; check the bucket's name and the endpoint; the server says: The specified key does not exist (NoSuchKey)"},
		{"expired token", refuse(400, "ExpiredToken", "The provided token has expired."), ExpiredSession, "session"},
		{"unknown key", refuse(403, "InvalidAccessKeyId", "no"), BadCredentials, "access key"},
		{"wrong secret", refuse(403, "SignatureDoesNotMatch", "no"), BadCredentials, "signature"},
		{"clock", refuse(403, "RequestTimeTooSkewed", "no"), ClockSkew, "clocks"},
		{"redirect to nowhere", refuse(301, "PermanentRedirect", "elsewhere"), WrongRegion, "another region"},
		{"new code", refuse(400, "SomethingNew", "a\x07b"), Other, "SomethingNew (400)"},
		{"html", answer("<!DOCTYPE html><html><body>Console</body></html>"), BadEndpoint, "not come from an S3 server"},
		{"html 404", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404); io.WriteString(w, "<html>") }, BadEndpoint, "not come from an S3 server"},
		{"refusal under 200", answer(`<?xml version="1.0"?> <Error><Code>InternalError</Code></Error>`), ServerFailed, "the server failed"},
		{"garbage", answer("\x00\x01\x02"), BadEndpoint, "not come from an S3 server"},
		{"another document", answer(`<ListAllMyBucketsResult></ListAllMyBucketsResult>`), BadEndpoint, "the server answers with a list of buckets, not with a list of objects"},
		{"nothing", answer(""), ServerFailed, "it is empty"},
		{"cut off", answer(`<ListBucketResult><Contents><Key>a`), ServerFailed, "cut off"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := serve(t, test.h).List(t.Context(), ListRequest{Bucket: "b", Prefix: "p/"})
			if e := failure(t, err, test.kind); !strings.Contains(e.Error(), test.has) {
				t.Errorf("got %q, want %q", e.Error(), test.has)
			}
		})
	}
}

// Busy and failing servers are asked again, and no more than three times.
func TestRetries(t *testing.T) {
	for _, status := range []int{500, 503} {
		var asked atomic.Int32
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) < 3 {
				refuse(status, "SlowDown", "later")(w, r)
				return
			}
			answer(`<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>`)(w, r)
		})
		page, err := c.List(t.Context(), ListRequest{Bucket: "b"})
		if err != nil || len(page.Entries) != 1 {
			t.Errorf("%d: %+v, %v", status, page, err)
		}
		if asked.Load() != 3 {
			t.Errorf("%d: asked %d times", status, asked.Load())
		}
	}
}

// A body shorter than announced is tried again, and then reported.
func TestBrokenConnection(t *testing.T) {
	var asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, "<ListBucketResult>")
	})
	_, err := c.List(t.Context(), ListRequest{Bucket: "b"})
	if e := failure(t, err, ServerFailed); !strings.Contains(e.Error(), "broke off") {
		t.Errorf("got %q", e.Error())
	}
	if asked.Load() != 3 {
		t.Errorf("asked %d times", asked.Load())
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := l.Addr().String()
	l.Close()
	c := Connect(Connection{Endpoint: "http://" + address, AccessKeyID: "A", SecretKey: "S"})
	_, err = c.List(t.Context(), ListRequest{Bucket: "b"})
	if e := failure(t, err, Unreachable); !strings.Contains(e.Error(), "nothing answers at "+address) {
		t.Errorf("got %q", e.Error())
	}
}

// The bucket as a part of the host name is what a self-hosted server without
// wildcard names does not know; the hint says so.
func TestNoSuchHost(t *testing.T) {
	c := Connect(Connection{Endpoint: "https://s3.invalid", HostStyle: true, AccessKeyID: "A", SecretKey: "S"})
	l, err := c.load(t.Context())
	must(t, err)
	l.config.HTTPClient = doer(func(r *http.Request) (*http.Response, error) {
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Hostname(), IsNotFound: true}
	})
	_, err = c.List(t.Context(), ListRequest{Bucket: "acme"})
	if e := failure(t, err, Unreachable); !strings.Contains(e.Error(), "no such host: acme.s3.invalid; this server seems to want path style") {
		t.Errorf("got %q", e.Error())
	}
}

func TestTimeout(t *testing.T) {
	c := Connect(Connection{Endpoint: "https://s3.invalid", HostStyle: true, AccessKeyID: "A", SecretKey: "S"})
	l, err := c.load(t.Context())
	must(t, err)
	l.config.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	l.config.HTTPClient = doer(func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("dial: %w", context.DeadlineExceeded)
	})
	_, err = c.List(t.Context(), ListRequest{Bucket: "b"})
	failure(t, err, Unreachable)
}

func TestTLS(t *testing.T) {
	s := httptest.NewTLSServer(answer(""))
	t.Cleanup(s.Close)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	c := Connect(Connection{Endpoint: s.URL, AccessKeyID: "A", SecretKey: "S"})
	_, err := c.List(t.Context(), ListRequest{Bucket: "b"})
	if e := failure(t, err, TLS); !strings.Contains(e.Error(), "unknown authority") || !strings.Contains(e.Hint, "AWS_CA_BUNDLE") {
		t.Errorf("got %q", e.Error())
	}

	plain := httptest.NewServer(answer(""))
	t.Cleanup(plain.Close)
	c = Connect(Connection{Endpoint: strings.Replace(plain.URL, "http:", "https:", 1), AccessKeyID: "A", SecretKey: "S"})
	_, err = c.List(t.Context(), ListRequest{Bucket: "b"})
	if e := failure(t, err, TLS); !strings.Contains(e.Error(), "speaks plain http") {
		t.Errorf("got %q", e.Error())
	}
}

func TestBadEndpoint(t *testing.T) {
	for _, endpoint := range []string{"localhost:9000", "ftp://x", "http://", "http://user:secret@x", "http://x?a=b", "http://x#y", "://", "http://\x1b[2J"} {
		_, err := Connect(Connection{Endpoint: endpoint, AccessKeyID: "A", SecretKey: "S"}).Buckets(t.Context())
		if e := failure(t, err, BadEndpoint); strings.Contains(e.Error(), "secret") {
			t.Errorf("%q carries a password", e.Error())
		}
	}
}

// Names come from outside; none may reach a terminal as a command.
func TestErrorsAreHarmless(t *testing.T) {
	c := serve(t, refuse(403, "AccessDenied", "\x1b[2J\u202e"))
	_, err := c.List(t.Context(), ListRequest{Bucket: "b", Prefix: "a\x1b]0;owned\x07\u202e/"})
	if e := failure(t, err, AccessDenied); strings.ContainsAny(e.Error(), "\x1b\x07\u202e") {
		t.Errorf("got %q", e.Error())
	}
}

// A list of versions goes on where it stopped, and ends where the object's
// versions do.
func TestVersionPages(t *testing.T) {
	var asked []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		asked = append(asked, q.Get("key-marker")+"@"+q.Get("version-id-marker"))
		if q.Get("version-id-marker") == "" {
			io.WriteString(w, `<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a%2Bb</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>
<DeleteMarker><Key>a%2Bb</Key><VersionId>v2</VersionId><IsLatest>true</IsLatest><LastModified>2026-01-02T00:00:00Z</LastModified></DeleteMarker>
<Version><Key>a%2Bb</Key><VersionId>v1</VersionId><IsLatest>false</IsLatest><LastModified>2026-01-01T00:00:00Z</LastModified><Size>3</Size></Version></ListVersionsResult>`)
			return
		}
		io.WriteString(w, `<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a%2Bbc</NextKeyMarker><NextVersionIdMarker>v9</NextVersionIdMarker>
<Version><Key>a%2Bb</Key><VersionId>v0</VersionId><IsLatest>false</IsLatest><LastModified>2025-01-01T00:00:00Z</LastModified><Size>3</Size></Version>
<Version><Key>a%2Bbc</Key><VersionId>v9</VersionId><IsLatest>true</IsLatest><LastModified>2026-01-01T00:00:00Z</LastModified><Size>3</Size></Version></ListVersionsResult>`)
	})
	list, err := c.Versions(t.Context(), "b", "a+b")
	must(t, err)
	var ids []string
	for _, v := range list {
		ids = append(ids, v.ID)
	}
	if strings.Join(ids, " ") != "v2 v1 v0" || !list[0].Deleted {
		t.Errorf("got %+v", list)
	}
	if strings.Join(asked, " ") != "@ a+b@v1" {
		t.Errorf("asked for %q", asked)
	}
}

// A server that ignores the wish for escaped keys is believed: "+" and "%" are
// then part of the key.
func TestEncodingOnlyWhenSaid(t *testing.T) {
	const list = `<ListBucketResult>%s<Contents><Key>a+b%%20c</Key></Contents><CommonPrefixes><Prefix>d+e/</Prefix></CommonPrefixes></ListBucketResult>`
	for encoding, want := range map[string]string{"": "a+b%20c d+e/", "<EncodingType>url</EncodingType>": "a b c d e/"} {
		page, err := serve(t, answer(fmt.Sprintf(list, encoding))).List(t.Context(), ListRequest{Bucket: "b"})
		must(t, err)
		if got := page.Entries[0].Key + " " + page.Entries[1].Key; got != want {
			t.Errorf("with %q: %q, want %q", encoding, got, want)
		}
	}
}

// The list asks for escaped keys, and demands no checksum header.
func TestWhatIsAsked(t *testing.T) {
	var got *http.Request
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		answer(`<ListBucketResult></ListBucketResult>`)(w, r)
	})
	_, err := c.List(t.Context(), ListRequest{Bucket: "b", Prefix: "p q/", Max: 7})
	must(t, err)
	q := got.URL.Query()
	for name, want := range map[string]string{"encoding-type": "url", "delimiter": "/", "prefix": "p q/", "max-keys": "7", "list-type": "2"} {
		if q.Get(name) != want {
			t.Errorf("%s=%q, want %q", name, q.Get(name), want)
		}
	}
	if q.Has("start-after") || q.Has("continuation-token") {
		t.Errorf("empty parameters in %s", got.URL.RawQuery)
	}
	if got.URL.Path != "/b" && got.URL.Path != "/b/" {
		t.Errorf("path %q: an IP address needs path style", got.URL.Path)
	}
}

func TestUnwrap(t *testing.T) {
	cause := errors.New("x")
	if e := (&Error{Cause: cause}); !errors.Is(e, cause) {
		t.Error("the cause is lost")
	}
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

// A clock that is wrong by more than S3 tolerates keeps nobody from looking: the
// server's own counts, also after a HEAD, whose refusal names no reason.
func TestWrongClock(t *testing.T) {
	for _, ahead := range []time.Duration{40 * time.Minute, -40 * time.Minute} {
		s, err := demo.Start(t.Context(), demo.Options{Clock: func() time.Time { return time.Now().Add(ahead) }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		connect := func() *Client {
			return Connect(Connection{Endpoint: s.Endpoint(), Region: s.Region(), AccessKeyID: s.Owner().AccessKeyID, SecretKey: s.Owner().SecretKey})
		}
		asked := time.Now().Truncate(time.Second) // as a Date header has it
		h, err := connect().Head(t.Context(), "acme-contracts", "README.txt", "")
		if err != nil {
			t.Fatalf("%v ahead: %v", ahead, err)
		}
		if by := h.ServerDate.Add(-ahead); by.Before(asked) || by.After(time.Now()) {
			t.Errorf("the server's clock is said to be off by %v", time.Until(h.ServerDate))
		}
		if _, err := connect().List(t.Context(), ListRequest{Bucket: "acme-contracts"}); err != nil {
			t.Errorf("%v ahead: list: %v", ahead, err)
		}
	}
}
