package sign

import (
	"slices"
	"strings"
	"testing"

	"signet/share"
)

// TestEveryOptionIsSigned: what the table says of a link is in the bytes that are
// signed, and the quick way makes the same link as the SDK.
func TestEveryOptionIsSigned(t *testing.T) {
	for _, x := range share.AllOptions() {
		value := map[share.Kind]string{share.Text: "text/plain", share.Switch: "true", share.Size: "7", share.Number: "200", share.Pairs: "a=1"}[x.Kind]
		if special := map[string]string{"response-expires": "2026-12-24T17:00:00Z", "if-match": "5d41402abc4b2a76b9719d911017c592"}[x.ID]; special != "" {
			value = special
		}
		for _, op := range x.Ops {
			spec := specFor(op, "bucket", "in/k")
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
