package share

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// Rule is one guard rail of the settings. Empty fields forbid nothing. On the
// machine of whoever shares it is a reminder and no boundary: the credentials
// can do without signet what they can do.
type Rule struct {
	Name             string
	Where            string // file:line, for the message
	Bucket           string // pattern; * is any text, ? any one character; empty: every bucket
	Place            string // where the object was found; empty: everywhere
	Prefix           string // pattern that the key must begin with; empty: every key
	MaxLife          time.Duration
	Operations       []Operation
	RequireNote      bool
	RequireRecipient bool
	PinVersion       bool
	NoBatches        bool           // links are signed one by one
	SignPlace        string         // sign with this place instead
	Revocable        bool           // only by signers whose links are taken back one by one
	From             []netip.Prefix // links work from these networks, or parts of them, alone
	Except           []Scope
	Hint             string // what to do where its operations do not allow one; empty: nothing

	lax     bool // the link is not for what it guards, and may reach that; see reached
	unpacks bool // and store there
	wide    bool // it holds only since whoever may open a folder may open all of the bucket there
}

// Scope is the part of a store that a rule leaves out: what begins so, literally.
type Scope struct{ Bucket, Prefix string }

// Rules are guard rails; every one that matches applies.
type Rules []Rule

// everywhere reports a rule about every object, whatever is read.
func (rule Rule) everywhere() bool { return rule.Bucket == "" && rule.Prefix == "" }

// covers reports whether the rule is about one reading of what was asked for.
func (rule Rule) covers(to reading) bool {
	left := func(s Scope) bool { return !to.all && to.bucket == s.Bucket && strings.HasPrefix(to.key, s.Prefix) }
	return !slices.ContainsFunc(rule.Except, left) && (rule.Bucket == "" || coversBucket(strings.ToLower(rule.Bucket), strings.ToLower(to.bucket))) && rule.coversKey(to)
}

// coversSome reports whether the rule is about a part of the bucket.
func (rule Rule) coversSome(to reading) bool {
	to.all = true
	return rule.covers(to)
}

// coversAsNamed is covers for a server that takes keys as names, and cleans no paths.
func (rule Rule) coversAsNamed(to reading) bool {
	to.all = false
	return rule.covers(to)
}

// reachesAll is why a rule holds that is about another folder than the one that is opened.
const reachesAll = ": at a server that is not of AWS, which may clean paths (a/../b), whoever may open a folder may open all of the bucket, and every guard rail of it holds"

// coversBucket matches a bucket, which has no upper case, so that a pattern with
// some means the same. For Ceph tenant:bucket and :bucket are the bucket too, of
// that tenant or of none: a pattern without a tenant is for all of them, and a
// bucket without one may be any tenant's.
// https://docs.ceph.com/en/latest/radosgw/multitenancy/
func coversBucket(pattern, bucket string) bool {
	return match(pattern, bucket) || match(pattern, withoutTenant(bucket)) || match(withoutTenant(pattern), bucket)
}

func withoutTenant(bucket string) string {
	if _, name, ok := strings.Cut(bucket, ":"); ok && !address.IsARN(bucket) {
		return name
	}
	return bucket
}

// coversKey is covers for a bucket that is not known.
func (rule Rule) coversKey(to reading) bool {
	return to.all || slices.ContainsFunc(cleaned(rule.Prefix), func(prefix string) bool {
		rest, ok := consume(prefix+"*", to.key)
		return ok && (to.prefix || strings.Trim(rest, "*") == "") // some key that begins so, or this one
	})
}

// Check refuses a request that a rule forbids, with a *RefusedError. The rules
// must already be those For the request's target.
func (rs Rules) Check(r Request) error {
	for _, rule := range rs {
		refused := rule.wants(r)
		if problem, hint, flag := rule.forbids(r); problem != "" {
			refused = &RefusedError{Problem: problem, Rule: rule.name(), Where: rule.Where, Hint: hint, Flag: flag, lax: rule.lax}
		}
		if refused == nil {
			continue
		}
		if rule.wide {
			refused.Problem += reachesAll
		}
		return refused
	}
	return rs.agree()
}

// agree refuses what two rules want signed with different places: to follow the
// one is to break the other, and a link cannot be signed twice.
func (rs Rules) agree() error {
	var first Rule
	for _, rule := range rs {
		switch {
		case rule.lax || rule.SignPlace == "" || rule.SignPlace == first.SignPlace:
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
	case rule.lax:
		return rule.forbidsLax(r)
	case len(rule.Operations) > 0 && !slices.Contains(rule.Operations, r.Operation):
		hint := say.Line("allowed: "+operationNames(rule.Operations), rule.Hint)
		return r.Operation.Info().Name + " links are not allowed here", hint, ""
	case rule.NoBatches && (r.Batch || r.Below):
		return "links are signed one by one here, not many at once", "share the objects one by one", ""
	case rule.RequireNote && blank(r.Note):
		return "a note is required", "say what it is for", "--note"
	case rule.RequireRecipient && blank(r.Recipient):
		return "a recipient is required", "say who gets it", "--to"
	case rule.PinVersion && r.Below && r.Operation.Info().Versioned:
		return "the version must be pinned, and what opens a whole folder pins none", "share the objects one by one", ""
	case rule.PinVersion && r.Operation.Info().Versioned && !pins(r.Target.VersionID) && !r.Object.Unversioned:
		if r.Target.VersionID != "" {
			return "the version " + r.Target.VersionID + " is what the next upload replaces, where versions are not kept: it pins nothing", "keep versions in the bucket, and store it there again: then it has one with an id", ""
		}
		return "the version must be pinned", "share the version that is there now, or a certain one", "--pin-version, --version-id V"
	}
	return "", "", ""
}

// wants refuses what only some signers sign, and was not asked for; nil: nothing is
// wanted of the signer.
func (rule Rule) wants(r Request) *RefusedError {
	refuse := func(problem, hint, flag string, can func(SignerInfo) bool) *RefusedError {
		return &RefusedError{Problem: problem, Rule: rule.name(), Where: rule.Where, Hint: hint, Flag: flag, can: can}
	}
	switch {
	case rule.lax:
		return nil
	case rule.Revocable && !r.Revocable:
		return refuse("a link must be one that is taken back alone here", "have it signed so", "--revocable", func(i SignerInfo) bool { return i.Alone })
	case len(rule.From) > 0 && !within(r.From, rule.From):
		networks := Mandate{From: rule.From}.Networks()
		return refuse("a link must work from "+networks+" alone here", "limit it to that network, or to a part of it", "--from "+rule.From[0].String(), func(i SignerInfo) bool { return i.Networks > 0 })
	}
	return nil
}

// within reports networks each of which is a part of one of the others.
func within(list, of []netip.Prefix) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(n netip.Prefix) bool {
		return !slices.ContainsFunc(of, func(o netip.Prefix) bool { return o.Bits() <= n.Bits() && o.Overlaps(n) })
	})
}

// pins reports a version that stays what it is. The one without an id is replaced
// by whatever is stored next, where versions are suspended or were never kept;
// MinIO reads it from a UUID of zeros as well.
func pins(version string) bool {
	return version != "" && !strings.EqualFold(version, NullVersion) && !strings.Contains(strings.ReplaceAll(version, "-", ""), strings.Repeat("0", 32))
}

func operationNames(ops []Operation) string {
	names := make([]string, len(ops))
	for i, o := range ops {
		names[i] = string(o)
	}
	return strings.Join(names, ", ")
}

// bounds are the rules' limits on a link that is signed now, by the clock of the
// server, which here is by this machine's. A rail counts from now: an embargo is
// no way around it. It counts by the clock that is behind, so that a server whose
// clock is ahead gets no longer life, nor one that opens after the rail's end.
func (rs Rules) bounds(here, now time.Time) ([]Limit, error) {
	from := now
	if here.Before(now) {
		from = here
	}
	var out []Limit
	for _, r := range rs {
		end := from.Add(r.MaxLife)
		switch {
		case r.MaxLife <= 0:
			continue
		case end.Before(now.Add(time.Second)):
			return nil, &RefusedError{
				Problem: "the link would be over by this machine's clock, " + say.UTC(here) + ", before it opens by the server's, " + say.UTC(now),
				Rule:    r.name(), Where: r.Where, Hint: "set the clock that is wrong",
			}
		}
		out = append(out, Limit{Reason: ByGuard, End: end, Detail: "guard rail " + r.Name + in(r.Where)})
	}
	return out, nil
}

// Pins reports whether a rule wants the version pinned.
func (rs Rules) Pins() bool {
	return slices.ContainsFunc(rs, func(r Rule) bool { return r.PinVersion && !r.lax })
}

// SignPlace is the place that the rules want the link signed with; empty: any.
// That they agree on it is part of Check.
func (rs Rules) SignPlace() string {
	for _, r := range rs {
		if r.SignPlace != "" && !r.lax {
			return r.SignPlace
		}
	}
	return ""
}
