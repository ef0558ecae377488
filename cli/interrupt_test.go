package cli

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// Whoever interrupts a look at the object wants no link, and whoever interrupts
// the trial of a link must not be told that all is well.
func TestInterruptedWhileChecking(t *testing.T) {
	for _, c := range []struct {
		name, hangs string
		args        string
		links       int
	}{
		{"looking", http.MethodHead, "share s3://b/k --check", 0},
		{"looking at several", http.MethodHead, "share s3://b/k s3://b/l --check", 0},
		{"pinning", http.MethodHead, "share s3://b/k --pin-version", 0},
		{"trying", http.MethodGet, "share s3://b/k --check", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			home(t)
			ctx, interrupt := context.WithCancel(t.Context())
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == c.hangs {
					interrupt()
					<-r.Context().Done()
				}
			}))
			defer server.Close()
			t.Setenv("AWS_ENDPOINT_URL_S3", server.URL)
			var out, said bytes.Buffer
			code := Run(ctx, strings.Fields(c.args), IO{In: strings.NewReader(""), Out: &out, Err: &said, Env: os.Getenv})
			if code != exitInterrupted || strings.Count(out.String(), "http://") != c.links {
				t.Errorf("exit code %d, %q: %s", code, out.String(), said.String())
			}
		})
	}
}
