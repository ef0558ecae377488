package cli

import (
	"context"

	"fmt"
	"os"

	"signet/config"
	"signet/s3browser"
	"signet/share"
	"signet/share/check"
	"signet/share/finding"
	"signet/share/ledger"
	"signet/share/qr"
	"signet/ui"
	"signet/ui/compose"
)

// interactive is signet without a command: the terminal interface.
func (a *app) interactive(ctx context.Context, f *placeFlags) error {
	if !isTerminal(a.In) || !isTerminal(a.Out) {
		return &usageError{"the interface needs a terminal", "in scripts use signet share, ls and log; signet --help lists all"}
	}
	if f.given() {
		p, err := a.resolve(f)
		if err != nil {
			return err
		}
		return a.browse(ctx, p)
	}
	s, err := a.load()
	if err != nil {
		return err
	}
	var list []*place
	for _, c := range s.Places {
		list = append(list, a.places.get(c.Name))
	}
	profiles, err := s3browser.Profiles(ctx)
	if err != nil {
		return err
	}
	for _, profile := range profiles {
		if _, ok := s.Place(profile.Name); !ok {
			p := a.places.get(profile.Name)
			p.kind = profile.Kind
			list = append(list, p)
		}
	}
	if len(list) == 0 && (a.Env("AWS_ACCESS_KEY_ID") != "" || a.Env("AWS_WEB_IDENTITY_TOKEN_FILE") != "" || a.Env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != "") {
		p := a.places.get("")
		p.kind = "environment"
		list = append(list, p)
	}
	if s.DefaultPlace != "" {
		return a.browse(ctx, a.places.get(s.DefaultPlace))
	}
	return a.browse(ctx, list...)
}

// browse opens the interface on the given places.
func (a *app) browse(ctx context.Context, list ...*place) error {
	svc, err := a.service()
	if err != nil {
		return err
	}
	s := a.settings
	checker := a.checker()
	parts := ui.Parts{
		Service: svc, Rules: svc.Rules, Expiry: s.Expiry,
		Look: func(ctx context.Context, t share.Target) (compose.Facts, error) {
			return a.lookAt(ctx, a.places.get(t.Place), t)
		},
		Check: func(ctx context.Context, l share.Link) []finding.Finding {
			return checker.Check(ctx, l, check.Full).Findings
		},
		Batch: a.batch(svc),
		Event: func(ctx context.Context, id, kind, detail string) error {
			return a.log.Append(ctx, id, ledger.Event{Kind: kind, Detail: detail})
		},
		Save: qr.WriteFile, Cost: costs(s.Prices), Copy: a.copy, CellSize: func() (int, int) { return cellSize(os.Stdout) },
		Environ: os.Environ(), Clock: a.Clock, Theme: s.Theme, In: a.In, Out: a.Out,
	}
	if !s.Check {
		parts.Look = nil
	}
	for _, p := range list {
		parts.Places = append(parts.Places, view(p))
	}
	return ui.Run(ctx, parts)
}

// view is a place as the interface sees it.
func view(p *place) ui.Place {
	return ui.Place{
		Name: p.name, Kind: p.kind, Bucket: p.bucket, Prefix: p.prefix, ReadOnly: p.config.ReadOnly,
		Browser: p.browser(), Renew: p.browser().Renew,
	}
}

// costs estimates what one use of a download link costs its owner. Only AWS's
// own prices are known.
func costs(prices config.Prices) func(share.Link) string {
	return func(l share.Link) string {
		o := l.Request.Object
		if l.Endpoint.URL != "" || l.Request.Operation != share.Download || !o.Known {
			return ""
		}
		one := float64(o.Size)/1e9*prices.TransferPerGB + prices.RequestPer1000/1000
		return fmt.Sprintf("One download costs about %s %s at the prices of %s, an estimate.", amount(one), prices.Currency, prices.AsOf)
	}
}

// amount rounds to what an estimate can say.
func amount(x float64) string {
	switch {
	case x < 0.001:
		return "less than 0.001"
	case x < 1:
		return fmt.Sprintf("%.3f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
