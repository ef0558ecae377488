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
