package ui

import (
	"context"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/compose"
	"signet/ui/kit"
)

// renewal opens the form on the terms of an earlier share; empty: of none that
// is in the log.
func (w *wiring) renewal(of string, r share.Request) kit.Maker {
	if of == "" || w.p.Event == nil {
		return w.compose(r)
	}
	return w.composeWith(renewing{w.p.Service, of, w.p.Event}, r)
}

// renewing shares, and notes with the earlier share which one came after it.
type renewing struct {
	compose.Service
	of    string // its id
	event func(ctx context.Context, id, kind, detail string) error
}

// Share notes nothing of a link that is not in the log itself.
func (s renewing) Share(ctx context.Context, r share.Request) (share.Link, error) {
	link, err := s.Service.Share(ctx, r)
	if err == nil && link.ID != "" {
		_ = s.event(context.WithoutCancel(ctx), s.of, ledger.Renewed, link.ID) // the link is good, and stands in the log by itself
	}
	return link, err
}
