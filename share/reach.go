package share

import (
	"context"
	"strings"
)

// Folder is what all keys begin with that a request for more than one opens: the folder
// of its target. Empty: the whole bucket.
func (r Request) Folder() string {
	if r.prefix {
		return r.Target.Key
	}
	return folder(r.Target.Key)
}

// Folder is that of a link for more than one key.
func (spec Spec) Folder() string { return folder(spec.Target.Key) }

func folder(key string) string { return key[:strings.LastIndexByte(key, '/')+1] }

// Names reports a request that names an object, and not the folder alone that it opens.
// Of a target that is not known yet it is taken for granted.
func (r Request) Names() bool {
	return !r.Below || r.Target.Bucket == "" || namesObject(r.Target.Key)
}

func namesObject(key string) bool { return key != "" && !strings.HasSuffix(key, "/") }

// checkBelow refuses what cannot be said of a whole folder.
func (r Request) checkBelow() error {
	refuse := func(problem, hint string) error {
		return &UsageError{Op: "--below", Problem: problem, Hint: hint}
	}
	switch {
	case !r.Below:
		return nil
	case !r.Operation.Info().Reads:
		return refuse("opens a folder for downloads, and "+r.Operation.Info().Name+" links are of one object", "leave it out")
	case r.Target.VersionID != "":
		return refuse("opens what is in the folder now and later, and no version", "leave out the version, or this")
	case r.Names() && r.Folder() == "":
		return refuse("would open the whole bucket, as "+r.Target.Key+" is in no folder of it", "write s3://"+r.Target.Bucket+"/ if the whole bucket is meant")
	case len(r.Options.asked(r.Operation)) > 0:
		x := r.Options.asked(r.Operation)[0]
		return &UsageError{
			Op: "--below", Problem: "opens many objects, and what is said of one (" + strings.TrimSpace(x.Label) + ") holds for none of them",
			Hint: "leave out --" + x.Flag, Form: "leave that out",
		}
	}
	return nil
}

// asked are the options with a flag that a link was asked for.
func (o Options) asked(op Operation) (all []Option) {
	rows := allOptions().of[op]
	for i := range rows {
		if x := &rows[i]; x.Flag != "" && len(x.get(&o)) > 0 {
			all = append(all, *x)
		}
	}
	return all
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

// reach is what the rails say of whoever may do each of the operations with every key
// that begins with the target's: of a grant, of a session for a folder. It returns all
// rails of any key that can be reached so, however it is spelled, and refuses with a
// *RefusedError what one of them forbids. A rail for s3://b/secret/** is one of s3://b/.
// Their bounds are the rules' own.
func (g Rails) reach(ctx context.Context, r Request, may []Operation, by ...Signing) (Rules, error) {
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
