package ui

import (
	"context"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/objects"
)

// Of the earlier shares of an object a few are shown. Older ones are counted as far
// as some pages of the log reach.
const (
	earlierShown = 3
	earlierPage  = 100
	earlierPages = 4
)

// earlier finds with whom an object was shared before. The log is asked for the key
// as a part of a text, by its index; what only looks alike is left out here.
func (w *wiring) earlier(ctx context.Context, t share.Target) (objects.Earlier, error) {
	var out objects.Earlier
	if w.p.Log == nil {
		return out, nil
	}
	q := ledger.Query{Bucket: t.Bucket, Text: t.Key, Limit: earlierPage}
	for range earlierPages {
		page, err := w.p.Log.Query(ctx, q)
		if err != nil {
			return out, err
		}
		for _, e := range page.Entries {
			of := e.Spec.Target
			if of.Key != t.Key || of.Bucket != t.Bucket || of.Place != t.Place {
				continue
			}
			one, ok := earlierShare(e, w.now())
			switch {
			case !ok:
			case len(out.Shares) < earlierShown:
				out.Shares = append(out.Shares, one)
			default:
				out.More++
			}
		}
		if q.After = page.Next; !q.After.More() {
			return out, nil
		}
	}
	out.Capped = out.More > 0
	return out, nil
}

// earlierShare is an entry of the log for the detail pane; false: nobody ever had a
// link.
func earlierShare(e ledger.Entry, now time.Time) (objects.EarlierShare, bool) {
	one := objects.EarlierShare{Whom: e.Recipient, Ends: e.Terms.Ends}
	if op := e.Spec.Operation; op != share.Download {
		one.What = op.Info().Name
	}
	switch e.StateAt(now) {
	case ledger.StateFailed, ledger.StateStarting:
		return one, false
	case ledger.StateRevoked:
		one.Over = "revoked"
	case ledger.StateEarly:
		one.Over = "broken before its end"
	case ledger.StateOpen, ledger.StateLater, ledger.StateEnded:
	}
	return one, true
}
