package s3browser

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"signet/demo"
)

func jwt(claims string) string {
	e := base64.RawURLEncoding.EncodeToString
	return e([]byte(`{"alg":"HS512"}`)) + "." + e([]byte(claims)) + "." + e([]byte("signature"))
}

func TestIdentity(t *testing.T) {
	end := time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)
	session := map[string]string{"AWS_ACCESS_KEY_ID": "ASIAX", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "token"}
	for _, test := range []struct {
		name        string
		env         map[string]string
		extra       string // AWS_CREDENTIAL_EXPIRATION
		credentials string
		conn        Connection
		want        Identity
	}{
		{
			name: "keys", conn: Connection{AccessKeyID: "AK", SecretKey: "s"},
			want: Identity{AccessKeyID: "AK", Source: "given keys"},
		},
		{
			name: "session with its end", conn: Connection{AccessKeyID: "AK", SecretKey: "s", SessionToken: "abc", Expires: end},
			want: Identity{AccessKeyID: "AK", Temporary: true, Expires: end, ExpiryKnown: true, Source: "given keys"},
		},
		{
			name: "the token's own end", conn: Connection{AccessKeyID: "AK", SecretKey: "s", SessionToken: jwt(`{"exp":2051319845}`)},
			want: Identity{AccessKeyID: "AK", Temporary: true, Expires: end, ExpiryKnown: true, Source: "given keys"},
		},
		{
			name: "session of unknown end", env: session,
			want: Identity{AccessKeyID: "ASIAX", Temporary: true, Source: "environment"},
		},
		{
			name: "AWS_CREDENTIAL_EXPIRATION", env: session, extra: "2035-01-02T03:04:05+00:00",
			want: Identity{AccessKeyID: "ASIAX", Temporary: true, Expires: end, ExpiryKnown: true, Source: "environment"},
		},
		{
			name: "not that of the environment", env: session, extra: "2035-01-02T03:04:05Z",
			conn: Connection{Profile: "p"}, credentials: "[p]\naws_access_key_id=AKP\naws_secret_access_key=s\n",
			want: Identity{AccessKeyID: "AKP", Source: "shared credentials file"},
		},
		{
			name: "noted by a login tool", conn: Connection{Profile: "p"},
			credentials: "[p]\naws_access_key_id=ASIAP\naws_secret_access_key=s\naws_session_token=tok\nx_security_token_expires = 2035-01-02T04:04:05+01:00\n",
			want:        Identity{AccessKeyID: "ASIAP", Temporary: true, Expires: end, ExpiryKnown: true, Source: "shared credentials file"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := alone(t)
			write(t, folder, "credentials", test.credentials)
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			if test.extra != "" {
				t.Setenv("AWS_CREDENTIAL_EXPIRATION", test.extra)
			}
			got, err := Connect(test.conn).Identity(t.Context())
			must(t, err)
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestIdentityOfADemoSession(t *testing.T) {
	s := start(t, demo.Options{})
	who := s.IssueSession(15 * time.Minute)
	who.Expires = time.Time{} // only the server, and perhaps the token, know
	c := connect(s, who)
	if _, err := c.Buckets(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := c.Identity(t.Context())
	must(t, err)
	if !got.Temporary {
		t.Errorf("got %+v", got)
	}
}

func TestExpired(t *testing.T) {
	_, err := Connect(Connection{AccessKeyID: "A", SecretKey: "S", SessionToken: "t", Expires: time.Unix(1, 0)}).Identity(t.Context())
	failure(t, err, ExpiredSession)
}

func TestHalfAKey(t *testing.T) {
	_, err := Connect(Connection{AccessKeyID: "A"}).Identity(t.Context())
	if e := failure(t, err, NoCredentials); !strings.Contains(e.Error(), "secret key is missing") {
		t.Errorf("got %q", e.Error())
	}
}

// Keys of the environment are not renewed by the login of a profile that does
// not count.
func TestRenewOfTheEnvironment(t *testing.T) {
	folder := alone(t)
	write(t, folder, "config", "[default]\nsso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n")
	if got := Connect(Connection{}).Renew(); got == nil {
		t.Error("an SSO profile has no way to be renewed")
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "A")
	if got := Connect(Connection{}).Renew(); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestSSOSessionOver(t *testing.T) {
	folder := alone(t)
	write(t, folder, "config", `[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = reader
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.example.com/start
sso_region = eu-west-1
[profile on-top]
role_arn = arn:aws:iam::111122223333:role/r
source_profile = work
[profile console]
login_session = arn:aws:iam::111122223333:user/ann
`)
	for profile, want := range map[string]string{
		"work": "aws sso login --profile work", "on-top": "aws sso login --profile work", "console": "aws login --profile console",
	} {
		c := Connect(Connection{Profile: profile})
		_, err := c.Buckets(t.Context())
		e := failure(t, err, ExpiredSession)
		if !strings.Contains(e.Error(), "run: "+want) {
			t.Errorf("got %q", e.Error())
		}
		if got := strings.Join(c.Renew(), " "); got != want {
			t.Errorf("renew by %q, want %q", got, want)
		}
	}
}

func TestCredentialProcess(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the script is for a Unix shell")
	}
	folder := alone(t)
	script := filepath.Join(folder, "give")
	must(t, os.WriteFile(script, []byte("#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKPROC\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"tt\",\"Expiration\":\"2035-01-02T03:04:05Z\"}'\n"), 0o700))
	write(t, folder, "config", "[profile good]\ncredential_process = "+script+"\n[profile bad]\ncredential_process = "+folder+"/missing\n")
	got, err := Connect(Connection{Profile: "good"}).Identity(t.Context())
	must(t, err)
	if got.AccessKeyID != "AKPROC" || got.Source != "credential process" || !got.Expires.Equal(time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)) {
		t.Errorf("got %+v", got)
	}
	_, err = Connect(Connection{Profile: "bad"}).Identity(t.Context())
	if e := failure(t, err, NoCredentials); !strings.Contains(e.Error(), "credential_process of profile bad was not found") {
		t.Errorf("got %q", e.Error())
	}
}

func TestProfiles(t *testing.T) {
	folder := alone(t)
	if list, err := Profiles(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("without files: %v, %v", list, err)
	}
	write(t, folder, "config", "\ufeff"+`# a comment
[default]
region = eu-west-1
[profile sso one]
sso_session=corp
[profile legacy]
sso_start_url=https://x
sso_region = us-east-2
region = us-east-2 ; where the data is
[profile role]
role_arn = a
source_profile = default
[profile proc]
credential_process = /bin/x
endpoint_url = https://all.example.com
services = own
[profile minio]
endpoint_url = http://localhost:9000
s3 =
  addressing_style = path
region = home
[services own]
s3 =
  endpoint_url = https://s3.example.com
[sso-session corp]
sso_region = x
[broken
region = lost
[]
[profile empty]
`)
	write(t, folder, "credentials", "[default]\naws_access_key_id = A\naws_secret_access_key = B\n[only-here]\naws_access_key_id=A\n")
	got, err := Profiles(t.Context())
	must(t, err)
	want := []Profile{
		{Name: "default", Kind: "keys", Region: "eu-west-1"},
		{Name: "sso one", Kind: "sso"},
		{Name: "legacy", Kind: "sso", Region: "us-east-2"},
		{Name: "role", Kind: "role"},
		{Name: "proc", Kind: "process", Endpoint: "https://s3.example.com"},
		{Name: "minio", Endpoint: "http://localhost:9000", Region: "home"},
		{Name: "empty"},
		{Name: "only-here", Kind: "keys"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestProfilesUnreadable(t *testing.T) {
	folder := alone(t)
	t.Setenv("AWS_CONFIG_FILE", folder) // a folder is no file
	_, err := Profiles(t.Context())
	failure(t, err, BadProfile)
}
