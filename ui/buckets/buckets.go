// Package buckets is the screen with the buckets of a place. Where listing them
// is not allowed, it asks for the name of one.
package buckets

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// Source lists the buckets of a place; *s3browser.Client is one. It must return
// soon after ctx ends.
type Source interface {
	Buckets(ctx context.Context) ([]s3browser.Bucket, error)
}

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	// Open browses a bucket.
	Open func(s3browser.Bucket) kit.Maker
	// Goto opens what the user typed or pasted: an s3:// or https:// address, an
	// ARN or a bucket's name. The error is shown beside what was typed.
	Goto func(text string) (kit.Maker, error)
	// Renew renews the session of a place (aws sso login), after which r tries
	// again.
	Renew func(place string) tea.Cmd
}

// Options are what the screen may be told beside its buckets.
type Options struct {
	Place string
	// Notice is one plain line of at most w cells about what else is going on,
	// and whether that is pressing; empty: nothing is. It is called while
	// drawing: no IO.
	Notice func(w int) (text string, pressing bool)
}

// Screen lists buckets.
type Screen struct {
	env    kit.Env
	source Source
	place  string
	notice func(w int) (text string, pressing bool)
	exits  Exits
	keys   keys

	list    *listing.List[s3browser.Bucket]
	seq     int // of the last load asked for; answers to others are stale
	cancel  context.CancelFunc
	loading bool
	loaded  bool
	err     error
	find    listing.Find
	ask     *prompt.Prompt // for an address; nil: not open
	asked   bool           // it has appeared by itself: once is enough
}

// New makes the screen for a place. Nothing is read before Init.
func New(env kit.Env, src Source, o Options, exits Exits) *Screen {
	return &Screen{env: env, source: src, place: o.Place, notice: o.Notice, exits: exits, keys: newKeys(), list: newList(env.Now)}
}

func newList(now func() time.Time) *listing.List[s3browser.Bucket] {
	return listing.New(listing.Spec[s3browser.Bucket]{
		Columns: []listing.Column{
			{Title: "bucket"},
			{Title: "region", Width: 14, From: 44},
			{Title: "created", Width: 16, From: 62},
		},
		Key:  func(b *s3browser.Bucket) string { return b.Name },
		Text: func(b *s3browser.Bucket) string { return b.Name },
		Row: func(b *s3browser.Bucket) listing.Row {
			return listing.Row{Cells: []string{b.Name, b.Region, say.Minute(b.Created, now())}, Tone: listing.Folder}
		},
	})
}

// Init asks for the buckets.
func (s *Screen) Init() tea.Cmd { return s.load() }

// Title is the place.
func (s *Screen) Title() string { return kit.Clean(s.place) }

// Capturing reports that a question or the filter takes the keys.
func (s *Screen) Capturing() bool { return s.ask != nil || s.find.On() }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.loading {
		return "listing buckets"
	}
	return ""
}

// loadedMsg is the buckets, or why there are none.
type loadedMsg struct {
	seq     int
	buckets []s3browser.Bucket
	err     error
}

// foundMsg is the answer of a filter's job.
type foundMsg struct{ found listing.Found }

// load reads the buckets anew; the last load asked for wins.
func (s *Screen) load() tea.Cmd {
	s.seq++
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.cancel, s.loading, s.err = cancel, true, nil
	source, seq := s.source, s.seq
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		buckets, err := source.Buckets(ctx)
		return loadedMsg{seq, buckets, err}
	})
}

func (s *Screen) took(msg loadedMsg) tea.Cmd {
	if msg.seq != s.seq {
		return nil
	}
	s.cancel()
	s.cancel, s.loading, s.err = nil, false, msg.err
	if msg.err != nil {
		if failure.Denied(msg.err) && s.exits.Goto != nil && !s.asked && !s.find.On() {
			s.asked = true
			s.ask = s.question().Unasked(s.env.Now())
		}
		return nil
	}
	s.loaded = true
	s.list.Reload()
	return tea.Batch(s.work(s.list.Append(msg.buckets)), s.work(s.list.Done()))
}

func (s *Screen) work(job listing.Job) tea.Cmd {
	if job == nil {
		return nil
	}
	return s.env.Do(func(ctx context.Context) tea.Msg { return foundMsg{job(ctx)} })
}

// question asks for an address to open.
func (s *Screen) question() *prompt.Prompt {
	return prompt.New(prompt.Spec{
		Title: "open a bucket by its name", Label: "› ", Does: "open",
		Empty: "a bucket's name, s3://BUCKET/KEY, https://… or arn:aws:s3:::BUCKET",
		Hint:  "no right to list buckets is needed for this",
	})
}

// Update takes a key, a paste or an answer.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		return s.input(msg)
	case loadedMsg:
		return nil, s.took(msg)
	case foundMsg:
		return nil, s.work(s.list.Found(msg.found))
	case kit.Renewed:
		if s.err != nil {
			return nil, s.load()
		}
	}
	return nil, nil
}

func (s *Screen) input(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch press, isKey := msg.(tea.KeyPressMsg); {
	case s.ask != nil:
		return s.answer(msg), nil
	case s.find.On():
		text := s.find.Update(msg, s.env.Now(), s.list.Press)
		return nil, s.work(s.list.Filter(text))
	case isKey:
		return s.press(press)
	}
	return nil, nil
}

func (s *Screen) answer(msg tea.Msg) kit.Step {
	switch s.ask.Update(msg, s.env.Now()) {
	case prompt.Cancelled:
		s.ask = nil
	case prompt.Accepted:
		mk, err := s.exits.Goto(s.ask.Value())
		if err != nil {
			s.ask.Problem = err.Error()
			return nil
		}
		s.ask = nil
		return kit.Push{Make: mk}
	}
	return nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.now()
	s.list.Keys = k.list
	switch {
	case s.list.Press(msg):
	case key.Matches(msg, k.open):
		if b, ok := s.list.Selected(); ok {
			return kit.Push{Make: s.exits.Open(b)}, nil
		}
	case key.Matches(msg, k.back) && s.list.FilterText() != "":
		return nil, s.work(s.list.Filter(""))
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.filter):
		s.find.Open(s.list.FilterText())
	case key.Matches(msg, k.gone):
		s.ask = s.question()
	case key.Matches(msg, k.reload):
		return nil, s.load()
	case key.Matches(msg, k.renew):
		return nil, s.exits.Renew(s.place)
	}
	return nil, nil
}
