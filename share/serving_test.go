package share

import (
	"errors"
	"strings"
	"testing"
)

// A link to AWS that is signed with a key of one's own server works there, if
// that is told the host. So rails hold for it as for a link to that server.
func TestARailHoldsForAKeyOfOnesOwnServerAtAWS(t *testing.T) {
	const minio = "http://minio.example:9000"
	known := map[string][]string{"AKIAOWN": {minio + "/below"}, "AKIAODD": {"http://odd.example"}}
	note := Rule{RequireNote: true}
	for _, c := range []struct {
		name, key, endpoint string
		pathStyle           bool
		op                  Operation
		to                  string // bucket/key
		rule                Rule
		want                string // in the refusal; empty: it is signed
	}{
		{"the bucket in the path", "minioadmin", "", false, Download, "public/hr-main/records/a", note, "a note is required"},
		{"by the address of AWS", "minioadmin", "https://s3.eu-central-1.amazonaws.com", false, Download, "public/hr-main/records/a", note, "a note is required"},
		{"a key that looks like one of AWS", "AKIAOWN", "", false, Download, "public/hr-main/records/a", note, "a note is required"},
		{"a key of AWS", "AKIAAWS", "", false, Download, "public/hr-main/records/a", note, ""},
		{"a key of AWS's examples", "AKIDEXAMPLE", "", false, Download, "public/hr-main/records/a", note, ""},
		{"a session of AWS", "ASIAAWS", "", false, Download, "public/hr-main/records/a", note, ""},
		{"with the bucket in the path already", "minioadmin", "", true, Download, "public/hr-main/records/a", note, ""},
		{"another object", "minioadmin", "", false, Download, "public/hr-main/a", note, ""},
		{"a form that goes up", "minioadmin", "", true, Form, "hr-main/in/", note, "a note is required"},
		{"a form for AWS", "AKIAAWS", "", true, Form, "hr-main/in/", note, ""},
		{"a folder's own name", "AKIAOWN", "", true, Delete, "hr-main/records", note, "a note is required"},
		{"an upload link that copies", "minioadmin", "", true, Upload, "public/in", note, "name its server as a place of"},
		{"an upload link of a known server", "AKIAOWN", "", true, Upload, "public/in", note, "refuses_unsigned of the settings: \"http://minio.example:9000\""},
		{"an upload link of one that copies nothing", "AKIAODD", "", true, Upload, "public/in", note, ""},
		{"an upload link that names another server", "AKIAOWN", "http://odd.example", true, Upload, "public/in", note, "http://minio.example:9000"},
		{"an upload link that names one of two", "AKIAODD", "http://third.example", true, Upload, "public/in", note, "refuses_unsigned of the settings: \"http://third.example\""},
		{"an upload link for AWS", "AKIAAWS", "", true, Upload, "public/in", note, ""},
	} {
		s, p, b := newService()
		s.Places, s.RefusesUnsigned = settled{servers: known}, []string{"http://odd.example:80"}
		p.id.AccessKeyID, p.endpoint, p.pathStyle = c.key, c.endpoint, c.pathStyle
		c.rule.Name, c.rule.Bucket, c.rule.Prefix = "personnel", "hr-*", "records/"
		s.Rules = Rules{c.rule}
		r := request()
		r.Target.Bucket, r.Target.Key, _ = strings.Cut(c.to, "/")
		r.Operation, r.Note, r.Options.KeyPrefix = c.op, "", c.op == Form
		_, err := s.Share(t.Context(), r)
		var refused *RefusedError
		if (err == nil) != (c.want == "") || err != nil && (!errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) || len(b.records) > 0) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
