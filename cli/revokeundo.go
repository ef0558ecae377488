package cli

import (
	"context"
	"errors"
	"fmt"

	"signet/share/ledger"
	"signet/share/takeback"
)

// undoRevoke opens the link of a revoked share again, if a policy ended it.
func (a *app) undoRevoke(ctx context.Context, f *revokeFlags, l *ledger.Ledger, args []string) error {
	if len(args) != 1 || f.batch+f.to+f.key != "" {
		return &usageError{"--undo takes one id", "signet log --state revoked lists them"}
	}
	e, err := l.Get(ctx, args[0])
	if err != nil {
		return err
	}
	if !f.yes && !isTerminal(a.In) { // before anybody is asked anything
		return a.confirm(ctx, "undo")
	}
	t := a.taker(f, l)
	u, err := t.Undo(ctx, e)
	if err != nil {
		return notOpened(e, err)
	}
	a.printLines(u.Lines)
	fmt.Fprintln(a.Err, u.Also(clean))
	if !f.yes {
		if err := a.confirm(ctx, "undo"); err != nil {
			return err
		}
	}
	words, err := u.Do(ctx, t, f.reason)
	if err != nil {
		return notOpened(e, err)
	}
	fmt.Fprintf(a.Out, "%s is open again; %s\n", e.ID, clean(words))
	return nil
}

// notOpened says why a share is not open again, and which one opens it.
func notOpened(e ledger.Entry, err error) error {
	var first *takeback.UndoFirstError
	if errors.As(err, &first) {
		err = fmt.Errorf("%w\nsignet revoke %s --undo", err, first.Share)
	}
	return fmt.Errorf("undo %s: %w", e.ID, err)
}

// printLines shows what becomes of something.
func (a *app) printLines(lines []takeback.Line) {
	for _, l := range lines {
		if l.Sign == 0 {
			fmt.Fprintln(a.Err, clean(l.Text))
		} else {
			fmt.Fprintf(a.Err, "%c %s\n", l.Sign, clean(l.Text))
		}
	}
}
