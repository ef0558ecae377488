package demo

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// formPolicy is what a form may do: the document that was signed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
type formPolicy struct {
	expires    time.Time
	conditions []condition
}

// condition is one demand on one field: eq, starts-with, or a range of sizes.
type condition struct {
	operator, field, value string // field in lower case, without "$"
	least, most            int64  // of content-length-range
}

func (c condition) String() string {
	if c.operator == "content-length-range" {
		return fmt.Sprintf("[%q, %d, %d]", c.operator, c.least, c.most)
	}
	return fmt.Sprintf("[%q, %q, %q]", c.operator, "$"+c.field, c.value)
}

func badPolicy(format string, args ...any) *refusal {
	return malformed("InvalidPolicyDocument", "Invalid Policy: "+format, args...)
}

// parseFormPolicy reads the base64 text of a form's policy field.
func parseFormPolicy(text string) (formPolicy, *refusal) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return formPolicy{}, badPolicy("Invalid Base64 Encoding.")
	}
	var doc struct {
		Expiration string            `json:"expiration"`
		Conditions []json.RawMessage `json:"conditions"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return formPolicy{}, badPolicy("Invalid JSON.")
	}
	p := formPolicy{}
	if p.expires, err = time.Parse(time.RFC3339, doc.Expiration); err != nil {
		return formPolicy{}, badPolicy("Invalid 'expiration' value: '%s'", doc.Expiration)
	}
	if len(doc.Conditions) == 0 {
		return formPolicy{}, badPolicy("Policy is missing conditions")
	}
	for _, raw := range doc.Conditions {
		more, no := parseCondition(raw)
		if no != nil {
			return formPolicy{}, no
		}
		p.conditions = append(p.conditions, more...)
	}
	return p, nil
}

// parseCondition reads {"field": "value"} or ["operator", "$field", "value"].
func parseCondition(raw json.RawMessage) ([]condition, *refusal) {
	var exact map[string]string
	if json.Unmarshal(raw, &exact) == nil {
		var all []condition
		for field, value := range exact {
			all = append(all, condition{operator: "eq", field: strings.ToLower(field), value: value})
		}
		return all, nil
	}
	var list []any
	if json.Unmarshal(raw, &list) != nil || len(list) != 3 {
		return nil, badPolicy("Invalid Condition: wrong number of arguments.")
	}
	operator, _ := list[0].(string)
	switch operator = strings.ToLower(operator); operator {
	case "content-length-range":
		least, ok1 := whole(list[1])
		most, ok2 := whole(list[2])
		if !ok1 || !ok2 {
			return nil, badPolicy("Invalid content-length-range condition.")
		}
		return []condition{{operator: operator, least: least, most: most}}, nil
	case "eq", "starts-with":
		field, ok1 := list[1].(string)
		value, ok2 := list[2].(string)
		if name, dollar := strings.CutPrefix(field, "$"); ok1 && ok2 && dollar {
			return []condition{{operator: operator, field: strings.ToLower(name), value: value}}, nil
		}
	}
	return nil, badPolicy("Invalid Condition: unknown operation '%s'.", operator)
}

// whole reads a number that may have been written as a string.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case float64:
		return int64(v), v >= 0 && v == float64(int64(v))
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil && n >= 0
	}
	return 0, false
}

// allows holds the fields of a form against the policy: every condition must be
// met, and every field must be covered by one. Names are in lower case.
func (p formPolicy) allows(fields map[string]string, now time.Time) *refusal {
	if !now.Before(p.expires) {
		return denied("Invalid according to Policy: Policy expired.")
	}
	covered := map[string]bool{
		"policy": true, "x-amz-signature": true, "file": true,
	}
	for _, c := range p.conditions {
		covered[c.field] = true
		value := fields[c.field]
		switch {
		case c.operator == "eq" && value == c.value:
		case c.operator == "starts-with" && startsWith(c, value):
		case c.operator == "content-length-range":
		default:
			return denied("Invalid according to Policy: Policy Condition failed: %s", c)
		}
	}
	for name := range fields {
		if !covered[name] && !strings.HasPrefix(name, "x-ignore-") {
			return denied("Invalid according to Policy: Extra input fields: %s", name)
		}
	}
	return nil
}

// startsWith knows that a Content-Type may be a list, each of which counts.
func startsWith(c condition, value string) bool {
	if c.field != "content-type" {
		return strings.HasPrefix(value, c.value)
	}
	for one := range strings.SplitSeq(value, ",") {
		if !strings.HasPrefix(strings.TrimSpace(one), c.value) {
			return false
		}
	}
	return true
}

// sizes checks the length of the file, and tells how long it may be at most.
func (p formPolicy) sizes(n int64) *refusal {
	for _, c := range p.conditions {
		if c.operator != "content-length-range" {
			continue
		}
		if n > c.most {
			return tooLarge(n, c.most)
		}
		if n < c.least {
			return malformed("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size").
				with("ProposedSize", strconv.FormatInt(n, 10)).with("MinSizeAllowed", strconv.FormatInt(c.least, 10))
		}
	}
	return nil
}
