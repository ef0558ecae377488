package s3browser

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/demo"
)

// alone takes the environment's AWS settings away and points the shared files
// into an empty folder, which it returns.
func alone(t testing.TB) string {
	t.Helper()
	for _, setting := range os.Environ() {
		name, value, _ := strings.Cut(setting, "=")
		if strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value) // restores it afterwards
			os.Unsetenv(name)
		}
	}
	folder := t.TempDir()
	t.Setenv("HOME", folder)
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(folder, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(folder, "credentials"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return folder
}

func write(t testing.TB, folder, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// start runs a demo server with its sample documents.
func start(t testing.TB, o demo.Options) *demo.Server {
	t.Helper()
	s, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// connect is a client for a user of the demo server. The region is left open:
// the server refuses the assumed one and names its own.
func connect(s *demo.Server, who demo.Credentials) *Client {
	return Connect(Connection{
		Place: "demo", Endpoint: s.Endpoint(),
		AccessKeyID: who.AccessKeyID, SecretKey: who.SecretKey, SessionToken: who.SessionToken, Expires: who.Expires,
	})
}

// serve runs a server made for one test.
func serve(t testing.TB, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c := Connect(Connection{Endpoint: s.URL, Region: "us-east-1", AccessKeyID: "AKIATEST", SecretKey: "secret"})
	c.pause = time.Millisecond
	return c
}

// failure is the *Error that err must be.
func failure(t testing.TB, err error, kind Kind) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%v (%T) is no *Error", err, err)
	}
	if e.Kind != kind {
		t.Fatalf("kind %d, want %d: %v (cause %v)", e.Kind, kind, e, e.Cause)
	}
	if line := e.Error(); line == "" || strings.ContainsAny(line, "\n\r\x1b") || strings.HasSuffix(line, ".") {
		t.Errorf("not one clean line without a full stop: %q", line)
	}
	return e
}
