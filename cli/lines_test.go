package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A line feed in a key begins no line, wherever its address is said.
func TestKeysBeginNoLine(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }))
	defer server.Close()
	for _, args := range [][]string{{"--check"}, {"--pin-version"}, {"s3://b/other", "--pin-version"}} {
		home(t)
		t.Setenv("AWS_ENDPOINT_URL_S3", server.URL)
		t.Setenv("AWS_ACCESS_KEY_ID", "A")
		t.Setenv("AWS_SECRET_ACCESS_KEY", "S")
		_, _, said := plainly(t, append([]string{"share", "s3://b/a\nall is well"}, args...)...)
		for line := range strings.Lines(said) {
			if strings.HasPrefix(strings.TrimSpace(line), "all is well") {
				t.Errorf("%v: %q", args, said)
			}
		}
		if strings.Count(said, `pin s3://b/a\nall is well: pin`) > 0 || !strings.Contains(said, `s3://b/a\nall is well`) {
			t.Errorf("%v: %q", args, said)
		}
	}
}
