package share

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
)

// What mutants had survived: see internal/mutants.

// TestSecretsInALog: a log says that there is one, and not which.
func TestSecretsInALog(t *testing.T) {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "link", NewSecret("hunter2"))
	if !strings.Contains(b.String(), "link="+redacted) && !strings.Contains(b.String(), `link="`+redacted+`"`) {
		t.Errorf("%s", b.String())
	}
}

// TestTargetsThatAreNone: S3 stores no such bucket and no such key.
func TestTargetsThatAreNone(t *testing.T) {
	for _, target := range []Target{{}, {Bucket: "b"}, {Bucket: "a b", Key: "k"}, {Bucket: "a/b", Key: "k"}, {Bucket: "a?b", Key: "k"}, {Bucket: "a\nb", Key: "k"}, {Bucket: "b", Key: strings.Repeat("k", MaxKeyBytes+1)}} {
		if target.Check() == nil {
			t.Errorf("%.40q is signed for", target.URI())
		}
	}
	if err := (Target{Bucket: "b", Key: strings.Repeat("k", MaxKeyBytes)}).Check(); err != nil {
		t.Error(err)
	}
}

// TestPermission: what S3 Access Grants has a word for, and nothing else.
func TestPermission(t *testing.T) {
	for _, c := range []struct {
		allow []Access
		want  string
	}{
		{[]Access{AccessList, AccessGet}, "READ"},
		{[]Access{AccessPut, AccessDelete}, "WRITE"},
		{[]Access{AccessList, AccessGet, AccessPut, AccessDelete}, "READWRITE"},
		{[]Access{AccessGet}, ""},
		{[]Access{AccessGet, AccessPut}, ""},
		{nil, ""},
	} {
		if got := Permission(c.allow); got != c.want {
			t.Errorf("%v is %q, want %q", c.allow, got, c.want)
		}
	}
}

// TestUnitsFor: a number alone is a time of the day only where it can be one.
func TestUnitsFor(t *testing.T) {
	for n, clock := range map[string]bool{"1730": true, "2359": true, "2400": false, "1760": false, "9": false, "173000": false, "17": false} {
		if got := strings.Contains(unitsFor(n), ":"); got != clock {
			t.Errorf("%s: %s", n, unitsFor(n))
		}
	}
}

// TestOperationsOfAFlag: what refuses a flag names the operations that take it, and no other.
func TestOperationsOfAFlag(t *testing.T) {
	for _, x := range AllOptions() {
		for _, i := range Operations() {
			if x.For(i.Op) {
				continue
			}
			_, hint := x.checkOperation(nil, i)
			for _, other := range Operations() {
				takes := false
				for _, y := range AllOptions() {
					takes = takes || y.Flag == x.Flag && y.For(other.Op)
				}
				words := strings.Fields(strings.TrimPrefix(hint, "it belongs to the operation"))
				if named := strings.Contains(" "+strings.Join(words, " ")+" ", " "+string(other.Op)+" "); named != takes {
					t.Errorf("--%s of %s: %s", x.Flag, i.Op, hint)
				}
			}
		}
	}
}

// TestASlugIsFull: signs at the beginning of a name take no room in its key.
func TestASlugIsFull(t *testing.T) {
	if got := (Item{Name: "!! " + strings.Repeat("a", 50)}).Slug(); got != strings.Repeat("a", 40) {
		t.Errorf("%q", got)
	}
}

// TestWhoHasTheLinkAlready: the warning names the recipient, where the log does.
func TestWhoHasTheLinkAlready(t *testing.T) {
	for to, want := range map[string]string{"Ms Ito": "Ms Ito, share s1, has", "": "share s1 has"} {
		s := &Service{Same: func(context.Context, string) (Record, bool) {
			return Record{ID: "s1", Spec: Spec{}, Recipient: to}, true
		}}
		if got := s.twin(t.Context(), Request{}, "sig"); len(got) != 1 || !strings.HasPrefix(got[0].Text, want) {
			t.Errorf("%+v", got)
		}
	}
}

// TestSignersSayFromWhere: from everywhere, unless the link can be bound.
func TestSignersSayFromWhere(t *testing.T) {
	for n, want := range map[int]string{0: ", from everywhere", 1: "from one network or everywhere", 2: "from some networks or everywhere"} {
		if got := (SignerInfo{Networks: n}).Gives(); !strings.Contains(got, want) {
			t.Errorf("%d: %s", n, got)
		}
	}
}
