package sign

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strconv"
	"testing"

	"signet/share"
)

// BenchmarkFiveHMAC is the floor: what SigV4 itself costs.
func BenchmarkFiveHMAC(b *testing.B) {
	for range b.N {
		k := signingKey(exampleSecret, "20130524", "us-east-1")
		m := hmac.New(sha256.New, k[:])
		m.Write([]byte("string to sign"))
		m.Sum(nil)
	}
}

// BenchmarkSDKPresign is the SDK's own work for one link, without ours.
func BenchmarkSDKPresign(b *testing.B) {
	spec := specFor(share.Download, "bucket", "reports/2026/q3.pdf")
	s := New(example(""))
	creds := example("").creds
	c := s.client(spec.Endpoint, creds)
	b.ReportAllocs()
	for range b.N {
		if _, err := presign(context.Background(), c, spec, spec.Operation.Info().Method, spec.Signs(), s.requests[spec.Operation]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSignFirst is the first link of a bucket: the SDK's way, plus ours.
func BenchmarkSignFirst(b *testing.B) {
	spec := specFor(share.Download, "bucket", "reports/2026/q3.pdf")
	s := New(example(""))
	b.ReportAllocs()
	for range b.N {
		clear(s.templates)
		mustSign(b, s, spec)
	}
}

// BenchmarkSignBatch is every further link of a bucket.
func BenchmarkSignBatch(b *testing.B) {
	spec := specFor(share.Download, "bucket", "")
	s := New(example(""))
	b.ReportAllocs()
	for i := range b.N {
		spec.Target.Key = "reports/2026/q3-" + strconv.Itoa(i) + ".pdf"
		mustSign(b, s, spec)
	}
}
