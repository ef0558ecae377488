package share

import (
	"reflect"
	"testing"
)

// What the holder may do is the method and what is signed beside it: an operation
// that differs from another in its words alone would hand out what that one does.
func TestNoTwoOperationsSignTheSame(t *testing.T) {
	for i, a := range Operations() {
		for _, b := range Operations()[:i] {
			if a.Method == b.Method && a.Policy == b.Policy && reflect.DeepEqual(Spec{Operation: a.Op}.Signs(), Spec{Operation: b.Op}.Signs()) {
				t.Errorf("a link to %s is one to %s", a.Name, b.Name)
			}
		}
	}
}

func TestActionOfAVersion(t *testing.T) {
	for op, want := range map[Operation]string{Download: "s3:GetObjectVersion", Delete: "s3:DeleteObjectVersion", Metadata: "s3:GetObjectVersion", Upload: "s3:PutObject"} {
		if got := (Request{Operation: op, Target: Target{VersionID: "v"}}).Action(); got != want {
			t.Errorf("%s: %s, want %s", op, got, want)
		}
	}
}
