package takeback

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/policy"
	"signet/share/say"
)

// denial is the policy of one bucket that is to be written.
type denial struct {
	store  Store
	bucket string
	edit   Edit
}

// denying writes the policy of each bucket once, whatever it is to deny.
func (t *Taker) denying(ctx context.Context, o Offer) ([]*Change, error) {
	var all []*Change
	for _, group := range alikePlaces(o.For) {
		c := &Change{Way: o.Way, Ends: group, Others: reachedBy(o, group)}
		if err := t.denyIn(ctx, c); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// reachedBy are those of the other links that some of the shares end.
func reachedBy(o Offer, group []ledger.Entry) (out []ledger.Entry) {
	r := reachOf(o.Way, group)
	for _, other := range o.Others {
		if _, ok := r.ends(other); ok {
			out = append(out, other)
		}
	}
	return out
}

// denyIn completes a change by what it makes of the policy of its bucket.
func (t *Taker) denyIn(ctx context.Context, c *Change) error {
	d := &denial{bucket: c.Ends[0].Spec.Target.Bucket}
	denies, by := statements(c)
	c.detail = func(id string) string {
		if s := denies[by[id]]; s.UserID != "" {
			return ofSession + " in the policy of the bucket, statement " + s.Sid
		}
		return "a Deny in the policy of the bucket, statement " + denies[by[id]].Sid
	}
	c.Hand = Hand{Does: "in the policy of the bucket " + d.bucket + ", ends the link"}
	if len(c.Ends) > 1 {
		c.Hand.Does = "in the policy of the bucket " + d.bucket + ", ends the links"
	}
	for _, s := range denies {
		c.Hand.Statements = append(c.Hand.Statements, policy.ASCII(s.String()))
	}
	was, err := "", error(nil)
	if d.store, err = t.Store(ctx, c.Ends[0]); err == nil {
		was, err = d.store.Policy(ctx, d.bucket)
	}
	if err != nil {
		c.Problem = err
		return ctx.Err()
	}
	d.edit, err = Plan(was, denies, t.Clock())
	var large *tooLargeError
	switch {
	case errors.As(err, &large) && len(c.Ends) > 1:
		return fmt.Errorf("revoke: nothing was changed: in the bucket %s %w: it has room for the first %s of these %s", d.bucket, err, say.Count(t.fitting(c, was)), say.Things(len(c.Ends), "share"))
	case err != nil:
		return fmt.Errorf("revoke %s: nothing was changed: %w", ids(c.Ends), err)
	}
	c.Lines = t.difference(c, d)
	c.apply = func(ctx context.Context) error {
		return writing{d.store, d.bucket, was, d.edit.To.String()}.do(ctx, func(back string) error {
			for _, s := range d.edit.Denies {
				if err := Written(back, s); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if d.edit.To.String() != d.edit.From.String() {
		c.back = d.back
	}
	return nil
}

// statements are those that end the shares of a change, and which of them ends which.
func statements(c *Change) (denies []policy.Statement, by map[string]int) {
	all := slices.Concat(c.Ends, c.Others)
	of := map[string][]ledger.Entry{} // by key: what is about one object ends links to no other one
	for _, e := range all {
		of[e.Spec.Target.Key] = append(of[e.Spec.Target.Key], e)
	}
	var singles []policy.Statement
	for _, e := range c.Ends {
		near := of[e.Spec.Target.Key]
		if e.Spec.Options.KeyPrefix {
			near = all
		}
		var reached []share.Record
		for _, other := range near {
			if c.Way.Reaches(e.Record, other.Record) {
				reached = append(reached, other.Record)
			}
		}
		singles = append(singles, c.Way.denies(e.Record, reached))
	}
	denies, which := joined(singles)
	by = map[string]int{}
	for i, e := range c.Ends {
		by[e.ID] = which[i]
	}
	return denies, by
}

// fitting is how many of the shares there is room for in the policy.
func (t *Taker) fitting(c *Change, was string) int {
	return sort.Search(len(c.Ends), func(n int) bool {
		some := *c
		some.Ends = c.Ends[:n+1]
		denies, _ := statements(&some)
		_, err := Plan(was, denies, t.Clock())
		return err != nil
	})
}

// difference is what the policy becomes.
func (t *Taker) difference(c *Change, d *denial) []Line {
	lines := []Line{{0, fmt.Sprintf("the policy of %s, %s of at most %s:", d.bucket, say.Things(len(d.edit.To.String()), "byte"), say.Count(policy.MaxBucketPolicy))}}
	gone := func(text string) { lines = append(lines, Line{'-', policy.ASCII(text)}) }
	remark := func(text string) { lines = append(lines, Line{' ', text}) }
	for _, text := range d.edit.Goes {
		gone(text)
	}
	if len(d.edit.Goes) > 0 {
		remark("(of links that have ended: it denies nothing any more)")
	}
	for _, text := range d.edit.Instead {
		gone(text)
		remark("(a statement of signet's of this name as it stands there: it says something else)")
	}
	for _, text := range d.edit.Comes {
		lines = append(lines, Line{'+', policy.ASCII(text)})
	}
	switch n := len(d.edit.Comes); {
	case n == 0 && len(c.Ends) == 1:
		remark("the statement of this share stands there already")
	case n == 0:
		remark("the statements of these shares stand there already")
	case d.edit.Denies[0].UserID != "":
		remark("no other link is denied by it")
	case len(c.Ends) == 1:
		remark("new " + Alike(c.Ends[0].Record) + " are denied by it as well, until " + say.Moment(d.edit.Denies[0].Until, t.Clock()))
	default:
		remark("new links like these are denied as well, until " + say.Moment(lastOf(d.edit.Denies), t.Clock()))
	}
	return lines
}

// back takes the edit back, and nothing that somebody else has written since.
func (d *denial) back(ctx context.Context) (words string, err error) {
	now, err := d.store.Policy(ctx, d.bucket)
	if err != nil {
		return "", err
	}
	to, whole, err := d.edit.Back(now)
	switch {
	case err != nil:
		return "", err
	case to.String() == now:
		return "somebody else has taken the statement out already", nil
	case whole:
		words = "the policy is as it was before"
	default:
		words = "somebody else has changed the policy since: the statement of this share is taken out, all else stays"
	}
	return words, writing{d.store, d.bucket, now, to.String()}.do(ctx, func(back string) error {
		if back != to.String() && !policy.Equal(back, to.String()) { // none at all is no JSON
			return errors.New("the policy was written, and read back it says something else")
		}
		return nil
	})
}

func lastOf(denies []policy.Statement) (last time.Time) {
	for _, s := range denies {
		if s.Until.After(last) {
			last = s.Until
		}
	}
	return last
}
