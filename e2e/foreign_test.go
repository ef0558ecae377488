package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// curl signs by itself, with code of its own: what it signs must be accepted
// where signet's own signer is, above all by the demo server.
func TestForeignSigner(t *testing.T) {
	t.Parallel()
	eachServer(t, func(t *testing.T, s *server) {
		b := s.bucket(t)
		s.put(t, b, "dir/a.txt", "signed by curl")
		sign := []string{
			"--aws-sigv4", "aws:amz:" + s.region + ":s3", "--user", s.key + ":" + s.secret,
			"--header", "X-Amz-Content-Sha256: UNSIGNED-PAYLOAD", // which S3 wants and curl forgets
		}
		url := s.url + "/" + b + "/dir/a.txt"
		if a := curl(t, url, sign...); a.status != 200 || a.body != "signed by curl" {
			t.Errorf("get: %d %s", a.status, a.refusal())
		}
		file := filepath.Join(t.TempDir(), "new.txt")
		if err := os.WriteFile(file, []byte("put by curl"), 0o600); err != nil {
			t.Fatal(err)
		}
		up := append(sign, "--upload-file", file)
		if a := curl(t, s.url+"/"+b+"/new.txt", up...); a.status != 200 {
			t.Errorf("put: %d %s", a.status, a.refusal())
		}
		s.mustHold(t, b, "new.txt", "put by curl")

		mustFail(t, "no signature", curl(t, url))
		sign[3] = s.key + ":" + s.secret + "x"
		mustFail(t, "another secret", curl(t, url, sign...))
	})
}
