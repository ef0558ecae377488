package policy_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"signet/share/policy"
)

// TestBelow: what the policy of credentials allows is what was asked for, below the
// prefix, in time and from the network, and nothing else.
func TestBelow(t *testing.T) {
	ends := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	b := policy.Below{
		Bucket: "arn:aws:s3:::b", Prefix: policy.Literal("in/50%*?$/"), Actions: []string{"s3:GetObject", "s3:PutObject"}, Listing: []string{"s3:ListBucket"},
		From: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Ends: ends,
	}
	rules, err := policy.ReadRules([]byte(b.String()), policy.OfSession)
	if err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	at := func(change map[string]string) map[string]string {
		all := map[string]string{policy.SourceIP: "192.0.2.7", policy.CurrentTime: ends.Add(-time.Second).Format(time.RFC3339)}
		for k, v := range change {
			all[k] = v
		}
		return all
	}
	const bucket, below = "arn:aws:s3:::b", "arn:aws:s3:::b/in/50%*?$/"
	for name, c := range map[string]struct {
		action, resource string
		context          map[string]string
		want             policy.Verdict
	}{
		"below":               {"s3:GetObject", below + "a/b.txt", nil, policy.Allowed},
		"written":             {"s3:PutObject", below + "a", nil, policy.Allowed},
		"another action":      {"s3:DeleteObject", below + "a", nil, policy.Silent},
		"beside":              {"s3:GetObject", "arn:aws:s3:::b/in/50%xy$/a", nil, policy.Silent},
		"another bucket":      {"s3:GetObject", "arn:aws:s3:::bb/in/50%*?$/a", nil, policy.Silent},
		"from elsewhere":      {"s3:GetObject", below + "a", map[string]string{policy.SourceIP: "192.0.3.7"}, policy.Silent},
		"over":                {"s3:GetObject", below + "a", map[string]string{policy.CurrentTime: ends.Format(time.RFC3339)}, policy.Silent},
		"the list below":      {"s3:ListBucket", bucket, map[string]string{policy.Prefix: "in/50%*?$/a/"}, policy.Allowed},
		"the list of it all":  {"s3:ListBucket", bucket, nil, policy.Silent},
		"the list above":      {"s3:ListBucket", bucket, map[string]string{policy.Prefix: "in/"}, policy.Silent},
		"the list when over":  {"s3:ListBucket", bucket, map[string]string{policy.Prefix: "in/50%*?$/", policy.CurrentTime: ends.Format(time.RFC3339)}, policy.Silent},
		"the list, elsewhere": {"s3:ListBucket", bucket, map[string]string{policy.Prefix: "in/50%*?$/", policy.SourceIP: "192.0.3.7"}, policy.Silent},
		"the versions":        {"s3:ListBucketVersions", bucket, map[string]string{policy.Prefix: "in/50%*?$/"}, policy.Silent},
	} {
		if got := rules.Judge(policy.Request{Action: c.action, Resource: c.resource, Context: at(c.context)}); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	whole := policy.Below{Bucket: bucket, Listing: []string{"s3:ListBucket"}, Ends: ends}
	if text := whole.String(); strings.Contains(text, "s3:prefix") || strings.Contains(text, "GetObject") {
		t.Error(text)
	}
}
