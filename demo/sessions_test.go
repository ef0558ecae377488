package demo

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

func TestSessions(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	c := s.IssueSession(30 * time.Minute)
	if !strings.HasPrefix(c.AccessKeyID, "ASIA") || !c.Expires.Equal(clock.Now().Add(30*time.Minute)) {
		t.Errorf("session %v ends %v", c, c.Expires)
	}
	link := presigned(t, s, c, time.Hour)
	if a := fetch(t, "GET", link, nil, nil); a.status != 200 {
		t.Fatalf("link of a session: %d %s", a.status, a.Code)
	}
	for name, altered := range map[string]Credentials{
		"token changed":         {AccessKeyID: c.AccessKeyID, SecretKey: c.SecretKey, SessionToken: c.SessionToken + "x"},
		"token without meaning": {AccessKeyID: c.AccessKeyID, SecretKey: c.SecretKey, SessionToken: "x"},
		"token of another":      {AccessKeyID: c.AccessKeyID, SecretKey: c.SecretKey, SessionToken: s.IssueSession(time.Hour).SessionToken},
		"owner with a token":    {AccessKeyID: s.Owner().AccessKeyID, SecretKey: s.Owner().SecretKey, SessionToken: c.SessionToken},
	} {
		a := fetch(t, "GET", presigned(t, s, altered, time.Hour), nil, nil)
		if a.status != 400 || a.Code != "InvalidToken" {
			t.Errorf("%s: %d %s", name, a.status, a.Code)
		}
	}
	bare := Credentials{AccessKeyID: c.AccessKeyID, SecretKey: c.SecretKey}
	fetch(t, "GET", presigned(t, s, bare, time.Hour), nil, nil).expect(t, 403, "InvalidAccessKeyId")
	wrong := Credentials{AccessKeyID: c.AccessKeyID, SecretKey: "wrong", SessionToken: c.SessionToken}
	fetch(t, "GET", presigned(t, s, wrong, time.Hour), nil, nil).expect(t, 403, "SignatureDoesNotMatch")
	clock.advance(30 * time.Minute)
	fetch(t, "GET", link, nil, nil).expect(t, 400, "ExpiredToken")
}

func TestSTS(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	service := func(c Credentials) *sts.Client {
		return sts.New(sts.Options{
			BaseEndpoint: aws.String(s.Endpoint()), Region: s.Region(), RetryMaxAttempts: 1,
			Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.SecretKey, c.SessionToken),
		})
	}
	out, err := service(s.Owner()).AssumeRole(t.Context(), &sts.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::000000000000:role/demo"), RoleSessionName: aws.String("share"), DurationSeconds: aws.Int32(900),
	})
	must(t, err)
	if want := clock.Now().Add(15 * time.Minute); !out.Credentials.Expiration.Equal(want) {
		t.Errorf("ends %v, want %v", out.Credentials.Expiration, want)
	}
	c := Credentials{
		AccessKeyID: *out.Credentials.AccessKeyId, SecretKey: *out.Credentials.SecretAccessKey, SessionToken: *out.Credentials.SessionToken,
	}
	if a := fetch(t, "GET", presigned(t, s, c, time.Hour), nil, nil); a.status != 200 {
		t.Errorf("link of the role: %d %s", a.status, a.Code)
	}
	guest, err := service(s.Guest()).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
	must(t, err)
	g := Credentials{
		AccessKeyID: *guest.Credentials.AccessKeyId, SecretKey: *guest.Credentials.SecretAccessKey, SessionToken: *guest.Credentials.SessionToken,
	}
	if _, err := client(s, g, s.Region()).ListBuckets(t.Context(), &s3.ListBucketsInput{}); code(err) != "AccessDenied" {
		t.Errorf("a guest's session may list buckets: %v", err)
	}
	for name, call := range map[string]func() error{
		"SignatureDoesNotMatch": func() error {
			_, err := service(Credentials{AccessKeyID: s.Owner().AccessKeyID, SecretKey: "wrong"}).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
			return err
		},
		"AccessDenied": func() error {
			_, err := service(c).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{})
			return err
		},
		"ValidationError": func() error {
			_, err := service(s.Owner()).GetSessionToken(t.Context(), &sts.GetSessionTokenInput{DurationSeconds: aws.Int32(10)})
			return err
		},
		"InvalidAction": func() error {
			_, err := service(s.Owner()).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
			return err
		},
	} {
		var api smithy.APIError
		if err := call(); !errors.As(err, &api) || api.ErrorCode() != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
