package ui

import (
	"context"

	"signet/share"
	"signet/share/publish"
	"signet/ui/kit"
	"signet/ui/request"
)

// Requests ask for files, and look for what has arrived; the zero one does neither.
type Requests struct {
	// Make stores the page and shares it; warnings are what is to be known of it.
	Make func(ctx context.Context, a publish.Asking) (link share.Link, warnings []string, err error)
	// Page is where the pages about something in a bucket are stored, as s3://bucket/prefix.
	// No IO.
	Page func(t share.Target) string
	// Arrived looks into the bucket for what has arrived of a page, by an entry of the log.
	Arrived func(ctx context.Context, id string) (publish.Status, error)
}

// asking leads to the form of a request; nil: nobody may store anything there.
func (w *wiring) asking(p Place) func(share.Target) kit.Maker {
	if w.p.Requests.Make == nil || p.ReadOnly {
		return nil
	}
	return func(t share.Target) kit.Maker {
		in := request.Input{Into: t, Expiry: w.p.Expiry, Page: w.p.Requests.Page(t), Signers: w.signers(t)}
		return func(env kit.Env) kit.Screen {
			return request.New(env, w.p.Requests.Make, request.Exits{Link: w.link, Renew: w.renew(p)}, in)
		}
	}
}

// arrived leads to what has arrived of a page; nil: nobody looks.
func (w *wiring) arrived() func(id string) kit.Maker {
	if w.p.Requests.Arrived == nil {
		return nil
	}
	return func(id string) kit.Maker {
		return func(env kit.Env) kit.Screen { return request.NewArrived(env, w.p.Requests.Arrived, id) }
	}
}
