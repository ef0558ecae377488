package policy_test

import (
	"strings"
	"testing"

	"signet/share/policy"
)

// A server writes a policy again in its own way; what it says is compared.
func TestEqual(t *testing.T) {
	line := deny.String()
	again := `{"Condition":{"DateLessThan":{"aws:CurrentTime":["2026-05-04T12:00:00Z"]},"StringEquals":{"s3:authType":["REST-QUERY-STRING"]}}, "Action":["s3:GetObjectVersion","s3:GetObject"],
		"Effect":"Deny","Principal":{"AWS":["*"]},"Resource":["arn:aws:s3:::b/k"],"Sid":"signet1"}`
	if !policy.Equal(line, again) || !policy.Equal(`{"Statement":`+line+`}`, `{"Statement":[`+again+`]}`) {
		t.Error("written in another way it counts as another")
	}
	for _, change := range [][2]string{
		{"12:00", "12:01"},
		{`"Deny"`, `"Allow"`},
		{`["*"]`, `["*","arn:aws:iam::1:root"]`},
		{`"s3:GetObject"]`, `"s3:GetObjectAcl"]`},
		{`"s3:GetObjectVersion",`, ""},
		{"b/k", "b/K"},
		{`"Sid"`, `"NotAction":[],"Sid"`},
		{`"signet1"}`, `"signet1"`},
	} {
		other := strings.Replace(again, change[0], change[1], 1)
		if other == again || policy.Equal(line, other) {
			t.Errorf("%s counts as the same", other)
		}
	}
}
