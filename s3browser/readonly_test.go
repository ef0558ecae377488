package s3browser

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// A connection that only reads sends nothing else, whoever asks.
func TestReadOnlyConnection(t *testing.T) {
	var methods []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		methods = append(methods, r.Method)
		io.WriteString(w, `<ListBucketResult></ListBucketResult>`)
	}))
	t.Cleanup(server.Close)
	for _, only := range []bool{true, false} {
		methods = nil
		c := Connect(Connection{Endpoint: server.URL, Region: "us-east-1", AccessKeyID: "a", SecretKey: "b", ReadOnly: only})
		if _, err := c.List(t.Context(), ListRequest{Bucket: "b"}); err != nil {
			t.Fatal(err)
		}
		l, err := c.load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		api := c.api(l, "us-east-1")
		name := aws.String("b")
		_, put := api.PutObject(t.Context(), &s3.PutObjectInput{Bucket: name, Key: name, Body: strings.NewReader("x")})
		_, gone := api.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: name, Key: name})
		if only != (errors.Is(put, errReadOnly) && errors.Is(gone, errReadOnly)) || only != (len(methods) == 1) {
			t.Errorf("read-only %v: %v, %v; %v were sent", only, put, gone, methods)
		}
		if e := c.explain(actionList(), "s3://b", new(note), put); only && !strings.Contains(e.Sentence, "read-only") {
			t.Errorf("%s", e.Sentence)
		}
	}
}

// What asks for a session changes nothing, whoever may do what with it.
func TestReadOnlyAsksForSessions(t *testing.T) {
	scope := func(service string) string {
		return "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=0"
	}
	for _, c := range []struct {
		method, path, service string
		passes                bool
	}{
		{"POST", "/", "sts", true}, {"POST", "/", "s3", false}, {"POST", "/b/k", "sts", false}, {"PUT", "/", "sts", false}, {"DELETE", "/b/k", "s3", false}, {"GET", "/b/k", "s3", true},
	} {
		sent := false
		r := reader{sends(func() { sent = true })}
		q := httptest.NewRequest(c.method, c.path, nil)
		q.Header.Set("Authorization", scope(c.service))
		a, err := r.Do(q)
		if err == nil {
			_ = a.Body.Close()
		}
		if sent != c.passes || (err == nil) != c.passes {
			t.Errorf("%+v: sent %v, %v", c, sent, err)
		}
	}
}

// sends notes that something was sent.
type sends func()

func (s sends) Do(*http.Request) (*http.Response, error) {
	s()
	return &http.Response{Body: http.NoBody}, nil
}
