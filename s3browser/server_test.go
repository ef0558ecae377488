package s3browser_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"signet/s3browser"
)

// A server is MinIO if it says so, and nobody sends it a signature to find out.
func TestIsMinIO(t *testing.T) {
	for name, c := range map[string]struct {
		header map[string]string
		is     bool
	}{
		"MinIO":              {map[string]string{"Server": "MinIO"}, true},
		"an old one":         {map[string]string{"Server": "Minio/RELEASE.2018-01-02T23-07-00Z (linux; amd64)"}, true},
		"behind a proxy":     {map[string]string{"Server": "nginx", "X-Minio-Error-Code": "AccessDenied"}, true},
		"versitygw":          {map[string]string{"Server": "VERSITYGW"}, false},
		"the demo, or AWS":   {map[string]string{"Server": "AmazonS3"}, false},
		"one that says none": {nil, false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodHead || r.URL.RequestURI() != "/a%2Fb" || r.Header.Get("Authorization") != "" {
				t.Errorf("%s was asked %s %s", name, r.Method, r.URL.Path)
			}
			for k, v := range c.header {
				w.Header().Set(k, v)
			}
			w.WriteHeader(http.StatusForbidden)
		}))
		client := s3browser.Connect(s3browser.Connection{Endpoint: server.URL, Region: "us-east-1", AccessKeyID: "a", SecretKey: "b", ReadOnly: true})
		if is, err := client.IsMinIO(t.Context(), server.URL+"/", "a/b"); err != nil || is != c.is {
			t.Errorf("%s: %v, %v", name, is, err)
		}
		server.Close()
		if _, err := client.IsMinIO(t.Context(), server.URL, "a"); err == nil {
			t.Errorf("%s is gone, and answers", name)
		}
	}
}
