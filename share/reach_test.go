package share

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// onAWS and onOwn are who signs: what keys mean differs.
func onAWS() Signing { return Signing{AccessKeyID: "AKIA1", Endpoint: Endpoint{Region: "eu-west-1"}} }

func onOwn() Signing {
	return Signing{AccessKeyID: "KEY", Endpoint: Endpoint{URL: "https://s3.acme.example", PathStyle: true}}
}

// Every rail of any key that could be reached holds, and no other.
func TestReach(t *testing.T) {
	for _, c := range []struct {
		rule   Rule
		prefix string
		by     Signing
		want   bool
	}{
		{Rule{Bucket: "b", Prefix: "secret/**"}, "", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "secret/**"}, "sec", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "secret/**"}, "secret/2026/", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "secret/**"}, "public/", onAWS(), false},
		{Rule{Bucket: "b", Prefix: "secret/**"}, "public/", onOwn(), true}, // public/../secret/x, where keys are paths
		{Rule{Bucket: "c", Prefix: "secret/**"}, "", onOwn(), false},
		{Rule{Bucket: "b", Prefix: "secret/a.pdf"}, "secret/", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "*/secret/"}, "2026/", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "20??/secret/"}, "2026/public/", onAWS(), false},
		{Rule{Bucket: "b", Prefix: "20??/secret/"}, "2026/", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "*.pdf"}, "2026/", onAWS(), true},
		{Rule{Bucket: "b*"}, "2026/", onAWS(), true},
		{Rule{}, "2026/", onAWS(), true},
		{Rule{Place: "acme"}, "2026/", onAWS(), true},
		{Rule{Place: "other"}, "2026/", onAWS(), false},
		{Rule{Bucket: "b", Except: []Scope{{"b", "public/"}}}, "public/2026/", onAWS(), false},
		{Rule{Bucket: "b", Except: []Scope{{"b", "public/"}}}, "pub", onAWS(), true},
		{Rule{Bucket: "b", Prefix: "secret/"}, "%73ecret/", onOwn(), true},
	} {
		c.rule.Name, c.rule.MaxLife = "rail", time.Hour
		g := Rails{Rules: Rules{c.rule}}
		got, err := g.reach(t.Context(), Request{Target: Target{Place: "acme", Bucket: "b", Key: c.prefix}}, []Operation{Download, Metadata}, c.by)
		if err != nil || len(got) > 1 || (len(got) == 1) != c.want {
			t.Errorf("%+v on %q: %v, %v, want %v", c.rule, c.prefix, got, err, c.want)
		}
	}
}

// What one rail forbids of one operation is refused, and each rail is there once.
func TestReachIsTheStrictest(t *testing.T) {
	for _, c := range []struct {
		name string
		rule Rule
		r    Request
		may  []Operation
		want string // in the refusal; empty: none
	}{
		{"an operation", Rule{Operations: []Operation{Download}}, Request{}, []Operation{Download, Upload}, "upload links are not allowed here"},
		{"none of another", Rule{Operations: []Operation{Download, Metadata}}, Request{}, []Operation{Download, Metadata}, ""},
		{"a note", Rule{RequireNote: true}, Request{}, []Operation{Download}, "a note is required"},
		{"a recipient", Rule{RequireRecipient: true}, Request{Recipient: "Ms Ito"}, []Operation{Download}, ""},
		{"a version", Rule{PinVersion: true}, Request{}, []Operation{Download}, "what opens a whole folder pins none"},
		{"batches", Rule{NoBatches: true}, Request{}, []Operation{Download}, "one by one"},
		{"revocable", Rule{Revocable: true}, Request{}, []Operation{Download}, "taken back alone"},
		{"revocable, and it is", Rule{Revocable: true}, Request{Revocable: true}, []Operation{Download}, ""},
		{"a network", Rule{From: networks(t, "203.0.113.0/24")}, Request{}, []Operation{Download}, "must work from 203.0.113.0/24"},
		{"a part of it", Rule{From: networks(t, "203.0.113.0/24")}, Request{From: networks(t, "203.0.113.7/32")}, []Operation{Download}, ""},
		{"nothing at all", Rule{RequireNote: true}, Request{}, nil, ""},
	} {
		c.rule.Name, c.rule.Bucket, c.rule.Prefix = "secret", "b", "secret/**"
		g := Rails{Rules: Rules{c.rule, {Name: "short", Bucket: "b", MaxLife: time.Hour}, {Name: "long", MaxLife: 8 * time.Hour}}}
		c.r.Target = Target{Place: "acme", Bucket: "b"}
		rules, err := g.reach(t.Context(), c.r, c.may, onAWS())
		var refused *RefusedError
		if (c.want == "") != (err == nil) || err != nil && (!errors.As(err, &refused) || refused.Rule != "secret" || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if names := ruleNames(rules); err == nil && len(c.may) > 0 && names != "secret short long" {
			t.Errorf("%s: the rails are %s", c.name, names)
		}
	}
	two := Rails{Rules: Rules{{Name: "one", Bucket: "b", Prefix: "a/", SignPlace: "x"}, {Name: "two", Bucket: "b", Prefix: "c/", SignPlace: "y"}}}
	if _, err := two.reach(t.Context(), Request{Target: Target{Bucket: "b"}}, []Operation{Download}, onAWS()); err == nil {
		t.Error("two rails that want two places are both followed")
	}
}

// What writes is refused where any of it may not be written.
func TestReachOfAReadOnlyPlace(t *testing.T) {
	g := Rails{Places: settled{reads: func(r Request, _ []Signing) Rules {
		return Rules{{Name: "read only", Operations: []Operation{Download, Metadata}}}
	}}}
	r := Request{Target: Target{Place: "acme", Bucket: "b", Key: "in/"}}
	if _, err := g.reach(t.Context(), r, []Operation{Download, Upload}, onAWS()); err == nil {
		t.Error("what stores is let through in a place that only reads")
	}
	if _, err := g.reach(t.Context(), r, []Operation{Download}, onAWS()); err != nil {
		t.Error(err)
	}
}

// An access point that nobody knows the bucket of may be any.
func TestReachThroughAnAccessPoint(t *testing.T) {
	g := Rails{Rules: Rules{{Name: "secret", Bucket: "b", Prefix: "secret/", MaxLife: time.Hour}}}
	r := Request{Target: Target{Bucket: "reports-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6-s3alias", Key: ""}}
	var refused *RefusedError
	if _, err := g.reach(t.Context(), r, []Operation{Download}, onAWS()); !errors.As(err, &refused) || refused.Settle == "" {
		t.Errorf("%v", err)
	}
	g.AccessPoints = map[string]string{"reports-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6-s3alias": "b"}
	if rules, err := g.reach(t.Context(), r, []Operation{Download}, onAWS()); err != nil || !slices.ContainsFunc(rules, func(r Rule) bool { return r.Name == "secret" }) {
		t.Errorf("%v, %v", rules, err)
	}
}

func ruleNames(rules Rules) string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

func networks(t *testing.T, text string) []netip.Prefix {
	t.Helper()
	list, err := ParseNetworks([]string{text})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestReachByOperation: a rail of any key below a prefix holds for what opens all of them, by each of
// the operations; one of none of them does not.
func TestReachByOperation(t *testing.T) {
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
		"beside it, where paths cleave": {Rule{Bucket: "b", Prefix: "pay/", RequireNote: true}, "hr/", []Operation{Download}, own, "a note is required: at a server that is not of AWS, which may clean paths (a/../b), whoever may open a folder may open all of the bucket"},
		"versions":                      {Rule{Bucket: "b", Prefix: "hr/one.pdf", PinVersion: true}, "hr/", []Operation{Download}, aws, "the version must be pinned"},
	} {
		rails := Rails{Rules: Rules{c.rule}}
		rules, err := rails.reach(t.Context(), Request{Target: Target{Bucket: "b", Key: c.key}}, c.ops, c.by)
		var refused *RefusedError
		switch {
		case c.refuse == "" && (err != nil || len(rules) > 0):
			t.Errorf("%s: %v, %+v", name, err, rules)
		case c.refuse != "" && (!errors.As(err, &refused) || !strings.Contains(refused.Problem, c.refuse)):
			t.Errorf("%s: %v, want %q", name, err, c.refuse)
		}
	}
	rails := Rails{Rules: Rules{{Name: "short", Bucket: "b", Prefix: "hr/x/", MaxLife: time.Minute}}}
	if rules, err := rails.reach(t.Context(), Request{Target: Target{Bucket: "b", Key: "hr/"}}, []Operation{Download, Metadata}, aws); err != nil || len(rules) != 1 {
		t.Errorf("%v, %+v", err, rules)
	}
}

// A kind that makes something at a server first says what is waited for.
func TestWhatIsMadeIsSaid(t *testing.T) {
	for _, i := range SignerKinds() {
		if i.Prepares != (i.Doing != "") {
			t.Errorf("%s: prepares %v, and says %q", i.Name, i.Prepares, i.Doing)
		}
	}
}
