package policy_test

import (
	"net/netip"
	"testing"
	"time"

	"signet/share/policy"
)

// What a grant says is what is judged: one action on one object, from its networks, in its
// time, and nothing else.
func TestGrant(t *testing.T) {
	noon := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	g := policy.Grant{
		Actions: []string{"s3:GetObject"}, Resource: "arn:aws:s3:::b/" + policy.Literal(`a&<*".txt`), Starts: noon, Ends: noon.Add(time.Hour),
		From: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")},
	}
	rules, err := policy.ReadRules([]byte(g.String()), policy.OfSession)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		action, key, from string
		at                time.Time
		allowed           bool
	}{
		"as granted":      {"s3:GetObject", `a&<*".txt`, "203.0.113.7", noon, true},
		"by IPv6":         {"s3:GetObject", `a&<*".txt`, "2001:db8::1", noon.Add(time.Minute), true},
		"from elsewhere":  {"s3:GetObject", `a&<*".txt`, "198.51.100.7", noon, false},
		"another object":  {"s3:GetObject", `a&<x".txt`, "203.0.113.7", noon, false},
		"another action":  {"s3:PutObject", `a&<*".txt`, "203.0.113.7", noon, false},
		"before it opens": {"s3:GetObject", `a&<*".txt`, "203.0.113.7", noon.Add(-time.Second), false},
		"at its end":      {"s3:GetObject", `a&<*".txt`, "203.0.113.7", noon.Add(time.Hour), false},
	} {
		verdict := rules.Judge(policy.Request{Action: c.action, Resource: "arn:aws:s3:::b/" + c.key, Context: map[string]string{
			policy.SourceIP: c.from, policy.CurrentTime: c.at.Format(time.RFC3339),
		}})
		if (verdict == policy.Allowed) != c.allowed {
			t.Errorf("%s: %v", what, verdict)
		}
	}
}
