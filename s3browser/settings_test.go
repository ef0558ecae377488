package s3browser

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// setup is what a user has set: environment and shared files.
type setup struct {
	name                string
	env                 map[string]string
	config, credentials string
	conn                Connection

	want      Settings
	key       string // access key in effect
	temporary bool
}

func setups() []setup {
	keys := map[string]string{"AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "s"}
	with := func(more ...string) map[string]string {
		env := map[string]string{}
		for name, value := range keys {
			env[name] = value
		}
		for i := 0; i < len(more); i += 2 {
			env[more[i]] = more[i+1]
		}
		return env
	}
	const file = "[default]\naws_access_key_id=AKFILE\naws_secret_access_key=s\n[work]\naws_access_key_id=AKWORK\naws_secret_access_key=s\naws_session_token=t\n"
	return []setup{
		{
			name: "environment alone", env: keys,
			want: Settings{Profile: "default", Region: "us-east-1"}, key: "AKENV",
		},
		{
			name: "region of the environment", env: with("AWS_REGION", "eu-west-3", "AWS_DEFAULT_REGION", "no"),
			want: Settings{Profile: "default", Region: "eu-west-3", RegionKnown: true}, key: "AKENV",
		},
		{
			name: "endpoint for everything", env: with("AWS_ENDPOINT_URL", "http://10.0.0.1:9000"),
			want: Settings{Profile: "default", Region: "us-east-1", Endpoint: "http://10.0.0.1:9000", PathStyle: true}, key: "AKENV",
		},
		{
			name: "endpoint for S3 first", env: with("AWS_ENDPOINT_URL", "https://all.example.com", "AWS_ENDPOINT_URL_S3", "https://s3.example.com"),
			want: Settings{Profile: "default", Region: "us-east-1", Endpoint: "https://s3.example.com", PathStyle: true, untried: true}, key: "AKENV",
		},
		{
			name: "endpoints ignored", env: with("AWS_ENDPOINT_URL", "https://all.example.com", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
			want: Settings{Profile: "default", Region: "us-east-1"}, key: "AKENV",
		},
		{
			name: "the connection's endpoint wins", env: with("AWS_ENDPOINT_URL_S3", "https://s3.example.com"),
			conn: Connection{Endpoint: "http://localhost:9000", Region: "eu-1"},
			want: Settings{Profile: "default", Region: "eu-1", RegionKnown: true, Endpoint: "http://localhost:9000", PathStyle: true}, key: "AKENV",
		},
		{
			name: "shared file", credentials: file, config: "[default]\nregion = eu-west-1\n",
			want: Settings{Profile: "default", Region: "eu-west-1", RegionKnown: true}, key: "AKFILE",
		},
		{
			name: "profile by name beats keys of the environment", env: keys, credentials: file, conn: Connection{Profile: "work"},
			want: Settings{Profile: "work", Region: "us-east-1"}, key: "AKWORK", temporary: true,
		},
		{
			name: "keys of the environment beat AWS_PROFILE", env: with("AWS_PROFILE", "work"), credentials: file,
			want: Settings{Profile: "work", Region: "us-east-1"}, key: "AKENV",
		},
		{
			name: "AWS_PROFILE", env: map[string]string{"AWS_PROFILE": "work"}, credentials: file,
			config: "[profile work]\nregion=us-west-2\nendpoint_url=https://minio.example.com\ns3 =\n  addressing_style = path\n",
			want:   Settings{Profile: "work", Region: "us-west-2", RegionKnown: true, Endpoint: "https://minio.example.com", PathStyle: true}, key: "AKWORK", temporary: true,
		},
		{
			name: "services section", credentials: file, conn: Connection{Profile: "work"},
			config: "[profile work]\nservices = own\nendpoint_url=https://all.example.com\n[services own]\ns3 =\n  endpoint_url = https://s3.example.com\n",
			want:   Settings{Profile: "work", Region: "us-east-1", Endpoint: "https://s3.example.com", PathStyle: true, untried: true}, key: "AKWORK", temporary: true,
		},
	}
}

// The settings come out the same with a certificate bundle, which is read at the
// first request alone, and so do the addresses that the signer's clients use.
func TestSettings(t *testing.T) {
	for _, bundled := range []bool{false, true} {
		for _, test := range setups() {
			name := test.name
			if bundled {
				name += ", bundle"
			}
			t.Run(name, func(t *testing.T) { test.check(t, bundled) })
		}
	}
}

func (test setup) check(t *testing.T, bundled bool) {
	folder := alone(t)
	write(t, folder, "config", test.config)
	write(t, folder, "credentials", test.credentials)
	for name, value := range test.env {
		t.Setenv(name, value)
	}
	if bundled { // there is no such file, and signing needs none
		t.Setenv("AWS_CA_BUNDLE", filepath.Join(folder, "bundle.pem"))
	}
	c := Connect(test.conn)
	cfg, got, err := c.Config(t.Context())
	must(t, err)
	if got != test.want {
		t.Errorf("got  %+v\nwant %+v", got, test.want)
	}
	o := s3.NewFromConfig(cfg).Options()
	if aws.ToString(o.BaseEndpoint) != test.want.Endpoint || o.UsePathStyle != test.want.PathStyle || o.Region != test.want.Region {
		t.Errorf("a client made from it has endpoint %q, path style %v, region %q", aws.ToString(o.BaseEndpoint), o.UsePathStyle, o.Region)
	}
	if o.ResponseChecksumValidation != aws.ResponseChecksumValidationWhenRequired {
		t.Error("a client made from it asks for checksums")
	}
	who, err := c.Identity(t.Context())
	must(t, err)
	if who.AccessKeyID != test.key || who.Temporary != test.temporary {
		t.Errorf("identity %+v", who)
	}
	if want := map[bool]string{true: "environment", false: "shared credentials file"}[test.key == "AKENV"]; who.Source != want {
		t.Errorf("source %q, want %q", who.Source, want)
	}
}

func TestGivenKeysReadNothing(t *testing.T) {
	alone(t)
	t.Setenv("AWS_ENDPOINT_URL", "https://elsewhere.example.com")
	t.Setenv("AWS_PROFILE", "missing")
	_, s, err := Connect(Connection{AccessKeyID: "A", SecretKey: "S"}).Config(t.Context())
	if err != nil || s != (Settings{Region: "us-east-1"}) {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestMissingProfile(t *testing.T) {
	folder := alone(t)
	for _, file := range []string{"", filepath.Join(folder, "bundle.pem")} {
		if file != "" {
			write(t, folder, "bundle.pem", certificate(t))
			t.Setenv("AWS_CA_BUNDLE", file)
		}
		_, _, err := Connect(Connection{Profile: "no\x1bpe"}).Config(t.Context())
		if e := failure(t, err, BadProfile); !strings.Contains(e.Error(), "does not exist") {
			t.Errorf("got %q", e.Error())
		}
	}
	// What failed is read again: the user may have mended it.
	c := Connect(Connection{Profile: "late"})
	_, _, err := c.Config(t.Context())
	failure(t, err, BadProfile)
	write(t, folder, "credentials", "[late]\naws_access_key_id=A\naws_secret_access_key=S\n")
	if _, _, err := c.Config(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestBrokenProfile(t *testing.T) {
	folder := alone(t)
	for config, kind := range map[string]Kind{
		"[profile x]\nrole_arn=arn:aws:iam::111122223333:role/r\nsource_profile=gone\n":                                                                                                     BadProfile,
		"[profile x]\nrole_arn=arn:aws:iam::111122223333:role/r\nsource_profile=y\nmfa_serial=arn:aws:iam::111122223333:mfa/a\n[profile y]\naws_access_key_id=A\naws_secret_access_key=S\n": BadProfile,
		"[profile x]\nendpoint_url=localhost:9000\naws_access_key_id=A\naws_secret_access_key=S\n":                                                                                          BadEndpoint,
	} {
		write(t, folder, "config", config)
		_, _, err := Connect(Connection{Profile: "x"}).Config(t.Context())
		e := failure(t, err, kind)
		if strings.Contains(config, "mfa") != strings.Contains(e.Error(), "MFA") {
			t.Errorf("got %q", e.Error())
		}
	}
}

// The bundle of AWS_CA_BUNDLE is trusted, although it is read late.
func TestBundle(t *testing.T) {
	folder := alone(t)
	s := httptest.NewTLSServer(answer(`<ListBucketResult></ListBucketResult>`))
	t.Cleanup(s.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "A")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "S")
	t.Setenv("AWS_CA_BUNDLE", filepath.Join(folder, "bundle.pem"))
	write(t, folder, "bundle.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})))
	if _, err := Connect(Connection{Endpoint: s.URL}).List(t.Context(), ListRequest{Bucket: "b"}); err != nil {
		t.Error(err)
	}
	for _, path := range []string{"~/bundle.pem", "$HOME/bundle.pem", "%USERPROFILE%/bundle.pem"} { // as no shell expands them
		t.Setenv("AWS_CA_BUNDLE", path)
		if _, err := Connect(Connection{Endpoint: s.URL}).List(t.Context(), ListRequest{Bucket: "b"}); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	write(t, folder, "bundle.pem", "no certificate")
	c := Connect(Connection{Endpoint: s.URL})
	c.pause = time.Millisecond
	if _, err := c.List(t.Context(), ListRequest{Bucket: "b"}); err == nil {
		t.Error("an unreadable bundle is passed over")
	}
}

// Without credentials the SDK asks the metadata service of a cloud machine.
// Where that hangs, nobody else does; and nothing is written to the terminal.
func TestNoCredentials(t *testing.T) {
	alone(t)
	hang := make(chan struct{})
	var once sync.Once
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(s.Close)
	t.Cleanup(func() { once.Do(func() { close(hang) }) })
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", s.URL)

	for _, disabled := range []string{"true", "false"} {
		t.Setenv("AWS_EC2_METADATA_DISABLED", disabled)
		written := stderr(t, func() {
			c := Connect(Connection{})
			c.metadataTimeout = 30 * time.Millisecond
			_, err := c.Buckets(t.Context())
			if e := failure(t, err, NoCredentials); !strings.Contains(e.Error(), "no credentials found; set AWS_PROFILE") {
				t.Errorf("got %q", e.Error())
			}
		})
		if written != "" {
			t.Errorf("written to the terminal: %q", written)
		}
	}
}

// The SDK warns on standard error when the metadata service is an old one.
func TestSilence(t *testing.T) {
	alone(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }))
	t.Cleanup(s.Close)
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", s.URL)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "false")
	written := stderr(t, func() {
		_, err := Connect(Connection{}).Identity(t.Context())
		failure(t, err, NoCredentials)
	})
	if written != "" {
		t.Errorf("written to the terminal: %q", written)
	}
}

// stderr gives what is written to standard error meanwhile.
func stderr(t *testing.T, do func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	must(t, err)
	old := os.Stderr
	os.Stderr = w
	do()
	os.Stderr = old
	w.Close()
	text, err := io.ReadAll(r)
	must(t, err)
	return string(text)
}

func certificate(t *testing.T) string {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

func BenchmarkConfig(b *testing.B) {
	for _, bundle := range []bool{false, true} {
		name := "plain"
		if bundle {
			name = "bundle"
		}
		b.Run(name, func(b *testing.B) {
			system := os.Getenv("AWS_CA_BUNDLE")
			folder := alone(b)
			write(b, folder, "credentials", "[default]\naws_access_key_id=A\naws_secret_access_key=S\n")
			if bundle {
				if system == "" {
					system = "/etc/ssl/certs/ca-certificates.crt"
				}
				b.Setenv("AWS_CA_BUNDLE", system)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Connect(Connection{}).Config(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
