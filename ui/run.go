package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/finding"
	links "signet/share/inspect"
	"signet/share/ledger"
	"signet/share/qr"
	"signet/ui/batch"
	"signet/ui/buckets"
	"signet/ui/compose"
	"signet/ui/history"
	"signet/ui/inspect"
	"signet/ui/kit"
	"signet/ui/link"
	"signet/ui/listing"
	"signet/ui/objects"
	"signet/ui/places"
	"signet/ui/qrview"
)

// Browser reads one place; *s3browser.Client is one.
type Browser interface {
	buckets.Source
	objects.Source
}

// Place is one thing that can be browsed.
type Place struct {
	Name     string // empty: the standard credential chain
	Label    string // shown instead of the name
	Kind     string // "SSO", "role", "keys", "endpoint", ...
	Where    string // region or address
	Bucket   string // where browsing starts; empty: the list of buckets
	Prefix   string
	ReadOnly bool // offer downloads and metadata only
	Browser  Browser
	// Renew is the command line that renews the place's session; nil: none.
	Renew func() []string
}

// ErrDemo says that the user asked for the demo.
var ErrDemo = errors.New("open the demo")

// Parts is everything that the interface needs of the rest of the program.
type Parts struct {
	// Places finds what can be browsed; it reads files.
	Places  func(ctx context.Context) ([]Place, error)
	Setup   places.Setup
	At      share.Target // where to begin, if a place and bucket are named
	Service interface {
		compose.Service
		Rebuild(ctx context.Context, r share.Record) (share.Link, error)
	}
	Rules  share.Rules
	Expiry string // default
	// Look asks for one object with the user's credentials; Unasked says that it
	// is done without being asked for.
	Unasked bool
	Look    func(ctx context.Context, t share.Target) (compose.Facts, error)
	// Check uses a link once as the recipient would.
	Check func(ctx context.Context, l share.Link) []finding.Finding
	// Batch shares everything that was chosen.
	Batch func(ctx context.Context, chosen []objects.Chosen, terms share.Request, path string, overwrite bool, p *batch.Progress) (batch.Result, error)
	Event func(ctx context.Context, id, kind, detail string) error
	// RenewSigner is the command line that renews the session that signs for a
	// target; nil: none. Renewed is called after any renewal.
	RenewSigner func(t share.Target) []string
	Renewed     func()
	// Log is the share log, and Still looks whether a recorded share still works.
	Log   history.Log
	Still func(ctx context.Context, e ledger.Entry) (kind, detail string, err error)
	// Inspector finds the share that a link belongs to, and tries it.
	Inspector inspect.Source
	Save      func(path string, data []byte, overwrite bool) error
	Cost      func(share.Link) string
	Copy      func(ctx context.Context, text share.Secret, what string) (sequence, said string, err error)

	Environ  []string
	CellSize func() (w, h int)
	QR       qr.Style // preferred for codes
	// Tmux says which terminal tmux runs in, and whether it passes graphics on.
	Tmux    func() (terminal string, passthrough bool)
	Clock   func() time.Time
	Theme   string // auto, dark or light
	Debug   func(line string)
	In      io.Reader
	Out     io.Writer
	Options []tea.ProgramOption // for tests
}

// Run shows the interface until the user leaves it or ctx ends. The terminal is
// restored whatever happens; a panic comes back as an error without the values
// that were in play.
func Run(ctx context.Context, p Parts) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var open unfinished
	defer func() { cancel(); open.end() }()
	p = open.guard(p)
	w := newWiring(p)
	app, err := w.app(ctx)
	if err != nil {
		return err
	}
	options := append([]tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(p.In), tea.WithOutput(p.Out), tea.WithEnvironment(p.Environ), tea.WithoutSignalHandler(),
	}, p.Options...)
	_, err = tea.NewProgram(app, options...).Run()
	switch {
	case err == nil && w.demo:
		return ErrDemo
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the interface broke; this is a bug in signet, please report it: %w", tea.ErrProgramPanic)
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled), errors.Is(err, tea.ErrProgramKilled):
		return context.Canceled
	}
	return err
}

// wiring makes the screens and joins them: the only place that knows them all.
type wiring struct {
	p     Parts
	caps  *qrview.Caps
	all   []Place          // as found before the start
	known map[string]Place // the same, by name
	demo  bool             // asked for

	recent *history.Recent // the log at a glance
}

func newWiring(p Parts) *wiring {
	w := &wiring{p: p, caps: qrview.NewCaps(p.Environ, p.CellSize), known: map[string]Place{}}
	w.caps.Prefer(p.QR)
	if p.Tmux != nil {
		w.caps.AskTmux(p.Tmux)
	}
	return w
}

// app finds the places, and begins with the only one if there is just one.
func (w *wiring) app(ctx context.Context) (*App, error) {
	list, err := w.p.Places(ctx)
	if err != nil {
		return nil, err
	}
	w.all = list
	for _, p := range list {
		w.known[p.Name] = p
	}
	first := w.places(list)
	if p, ok := w.known[w.p.At.Place]; ok && w.p.At.Bucket != "" {
		first = w.objects(p, objects.Location{Place: p.Name, Bucket: w.p.At.Bucket, Prefix: w.p.At.Key})
	} else if len(list) == 1 {
		first = w.open(list[0])
	}
	app := NewApp(ctx, Options{
		First: first, Clock: w.p.Clock, Dark: w.p.Theme != "light", FixedTheme: w.p.Theme == "light" || w.p.Theme == "dark",
		Copy: w.p.Copy, Debug: w.p.Debug, Inspect: w.inspect, History: w.history,
		Observe: func(msg tea.Msg) tea.Cmd { return w.observe(ctx, msg) },
	})
	w.recent = history.NewRecent(app.theme, w.p.Clock, w.p.Log)
	return app, nil
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

// headlineWidth is the room for the glance at the log on the first screen.
const headlineWidth = 76

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
		Renew:  func(r share.Record) kit.Maker { return w.compose(share.Renewal(r)) },
		Browse: func(t share.Target) kit.Maker { return w.browse(t) },
	}
}

// browse shows an object among its neighbours; a place that is no longer there
// leads to the first screen.
func (w *wiring) browse(t share.Target) kit.Maker {
	p, ok := w.known[t.Place]
	if !ok {
		return w.places(w.all)
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
		v := places.Place{Name: p.Name, Label: p.Label, Kind: p.Kind, Where: p.Where}
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

func (w *wiring) places(found []Place) kit.Maker {
	return func(env kit.Env) kit.Screen {
		return places.New(env, list(found), places.Options{Setup: w.p.Setup, Notice: func() string { return w.recent.Headline(headlineWidth) }}, places.Exits{
			Open: func(p places.Place) kit.Maker { return w.open(w.known[p.Name]) },
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
		return buckets.New(env, p.Browser, p.Name, buckets.Exits{
			Open: func(b s3browser.Bucket) kit.Maker {
				return w.objects(p, objects.Location{Place: p.Name, Bucket: b.Name, Region: b.Region})
			},
			Goto:  w.jump(p),
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
		Renew:       w.renew(p),
	}
	if !p.ReadOnly {
		exits.ComposeUpload = func(t share.Target) kit.Maker {
			return w.compose(share.Request{Target: t, Operation: share.Upload})
		}
	}
	return func(env kit.Env) kit.Screen { return objects.New(env, p.Browser, at, exits) }
}

// jump reads what was typed or pasted: s3:// and https:// addresses, ARNs, or
// the name of a bucket.
func (w *wiring) jump(p Place) func(string) (kit.Maker, error) {
	return func(text string) (kit.Maker, error) {
		text = strings.TrimSpace(text)
		bucket, key := text, ""
		if strings.ContainsAny(text, ":/") {
			found := links.Inspect(text, w.now()).Target
			bucket, key = found.Bucket, found.Key
		}
		if err := (share.Target{Bucket: bucket, Key: "k"}).Check(); err != nil {
			return nil, errors.New("no bucket in that; write s3://BUCKET/PREFIX or a bucket's name")
		}
		at := objects.Location{Place: p.Name, Bucket: bucket}
		if i := strings.LastIndexByte(key, '/'); i >= 0 {
			at.Prefix = key[:i+1]
		}
		if key != at.Prefix {
			at.Select = key
		}
		return w.objects(p, at), nil
	}
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
	return runCommand(argv, func(err error) tea.Msg {
		if err == nil && w.p.Renewed != nil {
			w.p.Renewed()
		}
		return renewedMsg{err}
	})
}

func (w *wiring) compose(r share.Request) kit.Maker {
	in := compose.Input{Request: r, Expiry: w.p.Expiry, Pin: w.p.Rules.For(r.Target).Pins()}
	exits := compose.Exits{Link: w.link, Renew: w.renewSigner(r.Target)}
	if p, ok := w.known[r.Target.Place]; ok {
		in.ReadOnly = p.ReadOnly
	}
	look := w.p.Look
	if !w.p.Unasked && !in.Pin { // a version can be pinned only when it is known
		look = nil
	}
	return func(env kit.Env) kit.Screen {
		return compose.New(env, w.p.Service, look, exits, in)
	}
}

func (w *wiring) composeMany(chosen []objects.Chosen) kit.Maker {
	what := manyWords(chosen)
	in := compose.Input{Request: share.Request{Target: chosen[0].Target, Operation: share.Download}, Expiry: w.p.Expiry, Many: what}
	if chosen[0].Folder {
		in.Request.Target.Key += "…"
	}
	exits := compose.Exits{Batch: func(terms share.Request) kit.Maker {
		return func(env kit.Env) kit.Screen {
			return batch.New(env, terms, what, func(ctx context.Context, terms share.Request, path string, overwrite bool, progress *batch.Progress) (batch.Result, error) {
				return w.p.Batch(ctx, chosen, terms, path, overwrite, progress)
			})
		}
	}}
	return func(env kit.Env) kit.Screen { return compose.New(env, w.p.Service, w.p.Look, exits, in) }
}

func manyWords(chosen []objects.Chosen) string {
	folders := 0
	for _, c := range chosen {
		if c.Folder {
			folders++
		}
	}
	switch n := len(chosen) - folders; {
	case folders == 0:
		return listing.Things(n, "object")
	case n == 0:
		return "everything in " + listing.Things(folders, "folder")
	default:
		return listing.Things(n, "object") + " and " + listing.Things(folders, "folder")
	}
}

func (w *wiring) link(l share.Link) kit.Maker {
	return func(env kit.Env) kit.Screen {
		return link.New(env, l, link.Deps{
			Caps: w.caps, Check: w.p.Check, Event: w.p.Event, Save: w.p.Save, Cost: w.p.Cost, Compose: w.compose,
			Aside: w.recent.View,
		})
	}
}
