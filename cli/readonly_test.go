package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signet/share"
)

// newApp is the program before its command, closed at the end of the test.
func newApp(t *testing.T) *app {
	t.Helper()
	a := &app{IO: IO{Env: os.Getenv, Clock: time.Now, Err: &bytes.Buffer{}}, places: newRegistry()}
	t.Cleanup(func() { _ = a.close() })
	return a
}

// writeSettings writes the settings of a home.
func writeSettings(t *testing.T, dir, text string) {
	t.Helper()
	folder := filepath.Join(dir, "signet")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The screens know a read-only place by other names too, without asking anybody
// for credentials.
func TestTheScreensKnowAReadOnlyPlaceByItsKeys(t *testing.T) {
	dir := home(t)
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": filepath.Join(dir, "aws"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(dir, "none"),
		"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_S3": "",
	} {
		t.Setenv(name, value)
	}
	mark := filepath.Join(dir, "ran")
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(`
[profile main]
aws_access_key_id = AKIAMAIN
aws_secret_access_key = s
[profile twin]
aws_access_key_id = AKIAMAIN
aws_secret_access_key = s
[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = other
[profile role-twin]
role_arn = arn:aws:iam::1:role/r
source_profile = other
[profile other]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = s
[profile process]
credential_process = touch `+mark+`
`), 0o600); err != nil {
		t.Fatal(err)
	}
	writeSettings(t, dir, `
[[place]]
name = "archive"
profile = "main"
endpoint = "http://archive.example"
read_only = true
[[place]]
name = "of a role"
profile = "role"
read_only = true
[[place]]
name = "asked"
profile = "process"
read_only = true
[[place]]
name = "here"
endpoint = "http://localhost:9000"
read_only = true
[[place]]
name = "work"
profile = "main"
endpoint = "http://work.example"
`)
	for _, c := range []struct {
		flags placeFlags
		want  bool
	}{
		{placeFlags{place: "archive"}, true},
		{placeFlags{place: "archive", endpoint: "http://elsewhere.example"}, true},
		{placeFlags{profile: "main"}, true},
		{placeFlags{profile: "twin"}, true},
		{placeFlags{profile: "twin", endpoint: "https://s3.amazonaws.com"}, true},
		{placeFlags{profile: "role-twin"}, true},
		{placeFlags{profile: "other"}, false},
		{placeFlags{profile: "other", endpoint: "http://[::1]:9000"}, true},
		{placeFlags{profile: "other", endpoint: "http://127.0.0.1:9001"}, false},
		{placeFlags{endpoint: "http://elsewhere.example"}, true}, // the key that "here" is asked with
		{placeFlags{place: "work"}, false},
		{placeFlags{profile: "twin", endpoint: "http://work.example:80/"}, false},
		{placeFlags{place: "work", endpoint: "http://archive.example"}, true},
		{placeFlags{place: "work", region: "eu-west-3"}, false},
	} {
		a := newApp(t)
		p, err := a.resolve(&c.flags)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.view(p).ReadOnly; got != c.want {
			t.Errorf("%+v: read-only: %v, want %v", c.flags, got, c.want)
		}
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a credential process ran")
	}
}

// The server of a key is known by the places that have it, whichever way they name
// it: AWS, and what other keys open, is none.
func TestTheServersOfAKey(t *testing.T) {
	dir := home(t)
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE": filepath.Join(dir, "aws"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(dir, "none"),
		"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_S3": "",
	} {
		t.Setenv(name, value)
	}
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(`
[profile main]
aws_access_key_id = AKIAMAIN
aws_secret_access_key = s
[profile signer]
aws_access_key_id = AKIASIGNER
aws_secret_access_key = s
[profile there]
aws_access_key_id = AKIATHERE
aws_secret_access_key = s
endpoint_url = http://there.example
`), 0o600); err != nil {
		t.Fatal(err)
	}
	writeSettings(t, dir, `
[[place]]
name = "amazon"
profile = "main"
[[place]]
name = "browse"
profile = "main"
endpoint = "http://browse.example"
[place.sign]
profile = "signer"
[[place]]
name = "there"
profile = "there"
[[place]]
name = "open"
endpoint = "http://open.example"
`)
	a := newApp(t)
	if _, err := a.load(); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"AKIAMAIN": "http://browse.example", "AKIASIGNER": "http://browse.example", "AKIATHERE": "http://there.example", "AKIAENV": "http://open.example", "AKIANOBODY": "",
	} {
		if got := strings.Join(a.places.Servers(t.Context(), share.Signing{AccessKeyID: key}), " "); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}
