package ui

import (
	"context"

	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/revoke"
)

// Mend is what there is for a share that is not open.
type Mend = revoke.Mend

// takeBack leads to where a share is taken back, or its whole batch; nil: they cannot be.
func (w *wiring) takeBack() func(id string, batch bool) kit.Maker {
	if w.p.TakeBack == nil {
		return nil
	}
	return func(id string, batch bool) kit.Maker {
		by := revoke.One
		if batch {
			by = revoke.Batch
		}
		return func(env kit.Env) kit.Screen { return revoke.New(env, w.p.TakeBack, id, by) }
	}
}

// takeBackOne is the same for one link.
func (w *wiring) takeBackOne() func(id string) kit.Maker {
	lead := w.takeBack()
	if lead == nil {
		return nil
	}
	return func(id string) kit.Maker { return lead(id, false) }
}

// revoked reports whether the log has a share as taken back; nil: there is no log.
func (w *wiring) revoked() func(ctx context.Context, id string) (bool, error) {
	if w.p.Log == nil {
		return nil
	}
	return func(ctx context.Context, id string) (bool, error) {
		e, err := w.p.Log.Get(ctx, id)
		return e.StateAt(w.now()) == ledger.StateRevoked, err
	}
}
