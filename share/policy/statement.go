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
	Sid       string // letters and digits
	Actions   []string
	Resources []string  // [Literal] names what must not be a wildcard
	AuthType  string    // REST-QUERY-STRING, or POST of forms: how a link is signed; empty: whichever way
	UserID    string    // aws:userid of the session that is denied, * for any text; empty: whoever comes
	Until     time.Time // in whole seconds: it denies nothing any more from then on
}

// Literal writes a part of a resource so that it stands for itself: *, ? and $ have a
// meaning in policies.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
func Literal(text string) string {
	return strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(text)
}

// String is the statement as it stands in a policy.
func (s Statement) String() string {
	when := map[string]map[string]string{"DateLessThan": {"aws:CurrentTime": s.Until.UTC().Format(time.RFC3339)}}
	if s.AuthType != "" {
		when["StringEquals"] = map[string]string{"s3:authType": s.AuthType}
	}
	if s.UserID != "" {
		when["StringLike"] = map[string]string{"aws:userid": s.UserID}
	}
	var on any = s.Resources
	if len(s.Resources) == 1 {
		on = s.Resources[0]
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // &, < and > stand in keys
	_ = e.Encode(struct {  // texts alone: it cannot fail
		Sid       string
		Effect    string
		Principal string
		Action    []string
		Resource  any
		Condition map[string]map[string]string
	}{s.Sid, "Deny", "*", s.Actions, on, when})
	return strings.TrimSpace(b.String())
}

// Own is the statement of that name, where it is one of those that [Statement] writes, in
// whatever way the server has written it again.
func (d Document) Own(sid string) (Statement, bool) {
	text := d.Statement(sid)
	var read struct {
		Action, Resource json.RawMessage
		Condition        struct {
			StringEquals map[string]json.RawMessage
			StringLike   map[string]json.RawMessage
			DateLessThan map[string]json.RawMessage
		}
	}
	if json.Unmarshal([]byte(text), &read) != nil {
		return Statement{}, false
	}
	s := Statement{Sid: sid, Actions: textsIn(read.Action), Resources: textsIn(read.Resource)}
	if who := textsIn(read.Condition.StringLike["aws:userid"]); len(who) == 1 {
		s.UserID = who[0]
	}
	if kind := textsIn(read.Condition.StringEquals["s3:authType"]); len(kind) == 1 {
		s.AuthType = kind[0]
	}
	if until := textsIn(read.Condition.DateLessThan["aws:CurrentTime"]); len(until) == 1 {
		s.Until, _ = time.Parse(time.RFC3339, until[0]) // one that is no time makes another statement
	}
	return s, len(s.Resources) > 0 && Equal(text, s.String())
}

// textsIn is one text, or a list of them; nil: it is neither.
func textsIn(raw json.RawMessage) []string {
	all, err := element{raw: raw}.texts()
	if err != nil {
		return nil
	}
	return all
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
