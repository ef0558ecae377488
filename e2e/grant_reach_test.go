package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// TestGrantKeepsToItsPrefix: what a server does for headers, an upload of credentials does
// within the prefix alone: it copies nothing that they may not read, unpacks nothing beside
// it, and no path leads out of it.
func TestGrantKeepsToItsPrefix(t *testing.T) {
	t.Parallel()
	eachSTS(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "in/a.txt", "inside")
		s.put(t, b, "out.txt", "outside")
		out := signetFor(t, s).must(t, "", append([]string{"grant", "--as", "json", "s3://" + b + "/in/", "--allow", "list,get,put,delete", "--expires", "1h"}, s.at()...)...)
		var k struct{ AccessKeyID, SecretAccessKey, SessionToken string }
		if err := json.Unmarshal([]byte(out.stdout), &k); err != nil {
			t.Fatal(err)
		}
		var extra http.Header
		c := s3.New(s3.Options{
			BaseEndpoint: aws.String(s.url), Region: s.region, UsePathStyle: true, RetryMaxAttempts: 1,
			Credentials:                credentials.NewStaticCredentialsProvider(k.AccessKeyID, k.SecretAccessKey, k.SessionToken),
			RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
			HTTPClient: doer(func(r *http.Request) (*http.Response, error) {
				for name, values := range extra {
					r.Header[name] = values
				}
				return http.DefaultClient.Do(r)
			}),
		})
		put := func(key string, body []byte) error {
			_, err := c.PutObject(within(t, testTimeout), &s3.PutObjectInput{Bucket: &b, Key: &key, Body: bytes.NewReader(body)})
			return err
		}
		if err := put("in/new.txt", []byte("x")); err != nil {
			t.Fatalf("they may not do what they are for: %v", err)
		}
		if _, err := c.CopyObject(within(t, testTimeout), &s3.CopyObjectInput{Bucket: &b, Key: aws.String("in/copy.txt"), CopySource: aws.String(b + "/out.txt")}); err == nil {
			t.Error("they copied from outside")
		}
		for _, lines := range [][]string{{"true"}, {"", "true"}, {"true", ""}} {
			extra = http.Header{"X-Amz-Meta-Snowball-Auto-Extract": lines}
			_ = put("in/a.tar", archive(t, "unpacked", "../unpacked", "in2/unpacked"))
		}
		extra = http.Header{"X-Amz-Copy-Source": {b + "/out.txt"}}
		_ = put("in/stolen.txt", nil)
		extra = nil
		for _, key := range []string{"in/../escaped", "in//../escaped", "in/./../escaped", "in2/escaped", "escaped"} {
			_ = put(key, []byte("x"))
			_, _ = c.DeleteObject(within(t, testTimeout), &s3.DeleteObjectInput{Bucket: &b, Key: aws.String("in/../out.txt")})
		}
		if o, ok := s.get(t, b, "in/stolen.txt"); ok && o.body == "outside" {
			t.Error("a header copied from outside")
		}
		for _, key := range []string{"unpacked", "in2/unpacked", "escaped", "in2/escaped"} {
			if _, ok := s.get(t, b, key); ok {
				t.Errorf("they wrote %s", key)
			}
		}
		s.mustHold(t, b, "out.txt", "outside")
	})
}

// doer is an HTTP client of one function.
type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }
