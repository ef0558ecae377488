package sts

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/internal/hostile"
)

// FuzzRead: a session is whole, or none.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY e "eeee">]><AssumeRoleResponse>&e;</AssumeRoleResponse>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := read(body)
		if err == nil && (s.AccessKeyID == "" || s.SecretKey.Reveal() == "" || s.Token.Reveal() == "" || s.Expires.IsZero() || !plain(s.AccessKeyID+s.SecretKey.Reveal()+s.Token.Reveal()+s.UserID)) {
			t.Errorf("%q is a session", body)
		}
	})
}

// FuzzAnswers: whatever a server answers with whichever status, a session is whole or
// there is none, and what is said is one line without the caller's secrets.
func FuzzAnswers(f *testing.F) {
	f.Add(200, []byte(`<GetDataAccessResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials></GetDataAccessResult>`))
	f.Add(403, []byte(`<ErrorResponse><Error><Code>AccessDenied</Code><Message>no \x1b[2J</Message></Error></ErrorResponse>`))
	f.Add(403, []byte(`<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>x-amz-security-token:hunter2hunter2</CanonicalRequest></Error>`))
	f.Add(400, []byte(`<ErrorResponse><Error><Code>ValidationError</Code><Message>DurationSeconds</Message></Error></ErrorResponse>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 100 || status > 999 {
			return
		}
		c := Client{Endpoint: "https://sts.example", Region: "us-east-1", Credentials: aws.Credentials{AccessKeyID: "A", SecretAccessKey: "hunter1hunter1", SessionToken: "hunter2hunter2"}}
		c.Send = func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}, nil
		}
		assumed, err := c.AssumeRole(context.Background(), Order{})
		mustBeWhole(t, body, assumed, err)
		given, err := c.GetDataAccess(context.Background(), DataAccess{Target: "s3://b/*", Permission: "READ"})
		mustBeWhole(t, body, given, err)
	})
}

func mustBeWhole(t *testing.T, body []byte, s Session, err error) {
	t.Helper()
	if err == nil && (s.AccessKeyID == "" || s.SecretKey.Reveal() == "" || s.Token.Reveal() == "" || s.Expires.IsZero()) {
		t.Errorf("%q is a session", body)
	}
	if err == nil {
		return
	}
	if judged := hostile.All(hostile.Seen, hostile.OneLine)(err.Error()); judged != nil {
		t.Errorf("%q: %v", body, judged)
	}
	var refused *RefusedError
	if errors.As(err, &refused) && strings.Contains(err.Error(), "hunter") {
		t.Errorf("%q: %v", body, err)
	}
}
