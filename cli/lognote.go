package cli

import (
	"context"

	"signet/share"
	"signet/share/handover"
	"signet/share/ledger"
)

// note writes into the log what was done with a link. A log that cannot be
// written has been complained about already, and takes nothing from the link.
func (a *app) note(ctx context.Context, id, kind, detail string) {
	if id == "" {
		return
	}
	if l, err := a.openLog(); err == nil {
		_ = l.Append(context.WithoutCancel(ctx), id, ledger.Event{Kind: kind, Detail: detail})
	}
}

// noteHandOver notes a text for the recipient that was written instead of the
// bare link, as the interface does when it saves one.
func (a *app) noteHandOver(ctx context.Context, o *outputFlags, link share.Link) {
	kind, err := handover.ParseKind(o.handover)
	if err != nil { // none was asked for
		return
	}
	for _, k := range handover.Kinds(link) {
		if k.Kind == kind {
			a.note(ctx, link.ID, ledger.Exported, k.Name)
		}
	}
}
