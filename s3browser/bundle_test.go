package s3browser

import (
	"crypto/sha1" // the SDK names its files by it
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// A bundle that is missing or holds no certificate keeps every request from being
// sent, also those for credentials, and is called by its name.
func TestBundleOfNothing(t *testing.T) {
	for name, test := range map[string]struct {
		text, profile string
		inProfile     bool
	}{
		"missing, keys": {profile: "base"}, "missing, role": {profile: "role"}, "missing, role's own": {profile: "role", inProfile: true}, "missing, SSO": {profile: "sso"},
		"broken, keys": {text: "no certificate", profile: "base"}, "broken, role": {text: "no certificate", profile: "role"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			var asked atomic.Int64
			s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
			t.Cleanup(s.Close)
			trusted(t, folder, s, test.inProfile)
			signedIn(t, folder)
			file := filepath.Join(folder, "bundle.pem")
			if write(t, folder, "bundle.pem", test.text); test.text == "" {
				_ = os.Remove(file)
			}
			c := Connect(Connection{Profile: test.profile, Endpoint: s.URL})
			_, err := c.List(t.Context(), ListRequest{Bucket: "b"})
			if e := failure(t, err, TLS); !strings.Contains(e.Error(), file) || !strings.Contains(e.Hint, "AWS_CA_BUNDLE") || asked.Load() > 0 {
				t.Errorf("%d requests, %q", asked.Load(), e.Error())
			}
		})
	}
}

// signedIn adds a profile whose SSO session is open.
func signedIn(t *testing.T, folder string) {
	t.Helper()
	config, err := os.ReadFile(filepath.Join(folder, "config"))
	cache := filepath.Join(folder, ".aws", "sso", "cache")
	if err = errors.Join(err, os.MkdirAll(cache, 0o700)); err != nil {
		t.Fatal(err)
	}
	write(t, folder, "config", string(config)+"[profile sso]\nsso_start_url=https://acme.example\nsso_region=eu-west-1\nsso_account_id=123456789012\nsso_role_name=r\n")
	write(t, cache, fmt.Sprintf("%x.json", sha1.Sum([]byte("https://acme.example"))), `{"accessToken":"t","expiresAt":"2999-01-01T00:00:00Z"}`)
}

// A bundle is trusted, and not the system's authorities, whose profile stands far down in a large
// file.
func TestBundleFarDown(t *testing.T) {
	folder := alone(t)
	s := httptest.NewTLSServer(answer(`<ListBucketResult></ListBucketResult>`))
	t.Cleanup(s.Close)
	trusted(t, folder, s, true)
	write(t, folder, "config", strings.Repeat("# more of it\n", 1<<17)+"[profile far]\naws_access_key_id=A\naws_secret_access_key=S\nca_bundle="+filepath.Join(folder, "bundle.pem")+"\n")
	if _, err := Connect(Connection{Profile: "far", Endpoint: s.URL}).List(t.Context(), ListRequest{Bucket: "b"}); err != nil {
		t.Error(err)
	}
}
