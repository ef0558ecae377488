package s3browser

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// An answer whose connection breaks off in the midst of a header is asked for again, and not
// taken for that of a server that speaks no HTTP.
func TestAnAnswerThatBreaksOffInItsHead(t *testing.T) {
	for name, times := range map[string]int64{"once": 1, "for ever": 1 << 20} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if asked.Add(1) > times {
					w.Header().Set("Etag", `"x"`)
					_, _ = io.WriteString(w, "whole")
					return
				}
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Amz-Req")
				_ = conn.Close()
			}))
			t.Cleanup(server.Close)
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIA")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "thing")
			c := Connect(Connection{Endpoint: server.URL, Region: "us-east-1", PathStyle: true})
			got, err := c.Get(t.Context(), GetRequest{Bucket: "acme", Key: "a"})
			if times > 1 {
				var known *Error
				if !errors.As(err, &known) || known.Kind != ServerFailed || !strings.Contains(known.Sentence, "broke off in its head") || asked.Load() < 2 {
					t.Errorf("asked %d times: %v", asked.Load(), err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = got.Body.Close() }()
			if body, err := io.ReadAll(got.Body); err != nil || string(body) != "whole" {
				t.Errorf("%q, %v", body, err)
			}
		})
	}
}
