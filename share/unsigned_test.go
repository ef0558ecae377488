package share

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// At a server that may be MinIO, an upload link copies what its signer can read
// to where the link stores. So it is under the rails of all that, as a download
// of it: what is about storing there does not matter.
func TestAnUploadLinkThatCopies(t *testing.T) {
	amazon := "https://s3.eu-central-1.amazonaws.com"
	for _, c := range []struct {
		name     string
		endpoint string
		op       Operation
		rule     Rule
		want     string // in the refusal; empty: it is signed
	}{
		{"a note", here, Upload, Rule{RequireNote: true}, "share an upload form, which copies nothing, or say what it is for (--op post, --note)"},
		{"a recipient", here, Upload, Rule{RequireRecipient: true}, "a recipient is required"},
		{"no downloads", here, Upload, Rule{Operations: []Operation{Upload, Metadata}}, "download links are not allowed there"},
		{"downloads alone", here, Upload, Rule{Operations: []Operation{Download, Metadata}}, ""},
		{"a version", here, Upload, Rule{PinVersion: true}, "the version must be pinned there"},
		{"another place signs", here, Upload, Rule{SignPlace: "vault"}, "signed with the place vault there"},
		{"the place that signs", here, Upload, Rule{SignPlace: "work"}, ""},
		{"with the bucket in the host", "http://public.s3.example.com", Upload, Rule{RequireNote: true}, "a note is required"},
		{"one's own name for AWS", "https://amazonaws.com.example.com", Upload, Rule{RequireNote: true}, "a note is required"},

		{"AWS", "", Upload, Rule{RequireNote: true, PinVersion: true, SignPlace: "vault"}, ""},
		{"AWS by its address", amazon, Upload, Rule{RequireNote: true}, ""},
		{"a form", here, Form, Rule{RequireNote: true}, ""},
		{"a download", here, Download, Rule{RequireNote: true}, ""},
		{"a deletion", here, Delete, Rule{RequireNote: true}, ""},
	} {
		s, p, b := newService()
		p.endpoint, p.pathStyle = c.endpoint, true
		c.rule.Name, c.rule.Where, c.rule.Bucket, c.rule.Prefix = "personnel", "c.toml:1", "hr-*", "records/"
		s.Rules = Rules{c.rule}
		r := request()
		r.Target.Place, r.Target.Bucket, r.Target.Key, r.Operation, r.Note, r.Recipient = "work", "public", "in/x.txt", c.op, "", ""
		_, err := s.Share(t.Context(), r)
		var refused *RefusedError
		if (err == nil) != (c.want == "") || err != nil && (!errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) || len(b.records) > 0) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// Nor does it live longer than a link to what it can copy.
func TestAnUploadLinkThatCopiesEndsInTime(t *testing.T) {
	s, p, _ := newService()
	p.endpoint, p.pathStyle = here, true
	s.Rules = Rules{{Name: "personnel", Bucket: "hr-*", Prefix: "records/", MaxLife: time.Hour}}
	r := request()
	r.Target.Bucket, r.Operation, r.Lifetime = "public", Upload, For(8*time.Hour)
	link, err := s.Share(t.Context(), r)
	if err != nil || link.Terms.Reason != ByGuard || link.Terms.Seconds != 3600 {
		t.Errorf("%+v, %v", link.Terms, err)
	}
}

// A rule that is about the object itself has its own say, and wants no other place
// for what it is not about.
func TestAnUploadLinkIsUnderARuleOnce(t *testing.T) {
	s, p, _ := newService()
	p.endpoint, p.pathStyle = here, true
	s.Rules = Rules{{Name: "box", Bucket: "inbox", Operations: []Operation{Upload}}}
	r := request()
	r.Target.Bucket, r.Target.Key, r.Operation = "inbox", "a.txt", Upload
	if _, err := s.Share(t.Context(), r); err != nil {
		t.Error(err)
	}
	r.Target.Bucket = "public"
	var refused *RefusedError
	if _, err := s.Share(t.Context(), r); !errors.As(err, &refused) {
		t.Error(err)
	}
}
