package cli

import (
	"context"
	"fmt"

	"signet/share/ledger"
	"signet/share/say"
	"signet/share/takeback"
)

// pagesToSweep shows the pages that go, and says which cannot.
func (a *app) pagesToSweep(ctx context.Context, f *revokeFlags, l *ledger.Ledger) (going []*takeback.Leaf, problem bool, err error) {
	left, err := l.PagesLeft(ctx)
	if err != nil {
		return nil, false, err
	}
	all, err := a.taker(f, l).SweepPages(ctx, left)
	for _, leaf := range all {
		why := leaf.Problem
		if leaf.Gone() { // which is noted, so that nobody looks again
			why = leaf.Do(ctx, a.Clock())
		}
		switch {
		case why != nil:
			fmt.Fprintf(a.Err, "signet: %s: %s\n", clean(leaf.Words), oneVoice(why))
			problem = true
		case !leaf.Gone():
			fmt.Fprintf(a.Err, "will be removed: %s, of share %s\n", clean(leaf.Words), leaf.Share.ID)
			going = append(going, leaf)
		}
	}
	return going, problem, err
}

// sweepPages removes them.
func (a *app) sweepPages(ctx context.Context, going []*takeback.Leaf) error {
	removed := 0
	for _, leaf := range going {
		if err := leaf.Do(ctx, a.Clock()); err != nil {
			fmt.Fprintf(a.Err, "signet: %s: %s\n", clean(leaf.Words), oneVoice(err))
		} else {
			removed++
		}
	}
	fmt.Fprintf(a.Err, "%s of %s removed\n", say.Count(removed), say.Things(len(going), "page"))
	if removed < len(going) {
		return &exitError{exitFailed}
	}
	return nil
}
