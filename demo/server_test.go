package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// testClock is a clock that only moves when told.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *testClock { return &testClock{now: time.Now().Truncate(time.Second)} }

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func startServer(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// emptyServer has one bucket, "box".
func emptyServer(t testing.TB, o Options) *Server {
	t.Helper()
	o.Empty = true
	s := startServer(t, o)
	must(t, s.MakeBucket("box", false, ""))
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// client is the real SDK client, for a region, as a user.
func client(s *Server, c Credentials, region string) *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: aws.String(s.Endpoint()), Region: region, UsePathStyle: true,
		Credentials:      credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.SecretKey, c.SessionToken),
		RetryMaxAttempts: 1,
	})
}

func owned(s *Server) *s3.Client { return client(s, s.Owner(), s.Region()) }

// code is the S3 error code of an error, or its text.
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// answerOf is what a plain HTTP client sees.
type answerOf struct {
	status  int
	header  http.Header
	body    string
	Code    string `xml:"Code"`
	Message string `xml:"Message"`
	Region  string `xml:"Region"`
}

func fetch(t testing.TB, method, link string, header http.Header, body []byte) answerOf {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, link, bytes.NewReader(body))
	must(t, err)
	for name, values := range header {
		if name != "Host" && name != "Content-Length" {
			r.Header[name] = values
		}
	}
	return send(t, r)
}

func send(t testing.TB, r *http.Request) answerOf {
	t.Helper()
	once := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := once.Do(r)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	must(t, err)
	a := answerOf{status: res.StatusCode, header: res.Header, body: string(text)}
	if res.StatusCode >= 300 && len(text) > 0 {
		read := xml.Unmarshal
		if res.Header.Get("Content-Type") == "application/json" {
			read = json.Unmarshal
		}
		must(t, read(text, &a))
	}
	return a
}

func (a answerOf) expect(t testing.TB, status int, code string) {
	t.Helper()
	if a.status != status || a.Code != code {
		t.Errorf("got %d %q (%s), want %d %q", a.status, a.Code, a.Message, status, code)
	}
}

// presigned is a GET link to box/doc.txt made by the SDK.
func presigned(t testing.TB, s *Server, c Credentials, d time.Duration) string {
	t.Helper()
	p := s3.NewPresignClient(client(s, c, s.Region()))
	l, err := p.PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("box"), Key: aws.String("doc.txt")}, s3.WithPresignExpires(d))
	must(t, err)
	return l.URL
}

// edit changes the query of a link.
func edit(t testing.TB, link string, change func(url.Values)) string {
	t.Helper()
	u, err := url.Parse(link)
	must(t, err)
	q := u.Query()
	change(q)
	u.RawQuery = q.Encode()
	return u.String()
}

func TestStartAndClose(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Empty: true})
	must(t, err)
	r, err := http.Get(s.Endpoint()) //nolint:noctx // the context is what is tested
	must(t, err)
	must(t, r.Body.Close())
	cancel()
	<-s.done
	if _, err := http.Get(s.Endpoint()); err == nil { //nolint:noctx // as above
		t.Error("the server answers after its context has ended")
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestBucketsAreListed(t *testing.T) {
	s := startServer(t, Options{})
	out, err := owned(s).ListBuckets(t.Context(), &s3.ListBucketsInput{})
	must(t, err)
	var names []string
	regions := map[string]string{}
	for _, b := range out.Buckets {
		names = append(names, *b.Name)
		regions[*b.Name] = *b.BucketRegion
	}
	want := []string{"acme-contracts", "archive-5000", "board-minutes", "field-reports", "paris-office"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if regions["paris-office"] != "eu-west-3" || regions["acme-contracts"] != DefaultRegion {
		t.Errorf("regions are %v", regions)
	}
	page, err := owned(s).ListBuckets(t.Context(), &s3.ListBucketsInput{MaxBuckets: aws.Int32(2)})
	must(t, err)
	rest, err := owned(s).ListBuckets(t.Context(), &s3.ListBucketsInput{ContinuationToken: page.ContinuationToken})
	must(t, err)
	if len(page.Buckets) != 2 || len(rest.Buckets) != 3 || *rest.Buckets[0].Name != "board-minutes" {
		t.Errorf("pages of 2: %d, then %d", len(page.Buckets), len(rest.Buckets))
	}
}
