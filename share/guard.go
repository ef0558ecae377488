package share

import (
	"slices"
	"strings"
	"time"
)

// Rule is one guard rail of the settings. Empty fields forbid nothing.
type Rule struct {
	Name             string
	Where            string // file:line, for the message
	Bucket           string // pattern; * is any text, ? any one character; empty: every bucket
	Prefix           string // pattern that the key must begin with; empty: every key
	MaxLife          time.Duration
	Operations       []Operation
	RequireNote      bool
	RequireRecipient bool
	PinVersion       bool
	SignPlace        string // sign with this place instead
}

// Rules are all guard rails; every one that matches applies.
type Rules []Rule

// For returns the rules that apply to a bucket and key.
func (rs Rules) For(t Target) Rules {
	var out Rules
	for _, r := range rs {
		if (r.Bucket == "" || match(r.Bucket, t.Bucket)) && (r.Prefix == "" || match(r.Prefix+"*", t.Key)) {
			out = append(out, r)
		}
	}
	return out
}

// applying returns the rules for a request. A form that takes any name below a
// prefix falls under the rules of every key that it could write.
func (rs Rules) applying(r Request) Rules {
	if r.Operation != Form || !r.Options.KeyPrefix {
		return rs.For(r.Target)
	}
	var out Rules
	for _, rule := range rs {
		if rule.Bucket != "" && !match(rule.Bucket, r.Target.Bucket) {
			continue
		}
		if _, ok := consume(rule.Prefix+"*", r.Target.Key); ok {
			out = append(out, rule)
		}
	}
	return out
}

// match is a glob over the whole text in linear space; unlike path.Match, * also
// matches slashes.
func match(pattern, text string) bool {
	rest, ok := consume(pattern, text)
	return ok && strings.Trim(rest, "*") == ""
}

// consume follows a pattern along a text and returns what is left of it; ok
// says that some longer text, or this one, matches.
func consume(pattern, text string) (rest string, ok bool) {
	p, s, star, mark := 0, 0, -1, 0
	for s < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, s
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[s]):
			p++
			s++
		case star >= 0:
			mark++
			p, s = star+1, mark
		default:
			return "", false
		}
	}
	return pattern[p:], true
}

// Check refuses a request that a rule forbids, with a *RefusedError. The rules
// must already be those For the request's target.
func (rs Rules) Check(r Request) error {
	for _, rule := range rs {
		if problem, hint, flag := rule.forbids(r); problem != "" {
			return &RefusedError{Problem: problem, Rule: rule.name(), Where: rule.Where, Hint: hint, Flag: flag}
		}
	}
	return rs.agree()
}

// agree refuses what two rules want signed with different places: to follow the
// one is to break the other, and a link cannot be signed twice.
func (rs Rules) agree() error {
	var first Rule
	for _, rule := range rs {
		switch {
		case rule.SignPlace == "" || rule.SignPlace == first.SignPlace:
		case first.SignPlace == "":
			first = rule
		default:
			return &RefusedError{
				Problem: "guard rail " + first.name() + in(first.Where) + " wants it signed with the place " + first.SignPlace + ", and another one with " + rule.SignPlace,
				Rule:    rule.name(), Where: rule.Where, Hint: "name one sign_place, or patterns that do not overlap",
			}
		}
	}
	return nil
}

func in(where string) string {
	if where == "" {
		return ""
	}
	return " (" + where + ")"
}

// name is what the rule is called in messages.
func (rule Rule) name() string {
	if rule.Name == "" {
		return "for " + rule.Bucket + "/" + rule.Prefix
	}
	return rule.Name
}

func (rule Rule) forbids(r Request) (problem, hint, flag string) {
	switch {
	case len(rule.Operations) > 0 && !slices.Contains(rule.Operations, r.Operation):
		return r.Operation.Info().Name + " links are not allowed here", "allowed: " + operationNames(rule.Operations), ""
	case rule.RequireNote && strings.TrimSpace(r.Note) == "":
		return "a note is required", "say what it is for", "--note"
	case rule.RequireRecipient && strings.TrimSpace(r.Recipient) == "":
		return "a recipient is required", "say who gets it", "--to"
	case rule.PinVersion && r.Operation.Info().Versioned && r.Target.VersionID == "" && !r.Object.Unversioned:
		return "the version must be pinned", "share the version that is there now, or a certain one", "--pin-version, --version-id V"
	}
	return "", "", ""
}

func operationNames(ops []Operation) string {
	names := make([]string, len(ops))
	for i, o := range ops {
		names[i] = string(o)
	}
	return strings.Join(names, ", ")
}

// Limits are the rules' bounds on a link that is signed now.
func (rs Rules) Limits(now time.Time) []Limit {
	var out []Limit
	for _, r := range rs {
		if r.MaxLife > 0 {
			out = append(out, Limit{Reason: ByGuard, End: now.Add(r.MaxLife), Detail: "guard rail " + r.Name + in(r.Where)})
		}
	}
	return out
}

// Pins reports whether a rule wants the version pinned.
func (rs Rules) Pins() bool {
	return slices.ContainsFunc(rs, func(r Rule) bool { return r.PinVersion })
}

// SignPlace is the place that the rules want the link signed with; empty: any.
// That they agree on it is part of Check.
func (rs Rules) SignPlace() string {
	for _, r := range rs {
		if r.SignPlace != "" {
			return r.SignPlace
		}
	}
	return ""
}
