// Package places is the first screen: what can be browsed, profiles of the AWS
// files and endpoints of the settings alike. With none it says how to add one.
package places

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// Place is one thing that can be browsed, as it is shown. Its text may be
// anything; it is cleaned where it is drawn.
type Place struct {
	Name   string // unique; what the places of requests are called
	Label  string // shown instead of Name; empty: Name
	Kind   string // "SSO", "role", "keys", "endpoint", ...
	Where  string // region or address
	Starts string // bucket and prefix where browsing begins; empty: the buckets
	State  string // "read only"; empty: nothing to say
}

func (p *Place) label() string {
	if p.Label != "" {
		return p.Label
	}
	return p.Name
}

// Source finds the places. It reads files and must return soon after ctx ends.
type Source interface {
	Places(ctx context.Context) ([]Place, error)
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	Open func(Place) kit.Maker // browses a place
	Demo func() kit.Maker      // starts the demo
}

// Setup is what the screen shows to somebody who has no place yet.
type Setup struct {
	File  string   // of the settings
	Lines []string // to be written there, as an example
}

// Options are what the screen may be told beside its places.
type Options struct {
	Setup Setup
	// Choose says why a place is asked for, in one line, when the screen is a
	// question on the way to another one; empty: it is where browsing begins.
	Choose string
	// Notice is one plain line of at most w cells about what else is going on
	// ("3 links open · 2 end within the hour"), and whether that is pressing;
	// empty: nothing is. It is called while drawing: no IO.
	Notice func(w int) (text string, pressing bool)
}

// Screen lists places.
type Screen struct {
	env     kit.Env
	source  Source
	options Options
	exits   Exits
	keys    keys

	list    *listing.List[Place]
	seq     int // of the last load asked for; answers to others are stale
	cancel  context.CancelFunc
	loading bool
	err     error
	find    listing.Find
}

// New makes the screen. Nothing is read before Init.
func New(env kit.Env, src Source, options Options, exits Exits) *Screen {
	return &Screen{env: env, source: src, options: options, exits: exits, keys: newKeys(), list: newList()}
}

func newList() *listing.List[Place] {
	return listing.New(listing.Spec[Place]{
		Columns: []listing.Column{
			{Title: "place"},
			{Title: "kind", Width: 10, From: 34},
			{Title: "where", From: 60},
			{Title: "state", Width: 14, From: 72},
		},
		Key:  func(p *Place) string { return p.Name },
		Text: func(p *Place) string { return p.label() + " " + p.Kind + " " + p.Where },
		Row:  drawn,
	})
}

func drawn(p *Place) listing.Row {
	where := p.Where
	if p.Starts != "" {
		where += " " + p.Starts
	}
	return listing.Row{Cells: []string{p.label(), p.Kind, where, p.State}, Tone: listing.Folder}
}

// Init looks for the places.
func (s *Screen) Init() tea.Cmd { return s.load() }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string {
	if s.options.Choose != "" {
		return "choose a place"
	}
	return "places"
}

// Capturing reports that the filter takes the keys.
func (s *Screen) Capturing() bool { return s.find.On() }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.loading {
		return "looking for places"
	}
	return ""
}

// loadedMsg is the places, or why there are none.
type loadedMsg struct {
	seq    int
	places []Place
	err    error
}

// foundMsg is the answer of a filter's job.
type foundMsg struct{ found listing.Found }

// load looks for the places anew; the last load asked for wins.
func (s *Screen) load() tea.Cmd {
	s.seq++
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.cancel, s.loading, s.err = cancel, true, nil
	source, seq := s.source, s.seq
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		places, err := source.Places(ctx)
		return loadedMsg{seq, places, err}
	})
}

func (s *Screen) took(msg loadedMsg) tea.Cmd {
	if msg.seq != s.seq {
		return nil
	}
	s.cancel()
	s.cancel, s.loading, s.err = nil, false, msg.err
	if msg.err != nil && len(msg.places) == 0 {
		return nil
	}
	s.list.Reload()
	return tea.Batch(s.work(s.list.Append(msg.places)), s.work(s.list.Done()))
}

func (s *Screen) work(job listing.Job) tea.Cmd {
	if job == nil {
		return nil
	}
	return s.env.Do(func(ctx context.Context) tea.Msg { return foundMsg{job(ctx)} })
}

// Update takes a key, a paste or an answer.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if !s.find.On() {
			return s.press(msg)
		}
		return nil, s.filter(msg)
	case tea.PasteMsg:
		if s.find.On() {
			return nil, s.filter(msg)
		}
	case loadedMsg:
		return nil, s.took(msg)
	case foundMsg:
		return nil, s.work(s.list.Found(msg.found))
	}
	return nil, nil
}

func (s *Screen) filter(msg tea.Msg) tea.Cmd {
	return s.work(s.list.Filter(s.find.Update(msg, s.env.Now(), s.list.Press)))
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.now()
	s.list.Keys = k.list
	switch {
	case s.list.Press(msg):
	case key.Matches(msg, k.open):
		if p, ok := s.list.Selected(); ok {
			return s.open(p), nil
		}
	case key.Matches(msg, k.demo):
		return kit.Push{Make: s.exits.Demo()}, nil
	case key.Matches(msg, k.back) && s.list.FilterText() != "":
		return nil, s.work(s.list.Filter(""))
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.filter):
		s.find.Open(s.list.FilterText())
	case key.Matches(msg, k.reload):
		return nil, s.load()
	}
	return nil, nil
}

// open goes where the place leads. A question that was answered does not come
// back.
func (s *Screen) open(p Place) kit.Step {
	if s.options.Choose != "" {
		return kit.Replace{Make: s.exits.Open(p)}
	}
	return kit.Push{Make: s.exits.Open(p)}
}

// trouble is why places are missing, in words.
func (s *Screen) trouble() (sentence, more string) { return failure.Explain(s.err) }
