package share

import (
	"errors"
	"testing"
)

// Ceph names a bucket with its tenant, or without one.
func TestARailHoldsForABucketOfEveryTenant(t *testing.T) {
	for _, c := range []struct {
		rule, bucket string
		want         bool
	}{
		{"hr-main", "acme:hr-main", true},
		{"hr-main", ":hr-main", true},
		{"hr-main", "hr-main", true},
		{"acme:hr-*", "acme:hr-main", true},
		{"ACME:hr-*", "acme:HR-main", true},
		{"acme:hr-*", "hr-main", true}, // the tenant may be whoever signs
		{":hr-*", "hr-main", true},
		{"*:hr-main", "acme:hr-main", true},
		{"acme:hr-*", "other:hr-main", false},
		{"acme:hr-*", "public", false},
		{"hr-main", "hr-main:public", false},
	} {
		s, _, _ := newService()
		s.Rules = Rules{{Name: "hr", Bucket: c.rule, RequireNote: true}}
		r := request()
		r.Target.Bucket, r.Note = c.bucket, ""
		var refused *RefusedError
		if _, err := s.Share(t.Context(), r); errors.As(err, &refused) != c.want {
			t.Errorf("a rail for %s, and %s: %v", c.rule, c.bucket, err)
		}
	}
	if err := held(t, Endpoint{URL: here + "/acme%3Ahr-main", PathStyle: true}, func(r *Request) { r.Target.Bucket = "records" }); err == nil {
		t.Error("a tenant in the endpoint's path")
	}
}

// A plus is a blank to what reads an address as a form.
func TestARailHoldsForABlank(t *testing.T) {
	for key, want := range map[string]bool{"my files/a": true, "my+files/a": true, "my%20files/a": true, "my%2Bfiles/a": true, "my_files/a": false} {
		s, _, _ := newService()
		s.Rules = Rules{{Name: "hr", Prefix: "my files/", RequireNote: true}}
		r := request()
		r.Target.Key, r.Note = key, ""
		var refused *RefusedError
		if _, err := s.Share(t.Context(), r); errors.As(err, &refused) != want {
			t.Errorf("%s: %v", key, err)
		}
	}
}
