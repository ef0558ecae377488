package ui

import (
	"context"

	"signet/share"
	"signet/share/handover"
	"signet/share/many"
	"signet/share/qr"
	"signet/ui/batch"
	"signet/ui/compose"
	"signet/ui/kit"
	"signet/ui/link"
	"signet/ui/qrview"
)

func (w *wiring) compose(r share.Request) kit.Maker { return w.composeWith(w.p.Service, r) }

func (w *wiring) composeWith(service compose.Service, r share.Request) kit.Maker {
	in := compose.Input{Request: r, Expiry: w.p.Expiry, Pin: w.p.Rails.For(r.Target).Pins(), Signers: w.signers(r.Target)}
	exits := compose.Exits{Link: w.link, Renew: w.renewSigner(r.Target), Gauge: w.gauge(), Cost: w.cost}
	if p, ok := w.known[r.Target.Place]; ok {
		in.ReadOnly = p.ReadOnly
	}
	look := w.p.Look
	if !w.p.Unasked && !in.Pin { // a version can be pinned only when it is known
		look = nil
	}
	return func(env kit.Env) kit.Screen {
		return compose.New(env, service, look, exits, in)
	}
}

// signers are those of the place that signs for a target.
func (w *wiring) signers(t share.Target) []share.SignerOffer {
	if w.p.Signers == nil {
		return nil
	}
	return w.p.Signers(t)
}

// gauge measures the code of a link before it is signed.
func (w *wiring) gauge() compose.Gauge {
	return compose.Gauge{
		Measure: func(ctx context.Context, p share.Plan) int {
			if p.Mandate.Kind.Info().Unsized != "" {
				return 0
			}
			draft, err := w.p.Service.Draft(ctx, p)
			if err != nil || handover.Codes(draft) != nil || !draft.Opens() {
				return 0
			}
			code, err := qr.Encode(draft.URL.Reveal())
			if err != nil {
				return 0
			}
			return code.Size()
		},
		Words: func(modules int) (string, bool) { return link.CodeWords(w.caps, modules) },
	}
}

// cost is that of one use of a link that is planned.
func (w *wiring) cost(p share.Plan) string {
	if w.p.Cost == nil {
		return ""
	}
	return w.p.Cost(share.Link{Request: p.Request, Terms: p.Terms, Endpoint: p.Endpoint})
}

func (w *wiring) composeMany(sel many.Selection) kit.Maker {
	in := compose.Input{Request: share.Request{Target: sel.First.Target, Operation: share.Download, Batch: true}, Expiry: w.p.Expiry, Many: sel.What, Most: w.p.Many, Signers: w.signers(sel.First.Target)}
	if sel.First.Folder {
		in.Request.Target.Key += "…"
	}
	if w.p.Rails.For(in.Request.Target).Pins() {
		in.Request.Target.VersionID = "current" // of each, found out when it is signed
	}
	in.Survey = func(ctx context.Context, listed func(int)) (*many.Survey, error) {
		return many.Take(ctx, sel.Each, w.p.Below, w.p.Rails, kit.Clean, listed)
	}
	exits := compose.Exits{Gauge: w.gauge(), CostAll: w.p.CostAll, Renew: w.renewSigner(sel.First.Target), Batch: func(terms share.Request, all *many.Survey) kit.Maker {
		return func(env kit.Env) kit.Screen {
			return batch.New(env, terms, sel.What, all.Objects, func(ctx context.Context, terms share.Request, into batch.Into, p *many.Progress) (many.Result, error) {
				return w.p.Batch(ctx, many.Order{Objects: all.Source(), Terms: terms, Path: into.Path, Overwrite: into.Overwrite, On: into.On, Page: into.Page, Title: into.Title, Progress: p})
			}, w.batchExits(sel.Folder()))
		}
	}}
	return func(env kit.Env) kit.Screen { return compose.New(env, w.p.Service, w.p.Look, exits, in) }
}

func (w *wiring) batchExits(folder string) batch.Exits {
	return batch.Exits{Folder: folder, Link: w.link, Codes: w.codes, Write: w.p.Listed, Event: w.p.Event, Means: w.p.PageMeans, Store: w.p.StorePage}
}

// batchAgain shows the links of a batch of the log, which were signed again.
func (w *wiring) batchAgain(r many.Result) kit.Maker {
	return func(env kit.Env) kit.Screen { return batch.Again(env, r, w.batchExits("")) }
}

// codes shows the codes of several links, one after the other.
func (w *wiring) codes(links []share.Link, at int) kit.Maker {
	subject := qrview.Of(links[at])
	if n := len(links); n > 1 {
		subject.Page = func(by int) kit.Maker { return w.codes(links, (at+by+n)%n) }
		subject.At, subject.Pages = at+1, n
	}
	return func(env kit.Env) kit.Screen { return qrview.NewScreen(env, w.caps, subject) }
}

var _ coded = (*link.Screen)(nil) // what is copied there must not move its code

func (w *wiring) link(l share.Link) kit.Maker {
	return func(env kit.Env) kit.Screen {
		return link.New(env, l, link.Deps{
			Caps: w.caps, Check: w.p.Check, Event: w.p.Event, Save: w.p.Save, Cost: w.p.Cost,
			Compose: func(r share.Request) kit.Maker { return w.renewal(l.ID, r) },
			Aside:   w.recent.View, TakeBack: w.takeBackOne(), Revoked: w.revoked(), HandOff: w.handOff(),
		})
	}
}
