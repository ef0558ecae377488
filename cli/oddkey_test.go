package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestOneOddKeyStopsNoBatch, wherever it stands in the listing.
func TestOneOddKeyStopsNoBatch(t *testing.T) {
	long := "p/" + strings.Repeat("k", 1100)
	for _, keys := range [][]string{{long, "p/l", "p/m"}, {"p/a", "p/b", long}} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprint(w, `<ListBucketResult><Name>b</Name><Prefix>p/</Prefix><IsTruncated>false</IsTruncated>`)
			for _, k := range keys {
				_, _ = fmt.Fprintf(w, `<Contents><Key>%s</Key><Size>1</Size></Contents>`, k)
			}
			_, _ = fmt.Fprint(w, `</ListBucketResult>`)
		}))
		home(t)
		t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
		t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
		t.Setenv("AWS_REGION", "us-east-1")
		code, out, said := plainly(t, "share", "s3://b/p/", "--recursive", "--endpoint", srv.URL, "--path-style")
		srv.Close()
		if code != exitFailed || strings.Count(out, "X-Amz-Signature") != 2 || !strings.Contains(said, "1 of 3 could not be signed") {
			t.Errorf("exit %d, %d links, %.300q", code, strings.Count(out, "\n"), said)
		}
	}
}
