package takeback

import (
	"context"
	"errors"
	"fmt"

	"signet/share/ledger"
)

// conclude says what became of the shares of a change that was made, and writes it into
// the log. Only what was seen counts, except where who runs the server says that it does.
func (r *run) conclude(ctx context.Context, c *Change) {
	var outcomes []Outcome
	seen := map[State]bool{}
	for _, e := range c.Ends {
		o := r.judge(c, e)
		outcomes, seen[o.State] = append(outcomes, o), true
	}
	if seen[LivesOn] && !seen[Proved] && c.Way.heedless != "" {
		r.takeBack(ctx, c, outcomes)
		return
	}
	var missing []ledger.Entry
	var failed error
	note := func(e ledger.Entry, event ledger.Event) (noted bool) {
		err := r.Log.Append(ctx, e.ID, event)
		if err != nil {
			missing, failed = append(missing, e), err
		}
		return err == nil
	}
	var revoked []ledger.Entry
	for i := range outcomes {
		switch o := &outcomes[i]; {
		case o.State.Revoked():
			revoked = append(revoked, o.Entry)
			if !note(o.Entry, ledger.Event{Kind: ledger.Revoked, Status: r.tries[o.Entry.ID].last.Status, Detail: r.detail(c, o.Entry.ID) + "; " + o.State.mark() + o.Words}) {
				o.Words = "" // what the log does not know its problem says
			}
		case o.State == LivesOn:
			_ = r.Log.Append(ctx, o.Entry.ID, ledger.Event{Kind: ledger.Revoking, Detail: c.Way.Done + ", and " + o.Words})
		default:
			_ = r.Log.Append(ctx, o.Entry.ID, ledger.Event{Kind: ledger.Revoking, Detail: c.Way.Done + ", and it is not proved that the " + c.Way.heeds + ": " + o.Words})
		}
	}
	reach := reachOf(c.Way, revoked)
	for _, other := range c.Others {
		if by, ok := reach.ends(other); ok {
			note(other, ledger.Event{Kind: ledger.Revoked, Detail: "with " + by.ID + ", " + c.Way.with})
		}
	}
	r.account.Outcomes = append(r.account.Outcomes, outcomes...)
	if seen[LivesOn] && len(c.after.Commands) > 0 {
		r.account.Problems = append(r.account.Problems, Problem{Shares: c.Ends, Err: errors.New("the front serves its copy on"), Hand: c.after})
	}
	if failed != nil {
		r.account.Problems = append(r.account.Problems, Problem{Shares: missing, Err: fmt.Errorf("%s, and the log does not know it: %w\nonce it can be written: signet log revoked %s", c.Way.Done, failed, ids(missing))})
	}
}

// Says is what is told of a share that something was done to.
func (o Outcome) Says() string {
	switch {
	case o.State.Revoked():
		return o.Entry.ID + " is revoked; " + o.State.mark() + o.Words
	case o.State == LivesOn:
		return o.Entry.ID + ": " + o.way.Done + ", and the link lives on: " + o.Words
	}
	return o.Entry.ID + ": " + o.way.Done + "; whether this " + o.way.heeds + " is not proved: " + o.Words
}

// mark begins the proof of a share that is revoked.
func (s State) mark() string {
	if s == Proved {
		return "proved: "
	}
	return "done, not proved: "
}

// judge is what is known of one share.
func (r *run) judge(c *Change, e ledger.Entry) Outcome {
	p := r.tries[e.ID]
	counts := c.Way.counts != nil && c.Way.counts(e.Record)
	o := Outcome{Entry: e, State: Unproved, way: c.Way}
	if counts {
		o.State = Believed
	}
	switch {
	case p.why != "":
		o.Words = p.why
	case p.dead && p.knocks:
		o.State, o.Words = Proved, fmt.Sprintf("the server answered %s for its key before and %s after, each without the link", p.before, p.last)
	case p.dead:
		o.State, o.Words = Proved, fmt.Sprintf("the link answered %s before and %s after", p.before, p.last)
	case errors.Is(p.err, context.Canceled):
		o.Words = "nobody waited for it to be refused"
	case p.err != nil:
		o.Words = p.err.Error()
	case !counts || !c.patient(): // what was seen counts more than what is said
		o.Words = fmt.Sprintf("the link answered %s after the change", p.last)
		if p.knocks {
			o.Words = fmt.Sprintf("the server answered %s for its key after the change, without the link", p.last)
		}
		if p.last.Opens || p.knocks && p.last.keyKnown() {
			o.State = LivesOn
		}
	default:
		o.Words = fmt.Sprintf("the link still answered %s; AWS says that a policy may take some minutes", p.last)
	}
	return o
}

// takeBack is of a server that takes a change and lets the links through all the same, as
// MinIO does with policies: the change is undone, and nothing is said to be revoked.
func (r *run) takeBack(ctx context.Context, c *Change, outcomes []Outcome) {
	err := errors.New(c.Way.heedless + "\nthere may be other ways for " + ids(c.Ends))
	if c.back != nil {
		for _, e := range c.Ends {
			_ = r.Log.Append(ctx, e.ID, ledger.Event{Kind: ledger.Revoking, Detail: letThrough})
		}
		words, undone := c.back(ctx)
		if undone != nil {
			err = errors.Join(err, fmt.Errorf("the policy could not be put back as it was: %w", undone))
		} else {
			r.account.Notes = append(r.account.Notes, words)
		}
	}
	for i := range outcomes {
		outcomes[i].State, outcomes[i].Words = LivesOn, "" // those too that could not be tried: the change is gone
	}
	r.account.Outcomes = append(r.account.Outcomes, outcomes...)
	r.account.Problems = append(r.account.Problems, Problem{Shares: c.Ends, Err: err})
}
