package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/finding"
	"signet/ui/buckets"
	"signet/ui/handoff"
	"signet/ui/history"
	"signet/ui/inspect"
	"signet/ui/jump"
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
	held   handoff.Room    // a hand-off that goes on without its screen; nil: there is none
	kept   keeping         // bookmarks, and where the user has been
	rest   time.Duration   // before a server is asked to complete what is typed

	started func() // told once, by the first key or a second after the start; nil: nobody is
}

func newWiring(p Parts) *wiring {
	w := &wiring{p: p, term: &terminal{out: p.Out, interrupts: p.Interrupts}, ctx: context.Background(), caps: qrview.NewCaps(p.Environ, p.CellSize), known: map[string]Place{}, rest: jump.Rest}
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
	w.kept.store = w.p.Kept
	_, _ = w.kept.read() // what is wrong with the file is said where it is used
	app := newApp(ctx, Options{
		Goto: func(at share.Target) kit.Maker { return w.ask(at, "") }, Bookmarked: w.kept.has, Bookmark: w.bookmarking(), Visit: w.visit,
		Held:  w.heldOff,
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
	case secondMsg, tea.KeyPressMsg:
		if w.started != nil {
			w.started()
			w.started = nil
		}
	}
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
		Browse: func(t share.Target) kit.Maker { return w.browse(t) }, TakeBack: w.takeBack(), Begun: w.p.Begun,
		Receipt: w.p.Receipt, Evidence: w.p.Evidence, Arrived: w.arrived(),
	}
}

// browse shows an object among its neighbours, at its own place alone.
func (w *wiring) browse(t share.Target) kit.Maker {
	p, ok := w.known[t.Place]
	if !ok {
		return w.seek(t)
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
		if v.Own = p.Own; p.Facts != nil {
			v.Facts = p.Facts()
		}
		out = append(out, v)
	}
	return out, nil
}

func (w *wiring) places() kit.Maker {
	src := w.everywhere()
	src.begun, src.anew = true, w.p.Anew
	return func(env kit.Env) kit.Screen {
		return places.New(env, src, places.Options{Setup: w.p.Setup, Notice: w.notice}, places.Exits{
			Open: w.opens(src),
			New:  w.making(), Edit: w.after(src, w.changing()), Remove: w.after(src, w.removing()),
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
		return buckets.New(env, p.Browser, buckets.Options{Place: p.Name, Flags: p.Flags, Notice: w.notice}, buckets.Exits{
			Open: func(b s3browser.Bucket) kit.Maker {
				return w.objects(p, objects.Location{Place: p.Name, Bucket: b.Name, Region: b.Region})
			},
			Goto:  func(why string) kit.Maker { return w.ask(share.Target{Place: p.Name}, why) },
			Tally: w.tally(p, w.bucketOf),
			Ask:   w.asking(p),
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
		Goto:        true,
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
	at.Table, at.Flags = w.p.Table, p.Flags
	return func(env kit.Env) kit.Screen { return objects.New(env, p.Browser, at, exits) }
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
