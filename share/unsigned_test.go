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
		{"a note", here, Upload, Rule{RequireNote: true}, "share an upload form, which stores what it names and no more, or say what it is for (--op post, --note)"},
		{"a recipient", here, Upload, Rule{RequireRecipient: true}, "a recipient is required"},
		{"no downloads", here, Upload, Rule{Operations: []Operation{Upload, Metadata}}, "download links are not allowed there"},
		{"downloads alone", here, Upload, Rule{Operations: []Operation{Download, Metadata}}, ""},
		{"a version", here, Upload, Rule{PinVersion: true}, "the version must be pinned there"},
		{"another place signs", here, Upload, Rule{SignPlace: "vault"}, "signed with the place vault there"},
		{"the place that signs", here, Upload, Rule{SignPlace: "work"}, ""},
		{"with the bucket in the host", "http://public.s3.example.com", Upload, Rule{RequireNote: true}, "a note is required"},
		{"one's own name for AWS", "https://amazonaws.com.example.com", Upload, Rule{RequireNote: true}, "a note is required"},

		{"a machine at AWS", "http://ec2-3-4-5-6.eu-central-1.compute.amazonaws.com:9000", Upload, Rule{RequireNote: true}, "a note is required"},
		{"a balancer at AWS", "https://s3-gateway-1234567890.eu-central-1.elb.amazonaws.com", Upload, Rule{RequireNote: true}, "a note is required"},
		{"another service's interface endpoint", "https://vpce-0abc-xyz.vpce-svc-0123.us-east-1.vpce.amazonaws.com", Upload, Rule{RequireNote: true}, "a note is required"},

		{"an interface endpoint", vpc("bucket"), Upload, Rule{RequireNote: true}, ""},
		{"dual stack", "https://s3.dualstack.eu-central-1.amazonaws.com", Upload, Rule{RequireNote: true}, ""},
		{"acceleration", "https://s3-accelerate.amazonaws.com", Upload, Rule{RequireNote: true}, ""},
		{"China", "https://s3.cn-north-1.amazonaws.com.cn", Upload, Rule{RequireNote: true}, ""},
		{"a directory bucket", "https://s3express-euc1-az1.eu-central-1.amazonaws.com", Upload, Rule{RequireNote: true}, ""},
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

// MinIO unpacks an archive all over the bucket for an upload link, so that one is
// under the rails of the whole bucket, as an upload to there as well.
func TestAnUploadLinkThatUnpacks(t *testing.T) {
	for _, c := range []struct {
		name, endpoint, bucket string
		op                     Operation
		want                   bool
	}{
		{"elsewhere in the bucket", here, "hr-main", Upload, true},
		{"another bucket", here, "public", Upload, false},
		{"a form", here, "hr-main", Form, false},
		{"AWS", "", "hr-main", Upload, false},
		{"a bucket in the address", here + "/hr-main", "public", Upload, true},
	} {
		s, p, _ := newService()
		p.endpoint, p.pathStyle = c.endpoint, true
		s.Rules = Rules{{Name: "personnel", Bucket: "hr-*", Prefix: "records/", Operations: []Operation{Download, Metadata}}}
		r := request()
		r.Target.Bucket, r.Target.Key, r.Operation = c.bucket, "in/x.tar", c.op
		_, err := s.Share(t.Context(), r)
		var refused *RefusedError
		if errors.As(err, &refused) != c.want || c.want && !strings.Contains(err.Error(), "unpack an archive all over it") {
			t.Errorf("%s: %v", c.name, err)
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

// TestAServerThatRefusesWhatNobodySigned is made known by the line of the refusal,
// however it is spelled; another one is not.
func TestAServerThatRefusesWhatNobodySigned(t *testing.T) {
	for _, c := range []struct {
		name, endpoint string
		settled        []string
		want           string // in the refusal; empty: it is signed
	}{
		{"nothing is known", "https://s3.example.com:9000/base", nil, `say so at the top of c.toml: refuses_unsigned = ["https://s3.example.com:9000"]`},
		{"another one is", "https://s3.example.com:9000", []string{"https://s3.example.com"}, `add it to refuses_unsigned of c.toml: "https://s3.example.com:9000"`},
		{"as printed", "https://s3.example.com:9000/base", []string{"https://s3.example.com:9000"}, ""},
		{"in another spelling", "https://S3.example.com.:09000/", []string{"https://other.example", "https://s3.example.com:9000/x"}, ""},
	} {
		g := Rails{Rules: Rules{{Name: "personnel", Where: "c.toml:1", Bucket: "hr-*", RequireNote: true}}, RefusesUnsigned: c.settled, Settings: "c.toml"}
		r := Request{Target: Target{Bucket: "public", Key: "in/x.txt"}, Operation: Upload}
		err := g.Check(t.Context(), r, Signing{Endpoint: Endpoint{URL: c.endpoint, PathStyle: true}})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		r.Target.Bucket = "hr-main"
		if err := g.Check(t.Context(), r, Signing{Endpoint: Endpoint{URL: c.endpoint, PathStyle: true}}); err == nil {
			t.Errorf("%s: the rail does not hold for what it guards", c.name)
		}
	}
}
