package cli

import (
	"context"

	"signet/share/ledger"
	"signet/share/takeback"
)

// screenTaker is what takes shares back from the screens.
type screenTaker struct {
	*takeback.Taker
	app *app
	log *ledger.Ledger
}

func (a *app) screenTaker(l *ledger.Ledger) screenTaker {
	return screenTaker{a.taker(&revokeFlags{}, l), a, l}
}

// Get reads a share.
func (t screenTaker) Get(ctx context.Context, id string) (ledger.Entry, error) {
	return t.log.Get(ctx, id)
}

// Open are the shares of a selection that work or will.
func (t screenTaker) Open(ctx context.Context, s takeback.Selection) ([]ledger.Entry, error) {
	return takeback.Open(ctx, t.log, s)
}

// Do does it, and keeps the program until what was begun is noted in the log.
func (t screenTaker) Do(ctx context.Context, s takeback.Step, reason string, tell func(takeback.News)) takeback.Account {
	t.app.working.Add(1)
	defer t.app.working.Done()
	return t.Taker.Do(ctx, s, reason, tell)
}

// Shell is a command as it is typed.
func (screenTaker) Shell(command []string) string { return shellLine(command) }
