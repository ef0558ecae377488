package cli

import (
	"context"
	"errors"

	"signet/share/ledger"
	"signet/share/takeback"
	"signet/ui"
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

// Open are the shares of a selection that work, will, or may again.
func (t screenTaker) Open(ctx context.Context, s takeback.Selection) ([]ledger.Entry, error) {
	return takeback.Open(ctx, t.log, s, t.Clock())
}

// Do does it, and keeps the program until what was begun is noted in the log.
func (t screenTaker) Do(ctx context.Context, s takeback.Step, reason string, tell func(takeback.News)) takeback.Account {
	t.app.working.Add(1)
	defer t.app.working.Done()
	return t.Taker.Do(ctx, s, reason, tell)
}

// Mend is what there is for a share that is not open.
func (t screenTaker) Mend(ctx context.Context, e ledger.Entry) (ui.Mend, error) {
	if e.State == ledger.StateStarting {
		return t.app.mendIntent(ctx, e)
	}
	u, err := t.Taker.Undo(ctx, e)
	does := "open the link again: what denies it is taken out of the policy"
	if !u.Opens() {
		does = "take its statement out of the policy"
	}
	return ui.Mend{
		Does: does, Lines: u.Lines, Also: u.Also(asIs), Word: "undo",
		Do: func(ctx context.Context, reason string) (string, error) {
			t.app.working.Add(1)
			defer t.app.working.Done()
			words, err := u.Do(ctx, t.Taker, reason)
			return "it is open again; " + words, err
		},
	}, err
}

func asIs(name string) string { return name } // the screen cleans what it draws

// mendIntent is of a share that signet was stopped in the middle of.
func (a *app) mendIntent(ctx context.Context, e ledger.Entry) (ui.Mend, error) {
	svc, err := a.service()
	if err != nil {
		return ui.Mend{}, err
	}
	found, does, err := intentFound(ctx, svc, e)
	if err == nil && a.places.get(e.Spec.Endpoint.Place).readOnly() {
		err = errors.New("the place is read-only, and nothing is changed in it")
	}
	return ui.Mend{
		Does: found + "; going on " + does, Word: "revoke", Silent: true,
		Do: func(ctx context.Context, _ string) (string, error) {
			a.working.Add(1)
			defer a.working.Done()
			return svc.Undo(ctx, e.Record)
		},
	}, err
}

// Shell is a command as it is typed.
func (screenTaker) Shell(command []string) string { return shellLine(command) }
