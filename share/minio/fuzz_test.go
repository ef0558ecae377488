package minio

import (
	"bytes"
	"testing"
)

// FuzzRefusal: whatever a server answers, it is of the status that it came with, and a
// refusal without a code is none of MinIO's own.
func FuzzRefusal(f *testing.F) {
	f.Add(403, []byte(`{"Code":"AccessDenied","Message":"no"}`))
	f.Add(404, []byte(`<Error><Code>XMinioAdminNoSuchAccessKey</Code><Message>gone</Message></Error>`))
	f.Add(500, []byte(`{"Code":1}`))
	f.Add(400, []byte(`<Error><Code>a</Code><Code>b`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		r := refusal(status, body)
		if r.Status != status || r.Error() == "" {
			t.Errorf("%q: %+v", body, r)
		}
	})
}

// FuzzOpen: what was not sealed with the secret is not opened, and what was is as it was.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("plain"), 3, byte(1))
	f.Add([]byte{}, 50, byte(0x80))
	f.Fuzz(func(t *testing.T, plain []byte, at int, flip byte) {
		sealed, err := Seal("secret", plain, bytes.NewReader(make([]byte, headerSize)))
		if err != nil {
			t.Fatal(err)
		}
		if out, err := Open("secret", sealed); err != nil || !bytes.Equal(out, plain) {
			t.Fatalf("%q, %v", out, err)
		}
		if at < 0 || at >= len(sealed) || flip == 0 {
			return
		}
		sealed[at] ^= flip
		if out, err := Open("secret", sealed); err == nil {
			t.Errorf("changed at %d it is opened as %q", at, out)
		}
	})
}
