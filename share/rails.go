package share

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Rails is all that the settings forbid, and what they say so that it holds for
// an object however it is spelled.
type Rails struct {
	Rules Rules // every one that matches applies
	// AccessPoints are the buckets behind access points, by the alias, name or
	// ARN of the access point.
	AccessPoints map[string]string
	// Settings is the file in which an access point is made known.
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
		return rules, unknown.refusal(g.Settings)
	case errors.As(err, &refused) && unknown.point != "":
		refused.Settle = settle(unknown.point, g.Settings)
	}
	return rules, err
}

// unknown is an access point that nobody knows the bucket of, and a rule that
// may hold for it.
type unknown struct {
	point string
	rule  *Rule
}

func (u unknown) refusal(file string) error {
	return &RefusedError{
		Problem: "nobody knows which bucket the access point " + u.point + " opens", Rule: u.rule.name(), Where: u.rule.Where,
		Settle: settle(u.point, file),
	}
}

// settle is the line that makes an access point known.
func settle(point, file string) string {
	file = cmp.Or(file, "the settings")
	return fmt.Sprintf("name its bucket at the top of %s: access_points = { %q = \"BUCKET\" }", file, point)
}

// applying returns the rules that apply to some reading of a request.
func (g Rails) applying(ctx context.Context, r Request, by ...Signing) (out Rules, u unknown) {
	rules, at := slices.Concat(g.readOnly(ctx, r, by), g.Rules), endpoints(by)
	if len(rules) == 0 {
		return out, u
	}
	to, point := g.named(readings(r, at))
	u.point = point
	for i, rule := range rules {
		switch {
		case rule.everywhere(), slices.ContainsFunc(to, rule.covers):
			out = append(out, rule)
		case u.rule == nil && slices.ContainsFunc(to, func(to reading) bool { return to.point && rule.coversKey(to) }):
			u.rule = &rules[i]
		}
	}
	return out, u
}

// named puts the buckets that the settings know in the place of access points.
// Those that nobody knows, of which point is the first, are there under every
// name that they go by.
func (g Rails) named(list []reading) (out []reading, point string) {
	for _, to := range list {
		bucket, ok := g.bucketOf(to)
		switch {
		case ok && to.point:
			out = append(out, to.in(bucket, false))
		case ok:
			out = append(out, to, to.in(bucket, false))
		case to.point:
			point = cmp.Or(point, to.bucket)
			for _, name := range pointNames(to.bucket) {
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

// bucketOf is the bucket behind an access point.
func (g Rails) bucketOf(to reading) (string, bool) {
	if len(g.AccessPoints) == 0 {
		return "", false
	}
	names := []string{to.bucket}
	if to.point {
		names = append(names, pointNames(to.bucket)...)
	}
	for _, name := range names {
		for point, bucket := range g.AccessPoints {
			if plainPoint(point) == plainPoint(name) {
				return bucket, true
			}
		}
	}
	return "", false
}
