package share

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestReach: a rail of any key below a prefix holds for what opens all of them, by each of
// the operations; one of none of them does not.
func TestReach(t *testing.T) {
	aws := Signing{AccessKeyID: "AKIAEXAMPLE", Endpoint: Endpoint{Region: "eu-central-1"}}
	own := Signing{AccessKeyID: "minio", Endpoint: Endpoint{URL: "https://minio.example.com", PathStyle: true}}
	for name, c := range map[string]struct {
		rule   Rule
		key    string
		ops    []Operation
		by     Signing
		refuse string
	}{
		"a rail further down":           {Rule{Bucket: "b", Prefix: "hr/secret/", Operations: []Operation{Download}}, "hr/", []Operation{Download, Upload}, aws, "upload links are not allowed"},
		"a rail above":                  {Rule{Bucket: "b", Prefix: "hr/", Operations: []Operation{Metadata}}, "hr/2026/", []Operation{Download}, aws, "download links are not allowed"},
		"a rail of a pattern":           {Rule{Bucket: "b", Prefix: "*/pay", RequireNote: true}, "hr/", []Operation{Download}, aws, "a note is required"},
		"the whole bucket":              {Rule{Bucket: "b", Prefix: "x/", RequireRecipient: true}, "", []Operation{Download}, aws, "a recipient is required"},
		"a rail beside it":              {Rule{Bucket: "b", Prefix: "pay/", RequireNote: true}, "hr/", []Operation{Download}, aws, ""},
		"of another bucket":             {Rule{Bucket: "c", RequireNote: true}, "hr/", []Operation{Download}, aws, ""},
		"beside it, where paths cleave": {Rule{Bucket: "b", Prefix: "pay/", RequireNote: true}, "hr/", []Operation{Download}, own, "a note is required"},
		"versions":                      {Rule{Bucket: "b", Prefix: "hr/one.pdf", PinVersion: true}, "hr/", []Operation{Download}, aws, "the version must be pinned"},
	} {
		rails := Rails{Rules: Rules{c.rule}}
		rules, err := rails.Reach(t.Context(), Request{Target: Target{Bucket: "b", Key: c.key}}, c.ops, c.by)
		var refused *RefusedError
		switch {
		case c.refuse == "" && (err != nil || len(rules) > 0):
			t.Errorf("%s: %v, %+v", name, err, rules)
		case c.refuse != "" && (!errors.As(err, &refused) || !strings.Contains(refused.Problem, c.refuse)):
			t.Errorf("%s: %v, want %q", name, err, c.refuse)
		}
	}
	rails := Rails{Rules: Rules{{Name: "short", Bucket: "b", Prefix: "hr/x/", MaxLife: time.Minute}}}
	if rules, err := rails.Reach(t.Context(), Request{Target: Target{Bucket: "b", Key: "hr/"}}, []Operation{Download, Metadata}, aws); err != nil || len(rules) != 2 {
		t.Errorf("%v, %+v", err, rules)
	}
}
