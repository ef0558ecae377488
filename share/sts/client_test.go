package sts_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/demo"
	"signet/share/session"
	"signet/share/sts"
)

// asks is a client of the demo server.
func asks(t *testing.T, s *demo.Server, by demo.Credentials) sts.Client {
	t.Helper()
	return sts.Client{
		Endpoint: s.Endpoint(), Region: s.Region(), Send: http.DefaultClient.Do,
		Credentials: aws.Credentials{AccessKeyID: by.AccessKeyID, SecretAccessKey: by.SecretKey, SessionToken: by.SessionToken},
	}
}

const one = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/doc.txt"}]}`

func order() sts.Order {
	return sts.Order{RoleARN: "arn:aws:iam::123456789012:role/demo", SessionName: "signet-0abcdefgh1234", Policy: one, Life: 30 * time.Minute}
}

func started(t *testing.T) *demo.Server {
	t.Helper()
	s, err := demo.Start(t.Context(), demo.Options{Empty: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// A session is ended by its type at MinIO, if that heeds the type. Whether it does stands
// in the token. e2e names a real one.
func TestRevokeType(t *testing.T) {
	s := started(t)
	servers := map[string]sts.Client{"demo": asks(t, s, s.Owner())}
	if at := strings.Fields(os.Getenv("SIGNET_TEST_MINIO")); len(at) == 4 {
		servers["minio"] = sts.Client{Endpoint: at[0], Region: at[1], Send: http.DefaultClient.Do, Credentials: aws.Credentials{AccessKeyID: at[2], SecretAccessKey: at[3]}}
	}
	for name, c := range servers {
		t.Run(name, func(t *testing.T) {
			got, err := c.AssumeRole(t.Context(), sts.Order{Policy: one, RevokeType: "0abcdefgh1234", Life: sts.Shortest})
			if err != nil {
				t.Fatal(err)
			}
			said, ok := session.Read(got.Token.Reveal())
			if !ok || said.EndsBy != "0abcdefgh1234" || said.Policy == "" || !said.Expires.Equal(got.Expires) {
				t.Errorf("it says %+v, %v; it ends %v", said, ok, got.Expires)
			}
			var no *sts.RefusedError
			if _, err := c.AssumeRole(t.Context(), sts.Order{Policy: one, Life: sts.Shortest - time.Second}); !errors.As(err, &no) || !strings.Contains(err.Error(), "no session of this length") {
				t.Errorf("a session of less than a quarter of an hour: %v", err)
			}
			if _, err := c.AssumeRole(t.Context(), sts.Order{Policy: `{"Statement":1}`, Life: sts.Shortest}); !errors.As(err, &no) || no.NoSTS {
				t.Errorf("a policy that is none: %v", err)
			}
		})
	}
}

func TestSession(t *testing.T) {
	s := started(t)
	before := time.Now().Truncate(time.Second)
	got, err := asks(t, s, s.Owner()).AssumeRole(t.Context(), order())
	if err != nil {
		t.Fatal(err)
	}
	if end := got.Expires.Sub(before); end < 30*time.Minute || end > 31*time.Minute {
		t.Errorf("it ends in %v", end)
	}
	if !strings.HasPrefix(got.AccessKeyID, "ASIA") || got.SecretKey.Empty() || got.Token.Empty() ||
		got.UserID != "AROADEMO:signet-0abcdefgh1234" {
		t.Errorf("the session is %+v", got)
	}
	if text := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(text, got.SecretKey.Reveal()) || strings.Contains(text, got.Token.Reveal()) {
		t.Errorf("it prints its secrets: %s", text)
	}
}

// What the server refuses is said in plain words, with what to do about it.
func TestRefusedByTheServer(t *testing.T) {
	s := started(t)
	owner := asks(t, s, s.Owner())
	wrong, session := s.Owner(), s.IssueSession(time.Hour)
	wrong.SecretKey = strings.Repeat("s", 40)
	for what, c := range map[string]struct {
		by     sts.Client
		change func(*sts.Order)
		code   string
		says   string
	}{
		"a session asks":   {asks(t, s, session), func(*sts.Order) {}, "AccessDenied", "may not have such a session"},
		"another role":     {owner, func(o *sts.Order) { o.RoleARN = "arn:aws:iam::123456789012:role/other" }, "AccessDenied", "trust policy"},
		"too short":        {owner, func(o *sts.Order) { o.Life = time.Minute }, "ValidationError", "no session of this length"},
		"no policy":        {owner, func(o *sts.Order) { o.Policy = `{"Statement":1}` }, "MalformedPolicyDocument", "does not understand the policy"},
		"the wrong secret": {asks(t, s, wrong), func(*sts.Order) {}, "SignatureDoesNotMatch", "secret key"},
	} {
		o := order()
		c.change(&o)
		_, err := c.by.AssumeRole(t.Context(), o)
		var no *sts.RefusedError
		if !errors.As(err, &no) || no.Code != c.code || no.NoSTS || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v (%+v)", what, err, no)
		}
		for _, secret := range []string{wrong.SecretKey, s.Owner().SecretKey, session.SessionToken, session.SecretKey} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error has a secret: %v", what, err)
			}
		}
	}
	o := order()
	o.Policy = strings.Repeat("x", 2049)
	if _, err := (sts.Client{}).AssumeRole(t.Context(), o); err == nil || !strings.Contains(err.Error(), "2,049 characters") {
		t.Errorf("a policy that is too long: %v", err)
	}
}

// stsError is how STS refuses.
func stsError(code, message string) string {
	return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>` + code + `</Code><Message>` + message + `</Message></Error><RequestId>x</RequestId></ErrorResponse>`
}

// Answers of AWS, of MinIO and of stores without sessions, as they write them.
func TestAnswers(t *testing.T) {
	for what, c := range map[string]struct {
		status int
		body   string
		says   string
		noSTS  bool
	}{
		"packed":    {400, stsError("PackedPolicyTooLarge", "Packed policy consumes 112% of allotted space, please use smaller policy."), "too large for a session", false},
		"region":    {403, stsError("RegionDisabledException", "STS is not activated in this region for account:123456789012."), "switched off for the account", false},
		"expired":   {403, stsError("ExpiredToken", "The security token included in the request is expired"), "has expired itself", false},
		"chained":   {400, stsError("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"), "an hour at most", false},
		"long":      {400, stsError("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."), "longest session of the role", false},
		"minio":     {400, stsError("InvalidParameterValue", "invalid token expiry"), "no session of this length", false},
		"role":      {400, stsError("ValidationError", "1 validation error detected: Value 'x' at 'roleArn' failed to satisfy constraint"), "role_arn", false},
		"unknown":   {400, stsError("Astonishing", "The moon is full."), "The moon is full", false},
		"garage":    {501, `<Error><Code>NotImplemented</Code><Message>This operation is not implemented</Message></Error>`, "gives out no sessions", true},
		"versitygw": {405, `<Error><Code>MethodNotAllowed</Code><Message>The specified method is not allowed against this resource.</Message></Error>`, "gives out no sessions", true},
		"no action": {400, stsError("InvalidAction", "Could not find operation AssumeRole"), "gives out no sessions", true},
		"a page":    {404, `<html><title>nothing here</title></html>`, "gives out no sessions", true},
		"bad key":   {403, `<Error><Code>InvalidAccessKeyId</Code><Message>The Access Key Id you provided does not exist in our records.</Message></Error>`, "does not know the access key", false},
		"a hole":    {200, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>`, "without a whole session", false},
		"a colour":  {200, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A&#27;[31m</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, "cannot be read", false},
		"another":   {200, `<html></html>`, "cannot be read", false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		by := sts.Client{Endpoint: server.URL, Region: "us-east-1", Send: http.DefaultClient.Do, Credentials: aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: "secret"}}
		_, err := by.AssumeRole(t.Context(), order())
		server.Close()
		var no *sts.RefusedError
		errors.As(err, &no)
		if err == nil || !strings.Contains(err.Error(), c.says) || (no != nil && no.NoSTS) != c.noSTS || (no == nil) != (c.status == 200) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A server that repeats what was signed repeats the token of who asked.
func TestWhatTheServerRepeats(t *testing.T) {
	const token = "FwoGZXIvYXdzEAaDtokentoken"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(403)
		_, _ = io.WriteString(w, stsError("SignatureDoesNotMatch", "The Canonical String should have been 'POST / x-amz-security-token:"+r.Header.Get("X-Amz-Security-Token")+"'"))
	}))
	defer server.Close()
	by := sts.Client{Endpoint: server.URL, Region: "us-east-1", Send: http.DefaultClient.Do, Credentials: aws.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "secret", SessionToken: token}}
	if _, err := by.AssumeRole(t.Context(), order()); err == nil || strings.Contains(err.Error(), token[:8]) {
		t.Errorf("%v", err)
	}
	server.Close()
	if _, err := by.AssumeRole(t.Context(), order()); err == nil || strings.Contains(err.Error(), token[:8]) || errors.As(err, new(*sts.RefusedError)) {
		t.Errorf("nobody answers: %v", err)
	}
}
