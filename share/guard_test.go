package share

import (
	"errors"
	"strings"
	"testing"
)

// The version without an id is replaced by the next upload, and so pins nothing,
// whatever it is called.
func TestTheNullVersionIsNoPin(t *testing.T) {
	const zeros = "00000000-0000-0000-0000-000000000000"
	for id, want := range map[string]bool{
		"": false, "null": false, "NULL": false, zeros: false, "{" + zeros + "}": false, "urn:uuid:" + zeros: false, strings.Repeat("0", 32): false,
		"v1": true, "nullable": true, "00000000-0000-4000-8000-000000000000": true, "01ARZ3NDEKTSV4RRFFQ69G5FAV": true, "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY": true,
	} {
		for _, op := range []Operation{Download, Metadata, Delete} {
			s, _, _ := newService()
			s.Rules = Rules{{Name: "contracts", PinVersion: true}}
			r := request()
			r.Operation, r.Target.VersionID, r.Object = op, id, Object{Known: true, Versioned: true, VersionID: id}
			var refused *RefusedError
			if _, err := s.Share(t.Context(), r); (err == nil) != want || err != nil && !errors.As(err, &refused) {
				t.Errorf("%s of %q: %v", op, id, err)
			}
			r.Object = Object{Known: true, Unversioned: true}
			if _, err := s.Share(t.Context(), r); err != nil {
				t.Errorf("%s of %q where there are no versions to pin: %v", op, id, err)
			}
		}
	}
}
