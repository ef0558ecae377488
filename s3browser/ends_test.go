package s3browser

import (
	"encoding/base64"
	"testing"
	"time"
)

// The variables that login tools write beside the keys of a session, in the forms
// that they write.
func TestEndsInTheEnvironment(t *testing.T) {
	end := time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)
	for setting, want := range map[string]time.Time{
		"AWS_CREDENTIAL_EXPIRATION=2035-01-02T03:04:05+00:00":         end, // aws configure export-credentials
		"AWS_SESSION_EXPIRATION=2035-01-02T03:04:05Z":                 end, // aws-vault, granted
		"AWS_CREDENTIALS_EXPIRATION=2035-01-02T03:04:05Z":             end,
		"AWS_SSO_SESSION_EXPIRATION=2035-01-02 03:04:05 +0000 UTC":    end, // aws-sso-cli
		"AWS_OKTA_SESSION_EXPIRATION=2051319845":                      end,
		"AWS_SESSION_EXPIRATION_UNIX=2051319845":                      end,
		"AWS_SESSION_EXPIRE=2051319845":                               end,
		"AWS_SESSION_EXPIRES=2035-01-02T05:04:05+0200":                end,
		"AWS_CREDENTIALS_EXPIRES_AT_MILLIS=2051319845000":             end,
		"AWS_SESSION_EXPIRATION_TIMESTAMP=2035-01-02T03:04:05.123Z":   end.Add(123 * time.Millisecond),
		"AWS_SESSION_EXPIRATION=2035-01-02 03:04:05 +0000 UTC m=+3.1": end,
		"AWS_SESSION_EXPIRATION='2035-01-02T03:04:05Z'":               end,
		"AWS_SESSION_EXPIRATION=Tue, 02 Jan 2035 03:04:05 GMT":        end,
		"AWS_SESSION_EXPIRATION=2035-01-02T03:04:05":                  end,
		"AWSUME_EXPIRATION=2035-01-02T03:04:05":                       time.Date(2035, 1, 2, 3, 4, 5, 0, time.Local).UTC(),

		"AWS_EXPIRATION=3600":                              {}, // a duration
		"AWS_SESSION_EXPIRATION=Tue Jan  2 03:04 QXT 2035": {},
		"AWS_SESSION_EXPIRATION=2035-01-02 03:04:05 QXT":   {},
		"AWS_SESSION_EXPIRATION=soon":                      {},
		"AWS_CERTIFICATE_EXPIRATION=2035-01-02T03:04:05Z":  {},
		"MY_AWS_SESSION_EXPIRATION=2035-01-02T03:04:05Z":   {},
		"AWS_SESSION_TOKEN=2035-01-02T03:04:05Z":           {},
	} {
		if got := earliest(environmentEnds([]string{"PATH=/bin", setting}, true)); !got.Equal(want) {
			t.Errorf("%s ends %v, want %v", setting, got, want)
		}
	}
	stale := []string{"AWS_SESSION_EXPIRATION=2031-01-02T03:04:05Z"}
	if got := environmentEnds(stale, false); len(got) != 0 {
		t.Errorf("a key that lives for ever ends %v", got)
	}
	both := append(stale, "AWS_CREDENTIAL_EXPIRATION=2035-01-02T03:04:05Z")
	if got := earliest(environmentEnds(both, true)); got.Year() != 2031 {
		t.Errorf("of two ends %v counts, want the earlier", got)
	}
}

// What login tools note in the credentials file.
func TestEndsInTheCredentialsFile(t *testing.T) {
	folder := alone(t)
	end := time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)
	for note, want := range map[string]time.Time{
		"x_security_token_expires = 2035-01-02T05:04:05+02:00":              end, // saml2aws, okta-aws-cli
		"expiration = 2035-01-02 03:04:05":                                  end, // aws-mfa
		"aws_session_expiration = 2035-01-02T03:04:05+0000":                 end,
		"aws_session_expiration = 2035-01-02T03:04:05.000Z":                 end,
		"aws_expiration = 2035-01-02T03:04:05Z":                             end,
		"aws_credentials_expiry = 2051319845":                               end,
		"Expires_At = 2035-01-02T03:04:05Z ; noted":                         end,
		"expiration = 2035-01-02T03:04:05Z\naws_expiration = 2036-01-01":    end,
		"expiration = 2036-01-02T03:04:05Z\nexpires = 2035-01-02T03:04:05Z": end,
		"expiration = never":                                                {},
		"s3 =\n  presign_expires = 2035-01-02T03:04:05Z":                    {},
	} {
		write(t, folder, "credentials", "[p]\naws_access_key_id=ASIAP\naws_secret_access_key=s\naws_session_token=tok\n"+note+"\n")
		got, err := Connect(Connection{Profile: "p"}).Identity(t.Context())
		must(t, err)
		if !got.Expires.Equal(want) {
			t.Errorf("%q ends %v, want %v", note, got.Expires, want)
		}
	}
}

func TestEndOfAnR2Session(t *testing.T) {
	end := time.Date(2035, 1, 2, 3, 4, 5, 0, time.UTC)
	token := base64.StdEncoding.EncodeToString([]byte("jwt/" + jwt(`{"exp":2051319845}`)))
	if got := endOf(t, Connection{AccessKeyID: "a1b2", SecretKey: "s", SessionToken: token}); !got.Equal(end) {
		t.Errorf("ends %v, want %v", got, end)
	}
	earlier := end.Add(-time.Hour)
	if got := endOf(t, Connection{AccessKeyID: "a1b2", SecretKey: "s", SessionToken: token, Expires: earlier}); !got.Equal(earlier) {
		t.Errorf("ends %v, want %v", got, earlier)
	}
}

func endOf(t *testing.T, c Connection) time.Time {
	t.Helper()
	who, err := Connect(c).Identity(t.Context())
	must(t, err)
	return who.Expires
}
