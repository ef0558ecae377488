package sts_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"signet/share/sts"
)

const granted = `<?xml version="1.0" encoding="UTF-8"?><GetDataAccessResult xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Credentials><AccessKeyId>ASIAGRANTED</AccessKeyId><SecretAccessKey>hunter2</SecretAccessKey><SessionToken>tok/en==</SessionToken><Expiration>2026-03-04T13:00:00Z</Expiration></Credentials><MatchedGrantTarget>s3://acme/2026/*</MatchedGrantTarget></GetDataAccessResult>`

// TestDataAccess: what is asked is what is documented, signed in its headers, and the
// answer is a whole session or none.
func TestDataAccess(t *testing.T) {
	status, body := 200, granted
	var asked *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	c := sts.Client{
		Endpoint: server.URL, Region: "eu-central-1", Send: http.DefaultClient.Do, Now: func() time.Time { return at },
		Credentials: aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: "secret", SessionToken: "FwoGZXIvYXdzE"},
	}
	order := sts.DataAccess{Account: "123456789012", Target: "s3://acme/2026/a b*", Permission: "READ", Life: time.Hour}
	s, err := c.GetDataAccess(t.Context(), order)
	if err != nil || s.AccessKeyID != "ASIAGRANTED" || s.SecretKey.Reveal() != "hunter2" || s.Token.Reveal() != "tok/en==" || !s.Expires.Equal(at.Add(time.Hour)) {
		t.Fatalf("%+v, %v", s, err)
	}
	q, signed := asked.URL.Query(), asked.Header.Get("Authorization")
	if asked.Method != "GET" || asked.URL.Path != "/v20180820/accessgrantsinstance/dataaccess" || q.Get("target") != order.Target || q.Get("permission") != "READ" || q.Get("privilege") != "Minimal" || q.Get("durationSeconds") != "3600" || strings.Contains(asked.URL.RawQuery, "+") {
		t.Errorf("asked %s %s", asked.Method, asked.URL)
	}
	if asked.Header.Get("X-Amz-Account-Id") != "123456789012" || !strings.Contains(signed, "/20260304/eu-central-1/s3/aws4_request") || !strings.Contains(signed, "x-amz-account-id") {
		t.Errorf("signed %s", signed)
	}
	for what, row := range map[string]struct {
		status     int
		body, says string
	}{
		"not granted": {403, `<Error><Code>AccessDenied</Code><Message>You do not have READ permissions to the requested S3 Prefix: s3://acme/2026/*</Message></Error>`, "no grant gives these credentials that access"},
		"no instance": {404, `<Error><Code>AccessGrantsInstanceNotExistsError</Code><Message>Access Grants Instance does not exist</Message></Error>`, "has no S3 Access Grants in this region"},
		"repeats":     {403, `<Error><Code>SignatureDoesNotMatch</Code><Message>x-amz-security-token:FwoGZXIvYXdzE</Message></Error>`, ""},
		"a hole":      {200, strings.Replace(granted, "<SessionToken>tok/en==</SessionToken>", "", 1), "without a whole session"},
		"a line":      {200, strings.Replace(granted, "hunter2", "hunt\ner2", 1), "without a whole session"},
		"a page":      {200, "<html></html>", "cannot be read"},
	} {
		status, body = row.status, row.body
		_, err := c.GetDataAccess(t.Context(), order)
		var no *sts.RefusedError
		if err == nil || !strings.Contains(err.Error(), row.says) || errors.As(err, &no) != (row.status != 200) || strings.Contains(err.Error(), "FwoGZX") || strings.Contains(err.Error(), "hunt") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
