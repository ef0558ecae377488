package demo

import (
	"bytes"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Whoever has not shown yet who he is has no body taken that nobody counts: a form
// without a length is refused as S3 refuses it, before it is read.
func TestAFormWithoutALengthIsNotRead(t *testing.T) {
	s := startServer(t, Options{})
	in := &pulled{}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Endpoint()+"/demo", in)
	must(t, err)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	r.Header.Set("Expect", "100-continue") // so that what is read was asked for
	send(t, r).expect(t, http.StatusLengthRequired, "MissingContentLength")
	if in.n > 0 {
		t.Error("it was read")
	}
}

type pulled struct{ n int }

func (p *pulled) Read(b []byte) (int, error) {
	p.n += len(b)
	return copy(b, bytes.Repeat([]byte("a"), len(b))), nil
}

// A web site that leads its own name here (DNS rebinding), or sends a form or a script,
// has no signature, and gets nothing.
func TestAWebSiteGetsNothingOfTheDemo(t *testing.T) {
	s := startServer(t, Options{})
	d, err := s.Distribute(t.Context(), DistributionOptions{Bucket: "demo"})
	must(t, err)
	for _, at := range []string{s.Endpoint(), d.URL()} {
		u, err := url.Parse(at)
		must(t, err)
		if ip := net.ParseIP(u.Hostname()); !ip.IsLoopback() {
			t.Errorf("it listens on %s", at)
		}
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
			for _, path := range []string{"/", "/demo", "/demo/welcome.txt", "/minio/admin/v3/add-service-account", "/?Action=AssumeRole", "/demo?policy"} {
				r, err := http.NewRequestWithContext(t.Context(), method, at+path, bytes.NewReader([]byte("Action=GetSessionToken")))
				must(t, err)
				r.Host = "evil.example"
				r.Header.Set("Origin", "http://evil.example")
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				a := send(t, r)
				if a.status < 400 || a.header.Get("Access-Control-Allow-Origin") != "" {
					t.Errorf("%s %s: %d", method, at+path, a.status)
				}
			}
		}
	}
}

// A folder in which everybody may put links is not written to.
func TestAFolderOfEverybodyIsNotUsed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	dir, precious := t.TempDir(), filepath.Join(t.TempDir(), "precious")
	must(t, os.WriteFile(precious, []byte("of somebody"), 0o600))
	must(t, os.Symlink(precious, filepath.Join(dir, settingsName+".new")))
	for _, mode := range []os.FileMode{0o777, 0o777 | os.ModeSticky, 0o702} {
		must(t, os.Chmod(dir, mode))
		if s, err := Start(t.Context(), Options{Dir: dir}); err == nil {
			must(t, s.Close())
			t.Errorf("%v is used", mode)
		}
	}
	if text, err := os.ReadFile(precious); err != nil || string(text) != "of somebody" {
		t.Errorf("%q %v", text, err)
	}
}
