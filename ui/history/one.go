package history

import (
	"context"

	"signet/share/ledger"
	"signet/ui/kit"
	"signet/ui/listing"
)

// one is the log as long as nothing is looked for: one entry of it.
type one struct {
	Log
	id string
}

// Query answers with the entry alone, unless a filter asks for more.
func (o one) Query(ctx context.Context, q ledger.Query) (ledger.Page, error) {
	if narrows(q) {
		return o.Log.Query(ctx, q)
	}
	e, err := o.Get(ctx, o.id)
	if err != nil {
		return ledger.Page{}, err
	}
	return ledger.Page{Entries: []ledger.Entry{e}}, nil
}

// NewAt makes the screen with one entry in it and its details open; a filter
// finds the others.
func NewAt(env kit.Env, log Log, exits Exits, id string) kit.Screen {
	return &Screen{env: env, log: one{log, id}, exits: exits, keys: newKeys(env.Keys), details: listing.Details{On: true}}
}
