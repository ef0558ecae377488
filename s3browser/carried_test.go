package s3browser

import (
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// assumed is the answer of STS to AssumeRole.
const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`

// trusted has a bundle with the server's certificate configured, in the variable or
// in the profile.
func trusted(t *testing.T, folder string, s *httptest.Server, inProfile bool) {
	t.Helper()
	write(t, folder, "bundle.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})))
	file, line := filepath.Join(folder, "bundle.pem"), ""
	t.Setenv("AWS_CA_BUNDLE", "")
	if inProfile {
		line = "ca_bundle=" + file + "\n"
	} else {
		t.Setenv("AWS_CA_BUNDLE", file)
	}
	write(t, folder, "config", "[profile role]\nrole_arn=arn:aws:iam::123456789012:role/r\nsource_profile=base\nregion=us-east-1\n"+line+"[profile base]\naws_access_key_id=A\naws_secret_access_key=S\n")
	t.Setenv("AWS_ENDPOINT_URL_STS", s.URL)
}

// A role is fetched with the certificates of the bundle, and from nobody but who was
// asked: STS gets a signature of the source's key.
func TestRolesAreFetchedByOurTransport(t *testing.T) {
	for _, inProfile := range []bool{false, true} {
		var strangers atomic.Int64
		stranger := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			strangers.Add(1)
			_, _ = fmt.Fprintf(w, assumed, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
		}))
		t.Cleanup(stranger.Close)
		for _, status := range []int{200, 301, 302, 307, 308} {
			t.Run(fmt.Sprint(inProfile, status), func(t *testing.T) {
				folder := alone(t)
				sts := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if status != 200 {
						http.Redirect(w, r, stranger.URL, status)
						return
					}
					_, _ = fmt.Fprintf(w, assumed, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
				}))
				t.Cleanup(sts.Close)
				trusted(t, folder, sts, inProfile)
				c := Connect(Connection{Profile: "role"})
				c.pause = 0
				who, err := c.Identity(t.Context())
				if status == 200 && (err != nil || who.AccessKeyID != "ASIAROLE" || who.Source != "assumed role") || status != 200 && err == nil {
					t.Errorf("%+v, %v", who, err)
				}
				if n := strangers.Load(); n > 0 {
					t.Errorf("the stranger was asked %d times", n)
				}
			})
		}
	}
}

// The answer is read within bounds, with a bundle too.
func TestRolesAreReadWithinBounds(t *testing.T) {
	folder := alone(t)
	var sent atomic.Int64
	sts := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for block := strings.Repeat(" ", 1<<20); ; {
			n, err := io.WriteString(w, block)
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}))
	t.Cleanup(sts.Close)
	trusted(t, folder, sts, false)
	c := Connect(Connection{Profile: "role"})
	c.pause = 0
	_, err := c.Identity(t.Context())
	judged(t, err)
	if err == nil || sent.Load() > 200<<20 {
		t.Errorf("%d MB were sent: %v", sent.Load()>>20, err)
	}
	sts.CloseClientConnections()
}

// What is for credentials is not for S3.
func TestOnlyCredentialsAreCarriedSo(t *testing.T) {
	alone(t)
	c := Connect(Connection{})
	cfg, _, err := c.Config(t.Context())
	if err != nil || len(cfg.APIOptions) != 0 {
		t.Errorf("%d options, %v", len(cfg.APIOptions), err)
	}
}
