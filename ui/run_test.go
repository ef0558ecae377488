package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
	"signet/share/many"
	"signet/ui/uitest"
)

// shelf is a place with one bucket, one folder and two documents.
type shelf struct{ mute }

func (shelf) Buckets(context.Context) ([]s3browser.Bucket, error) {
	return []s3browser.Bucket{{Name: "acme", Region: "eu-west-3"}, {Name: "zeta"}}, nil
}

func (shelf) List(_ context.Context, r s3browser.ListRequest) (s3browser.Page, error) {
	return s3browser.Page{Done: true, Entries: []s3browser.Entry{
		{Key: r.Prefix + "2026/", Folder: true},
		{Key: r.Prefix + "a.pdf", Size: 2847},
		{Key: r.Prefix + "b.pdf", Size: 10},
	}}, nil
}

func (shelf) VersionPage(context.Context, s3browser.VersionRequest) (s3browser.VersionPage, error) {
	return s3browser.VersionPage{Done: true}, nil
}

func (shelf) Tags(context.Context, string, string) ([]s3browser.Tag, error) { return nil, nil }
func (shelf) Checksums(context.Context, string, string) ([]s3browser.Checksum, error) {
	return nil, nil
}

func (shelf) Head(context.Context, string, string, string) (s3browser.Head, error) {
	return s3browser.Head{Size: 2847}, nil
}

func (shelf) Get(context.Context, s3browser.GetRequest) (*s3browser.Content, error) {
	return &s3browser.Content{Body: io.NopCloser(strings.NewReader("what is in it")), Size: 13}, nil
}

// noLog is an empty share log.
type noLog struct{}

func (noLog) Query(context.Context, ledger.Query) (ledger.Page, error) { return ledger.Page{}, nil }
func (noLog) Get(context.Context, string) (ledger.Entry, error) {
	return ledger.Entry{}, errors.New("none")
}

func (noLog) Summary(context.Context, time.Time) (ledger.Summary, error) {
	return ledger.Summary{}, nil
}
func (noLog) Head(context.Context) (ledger.Head, error) { return ledger.Head{}, nil }

// pen signs nothing real.
type pen struct{}

func (pen) Identity(context.Context, share.Target, string) (share.Identity, share.Endpoint, error) {
	return share.Identity{AccessKeyID: "AKIAEXAMPLE"}, share.Endpoint{Region: "eu-west-3"}, nil
}

func (pen) Sign(_ context.Context, spec share.Spec) (share.Signed, error) {
	return share.Signed{Method: spec.Operation.Info().Method, URL: share.NewSecret("https://acme.example/" + spec.Target.Key + "?X-Amz-Signature=00")}, nil
}

func parts(clock func() time.Time) Parts {
	return Parts{
		Places: func(context.Context) ([]Place, error) {
			return []Place{{Name: "work", Browser: shelf{}}, {Name: "archive", Browser: shelf{}, ReadOnly: true, Bucket: "old", Prefix: "x/"}}, nil
		},
		Service: &share.Service{Signer: pen{}, Clock: clock}, Log: noLog{}, Clock: clock, Environ: []string{"LANG=C.UTF-8", "TERM=xterm"},
		Look: func(context.Context, share.Target) (many.Look, error) { return many.Look{}, nil },
	}
}

// open starts the whole interface, without a terminal.
func open(t *testing.T, change func(*Parts)) *rig {
	t.Helper()
	clock := uitest.NewClock()
	p := parts(clock.Now)
	change(&p)
	w := newWiring(p)
	w.rest = 0
	app, err := w.app(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, App: app, clock: clock}
	r.tick = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	r.run(r.Init())
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return r
}

func (r *rig) shows(want string) {
	r.t.Helper()
	if got := strings.Join(strings.Fields(r.screen()), " "); !strings.Contains(got, want) {
		r.t.Errorf("%q is not on the screen:\n%s", want, r.screen())
	}
}

func (r *rig) types(text string) {
	r.t.Helper()
	for _, c := range text {
		r.send(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
}

// From the list of places to a link, and back.
func TestFromAPlaceToALink(t *testing.T) {
	r := open(t, func(*Parts) {})
	r.shows("archive")
	r.press("enter")
	r.shows("acme eu-west-3")
	r.press("enter", "down")
	r.shows("› a.pdf")
	r.press("enter")
	r.shows("Anyone with this link can download acme/a.pdf")
	r.press("1", "enter")
	r.shows("ends in 15 min")
	r.shows("https://acme.example/a.pdf?X-Amz-Signatur")
	r.press("n")
	r.shows("[15m]")
	r.press("esc")
	r.shows("› a.pdf")
	r.press("esc", "esc")
	r.shows("archive")
	if len(r.stack) != 1 {
		t.Errorf("the stack is %s", r.titles())
	}
}

// A page of keys that is folded at 80x24 cuts none of them.
func TestHelpIsReadableEverywhere(t *testing.T) {
	for name, keys := range map[string][]string{
		"places": nil, "buckets": {"enter"}, "objects": {"enter", "enter"}, "share log": {"H"},
		"compose": {"enter", "enter", "down", "enter"}, "link": {"enter", "enter", "down", "enter", "1", "enter"},
	} {
		r := open(t, func(*Parts) {})
		r.keys.suspend.SetEnabled(true)
		r.press(keys...)
		r.press("?")
		if got := r.screen(); r.help == nil || strings.Contains(got, "…") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestAReadOnlyPlaceOffersNoUpload(t *testing.T) {
	r := open(t, func(*Parts) {})
	for range 3 {
		if strings.Contains(r.screen(), "› archive") {
			break
		}
		r.press("down")
	}
	r.press("enter")
	r.shows("signet archive › old/x/")
	r.press("u")
	if r.stack[len(r.stack)-1].screen.Capturing() {
		t.Error("u asks for an upload")
	}
	r.press("down", "enter")
	r.shows("[download] metadata")
	if strings.Contains(r.screen(), "delete") {
		t.Errorf("offers\n%s", r.screen())
	}
}

func TestManyObjectsGoToTheBatch(t *testing.T) {
	var keys []string
	var terms share.Request
	var file string
	r := open(t, func(p *Parts) {
		p.At = share.Target{Place: "work", Bucket: "acme"}
		p.Many = 100
		p.Below = func(_ context.Context, below share.Target, page func([]many.Entry) error) error {
			return page([]many.Entry{{Key: below.Key + "deep/b.pdf"}})
		}
		p.Batch = func(_ context.Context, o many.Order) (many.Result, error) {
			err := o.Objects(func(f many.Found) bool { keys = append(keys, f.Target.Key); return true })
			terms, file = o.Terms, o.Path
			return many.Result{Tally: many.Tally{Links: 2}}, err
		}
	})
	r.shows("signet work › acme/")
	r.press("space", "space", "S")
	r.shows("1 object and 1 folder")
	r.press("3", "enter")
	r.shows("2 links signed")
	if len(keys) != 2 || keys[1] != "a.pdf" || file != "" || terms.Lifetime != share.For(8*time.Hour) {
		t.Errorf("shared %q with %+v into %s", keys, terms, file)
	}
	r.press("esc")
	r.shows("signet work › acme/")
}

func TestGoto(t *testing.T) {
	for text, want := range map[string]string{
		"zeta":                              "signet work › zeta/",
		"s3://zeta/x/y/":                    "signet work › zeta/x/y/",
		" s3://zeta/x/b.pdf ":               "› b.pdf",
		"s3://zeta/x/c.pdf":                 "there is no object s3://zeta/x/c.pdf",
		"arn:aws:s3:::zeta/x/":              "signet work › zeta/x/",
		"https://zeta.s3.amazonaws.com/x/y": "signet work › zeta/x/",
		"arn:aws:s3:eu-west-3:123456789012:accesspoint/zeta/object/x/":                            "accesspoint:zeta/x/",
		"arn:aws:s3:eu-west-3:123456789012:accesspoint/zeta":                                      "accesspoint:zeta/",
		"s3://arn:aws:s3:eu-west-3:123456789012:accesspoint/zeta/object/x/":                       "accesspoint:zeta/object/x/",
		"https://eu-west-3.console.aws.amazon.com/s3/object/zeta?region=eu-west-3&prefix=x/b.pdf": "› b.pdf",
		"https://zeta.fra1.digitaloceanspaces.com/x/y":                                            "another store (DigitalOcean Spaces)",
		"https://zeta.files.example.com/x/y":                                                      "the address is at another server than this place",
		"":                                                                                        "no bucket in that",
		"s3://":                                                                                   "no bucket in that",
	} {
		r := open(t, func(p *Parts) { p.At = share.Target{Place: "work", Bucket: "acme"} })
		r.press("ctrl+o")
		r.types(text)
		r.press("enter")
		if got := strings.Join(strings.Fields(r.screen()), " "); !strings.Contains(got, want) {
			t.Errorf("%q: %q is not on the screen:\n%s", text, want, r.screen())
		}
	}
}

// An endpoint that can be taken for another has its other spelling beside it.
func TestAPlaceInOtherLetters(t *testing.T) {
	all, err := list([]Place{{Name: "a", Where: "https://\u0430pple.example"}, {Name: "b", Where: "eu-west-3"}}).Places(t.Context())
	if err != nil || all[0].Where != "https://\u0430pple.example (xn--pple-43d.example)" || all[1].Where != "eu-west-3" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestTheOnlyPlaceOpensAtOnce(t *testing.T) {
	r := open(t, func(p *Parts) {
		p.Places = func(context.Context) ([]Place, error) { return []Place{{Name: "work", Browser: shelf{}}}, nil }
	})
	r.shows("acme eu-west-3")
	p := parts(time.Now)
	p.Places = func(context.Context) ([]Place, error) { return nil, errors.New("settings are broken") }
	if err := Run(t.Context(), p); err == nil || err.Error() != "settings are broken" {
		t.Errorf("a failed start gave %v", err)
	}
}

// busyLog has links that end soon.
type busyLog struct{ noLog }

func (busyLog) Head(context.Context) (ledger.Head, error) { return ledger.Head{Seq: 1}, nil }

func (busyLog) Summary(context.Context, time.Time) (ledger.Summary, error) {
	return ledger.Summary{Open: 33, Soon: 2, Today: 9}, nil
}

// What ends soon is on the first screen, whichever that is.
func TestTheFirstScreenSaysWhatEndsSoon(t *testing.T) {
	const want = "33 links open · 2 end within 15 min · H"
	several := open(t, func(p *Parts) { p.Log = busyLog{} })
	several.shows("archive")
	several.shows(want)
	one := open(t, func(p *Parts) {
		p.Log = busyLog{}
		p.Places = func(context.Context) ([]Place, error) { return []Place{{Name: "work", Browser: shelf{}}}, nil }
	})
	one.shows("acme eu-west-3")
	one.shows(want)
}

// What a share was made anew as is noted with it, from the log and from the link.
func TestARenewalIsNotedWithTheOldShare(t *testing.T) {
	log, err := ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	r := open(t, func(p *Parts) {
		p.At = share.Target{Place: "work", Bucket: "acme"}
		p.Service, p.Log = &share.Service{Signer: pen{}, Clock: p.Clock, Recorder: log}, log
		p.Event = func(ctx context.Context, id, kind, detail string) error {
			return log.Append(ctx, id, ledger.Event{Kind: kind, Detail: detail})
		}
	})
	r.press("down", "enter", "1", "enter") // shares a.pdf
	r.press("H", "n", "2", "enter")        // and again, from the log
	r.press("n", "2", "enter")             // and from the link
	all, err := log.Query(t.Context(), ledger.Query{Sort: ledger.Oldest})
	if err != nil || len(all.Entries) != 3 {
		t.Fatalf("%d shares, %v", len(all.Entries), err)
	}
	for i, e := range all.Entries {
		e, err := log.Get(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		var renewed []string
		for _, ev := range e.Events {
			if ev.Kind == ledger.Renewed {
				renewed = append(renewed, ev.Detail)
			}
		}
		want := []string(nil)
		if i < 2 {
			want = []string{all.Entries[i+1].ID}
		}
		if !slices.Equal(renewed, want) {
			t.Errorf("share %d was renewed as %q, want %q", i, renewed, want)
		}
	}
}

// A share whose place is gone is shared anew from another one.
func TestAShareWhosePlaceIsGone(t *testing.T) {
	log, err := ledger.Open(filepath.Join(t.TempDir(), "log.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	r := open(t, func(p *Parts) {
		p.Service, p.Log = &share.Service{Signer: pen{}, Clock: p.Clock, Recorder: log}, log
		p.Exists = func(place string) bool { return place == "elsewhere" }
	})
	for _, place := range []string{"work", "elsewhere", "renamed"} {
		err := log.RecordAll(t.Context(), []share.Record{{
			Created: r.clock.Now(), SignatureSHA256: strings.Repeat("0", 64),
			Spec:  share.Spec{Target: share.Target{Place: place, Bucket: "acme", Key: place + ".pdf"}, Operation: share.Download, Seconds: 60},
			Terms: share.Terms{Starts: r.clock.Now(), Asked: r.clock.Now().Add(time.Hour), Ends: r.clock.Now().Add(time.Hour)},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	r.press("H", "n")
	r.shows("signet places › share log › choose a place")
	r.shows("the place renamed is gone: choose where to share from instead")
	r.press("esc", "n", "enter")
	r.shows("signet places › share log › share renamed.pdf")
	r.shows("Anyone with this link can download acme/renamed.pdf")
	r.press("2", "enter")
	page, err := log.Query(t.Context(), ledger.Query{Limit: 1})
	if err != nil || page.Entries[0].Spec.Target.Place != "archive" && page.Entries[0].Spec.Target.Place != "work" {
		t.Errorf("shared from %+v, %v", page.Entries[0].Spec.Target, err)
	}
	for _, name := range []string{"elsewhere", "work"} { // those that are there are not asked for
		r := open(t, func(p *Parts) { p.Log, p.Exists = log, func(place string) bool { return place == "elsewhere" } })
		r.press("H", "/")
		r.types(name + ".pdf")
		r.press("enter", "n")
		r.shows("share log › share " + name + ".pdf")
	}
}

// How a run ends is what the command line's exit code is made of.
func TestHowARunEnds(t *testing.T) {
	start := func(ctx context.Context, keys string, change func(*Parts)) error {
		p := parts(time.Now)
		change(&p)
		in, feed := io.Pipe()
		go func() { _, _ = io.WriteString(feed, keys) }()
		p.In, p.Out = in, &bytes.Buffer{}
		p.Options = []tea.ProgramOption{tea.WithWindowSize(80, 24)}
		defer feed.Close()
		return Run(ctx, p)
	}
	for keys, want := range map[string]error{"q": nil, "\x03": ErrInterrupted} {
		if err := start(t.Context(), keys, func(*Parts) {}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", keys, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := start(ctx, "", func(*Parts) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	demo := func(p *Parts) { p.Places = func(context.Context) ([]Place, error) { return nil, nil } }
	if err := start(t.Context(), "d", demo); !errors.Is(err, ErrDemo) {
		t.Errorf("the demo: %v", err)
	}
}

// What must be known first stands on the first screen until a key is pressed.
func TestAWarningFromTheStart(t *testing.T) {
	r := open(t, func(p *Parts) { p.Warning = "mend it with: chmod go-w /home/anna/state" })
	r.shows("✗ mend it with: chmod go-w /home/anna/state")
	r.press("down")
	if strings.Contains(r.screen(), "chmod") {
		t.Error("it stays")
	}
}

// mute tells nothing of how a bucket is set up.
type mute struct{}

func (mute) Region(context.Context, string) (string, error)     { return "", nil }
func (mute) Versioning(context.Context, string) (string, error) { return "", nil }
func (mute) Encryption(context.Context, string) (e s3browser.Encryption, err error) {
	return e, nil
}

func (mute) PublicAccess(context.Context, string) (p s3browser.PublicAccess, err error) {
	return p, nil
}

func (mute) ObjectLock(context.Context, string) (l s3browser.ObjectLock, err error) {
	return l, nil
}

func (mute) Lifecycle(context.Context, string) ([]s3browser.LifecycleRule, error) {
	return nil, nil
}
