package cli

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"slices"
	"sync"
	"time"

	"signet/config"
	"signet/config/bookmarks"
	"signet/s3browser"
	"signet/share"
	"signet/share/check"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui"
)

// interactive is signet without a command: the terminal interface.
func (a *app) interactive(ctx context.Context, f *placeFlags) error {
	if err := a.drawable(); err != nil {
		return err
	}
	a.places.screens = true
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
	if s.DefaultPlace != "" {
		return a.browse(ctx, a.places.get(s.DefaultPlace))
	}
	list, err := a.allPlaces(ctx)
	if err != nil {
		return err
	}
	err = a.browse(ctx, list...)
	if errors.Is(err, ui.ErrDemo) {
		return (&app{IO: a.IO, places: newRegistry(), reads: a.reads}).demo(ctx, &demoFlags{})
	}
	return err
}

// allPlaces are those of the settings, then the profiles of the AWS files, then
// what the environment alone gives.
func (a *app) allPlaces(ctx context.Context) ([]*place, error) {
	var list []*place
	s, _ := a.places.now()
	for _, c := range s.Places {
		list = append(list, a.places.get(c.Name))
	}
	profiles, err := s3browser.Profiles(ctx)
	if err != nil {
		return nil, err
	}
	for _, profile := range profiles {
		if _, ok := s.Place(profile.Name); ok {
			continue
		}
		p := a.places.get(profile.Name)
		p.kind, p.where = profile.Kind, profile.Region
		if profile.Endpoint != "" {
			p.where = profile.Endpoint
		}
		list = append(list, p)
	}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		if a.Env(name) != "" {
			p := a.places.get("")
			p.kind, p.where = "environment", a.Env("AWS_ENDPOINT_URL_S3")
			return append(list, p), nil
		}
	}
	return list, nil
}

// browse opens the interface on the given places.
func (a *app) browse(ctx context.Context, list ...*place) error {
	svc, err := a.service()
	if err != nil {
		return err
	}
	s := a.settings
	style, err := qr.ParseStyle(s.QR)
	if err != nil {
		return err
	}
	checker := a.checker()
	warning := a.logDoubt(s)
	l, _ := a.openLog() // after an error all its methods say why
	kept := bookmarks.New(s, a.Clock)
	if err := kept.Settle(); err != nil {
		warning = say.Line(warning, "what was remembered of places is still there: "+err.Error())
	}
	parts := ui.Parts{
		Service: svc, Signers: svc.Offers, Rails: svc.Rails, Expiry: s.Expiry, Many: s.Many, Soon: s.Soon, Unasked: s.Check,
		Look: func(ctx context.Context, t share.Target) (many.Look, error) {
			return a.lookFor(ctx, share.Request{Target: t, Operation: share.Download}, func(t share.Target) bool { return svc.For(t).Pins() })
		},
		Check: func(ctx context.Context, l share.Link) []say.Remark {
			r := checker.Check(ctx, l, check.Full)
			a.noteUse(ctx, l.ID, r.Used, r.Findings)
			return r.Findings
		},
		Log: l, Still: func(ctx context.Context, e ledger.Entry) (string, string, error) { return a.checkShare(ctx, svc, e) }, TakeBack: a.screenTaker(l), HandOff: screenOpener{a},
		Begun:  func(ctx context.Context) (map[string]string, error) { return a.begun(ctx, svc, l) },
		Places: a.views(list), All: a.switchable(list), Anew: a.reread(), Makes: a.makes(), Exists: a.existing(ctx),
		Setup: setup(s), Inspector: inspectSource{a}, Requests: a.requests(svc), Batch: a.batch(svc), Listed: a.listed, PageMeans: a.means(svc), StorePage: a.gather(svc), Below: a.below,
		Receipt: a.saveReceipt, Evidence: a.saveEvidence,
		Event: func(ctx context.Context, id, kind, detail string) error {
			return l.Append(ctx, id, ledger.Event{Kind: kind, Detail: detail})
		},
		RenewSigner: func(t share.Target) []string { return a.signingPlace(t, a.places.get(t.Place)).signer().Renew() },
		Renewed:     a.places.refresh, Kept: kept,
		Save: qr.WriteFile, Cost: costs(s.Prices, a.Clock), CostAll: costsOfMany(s.Prices, a.Clock), Copy: a.copy, Open: a.openPage, CellSize: func() (int, int) { return cellSize(os.Stdout) },
		Tmux: func() qr.Tmux { return a.tmux(ctx) }, QR: style, Warning: warning,
		Environ: os.Environ(), Clock: a.Clock, Theme: s.Theme, Keys: s.Keys, DownloadDir: s.DownloadDir, Mouse: a.mouse(s),
		Table: ui.Table{Columns: s.Columns, Sort: s.Sort, FoldersFirst: s.FoldersFirst}, In: a.In, Out: a.Out, Interrupts: a.Interrupts, Torn: a.torn(),
	}
	stop, err := a.debugTo(&parts)
	if err != nil {
		return err
	}
	defer stop()
	defer a.working.Wait() // a batch that was stopped still has to close its file and the log
	return a.quietly(func() error { return ui.Run(ctx, parts) })
}

// debugTo has the interface write what happens into a file of the user's
// choice: when, and what kind of message. Links are secrets, so no contents.
func (a *app) debugTo(parts *ui.Parts) (stop func(), err error) {
	if a.debug == "" {
		return func() {}, nil
	}
	f, err := os.OpenFile(a.debug, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("debug: %w", err)
	}
	parts.Debug = func(line string) {
		_, _ = fmt.Fprintf(f, "%s %s\n", a.Clock().UTC().Format(time.RFC3339Nano), line)
	}
	log.SetOutput(noted(parts.Debug))
	return func() {
		silence()
		_ = f.Close()
	}, nil
}

// setup is the example shown to somebody who has no place yet.
func setup(s *config.Settings) ui.Setup {
	return ui.Setup{File: s.Paths.ConfigFile(), Lines: []string{
		"[[place]]", `name = "acme"`, `profile = "acme"              # of the AWS files, or`, `endpoint = "https://s3.acme.example"`,
	}}
}

// views are places as the interface asks for them.
func (a *app) views(list []*place) func(context.Context) ([]ui.Place, error) {
	return func(context.Context) (out []ui.Place, _ error) {
		for _, p := range list {
			out = append(out, a.view(p))
		}
		return out, nil
	}
}

// view is a place as the interface sees it.
func (a *app) view(p *place) ui.Place {
	label := ""
	if p.name == "" {
		label = "environment"
	}
	noMany := ""
	if p.config.NoBatches {
		noMany = "the place " + p.name + " signs links one by one: batches = false in the settings"
	}
	return ui.Place{
		Name: p.name, Label: label, Flags: a.shellFlags(p), Kind: p.kind, Where: p.where, Bucket: p.bucket, Prefix: p.prefix, ReadOnly: p.readOnly(), NoMany: noMany, Demo: p.kind == demoKind,
		Own: p.config.Name != "", Facts: func() []ui.Fact { return a.placeFacts(p) },
		Browser: p.browser(), Renew: p.browser().Renew, Region: func(bucket string) string { region, _ := p.browser().RememberedRegion(bucket); return region },
		Servers: p.servers(context.Background()),
	}
}

// reread reads the settings again, for places that were added or changed by hand while the
// program runs; nil: there are none, as in the demo.
func (a *app) reread() func(context.Context) error {
	if a.paths != (config.Paths{}) {
		return nil
	}
	return func(context.Context) error {
		s, err := a.readSettings()
		if err == nil {
			a.places.adopt(s)
		}
		return err
	}
}

// switchable are the places of the settings, the profiles and the environment, behind
// those that were opened and that are none of them.
func (a *app) switchable(open []*place) func(context.Context) ([]ui.Place, error) {
	var one sync.Mutex // who asks twice reads once after the other: what a place is, is written into it
	return func(ctx context.Context) ([]ui.Place, error) {
		one.Lock()
		defer one.Unlock()
		all, err := a.allPlaces(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range open {
			if !slices.Contains(all, p) {
				all = append([]*place{p}, all...)
			}
		}
		return a.views(all)(ctx)
	}
}
