package ui

import (
	"context"

	"signet/share"
	"signet/share/ledger"
	"signet/ui/compose"
	"signet/ui/kit"
	"signet/ui/places"
)

// renewal opens the form on the terms of an earlier share; empty: of none that
// is in the log.
func (w *wiring) renewal(of string, r share.Request) kit.Maker {
	if of == "" || w.p.Event == nil {
		return w.compose(r)
	}
	return w.composeWith(renewing{w.p.Service, of, w.p.Event}, r)
}

// renewRecord opens the form on the terms of a share of the log. If its place is
// gone, another one is asked for: the terms hold there too.
func (w *wiring) renewRecord(r share.Record) kit.Maker {
	request := share.Renewal(r)
	name := request.Target.Place
	if !w.gone(name) {
		return w.renewal(r.ID, request)
	}
	options := places.Options{Setup: w.p.Setup, Choose: "the place " + name + " is gone: choose where to share from instead"}
	return func(env kit.Env) kit.Screen {
		return places.New(env, list(w.all), options, places.Exits{Open: func(p places.Place) kit.Maker {
			request.Target.Place = p.Name
			return w.renewal(r.ID, request)
		}})
	}
}

// gone reports a place that the log names and nothing else does any more.
func (w *wiring) gone(place string) bool {
	_, known := w.known[place]
	return !known && w.p.Exists != nil && !w.p.Exists(place)
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
