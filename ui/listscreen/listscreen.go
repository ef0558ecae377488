// Package listscreen is the screen of a list that is read in one go: places,
// buckets. It loads and reloads, filters, asks for an address, draws, and says what
// it waits for or why there is nothing. What the rows are and what enter does is
// the Spec of the screen that uses it.
package listscreen

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// Spec says what is listed and what can be done with it.
type Spec[T any] struct {
	Rows  listing.Spec[T]
	One   string       // what a row is called: "bucket"
	Title string       // the screen's part of the breadcrumb
	Busy  string       // what goes on while it loads, for the spinner
	At    share.Target // what the rows are of, as far as it is settled
	Flags string       // name the place of At on a command line; empty: none does

	// Load reads all rows; some may come with an error. It must return soon after
	// ctx ends.
	Load func(ctx context.Context) ([]T, error)
	// Open is what enter does; nil: nothing.
	Open func(T) kit.Step

	Enter  string      // what enter is called
	Back   key.Binding // leaves the screen
	Home   bool        // nothing is behind the screen: Back only ends a filter
	Reload string      // what r is called, unless there is nothing to reload

	// Question says why a row is asked for, in one line, when the screen is a
	// question on the way to another one; empty: it is where browsing begins.
	Question string
	// Notice is one plain line of at most w cells about what else is going on
	// ("3 links open · 2 end within 15 min"), and whether that is pressing;
	// empty: nothing is. It is called while drawing: no IO.
	Notice func(w int) (text string, pressing bool)

	// Goto asks for an address by itself where the rows are denied; why says so. nil:
	// none is asked for. Asked for by a key it comes from the root.
	Goto func(why string) kit.Maker
	// Keep is what of S3 a row is, for a bookmark; nil: what is kept is At.
	Keep func(T) share.Target
	// Renew renews a session that is over; nil: it cannot.
	Renew func() tea.Cmd
	// More is what else can be done, whatever the row.
	More []Action

	// OnRow is what else can be done with a row.
	OnRow []RowAction[T]
	// Changed is where to go after a row was changed or removed above this screen; nil:
	// the rows are read anew.
	Changed func() kit.Step

	// Detail is told of a row beside the list; nil: there is no more to tell.
	Detail *Detail[T]

	Loading listing.Message // instead of rows that are not there yet
	Empty   listing.Message // instead of rows where there are none; its keys are added
}

// Action is a key of one screen alone.
type Action struct {
	Key  key.Binding
	Long string // what it does, where there is room
	Do   func() kit.Step
}

// RowAction is a key of one screen alone, for some of its rows.
type RowAction[T any] struct {
	Key key.Binding
	For func(T) bool
	Do  func(T) kit.Step
}

// Screen lists rows.
type Screen[T any] struct {
	env  kit.Env
	spec Spec[T]
	base keys

	list    *listing.List[T]
	seq     int // of the last load asked for; answers to others are stale
	cancel  context.CancelFunc
	loading bool
	loaded  bool
	half    bool // the last load brought rows and an error
	err     error
	find    listing.Find
	pause   time.Duration // before a row's details are asked for
	told    map[string]told
	looking looking
	wide    bool            // list and details stood side by side when last drawn
	details listing.Details // where they do not: they are shown instead while the keys are theirs
	asked   bool            // it has appeared by itself: once is enough
}

// New makes the screen. Nothing is read before Init.
func New[T any](env kit.Env, spec Spec[T]) *Screen[T] {
	return &Screen[T]{env: env, spec: spec, base: newKeys(env.Keys, spec), list: listing.New(spec.Rows), pause: rest}
}

// Init asks for the rows.
func (s *Screen[T]) Init() tea.Cmd { return s.load() }

// Title is the screen's part of the breadcrumb.
func (s *Screen[T]) Title() string { return s.spec.Title }

// At is what the rows are of.
func (s *Screen[T]) At() share.Target { return s.spec.At }

// Keeps is what of S3 the row under the cursor is, or else what the rows are of.
func (s *Screen[T]) Keeps() (share.Target, bool) {
	if s.spec.Keep == nil {
		return s.spec.At, true
	}
	row, ok := s.list.Selected()
	if !ok {
		return share.Target{}, false
	}
	return s.spec.Keep(row), true
}

// Arrived reports that the rows could be read.
func (s *Screen[T]) Arrived() bool { return s.loaded && s.err == nil }

// Capturing reports that the filter takes the keys.
func (s *Screen[T]) Capturing() bool { return s.find.On() }

// Pointed reports that rows can be clicked: they are in sight, and nothing is typed.
func (s *Screen[T]) Pointed() bool { return !s.Capturing() && !s.details.On }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen[T]) Busy() string {
	if s.loading {
		return s.spec.Busy
	}
	return ""
}

// loadedMsg is the rows, or why there are none.
type loadedMsg[T any] struct {
	seq  int
	rows []T
	err  error
}

// foundMsg is the answer of a filter's job.
type foundMsg struct{ found listing.Found }

// load reads the rows anew; the last load asked for wins.
func (s *Screen[T]) load() tea.Cmd {
	s.seq++
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithCancel(s.env.Ctx)
	s.cancel, s.loading, s.err = cancel, true, nil
	read, seq := s.spec.Load, s.seq
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		rows, err := read(ctx)
		return loadedMsg[T]{seq, rows, err}
	})
}

func (s *Screen[T]) took(msg loadedMsg[T]) (kit.Step, tea.Cmd) {
	if msg.seq != s.seq {
		return nil, nil
	}
	s.cancel()
	s.cancel, s.loading, s.err, s.half = nil, false, msg.err, msg.err != nil && len(msg.rows) > 0
	if msg.err != nil && !s.half {
		if failure.Denied(msg.err) && s.spec.Goto != nil && !s.asked && !s.find.On() {
			s.asked = true
			return kit.Push{Make: s.spec.Goto("open a bucket by its name; no right to list buckets is needed for this")}, nil
		}
		return nil, nil
	}
	s.loaded = true
	s.list.Reload()
	return nil, tea.Batch(s.work(s.list.Append(msg.rows)), s.work(s.list.Done()))
}

func (s *Screen[T]) work(job listing.Job) tea.Cmd {
	if job == nil {
		return nil
	}
	return s.env.Do(func(ctx context.Context) tea.Msg { return foundMsg{job(ctx)} })
}

// Update takes a key, a paste or an answer.
func (s *Screen[T]) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	step, cmd := s.update(msg)
	return step, tea.Batch(cmd, s.look())
}

func (s *Screen[T]) update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case toldMsg:
		s.tookPart(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		return s.input(msg)
	case kit.Click:
		if s.Pointed() && s.list.Click(msg.X, msg.Y) && msg.Double {
			return s.press(s.env.Keys.Press("open"))
		}
	case loadedMsg[T]:
		return s.took(msg)
	case foundMsg:
		return nil, s.work(s.list.Found(msg.found))
	case kit.Added:
		return kit.Push(msg), s.load() // says, as it opens, that it was made
	case kit.Changed:
		return s.changed(msg)
	case kit.Renewed:
		if s.err != nil {
			return nil, s.load()
		}
	}
	return nil, nil
}

// changed follows a row that is another one now, or gone.
func (s *Screen[T]) changed(msg kit.Changed) (kit.Step, tea.Cmd) {
	if s.spec.Changed != nil {
		return s.spec.Changed(), nil
	}
	s.unlook()
	s.told = nil
	return kit.Notify(msg), s.load()
}

func (s *Screen[T]) input(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch press, isKey := msg.(tea.KeyPressMsg); {
	case s.find.On():
		text := s.find.Update(msg, s.env.Now(), s.list.Press)
		return nil, s.work(s.list.Filter(text))
	case isKey:
		return s.press(press)
	}
	return nil, nil
}

func (s *Screen[T]) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.keys()
	s.list.Keys, s.list.Leap = k.list, s.wide
	switch {
	case s.inDetails() && s.details.Press(msg, k.list):
	case s.inDetails() && key.Matches(msg, k.back):
		s.details.On = false
	case s.list.Press(msg):
	case key.Matches(msg, k.open):
		if row, ok := s.list.Selected(); ok {
			return s.spec.Open(row), nil
		}
	case key.Matches(msg, k.back) && s.list.FilterText() != "":
		return nil, s.work(s.list.Filter(""))
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.filter):
		s.find.Open(s.list.FilterText())
	case key.Matches(msg, k.details):
		s.details.On = !s.details.On
	case key.Matches(msg, k.reload):
		s.unlook()
		s.told = nil
		return nil, s.load()
	case key.Matches(msg, k.renew):
		return nil, s.spec.Renew()
	}
	for i, a := range s.spec.OnRow {
		if row, ok := s.list.Selected(); ok && key.Matches(msg, k.onRow[i]) {
			return a.Do(row), nil
		}
	}
	for _, a := range s.spec.More {
		if key.Matches(msg, a.Key) {
			return a.Do(), nil
		}
	}
	return nil, nil
}
