package takeback

import (
	"context"
	"errors"
	"net/http"

	"signet/share"
	"signet/share/ledger"
)

// hasOwnKey: something was made for the link alone, and can be ended alone.
func hasOwnKey(rec share.Record) error {
	if rec.Spec.Mandate.Key == "" || !rec.Spec.Mandate.Kind.Info().Alone {
		return errors.New("no key was made for it alone")
	}
	return nil
}

// endsNone: the key of a share signs no other link.
func endsNone(share.Record, share.Record) bool { return false }

// keyGone: the refusal of a key that there is not. After a HEAD no server says more than 403.
func (a Answer) keyGone() bool {
	return a.Status == http.StatusForbidden && (a.Code == "" || a.Code == "InvalidAccessKeyId")
}

// always: the server says that the key is deleted, and without it nothing opens.
func always(share.Record) bool { return true }

// ending deletes the key of each share.
func (t *Taker) ending(ctx context.Context, o Offer) ([]*Change, error) {
	var all []*Change
	for _, e := range o.For {
		c := &Change{
			Way: o.Way, Ends: []ledger.Entry{e}, Hand: Hand{Commands: deleteKey(e.Record, "")},
			Lines:  []Line{{0, "the access key " + e.Spec.Mandate.Key + ", which signed this link alone, is deleted"}},
			detail: func(string) string { return "its access key " + e.Spec.Mandate.Key + " is deleted" },
		}
		end, err := t.End(ctx, e)
		c.Problem = err
		c.apply = func(ctx context.Context) error { return asEnded(end(ctx)) }
		all = append(all, c)
	}
	return all, ctx.Err()
}

// asEnded is what deleting a key came to: one that was not there is deleted.
func asEnded(err error) error {
	var refused *share.AnswerError
	switch {
	case !errors.As(err, &refused):
		return err
	case refused.Gone:
		return nil
	}
	return &untouchedError{err: err, hand: true}
}

// deleteKey is for whoever may do it for others, with the name that mc has the server by.
func deleteKey(rec share.Record, _ string) [][]string {
	return [][]string{{"mc", "admin", "accesskey", "rm", "SERVER", rec.Spec.Mandate.Key}}
}
