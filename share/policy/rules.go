package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Version is the language that knows variables, and with them [Literal] names.
const Version = "2012-10-17"

// Rules is a document that is understood to the last element, ready to judge.
type Rules []rule

// rule is one statement.
type rule struct {
	deny       bool
	principals []string // "*" or ARNs; nil: whoever the policy is attached to
	actions    []pattern
	resources  []pattern
	conditions []condition
}

// Kind is what a document is attached to.
type Kind int

// The kinds of document.
const (
	OfBucket  Kind = iota // each statement names its principals
	OfSession             // a session's or an access key's: no principals, no more than its user may
)

// ErrUnknown is a document that may be right and says more than this package knows.
var ErrUnknown = errors.New("not known here")

func unknown(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrUnknown)
}

// ReadRules understands a document, or says what it does not understand.
func ReadRules(text []byte, kind Kind) (Rules, error) {
	rules, err := readRules(text, kind)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	return rules, nil
}

func readRules(text []byte, kind Kind) (Rules, error) {
	doc, err := membersOf(text)
	if err != nil {
		return nil, err
	}
	version, statements := "", []element(nil)
	for _, m := range doc {
		switch m.name {
		case "Version":
			if version, err = m.text(); err == nil && version != Version && version != "2008-10-17" {
				err = fmt.Errorf("version %q is none", version)
			}
		case "Id":
			_, err = m.text()
		case "Statement":
			statements, err = m.list()
		default:
			err = unknown("element %q", m.name)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(statements) == 0 {
		return nil, errors.New("there is no statement")
	}
	var rules Rules
	for i, s := range statements {
		r, err := readRule(s.raw, kind, version == Version)
		if err != nil {
			return nil, fmt.Errorf("statement %d: %w", i+1, err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// readRule understands one statement. Variables are those of the newer language.
func readRule(text []byte, kind Kind, variables bool) (rule, error) {
	var r rule
	all, err := membersOf(text)
	if err != nil {
		return r, err
	}
	effect := ""
	for _, m := range all {
		switch m.name {
		case "Sid":
			_, err = m.text()
		case "Effect":
			effect, err = m.text()
		case "Principal":
			r.principals, err = readPrincipals(m)
		case "Action":
			r.actions, err = readActions(m)
		case "Resource":
			r.resources, err = readResources(m, variables)
		case "Condition":
			r.conditions, err = readConditions(m, variables)
		default:
			err = unknown("element %q", m.name)
		}
		if err != nil {
			return r, err
		}
	}
	r.deny = effect == "Deny"
	switch {
	case effect != "Allow" && effect != "Deny":
		return r, fmt.Errorf("effect %q is neither Allow nor Deny", effect)
	case len(r.actions) == 0 || len(r.resources) == 0:
		return r, errors.New("there is no action or no resource")
	case kind == OfBucket && len(r.principals) == 0:
		return r, errors.New("there is no principal")
	case kind == OfSession && len(r.principals) > 0:
		return r, errors.New("a principal has no place in the policy of a session or a key")
	}
	return r, nil
}

// readPrincipals reads "*", {"AWS": "*"} and {"AWS": [ARN of a user or a session, ...]}.
func readPrincipals(m element) ([]string, error) {
	names, err := m.texts()
	if err != nil {
		inner, err := membersOf(m.raw)
		if err != nil {
			return nil, err
		}
		if len(inner) != 1 || inner[0].name != "AWS" {
			return nil, unknown("principals other than AWS")
		}
		if names, err = inner[0].texts(); err != nil {
			return nil, err
		}
	}
	for _, name := range names {
		if name != "*" && (strings.ContainsAny(name, "*?$") || !strings.Contains(name, ":user/") && !strings.Contains(name, ":assumed-role/")) {
			return nil, unknown("principal %q", name)
		}
	}
	return names, nil
}

func readActions(m element) ([]pattern, error) {
	names, err := m.texts()
	if err != nil {
		return nil, err
	}
	var all []pattern
	for _, name := range names {
		service, _, ok := strings.Cut(name, ":")
		if name != "*" && (!ok || strings.ContainsAny(service, "*?$")) {
			return nil, unknown("action %q", name)
		}
		all = append(all, wildcards(strings.ToLower(name))) // actions have no case
	}
	return all, nil
}

// readResources takes those of S3 alone: the name of a bucket, a slash, a key.
func readResources(m element, variables bool) ([]pattern, error) {
	names, err := m.texts()
	if err != nil {
		return nil, err
	}
	var all []pattern
	for _, name := range names {
		if name != "*" && !ofS3.MatchString(name) {
			return nil, unknown("resource %q", name)
		}
		p, err := compile(name, variables)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// Request is what rules are asked about.
type Request struct {
	Principal string            // ARN of who asks
	Action    string            // s3:GetObject
	Resource  string            // arn:aws:s3:::bucket/key, as it is, nothing escaped
	Context   map[string]string // by the names of condition keys, in lower case
}

// Verdict is what rules say of a request.
type Verdict int

// The verdicts. A Deny counts whatever else is allowed.
const (
	Silent Verdict = iota // no statement is about it
	Allowed
	Denied
)

// Judge says what the rules make of a request.
func (rules Rules) Judge(q Request) Verdict {
	verdict := Silent
	for _, r := range rules {
		switch {
		case !r.about(q):
		case r.deny:
			return Denied
		default:
			verdict = Allowed
		}
	}
	return verdict
}

// Public reports whether somebody unnamed is allowed something.
func (rules Rules) Public() bool {
	return slices.ContainsFunc(rules, func(r rule) bool { return !r.deny && slices.Contains(r.principals, "*") })
}

func (r rule) about(q Request) bool {
	named := r.principals == nil || slices.Contains(r.principals, "*") || slices.Contains(r.principals, q.Principal)
	matches := func(text string) func(pattern) bool { return func(p pattern) bool { return p.match(text) } }
	return named &&
		slices.ContainsFunc(r.actions, matches(strings.ToLower(q.Action))) &&
		slices.ContainsFunc(r.resources, matches(q.Resource)) &&
		!slices.ContainsFunc(r.conditions, func(c condition) bool { return !c.holds(q.Context) })
}

// Within reports whether every statement is about the bucket or what is in it, as S3
// demands of the policy of a bucket.
func (rules Rules) Within(bucket string) bool {
	for _, r := range rules {
		if slices.ContainsFunc(r.resources, func(p pattern) bool { return !p.within(bucket) }) {
			return false
		}
	}
	return true
}
