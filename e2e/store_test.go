package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// client speaks to the server with the root key, beside signet.
func (s *server) client() *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint:               aws.String(s.url),
		Region:                     s.region,
		UsePathStyle:               true,
		Credentials:                credentials.NewStaticCredentialsProvider(s.key, s.secret, ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired,
	})
}

// bucket makes an empty bucket for one test.
func (s *server) bucket(t *testing.T) string {
	t.Helper()
	return s.bucketOf(t, t.Name())
}

// bucketOf makes an empty bucket for one purpose within a test.
func (s *server) bucketOf(t *testing.T, purpose string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(purpose))
	name := "e2e-" + hex.EncodeToString(sum[:8])
	_, err := s.client().CreateBucket(within(t, testTimeout), &s3.CreateBucketInput{Bucket: &name})
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// versioned turns versions on.
func (s *server) versioned(t *testing.T, bucket string) {
	t.Helper()
	_, err := s.client().PutBucketVersioning(within(t, testTimeout), &s3.PutBucketVersioningInput{
		Bucket:                  &bucket,
		VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// drop takes an object away that is too large to be kept for long.
func (s *server) drop(t *testing.T, bucket, key string) {
	t.Helper()
	if _, err := s.client().DeleteObject(within(t, testTimeout), &s3.DeleteObjectInput{Bucket: &bucket, Key: &key}); err != nil {
		t.Error(err)
	}
}

// put stores an object and returns its version id.
func (s *server) put(t *testing.T, bucket, key, body string) string {
	t.Helper()
	version, err := s.tryPut(t, bucket, key, body)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func (s *server) tryPut(t *testing.T, bucket, key, body string) (string, error) {
	t.Helper()
	out, err := s.client().PutObject(within(t, testTimeout), &s3.PutObjectInput{
		Bucket: &bucket, Key: &key, Body: strings.NewReader(body), ContentType: aws.String("text/plain"),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(out.VersionId), nil
}

// stored is an object as the server has it.
type stored struct {
	body        string
	contentType string
	metadata    map[string]string
	sse         types.ServerSideEncryption
}

// get reads an object; ok says whether there is one.
func (s *server) get(t *testing.T, bucket, key string) (stored, bool) {
	t.Helper()
	out, err := s.client().GetObject(within(t, testTimeout), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return stored{}, false
	}
	defer out.Body.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, out.Body); err != nil {
		t.Fatal(err)
	}
	return stored{b.String(), aws.ToString(out.ContentType), out.Metadata, out.ServerSideEncryption}, true
}

// mustHold fails unless the object is there with that content.
func (s *server) mustHold(t *testing.T, bucket, key, body string) stored {
	t.Helper()
	o, ok := s.get(t, bucket, key)
	if !ok {
		t.Fatalf("%s: no object %q", s.kind.name, key)
	}
	if o.body != body {
		t.Fatalf("%s: %q holds %d bytes, want %d", s.kind.name, key, len(o.body), len(body))
	}
	return o
}

// mustLack fails when there is such an object.
func (s *server) mustLack(t *testing.T, bucket, key string) {
	t.Helper()
	if _, ok := s.get(t, bucket, key); ok {
		t.Fatalf("%s: %q is there and should not be", s.kind.name, key)
	}
}
