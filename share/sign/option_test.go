package sign

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"signet/share"
)

// TestEveryOptionIsSigned: what the table says of a link is in the bytes that are
// signed, and the quick way makes the same link as the SDK.
func TestEveryOptionIsSigned(t *testing.T) {
	for _, x := range share.AllOptions() {
		value := map[share.Kind]string{share.Text: "text/plain", share.Switch: "true", share.Size: "7", share.Number: "200", share.Pairs: "a=1"}[x.Kind]
		if special := map[string]string{"response-expires": "2026-12-24T17:00:00Z", "if-match": "5d41402abc4b2a76b9719d911017c592", "checksum": strings.Repeat("0a", 32), "storage-class": "GLACIER_IR", "sse-c-key-file": strings.Repeat("k", 32), "expected-bucket-owner": "123456789012"}[x.ID]; special != "" {
			value = special
		}
		for _, op := range x.Ops {
			spec := specFor(op, "bucket", "in/k")
			if op.Info().Parts { // of which the start is dressed, and no link: TestUploadsAreStartedListedAndEnded
				continue
			}
			plain := mustSign(t, New(example("")), spec)
			if err := x.Set(&spec.Options, value); err != nil {
				t.Fatal(err)
			}
			signed := mustSign(t, New(example("")), spec)
			if signed.SignatureSHA256 == plain.SignatureSHA256 {
				t.Errorf("%s of %s is not in the signature", x.ID, op)
			}
			q := query(t, signed.URL)
			for _, p := range spec.Signs().Query {
				if q.Get(p.Name) != p.Value {
					t.Errorf("%s of %s: %s is %q, want %q", x.ID, op, p.Name, q.Get(p.Name), p.Value)
				}
			}
			for _, h := range spec.Signs().Sent {
				sent := slices.Contains(strings.Split(q.Get("X-Amz-SignedHeaders"), ";"), strings.ToLower(h.Name))
				field := slices.ContainsFunc(signed.Fields, func(f share.Field) bool { return f.Name == h.Name && f.Value.Reveal() == h.Value })
				if sent == op.Info().Policy || field != op.Info().Policy {
					t.Errorf("%s of %s: %s is not signed", x.ID, op, h.Name)
				}
			}
			warm := New(example(""))
			mustSign(t, warm, specFor(op, "bucket", "warm-up"))
			if flat(mustSign(t, warm, spec)) != flat(signed) {
				t.Errorf("%s of %s: the quick way differs", x.ID, op)
			}
		}
	}
}

// What a signer does not know it refuses, even where a link of the bucket has been
// signed before.
func TestUnknownOperationIsNotSigned(t *testing.T) {
	s := New(example(""))
	mustSign(t, s, specFor(share.Download, "bucket", "k"))
	if signed, err := s.Sign(t.Context(), specFor("copy", "bucket", "k")); err == nil || !signed.URL.Empty() {
		t.Errorf("signed, %v", err)
	}
}

// TestOptionsAsTheSDKSignsThem: an option is signed as the SDK signs the field of its
// own, to the last digit.
func TestOptionsAsTheSDKSignsThem(t *testing.T) {
	sum := "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" // of "hello"
	for name, c := range map[string]struct {
		o   share.Options
		put func(*s3.PutObjectInput)
		get func(*s3.GetObjectInput)
	}{
		"tags":        {o: share.Options{Tags: map[string]string{"a": "b c", "ü/": "+"}}, put: func(in *s3.PutObjectInput) { in.Tagging = aws.String("a=b%20c&%C3%BC%2F=%2B") }},
		"class":       {o: share.Options{StorageClass: "GLACIER_IR"}, put: func(in *s3.PutObjectInput) { in.StorageClass = "GLACIER_IR" }},
		"sha256":      {o: share.Options{Checksum: "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}, put: func(in *s3.PutObjectInput) { in.ChecksumSHA256 = &sum }},
		"crc64nvme":   {o: share.Options{Checksum: "crc64nvme:0123456789abcdef"}, put: func(in *s3.PutObjectInput) { in.ChecksumCRC64NVME = aws.String("ASNFZ4mrze8=") }},
		"disposition": {o: share.Options{ContentDisposition: "inline"}, put: func(in *s3.PutObjectInput) { in.ContentDisposition = aws.String("inline") }},
		"owner":       {o: share.Options{ExpectedBucketOwner: "123456789012"}, get: func(in *s3.GetObjectInput) { in.ExpectedBucketOwner = aws.String("123456789012") }},
		"customer key, download": {o: keyed(t), get: func(in *s3.GetObjectInput) {
			in.SSECustomerAlgorithm, in.SSECustomerKey, in.SSECustomerKeyMD5 = aws.String("AES256"), aws.String("a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="), aws.String(keyed(t).CustomerKeyMD5)
		}},
		"customer key, upload": {o: keyed(t), put: func(in *s3.PutObjectInput) {
			in.SSECustomerAlgorithm, in.SSECustomerKey, in.SSECustomerKeyMD5 = aws.String("AES256"), aws.String("a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="), aws.String(keyed(t).CustomerKeyMD5)
		}},
		"match":         {o: share.Options{IfMatch: `"e"`}, get: func(in *s3.GetObjectInput) { in.IfMatch = aws.String(`"e"`) }},
		"cache-control": {o: share.Options{ResponseCacheControl: "no-store"}, get: func(in *s3.GetObjectInput) { in.ResponseCacheControl = aws.String("no-store") }},
	} {
		op := share.Download
		if c.put != nil {
			op = share.Upload
		}
		spec := specFor(op, "bucket", "in/k")
		signer := New(example(""))
		by := signer.client(spec.Endpoint, example("").creds)
		foreign, err := presign(t.Context(), by, spec, spec.Operation.Info().Method, share.Signs{}, func(ctx context.Context, p *s3.PresignClient, bucket, key *string, opt func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error) {
			if c.put != nil {
				in := &s3.PutObjectInput{Bucket: bucket, Key: key}
				c.put(in)
				return p.PresignPutObject(ctx, in, opt)
			}
			in := &s3.GetObjectInput{Bucket: bucket, Key: key}
			c.get(in)
			return p.PresignGetObject(ctx, in, opt)
		})
		if err != nil {
			t.Fatal(err)
		}
		spec.Options = c.o
		if ours := mustSign(t, signer, spec); ours.SignatureSHA256 != fromSDK(foreign, share.Signs{}).SignatureSHA256 {
			t.Errorf("%s: signed otherwise than by the SDK", name)
		}
	}
}

// keyed are options with a key of SSE-C.
func keyed(t *testing.T) (o share.Options) {
	t.Helper()
	for _, x := range share.AllOptions() {
		if x.Kind == share.Key {
			if err := x.Set(&o, strings.Repeat("k", 32)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return o
}
