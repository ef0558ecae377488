package ui

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
	"signet/share/finding"
	links "signet/share/inspect"
	"signet/share/say"
	"signet/ui/buckets"
	"signet/ui/history"
	"signet/ui/inspect"
	"signet/ui/kit"
	"signet/ui/objects"
	"signet/ui/places"
	"signet/ui/qrview"
)

// wiring makes the screens and joins them: the only place that knows them all.
type wiring struct {
	p     Parts
	term  *terminal
	ctx   context.Context // ends with the program
	caps  *qrview.Caps
	all   []Place          // as found before the start, and made since
	known map[string]Place // the same, by name
	demo  bool             // asked for

	listed listed // the same places, for whoever lists them beside the loop

	recent *history.Recent // the log at a glance
}

func newWiring(p Parts) *wiring {
	w := &wiring{p: p, term: &terminal{out: p.Out, interrupts: p.Interrupts}, ctx: context.Background(), caps: qrview.NewCaps(p.Environ, p.CellSize), known: map[string]Place{}}
	w.caps.Prefer(p.QR)
	if p.Tmux != nil {
		w.caps.AskTmux(p.Tmux)
	}
	return w
}

// app finds the places, and begins with the only one if there is just one.
func (w *wiring) app(ctx context.Context) (*App, error) {
	w.ctx = ctx
	list, err := w.p.Places(ctx)
	if err != nil {
		return nil, err
	}
	w.know(list)
	first := w.places()
	if p, ok := w.known[w.p.At.Place]; ok && w.p.At.Bucket != "" {
		first = w.objects(p, objects.Location{Place: p.Name, Bucket: w.p.At.Bucket, Prefix: w.p.At.Key})
	} else if len(list) == 1 {
		first = w.open(list[0])
	}
	app := newApp(ctx, Options{
		First: first, Clock: w.p.Clock, Theme: w.p.Theme, States: w.states,
		Copy: w.p.Copy, Debug: w.p.Debug, Inspect: w.inspect, History: w.history, Switch: w.switching, Suspends: canSuspend(), Keys: kit.NewKeys(w.p.Keys), Mouse: w.p.Mouse, Soon: w.p.Soon,
		Observe: func(msg tea.Msg) tea.Cmd { return w.observe(ctx, msg) }, Exec: w.term.exec,
	})
	if w.p.Warning != "" {
		app.toast.Show(kit.Problem, w.p.Warning, app.o.Clock())
	}
	w.recent = history.NewRecent(kit.Env{Theme: app.theme, Clock: app.o.Clock, Keys: app.o.Keys, Soon: app.o.Soon}, w.p.Log)
	return app, nil
}

// states are the words for what holds at a place and what is in it.
func (w *wiring) states(at share.Target) []string {
	var out []string
	p, ok := w.known[at.Place]
	if ok && p.Demo {
		out = append(out, "demo")
	}
	if ok && p.ReadOnly {
		out = append(out, "read-only")
	}
	rails := share.Rails{Rules: w.p.Rails.Rules, AccessPoints: w.p.Rails.AccessPoints} // what is read-only has its own word
	if at.Bucket != "" && len(rails.For(at)) > 0 {
		out = append(out, "guarded")
	}
	return out
}

// observe learns about the terminal, and keeps the glance at the log fresh.
func (w *wiring) observe(ctx context.Context, msg tea.Msg) tea.Cmd {
	learn := w.caps.Observe(msg)
	w.recent.Update(msg)
	switch msg.(type) {
	case secondMsg, tea.WindowSizeMsg:
		return tea.Batch(learn, w.recent.Refresh(ctx))
	}
	return learn
}

// notice is the glance at the log for the screens that the program begins with.
func (w *wiring) notice(width int) (text string, pressing bool) { return w.recent.Headline(width) }

func (w *wiring) history() kit.Maker {
	return func(env kit.Env) kit.Screen { return history.New(env, w.p.Log, w.historyExits()) }
}

// entry shows one share of the log.
func (w *wiring) entry(id string) kit.Maker {
	return func(env kit.Env) kit.Screen { return history.NewAt(env, w.p.Log, w.historyExits(), id) }
}

func (w *wiring) historyExits() history.Exits {
	return history.Exits{
		Rebuild: w.p.Service.Rebuild, Link: w.link, Check: w.p.Still, Event: w.p.Event,
		Renew: w.renewRecord, Gone: w.gone, Batch: w.batchAgain,
		Browse: func(t share.Target) kit.Maker { return w.browse(t) },
	}
}

// browse shows an object among its neighbours; a place that is no longer there
// leads to the first screen.
func (w *wiring) browse(t share.Target) kit.Maker {
	p, ok := w.known[t.Place]
	if !ok {
		return w.places()
	}
	at := objects.Location{Place: p.Name, Bucket: t.Bucket, Region: t.Region, Select: t.Key}
	if i := strings.LastIndexByte(t.Key, '/'); i >= 0 {
		at.Prefix = t.Key[:i+1]
	}
	return w.objects(p, at)
}

// list is a places.Source that has been read.
type list []Place

func (l list) Places(context.Context) ([]places.Place, error) {
	out := make([]places.Place, 0, len(l))
	for _, p := range l {
		v := places.Place{Name: p.Name, Label: p.Label, Kind: p.Kind, Where: finding.Spelled(p.Where)}
		if p.Bucket != "" {
			v.Starts = "s3://" + p.Bucket + "/" + p.Prefix
		}
		if p.ReadOnly {
			v.State = "read only"
		}
		out = append(out, v)
	}
	return out, nil
}

func (w *wiring) places() kit.Maker {
	return func(env kit.Env) kit.Screen {
		return places.New(env, &w.listed, places.Options{Setup: w.p.Setup, Notice: w.notice}, places.Exits{
			Open: func(p places.Place) kit.Maker { return w.open(w.known[p.Name]) },
			New:  w.making(),
			Demo: func() kit.Maker {
				w.demo = true
				return func(kit.Env) kit.Screen { return leaving{} }
			},
		})
	}
}

func (w *wiring) inspect(pasted share.Secret) kit.Maker {
	return func(env kit.Env) kit.Screen {
		return inspect.New(env, w.p.Inspector, inspect.Exits{Entry: w.entry}, pasted)
	}
}

// open enters a place where its browsing starts.
func (w *wiring) open(p Place) kit.Maker {
	if p.Bucket != "" {
		return w.objects(p, objects.Location{Place: p.Name, Bucket: p.Bucket, Prefix: p.Prefix})
	}
	return func(env kit.Env) kit.Screen {
		return buckets.New(env, p.Browser, buckets.Options{Place: p.Name, Notice: w.notice}, buckets.Exits{
			Open: func(b s3browser.Bucket) kit.Maker {
				return w.objects(p, objects.Location{Place: p.Name, Bucket: b.Name, Region: b.Region})
			},
			Goto:  w.jump(p),
			Reads: understood,
			Renew: w.renew(p),
		})
	}
}

func (w *wiring) objects(p Place, at objects.Location) kit.Maker {
	exits := objects.Exits{
		Compose: func(t share.Target, o share.Object) kit.Maker {
			return w.compose(share.Request{Target: t, Operation: share.Download, Object: o})
		},
		ComposeMany: w.composeMany,
		Goto:        w.jump(p),
		Reads:       understood,
		Renew:       w.renew(p),
		Onward:      w.onward(p),
		Shared:      w.earlier,
		Outward:     w.outward(p),
	}
	if p.NoMany != "" {
		exits.ComposeMany, exits.NoMany = nil, p.NoMany
	}
	if !p.ReadOnly {
		exits.ComposeUpload = func(t share.Target) kit.Maker {
			return w.compose(share.Request{Target: t, Operation: share.Upload})
		}
	}
	at.Table = w.p.Table
	return func(env kit.Env) kit.Screen { return objects.New(env, p.Browser, at, exits) }
}

// jump reads what was typed or pasted: s3:// and https:// addresses, ARNs, pages of
// AWS's console, or the name of a bucket.
func (w *wiring) jump(p Place) func(string) (kit.Maker, error) {
	return func(text string) (kit.Maker, error) {
		t, err := w.named(p, text)
		if err != nil {
			return nil, w.fitting(p, text, err)
		}
		return w.at(p, t), nil
	}
}

// at opens what an address names: its object among the neighbours, or the form for a
// certain version of it, which no list shows.
func (w *wiring) at(p Place, t share.Target) kit.Maker {
	if t.VersionID != "" && t.Key != "" {
		t.Place, t.Region = p.Name, ""
		return w.compose(share.Request{Target: t, Operation: share.Download})
	}
	to := objects.Location{Place: p.Name, Bucket: t.Bucket, Other: t.Other}
	to.Prefix, to.Select = objects.Folder(t.Key)
	return w.objects(p, to)
}

// understood is how a text is read, whatever the place.
func understood(text string) string { return address.Understood(text) }

// fitting adds to the reason why an address is none of a place those places that it is
// of, and the way into the first of them.
func (w *wiring) fitting(p Place, text string, err error) error {
	var fits []string
	var there *kit.ElsewhereError
	for _, other := range w.all {
		if other.Name == p.Name || other.Servers == nil || !strings.Contains(text, ":") {
			continue
		}
		t, failed := w.named(other, text)
		if failed != nil {
			continue
		}
		name := cmp.Or(other.Label, other.Name)
		if there == nil {
			there = &kit.ElsewhereError{Place: name, Make: w.at(other, t)}
		}
		fits = append(fits, name)
	}
	if there == nil {
		return err
	}
	const most = 3
	more := ""
	if n := len(fits) - most; n > 0 {
		fits, more = fits[:most], ", or "+say.Things(n, "other")
	}
	there.Problem = say.Line(err.Error(), "it fits the place "+strings.Join(fits, ", or ")+more)
	return there
}

// named is the object or bucket that a text means at a place. A link may be wrapped
// in something; one of another server is none of this place.
func (w *wiring) named(p Place, text string) (t share.Target, err error) {
	servers := p.Servers
	if servers == nil {
		servers = func() []string { return []string{""} }
	}
	text = address.Bare(strings.TrimRight(text, "\r\n")) // a paste brings its line feed
	t = share.Target{Bucket: strings.TrimSpace(text)}
	if strings.ContainsAny(text, ":/") {
		report := links.Inspect(text, w.now())
		switch {
		case !report.URL.Empty():
			t, err = share.ParseTarget(report.URL.Reveal(), servers)
			if wrong := (*share.UsageError)(nil); errors.As(err, &wrong) {
				err = errors.New(say.Line(wrong.Problem, wrong.Hint)) // there is one field, which needs no name
			}
			return t, err
		case report.Kind.Signed(): // a form without its address
			t.Bucket, t.Key = report.Target.Bucket, report.Target.Key
		default:
			t, err = share.ParseTarget(text, servers)
		}
	}
	if err != nil || (share.Target{Bucket: t.Bucket, Key: "k"}).Check() != nil {
		return t, errors.New("no bucket in that; write s3://BUCKET/PREFIX or a bucket's name")
	}
	return t, nil
}

func (w *wiring) now() time.Time {
	if w.p.Clock == nil {
		return time.Now()
	}
	return w.p.Clock()
}

// renewedMsg is how a renewal of a session went.
type renewedMsg struct{ err error }

// renew runs the command that renews a session on the normal screen, where it
// may ask for a code or open a browser.
func (w *wiring) renew(p Place) func(string) tea.Cmd {
	if p.Renew == nil || len(p.Renew()) == 0 {
		return nil
	}
	return func(string) tea.Cmd { return w.renewWith(p.Renew()) }
}

// renewSigner renews the session that signs for a target.
func (w *wiring) renewSigner(t share.Target) func(string) tea.Cmd {
	if w.p.RenewSigner == nil || len(w.p.RenewSigner(t)) == 0 {
		return nil
	}
	return func(string) tea.Cmd { return w.renewWith(w.p.RenewSigner(t)) }
}

func (w *wiring) renewWith(argv []string) tea.Cmd {
	unheard := func() {} // the command hears ctrl+c itself
	return w.term.exec(newCommand(w.ctx, argv), unheard, func(err error) tea.Msg {
		if err == nil && w.p.Renewed != nil {
			w.p.Renewed()
		}
		return renewedMsg{inWords(err)}
	})
}
