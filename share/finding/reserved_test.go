package finding

import "testing"

// TestNamesByTheirRegistry: what nobody answers is no private network, and the
// other way round.
func TestNamesByTheirRegistry(t *testing.T) {
	for host, want := range map[string]string{
		"s3.acme.example": "host-reserved", "s3.test": "host-reserved", "a.invalid": "host-reserved", "a.b.onion": "host-reserved", "x.alt": "host-reserved",
		"S3.ACME.EXAMPLE.": "host-reserved",
		"minio.local":      "host-private", "s3.internal": "host-private", "nas.home.arpa": "host-private", "nas.lan": "host-private", "s3.corp": "host-private",
		"localhost": "host-loopback", "s3.localhost": "host-loopback", "minio": "host-single-label",
		"s3.example.com": "", "example.org": "", "test.de": "", "onion.net": "", "home.arpa.org": "",
	} {
		if r, _ := reach(host); r.Code != want {
			t.Errorf("%s: %q, want %q", host, r.Code, want)
		}
	}
}
