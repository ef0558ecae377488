package cli

import (
	"context"
	"fmt"

	"signet/share"
	"signet/share/ledger"
)

// undoIntent is of a share that signet was stopped in the middle of: nobody has its link.
// The server is asked whether its key was made, and the key is deleted.
func (a *app) undoIntent(ctx context.Context, f *revokeFlags, e ledger.Entry) error {
	svc, err := a.service()
	if err != nil {
		return err
	}
	if e.Spec.Mandate.Kind.Info().Fleeting == "" && !e.Spec.Operation.Info().Parts { // else no server is asked
		if err := a.ownEnder(ctx, &f.where, e); err != nil {
			return fmt.Errorf("revoke %s: %w", e.ID, err)
		}
	}
	found, does, err := intentFound(ctx, svc, e)
	if err != nil {
		return fmt.Errorf("revoke %s: %w", e.ID, err)
	}
	if f.list {
		fmt.Fprintf(a.Out, "%s: signet revoke %s %s\n", found, e.ID, does)
		return nil
	}
	if !f.yes {
		if err := a.confirm(ctx, "revoke"); err != nil {
			return err
		}
	}
	if a.places.get(e.Spec.Endpoint.Place).readOnly() {
		return fmt.Errorf("revoke %s: the place is read-only, and nothing is changed in it", e.ID)
	}
	words, err := svc.Undo(ctx, e.Record)
	if err != nil {
		return fmt.Errorf("revoke %s: %w", e.ID, err)
	}
	fmt.Fprintln(a.Out, e.ID+": "+words)
	return nil
}

// intentFound says what the server has of an intent, and what undoing it does.
func intentFound(ctx context.Context, svc *share.Service, e ledger.Entry) (found, does string, err error) {
	if err := svc.Stopped(e.Record); err != nil {
		return "", "", err
	}
	switch {
	case e.Spec.Operation.Info().Parts:
		return "", "", fmt.Errorf("signet was stopped while it started this upload, and nobody has a link\nsignet log uploads %s --abort drops what there is of it", e.ID)
	case e.Spec.Mandate.Kind.Info().Fleeting != "":
		return "signet was stopped while it asked for the session of this share; nobody has its secret, and it ends by itself", "notes that", nil
	}
	there, err := svc.Made(ctx, e.Record)
	switch {
	case err != nil:
		return "", "", err
	case there:
		return "signet was stopped while it made the key of this link, and nobody has the link; the server has the key", "deletes it, and notes that", nil
	}
	return "signet was stopped before it made the key of this link, and nobody has the link; the server has no such key", "notes that", nil
}

// mostIntents is how many intents are asked for when the log is opened on screen: each is
// a request, and more than a few have another cause than that signet was stopped.
const mostIntents = 20

// begun is what the servers have of the intents of the log, by their ids.
func (a *app) begun(ctx context.Context, svc *share.Service, l *ledger.Ledger) (map[string]string, error) {
	page, err := l.Query(ctx, ledger.Query{State: ledger.StateStarting, Limit: mostIntents})
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, e := range page.Entries {
		if e.Spec.Operation.Info().Parts || svc.Stopped(e.Record) != nil { // signet log uploads asks for those
			continue
		}
		found, _, err := intentFound(ctx, svc, e)
		if err != nil {
			found = "signet was stopped while it made the key of this link, and nobody has the link; whether there is the key is not known: " + oneVoice(err)
		}
		out[e.ID] = found
	}
	return out, nil
}
