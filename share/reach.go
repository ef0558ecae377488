package share

import (
	"context"
	"strings"
	"time"
)

// Folder is what all keys begin with that a request for more than one opens: the folder
// of its target. Empty: the whole bucket.
func (r Request) Folder() string {
	if r.prefix {
		return r.Target.Key
	}
	return r.Target.Key[:strings.LastIndexByte(r.Target.Key, '/')+1]
}

// reaches is what the rails judge of a request: a key, or what all begin with that it
// opens.
func (r Request) reaches() (t Target, many bool) {
	t = r.Target
	if r.Below {
		t.Key = r.Folder()
	}
	return t, r.Reaches()
}

// Reaches reports a request that opens more than one key.
func (r Request) Reaches() bool { return r.AnyName() || r.Below }

// Reach is what the rails say of whoever may do each of the operations with every key
// that begins with the target's: of a grant, of a session for a folder. It returns all
// rails of any key that can be reached so, however it is spelled, and refuses with a
// *RefusedError what one of them forbids. A rail for s3://b/secret/** is one of s3://b/.
// Life is bounded by Most.
func (g Rails) Reach(ctx context.Context, r Request, may []Operation, by ...Signing) (Rules, error) {
	var all Rules
	r.Below, r.prefix = true, true
	for _, op := range may {
		r.Operation = op
		rules, err := g.judge(ctx, r, by...)
		if err != nil {
			return nil, err
		}
		all = all.with(rules)
	}
	return all, all.agree()
}

// with adds the rules that are not there yet.
func (rs Rules) with(more Rules) Rules {
	for _, m := range more {
		if i := rs.named(m); i < 0 {
			rs = append(rs, m)
		} else if !m.lax {
			rs[i] = m
		}
	}
	return rs
}

// named finds a rule of the settings among others: by its place there.
func (rs Rules) named(m Rule) int {
	for i, rule := range rs {
		if rule.Name == m.Name && rule.Where == m.Where && rule.Bucket == m.Bucket && rule.Prefix == m.Prefix && rule.Place == m.Place {
			return i
		}
	}
	return -1
}

// Most is the longest life that the rules leave, and the rule that leaves no more. Zero:
// none bounds it.
func (rs Rules) Most() (life time.Duration, by Rule) {
	for _, rule := range rs {
		if rule.MaxLife > 0 && (life == 0 || rule.MaxLife < life) {
			life, by = rule.MaxLife, rule
		}
	}
	return life, by
}
