package policy

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// Statement is one that signet writes into the policy of a bucket: it denies everybody
// what is done by links of one kind, until the last of them would have ended.
type Statement struct {
	Sid      string // letters and digits
	Actions  []string
	Resource string    // [Literal] names what must not be a wildcard
	AuthType string    // REST-QUERY-STRING, or POST of forms: how a link is signed
	Until    time.Time // in whole seconds: it denies nothing any more from then on
}

// Literal writes a part of a resource so that it stands for itself: *, ? and $ have a
// meaning in policies.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
func Literal(text string) string {
	return strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(text)
}

// String is the statement as it stands in a policy.
func (s Statement) String() string {
	when := map[string]map[string]string{
		"StringEquals": {"s3:authType": s.AuthType},
		"DateLessThan": {"aws:CurrentTime": s.Until.UTC().Format(time.RFC3339)},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // &, < and > stand in keys
	_ = e.Encode(struct {  // texts alone: it cannot fail
		Sid       string
		Effect    string
		Principal string
		Action    []string
		Resource  string
		Condition map[string]map[string]string
	}{s.Sid, "Deny", "*", s.Actions, s.Resource, when})
	return strings.TrimSpace(b.String())
}

// Until is when the statement of that name denies nothing any more; zero: it says no such
// time, or there is no such statement.
func (d Document) Until(sid string) time.Time {
	var s struct {
		Condition struct {
			DateLessThan map[string]string
		}
	}
	_ = json.Unmarshal([]byte(d.Statement(sid)), &s) // one of another shape says no such time
	until, _ := time.Parse(time.RFC3339, s.Condition.DateLessThan["aws:CurrentTime"])
	return until
}
