package takeback

import (
	"context"
	"errors"
	"fmt"
	"time"

	"signet/share"
	"signet/share/ledger"
)

// News is how far it has come.
type News struct {
	Doing string // "tried before", "changed", "tried after"
	Done  int    // of so many
	All   int
	Words string // what is to be said meanwhile; empty: nothing new
}

// run is a step that is being done.
type run struct {
	*Taker
	reason  string
	tell    func(News)
	account Account
	tries   map[string]*try // by the share
}

// try is one link that is tried before and after.
type try struct {
	link   share.Link
	before Answer
	why    string // what keeps it from proving anything
	knocks bool   // its key alone is tried, without the link
	last   Answer
	dead   bool // the refusal was seen
	err    error
	ends   time.Time // by itself
}

// Do takes shares back: the log is written first, each link that reads is tried, the
// changes are made, and the links are tried until they are refused. What it gives is true
// of each share, whatever happens meanwhile.
func (t *Taker) Do(ctx context.Context, s Step, reason string, tell func(News)) Account {
	r := &run{Taker: t, reason: reason, tell: tell, tries: map[string]*try{}}
	for _, p := range Unfit(s.Not) {
		r.untouched(p.Shares, p.Err, Hand{})
	}
	begun := r.begin(ctx, s.Changes)
	var made []*Change
	for i, c := range begun {
		if r.make(ctx, c) {
			made = append(made, c)
		}
		r.tell(News{Doing: "changed", Done: i + 1, All: len(begun)})
	}
	r.watch(ctx, made)
	for _, c := range made {
		r.conclude(context.WithoutCancel(ctx), c)
	}
	return r.account
}

// untouched notes shares for which nothing was done.
func (r *run) untouched(shares []ledger.Entry, why error, hand Hand) {
	r.ended(shares, Untouched, "")
	r.account.Problems = append(r.account.Problems, Problem{shares, why, hand})
}

func (r *run) ended(shares []ledger.Entry, state State, words string) {
	for _, e := range shares {
		r.account.Outcomes = append(r.account.Outcomes, Outcome{Entry: e, State: state, Words: words})
	}
}

// begin writes into the log what is about to be done, and tries the links. A log that
// cannot be written is found out before anything is changed.
func (r *run) begin(ctx context.Context, changes []*Change) (begun []*Change) {
	all, done := 0, 0
	for _, c := range changes {
		if c.Problem == nil {
			all += len(c.Ends)
		}
	}
	for _, c := range changes {
		err := c.Problem
		hand := c.Hand
		if err == nil {
			if err = r.intend(ctx, c); err != nil {
				err, hand = fmt.Errorf(nothingChanged+"%w", err), Hand{}
			}
		}
		if err != nil {
			r.untouched(c.Ends, err, hand)
			continue
		}
		begun = append(begun, c)
		for _, e := range c.Ends {
			r.tries[e.ID] = r.tryBefore(ctx, e)
			if p := r.tries[e.ID]; p.why != "" && c.Way.knocks {
				r.tries[e.ID] = r.knock(ctx, e, p)
			}
			r.tries[e.ID].ends = e.Terms.Ends
			done++
			r.tell(News{Doing: "tried before", Done: done, All: all})
		}
	}
	return begun
}

func (r *run) intend(ctx context.Context, c *Change) error {
	for _, e := range c.Ends {
		if err := r.Log.Append(ctx, e.ID, ledger.Event{Kind: ledger.Revoking, Detail: r.detail(c, e.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// detail is what is done to a share, for the log.
func (r *run) detail(c *Change, id string) string {
	if r.reason == "" {
		return c.detail(id)
	}
	return r.reason + "; " + c.detail(id)
}

// tryBefore tries a link as its recipient would, if a try does no harm.
func (r *run) tryBefore(ctx context.Context, e ledger.Entry) *try {
	switch {
	case untried(e.Record) != "":
		return &try{why: untried(e.Record)}
	case e.StateAt(r.Clock()) == ledger.StateLater:
		return &try{why: "the link opens later"}
	}
	link, err := r.Link(ctx, e.Record)
	if err != nil {
		return &try{why: "the link cannot be made again here: " + err.Error()}
	}
	answer, err := r.Ask(ctx, link)
	switch {
	case err != nil:
		return &try{why: err.Error()}
	case !answer.Opens:
		return &try{why: "the link answered " + answer.String() + " before anything was done"}
	}
	_ = r.Log.Append(context.WithoutCancel(ctx), e.ID, ledger.Event{Kind: ledger.Checked, Detail: "tried before it was revoked"}) // what matters was written already
	return &try{link: link, before: answer}
}

// make makes one change; false: it was not made, and that is in the account.
func (r *run) make(ctx context.Context, c *Change) bool {
	err := ctx.Err()
	if err == nil {
		err = c.apply(context.WithoutCancel(ctx)) // whoever stops waiting does not stop in the middle
	} else {
		err = &untouchedError{err: err}
	}
	if err == nil {
		return true
	}
	var untouched *untouchedError
	hand, state, outcome := Hand{}, Unknown, notKnown+err.Error()
	if errors.As(err, &untouched) {
		state, outcome = Untouched, nothingChanged+err.Error()
		if untouched.hand {
			hand = c.Hand
		}
	}
	for _, e := range c.Ends {
		_ = r.Log.Append(context.WithoutCancel(ctx), e.ID, ledger.Event{Kind: ledger.Revoking, Detail: outcome}) // the account says it in any case
	}
	r.ended(c.Ends, state, "")
	r.account.Problems = append(r.account.Problems, Problem{c.Ends, err, hand})
	return false
}

// watch tries the links until they are refused, or nobody would wait longer.
func (r *run) watch(ctx context.Context, made []*Change) {
	open := map[*try]*Change{}
	var order []*try
	for _, c := range made {
		for _, e := range c.Ends {
			if p := r.tries[e.ID]; p.why == "" {
				open[p], order = c, append(order, p)
			}
		}
	}
	all := len(order)
	for round := 0; len(open) > 0; round++ {
		var pause time.Duration
		for _, p := range order {
			c, ok := open[p]
			if !ok {
				continue
			}
			waits := pauses(!c.patient())
			p.last, p.err = r.Ask(ctx, p.link)
			if ctx.Err() != nil {
				p.err = ctx.Err()
			}
			if p.err == nil && !r.Clock().Before(p.ends) { // it is refused by now whatever was done
				p.err = errors.New("the link has ended by itself meanwhile")
			}
			p.dead = p.err == nil && c.Way.proves(p.last)
			if p.err != nil || p.dead || round >= len(waits) {
				delete(open, p)
			} else {
				pause = max(pause, waits[round])
				r.tell(News{Doing: "tried after", Done: all - len(open), All: all, Words: fmt.Sprintf("the link still answers %s", p.last)})
			}
		}
		if len(open) == 0 {
			return
		}
		if err := r.Wait(ctx, pause); err != nil {
			for p := range open {
				p.err = err
			}
			return
		}
	}
}

// patient: what is done there may take minutes to count.
func (c *Change) patient() bool { return atAWS(c.Ends[0].Record) }
