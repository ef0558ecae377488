package revoke

import (
	"context"
	"slices"
	"time"

	"signet/share/ledger"
	"signet/share/takeback"
)

// Taker is the half that knows the log and asks the servers: it decides, the screen
// draws. All of it is called off the loop.
type Taker interface {
	// Get reads a share of the log.
	Get(ctx context.Context, id string) (ledger.Entry, error)
	// Open are the shares of a selection that work, will, or may again.
	Open(ctx context.Context, s takeback.Selection) ([]ledger.Entry, error)
	// Offers are the ways there are, finest first. It reads the log, and asks a server of
	// one's own what it is.
	Offers(ctx context.Context, shares []ledger.Entry) ([]takeback.Offer, error)
	// Prepare finds out what a way comes to, and does nothing yet.
	Prepare(ctx context.Context, how string, shares []ledger.Entry) (takeback.Step, error)
	// Do does it. The end of the context ends the waiting for proof.
	Do(ctx context.Context, s takeback.Step, reason string, tell func(takeback.News)) takeback.Account
	// Mend finds out what there is for a share that is not open, and does nothing yet.
	Mend(ctx context.Context, e ledger.Entry) (Mend, error)
	// Shell is a command as it is typed.
	Shell(command []string) string
}

// Mend is what there is for a share that is not open: one that was revoked opens again, and
// what was begun for one that nobody has is ended.
type Mend struct {
	Does   string // what is done, a sentence
	Lines  []takeback.Line
	Also   string // what else that does; empty: nothing
	Word   string // that has to be typed
	Silent bool   // no reason is noted
	Do     func(ctx context.Context, reason string) (words string, err error)
}

// mends reports a share for which there may be such a thing.
func mends(e ledger.Entry, now time.Time) bool {
	return e.StateAt(now) == ledger.StateRevoked && e.Terms.Ends.After(now) || e.State == ledger.StateStarting && e.Spec.Mandate.Kind.Info().Prepares
}

// By is what the shares have in common that are taken back together.
type By int

// Which shares: one, those of its batch, all of its recipient, all of its access key.
const (
	One By = iota
	Batch
	Recipient
	Key
)

// sight is what may be taken back, and how.
type sight struct {
	of     ledger.Entry // the share that it began from
	scopes []By
	shares []ledger.Entry // what is taken back
	ways   []way
	mend   *Mend // what there is instead
}

// way is one way for them, or for each the finest.
type way struct {
	takeback.Offer
	each bool
	undo bool // what was written for the one share, and is not proved, is taken out again
}

// how is what the Taker calls it.
func (w way) how() string {
	if w.each {
		return ""
	}
	return w.Name
}

// fits reports a way that there is for some of the shares at least.
func (w way) fits() bool { return len(w.For) > 0 }

// find reads what is to be taken back, and looks for the ways.
func find(ctx context.Context, t Taker, id string, by By, now time.Time) (sight, error) {
	of, err := t.Get(ctx, id)
	if err != nil {
		return sight{}, err
	}
	if by == One && mends(of, now) {
		mend, err := t.Mend(ctx, of)
		return sight{of: of, mend: &mend}, err
	}
	s := sight{of: of, scopes: scopesOf(of), shares: []ledger.Entry{of}}
	if by != One {
		if s.shares, err = t.Open(ctx, selection(of, by)); err != nil {
			return s, err
		}
	}
	offers, err := t.Offers(ctx, s.shares)
	if err != nil {
		return s, err
	}
	s.ways = waysOf(offers, len(s.shares))
	if by == One && takeback.HasStatement(of) {
		s.ways = slices.Insert(s.ways, len(s.ways)-unfit(s.ways), undoing(of))
	}
	return s, nil
}

// undoing is what there is beside the ways for a link whose statement was written and not
// proved: it may be that it denies the link, and that it was the wrong one.
func undoing(of ledger.Entry) way {
	return way{undo: true, Offer: takeback.Offer{
		Way: takeback.Way{Name: "undo", Does: "take out of the policy again what was written for this link, and is not proved", Here: true, ByName: true},
		For: []ledger.Entry{of},
	}}
}

// unfit counts the ways at the end that are for none of the shares.
func unfit(ways []way) (n int) {
	for _, w := range slices.Backward(ways) {
		if w.fits() {
			break
		}
		n++
	}
	return n
}

// scopesOf are the choices of what is taken back together with a share.
func scopesOf(of ledger.Entry) []By {
	all := []By{One}
	if of.Batch > 1 {
		all = append(all, Batch)
	}
	if of.Recipient != "" {
		all = append(all, Recipient)
	}
	if of.Spec.AccessKeyID != "" {
		all = append(all, Key)
	}
	return all
}

func selection(of ledger.Entry, by By) takeback.Selection {
	switch by {
	case Batch:
		return takeback.Selection{Batch: of.Group}
	case Recipient:
		return takeback.Selection{Recipient: of.Recipient}
	case Key:
		return takeback.Selection{Key: of.Spec.AccessKeyID}
	case One:
	}
	return takeback.Selection{}
}

// words name a scope.
func (by By) words(of ledger.Entry) string {
	switch by {
	case Batch:
		return "its batch"
	case Recipient:
		return "all for " + of.Recipient
	case Key:
		return "all by " + of.Spec.AccessKeyID
	case One:
	}
	return "this link"
}

// waysOf are the offers, those that are for none of the shares last; and before them all
// at once, where the finest is not for all of several shares.
func waysOf(offers []takeback.Offer, n int) (ways []way) {
	slices.SortStableFunc(offers, func(a, b takeback.Offer) int {
		return min(len(b.For), 1) - min(len(a.For), 1)
	})
	var goes []takeback.Offer // by which a share is ended that no way was named for
	for _, o := range offers {
		ways = append(ways, way{Offer: o})
		if o.Here && !o.ByName && len(o.For) > 0 {
			goes = append(goes, o)
		}
	}
	if len(goes) < 2 || len(goes[0].For) == n {
		return ways
	}
	each := way{each: true, Offer: takeback.Offer{Way: takeback.Way{Name: "finest", Does: "each by the finest of the ways below that destroys nothing", Here: true}}}
	seen := map[string]bool{}
	for _, o := range goes {
		for _, e := range o.For {
			if !seen[e.ID] {
				each.For, seen[e.ID] = append(each.For, e), true
			}
		}
	}
	return append([]way{each}, ways...)
}
