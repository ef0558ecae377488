package share

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"signet/share/address"
)

// Rails is all that the settings forbid, and what they say so that it holds for
// an object however it is spelled.
type Rails struct {
	Rules Rules // every one that matches applies
	// AccessPoints are the buckets behind access points, by the alias or ARN of the
	// access point. What is said of a bare name, which others may have too, only adds
	// rules.
	AccessPoints map[string]string
	// RefusesUnsigned are the servers, by an endpoint of theirs, that refuse headers
	// which nobody signed, as S3 itself does.
	RefusesUnsigned []string
	// Settings is the file in which access points and servers are made known.
	Settings string
	Places   Places // nil: every place may write, and stands where it was found
}

// For returns the rules that apply to a bucket and key, as far as that is known
// before it is known who signs.
func (g Rails) For(t Target) Rules {
	rules, _ := g.applying(context.Background(), Request{Target: t}) // nobody has to be asked yet
	return rules
}

// Check refuses a request that the rules forbid when its link is signed in these
// ways, with a *RefusedError.
func (g Rails) Check(ctx context.Context, r Request, by ...Signing) error {
	_, err := g.judge(ctx, r, by...)
	return err
}

// judge returns the rules that a request falls under when the link is signed in one
// of these ways, and refuses what they forbid with a *RefusedError.
func (g Rails) judge(ctx context.Context, r Request, by ...Signing) (Rules, error) {
	rules, unknown := g.applying(ctx, r, by...)
	err := rules.Check(r)
	var refused *RefusedError
	switch {
	case err == nil && unknown.rule != nil:
		return rules, g.refusal(unknown)
	case errors.As(err, &refused) && unknown.point != "":
		refused.Settle = g.settle(unknown.point)
	case refused != nil && refused.lax:
		at, _ := g.laxAt(r.Operation, g.mayServe(ctx, r.Operation, by))
		refused.Settle = g.settleLax(at)
	}
	return rules, err
}

// unknown is an access point that nobody knows the bucket of, and a rule that
// may hold for it.
type unknown struct {
	point string
	rule  *Rule
}

func (g Rails) refusal(u unknown) error {
	return &RefusedError{
		Problem: "nobody knows which bucket the access point " + u.point + " opens", Rule: u.rule.name(), Where: u.rule.Where,
		Settle: g.settle(u.point),
	}
}

// settle is the line that makes an access point known.
func (g Rails) settle(point string) string {
	file := cmp.Or(g.Settings, "the settings")
	if len(g.AccessPoints) > 0 { // a second table would be a mistake in them
		return fmt.Sprintf("name its bucket in access_points of %s: %q = \"BUCKET\"", file, point)
	}
	return fmt.Sprintf("name its bucket at the top of %s: access_points = { %q = \"BUCKET\" }", file, point)
}

// applying returns the rules that apply to some reading of a request.
func (g Rails) applying(ctx context.Context, r Request, by ...Signing) (out Rules, u unknown) {
	readOnly, at := g.readOnly(ctx, r, by), g.mayServe(ctx, r.Operation, by)
	rules := slices.Concat(readOnly, g.Rules)
	if len(rules) == 0 {
		return out, u
	}
	to, point := g.named(readings(r, at))
	u.point = point
	lax, isLax := g.laxAt(r.Operation, at)
	isLax = isLax && !r.Below // credentials may read what their policy says, and copy nothing else
	for i, rule := range rules {
		switch {
		case rule.Place != "" && rule.Place != r.Target.Place:
		case rule.everywhere():
			out = append(out, rule)
		case slices.ContainsFunc(to, rule.covers):
			rule.wide = r.Reaches() && !slices.ContainsFunc(to, rule.coversAsNamed)
			out = append(out, rule)
		case u.rule == nil && slices.ContainsFunc(to, func(to reading) bool { return to.point && rule.coversKey(to) }):
			u.rule = &rules[i]
		case i >= len(readOnly) && isLax: // what is read-only binds us, not a recipient
			out = append(out, rule.reached(lax, slices.ContainsFunc(to, rule.coversSome)))
		}
	}
	return out, u
}

// named puts the buckets that the settings know in the place of access points.
// Those that nobody knows, of which point is the first, are there under every
// name that they go by.
func (g Rails) named(list []reading) (out []reading, point string) {
	for _, to := range list {
		buckets, sure := g.behind(to)
		for _, bucket := range buckets {
			out = append(out, to.in(bucket, false))
		}
		switch {
		case sure:
		case to.point:
			point = cmp.Or(point, to.bucket)
			for _, name := range address.PointNames(to.bucket) {
				out = append(out, to.in(name, true))
			}
		default:
			out = append(out, to)
		}
	}
	return out, point
}

// in is the same reading of another bucket.
func (to reading) in(bucket string, point bool) reading {
	to.bucket, to.point = bucket, point
	return to
}

// behind are the buckets that the settings name behind an access point. Sure is
// what they say of its alias or ARN, which no other has. What they say of a name
// may be said of another account's or region's, and rails hold for that as well.
func (g Rails) behind(to reading) (buckets []string, sure bool) {
	if len(g.AccessPoints) == 0 {
		return nil, false
	}
	names := []string{to.bucket}
	if to.point {
		names = address.PointNames(to.bucket)
	}
	var alike []string
	for point, bucket := range g.AccessPoints {
		switch {
		case address.PlainPoint(point) == address.PlainPoint(to.bucket):
			buckets = append(buckets, bucket)
		case slices.Contains(names, strings.ToLower(point)):
			alike = append(alike, bucket)
		}
	}
	if to.point && len(buckets) > 0 {
		return buckets, true
	}
	return append(buckets, alike...), false
}
