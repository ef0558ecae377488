package evidence

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzVerify: no document of somebody else makes it fall, and none is whole that is not
// one value.
func FuzzVerify(f *testing.F) {
	f.Add([]byte(`{"signet_evidence":1}`))
	f.Add([]byte(`{"format":1,"rows":[{"id":"x","data":{"a":1e999}}]}`))
	f.Add([]byte(strings.Repeat("[", 20000)))
	f.Add([]byte(`{} {}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		if _, err := Verify(bytes.NewReader(document)); err == nil && !bytes.HasPrefix(bytes.TrimSpace(document), []byte("{")) {
			t.Errorf("%q is evidence", document)
		}
	})
}

// FuzzParseSignature: what is taken can stand in a line of a file.
func FuzzParseSignature(f *testing.F) {
	f.Add([]byte("-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"))
	f.Add([]byte("-----BEGIN SSH SIGNATURE-----\n\n-----END SSH SIGNATURE-----\n"))
	f.Fuzz(func(t *testing.T, armored []byte) {
		s, err := ParseSignature(armored)
		if err == nil && strings.ContainsAny(s.AllowedSigner("who"), "\n\r\x00\x1b") {
			t.Errorf("%q", s.AllowedSigner("who"))
		}
	})
}
