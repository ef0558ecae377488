// Package history is the screen of the share log: what was given to whom, and is
// it still open. It holds a window of the log, never all of it, so that a million
// entries cost what a hundred do.
package history

import (
	"context"
	"io"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/ledger"
	"signet/share/many"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// Log is the share log; *ledger.Ledger is one. All of it answers within
// milliseconds and is called off the loop.
type Log interface {
	Query(ctx context.Context, q ledger.Query) (ledger.Page, error)
	Get(ctx context.Context, id string) (ledger.Entry, error)
	Summary(ctx context.Context, now time.Time) (ledger.Summary, error)
	// Head moves when anything was added, by whichever process.
	Head(ctx context.Context) (ledger.Head, error)
}

// Exits are the ways out of the screen. What is nil is not offered.
type Exits struct {
	// Rebuild signs a recorded share again: the identical link, or a
	// *share.KeyGoneError.
	Rebuild func(ctx context.Context, r share.Record) (share.Link, error)
	Link    func(l share.Link) kit.Maker                                               // shows a link
	Batch   func(r many.Result) kit.Maker                                              // shows the links of a batch in a list
	Renew   func(r share.Record) kit.Maker                                             // shares anew with the same terms
	Gone    func(place string) bool                                                    // it is in the settings no more, and no profile; no IO
	Browse  func(t share.Target) kit.Maker                                             // shows the object among its neighbours
	Check   func(ctx context.Context, e ledger.Entry) (kind, detail string, err error) // looks whether it still works, and logs that
	Event   func(ctx context.Context, id, kind, detail string) error                   // notes what was done with it
	// Begun asks the servers what they have of the shares that were begun and never signed,
	// by their ids.
	Begun func(ctx context.Context) (map[string]string, error)
	// Receipt writes the receipt of a share, or of a group, into a file that only the user can
	// read; a file that is there is replaced where replace says so, and else fs.ErrExist.
	Receipt func(ctx context.Context, id, path string, replace bool) error
	// Evidence writes the signed document of a share likewise, and its signature beside it. It
	// has the normal screen, for what others have to be told and for a passphrase.
	Evidence func(ctx context.Context, id, path string, replace bool, says io.Writer) error
	// Arrived shows what has arrived of a page that asks for files.
	Arrived func(id string) kit.Maker
	// TakeBack leads to where a share is taken back, or its whole batch.
	TakeBack func(id string, batch bool) kit.Maker
}

const (
	stateOpen  = ledger.StateOpen
	stateLater = ledger.StateLater
)

// Screen is the share log.
type Screen struct {
	env   kit.Env
	log   Log
	exits Exits
	keys  keys

	query   ledger.Query  // what is shown; Sort and Fold too
	typed   string        // the filter as typed
	problem string        // what is wrong with it
	before  *ledger.Query // of the list that a batch was opened from
	ask     *prompt.Prompt
	file    *filing // where to save what the log knows, if open

	window   window
	load     load
	summary  *ledger.Summary
	summedAt time.Time
	head     ledger.Head
	looking  bool // a look at the head is under way
	checks   int
	details  listing.Details // the keys are theirs; on narrow screens they are shown instead of the rows

	checking *checkRun
	weights  map[string]weight // of folded batches, by group
	weighing bool
	working  string // rebuilding a link
	detail   detail
	wide     bool
	begun    map[string]string // what the server has of what was begun and never signed, by id
}

// New makes the screen; it loads the newest shares first.
func New(env kit.Env, log Log, exits Exits) kit.Screen {
	return &Screen{env: env, log: log, exits: exits, keys: newKeys(env.Keys), query: ledger.Query{Fold: true}}
}

// Init asks for the first page and the summary, and the servers for what was begun.
func (s *Screen) Init() tea.Cmd { return tea.Batch(s.first(), s.sumUp(), s.askBegun()) }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "share log" }

// Capturing reports that the filter or the name of a file is being typed.
func (s *Screen) Capturing() bool { return s.ask != nil || s.file != nil }

// Aims reports that the key that goes somewhere leads to the object of the row.
func (s *Screen) Aims() bool { return s.bindings().browse.Enabled() }

// Busy says what the root's spinner turns for.
func (s *Screen) Busy() string {
	switch {
	case s.checking != nil:
		return s.checking.words()
	case s.working != "":
		return s.working
	case s.load.running && s.window.len() > 0:
		return "reading the share log"
	}
	return ""
}

// Update handles keys, ticks and answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if s.file != nil {
			return s.fileKey(msg)
		}
		if s.ask != nil {
			return nil, s.answer(msg)
		}
		step, cmd := s.press(msg)
		return step, tea.Batch(cmd, s.more(), s.look(), s.weigh())
	case tea.PasteMsg:
		if s.file != nil {
			return s.fileKey(msg)
		}
		if s.ask != nil {
			return nil, s.answer(msg)
		}
	case kit.Click:
		return s.click(msg)
	case kit.Tick:
		return nil, tea.Batch(s.tick(), s.weigh())
	case paged:
		return nil, tea.Batch(s.paged(msg), s.look(), s.weigh())
	case weighed:
		return nil, s.tookWeights(msg)
	case summed:
		if msg.err == nil {
			s.summary, s.summedAt = &msg.summary, msg.at
		}
	case begunMsg:
		return s.tookBegun(msg), nil
	case moved:
		return nil, s.moved(msg)
	case looked:
		s.detail.take(msg)
	case rebuilt:
		return s.rebuilt(msg)
	case filed:
		return s.tookFile(msg)
	case batched:
		return s.tookBatch(msg)
	case checked:
		return s.checkedSome(msg)
	case kit.Changed:
		s.detail.stale()
		return kit.Notify(msg), tea.Batch(s.fetchAgain(), s.sumUp(), s.look())
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	e, _ := s.selected()
	switch {
	case key.Matches(msg, k.back):
		return s.back()
	case key.Matches(msg, k.enter):
		return s.enter(e)
	case key.Matches(msg, k.details):
		s.details.On = !s.details.On
	case key.Matches(msg, k.copy, k.hand) && s.folded(e):
		return s.rebuildBatch(e, key.Matches(msg, k.copy))
	case key.Matches(msg, k.copy):
		return nil, s.rebuild(e, copies(e))
	case key.Matches(msg, k.renew) && e.Page != "":
		return kit.Notify{Kind: kit.Problem, Text: e.Page.Anew().Error()}, nil
	case key.Matches(msg, k.renew):
		return kit.Push{Make: s.exits.Renew(e.Record)}, nil
	case key.Matches(msg, k.browse):
		return kit.Push{Make: s.exits.Browse(e.Spec.Target)}, nil
	case key.Matches(msg, k.arrived):
		return kit.Push{Make: s.exits.Arrived(e.ID)}, nil
	case key.Matches(msg, k.takeBack):
		return kit.Push{Make: s.exits.TakeBack(e.ID, s.folded(e))}, nil
	case key.Matches(msg, k.write):
		s.askFile(e)
	case key.Matches(msg, k.filter):
		s.ask = prompt.New(prompt.Spec{Label: "/ ", Empty: filterHint, Value: s.typed, Does: "keep"})
	case key.Matches(msg, k.try):
		return nil, s.tryOne(e)
	case key.Matches(msg, k.check):
		return nil, s.tryAll()
	case key.Matches(msg, k.stop):
		return s.endCheck("stopped")
	default:
		return nil, s.arrange(msg, k)
	}
	return nil, nil
}

// arrange handles the keys that change what is listed, and moves.
func (s *Screen) arrange(msg tea.KeyPressMsg, k keys) tea.Cmd {
	switch {
	case key.Matches(msg, k.order):
		s.query.Sort = (s.query.Sort + 1) % 3
	case key.Matches(msg, k.fold):
		s.query.Fold = !s.query.Fold
	case key.Matches(msg, k.reload):
		return tea.Batch(s.first(), s.sumUp())
	case s.details.On:
		s.details.Press(msg, k.list)
		return nil
	default:
		return s.move(msg, k.list)
	}
	return s.first()
}

// back undoes one thing: the details, the batch, the filter; then it leaves.
func (s *Screen) back() (kit.Step, tea.Cmd) {
	switch {
	case s.details.On:
		s.details.On = false
		return nil, nil
	case s.before != nil:
		s.query, s.before = *s.before, nil
		return nil, s.first()
	case s.narrowed():
		s.typed, s.problem = "", ""
		s.query = ledger.Query{Sort: s.query.Sort, Fold: s.query.Fold}
		return nil, s.first()
	}
	return kit.Pop{}, nil
}

// narrowed reports whether anything is filtered out.
func (s *Screen) narrowed() bool { return narrows(s.query) || s.before != nil }

func narrows(q ledger.Query) bool {
	q.Sort, q.Fold, q.Limit, q.After = 0, false, 0, ledger.Cursor{}
	return q != ledger.Query{}
}

// answer takes a key of the filter. Each change is looked for at once; the
// answer to the last one wins.
func (s *Screen) answer(msg tea.Msg) tea.Cmd {
	outcome := s.ask.Update(msg, s.env.Now())
	text := s.ask.Value()
	switch outcome {
	case prompt.Accepted:
		s.ask = nil
	case prompt.Cancelled:
		s.ask, text = nil, ""
	case prompt.Open:
	}
	if text == s.typed {
		return nil
	}
	s.typed = text
	q, problem := parseFilter(text, s.env.Now())
	q.Sort, q.Fold = s.query.Sort, s.query.Fold
	s.query, s.problem, s.before = q, problem, nil
	return s.first()
}

// enter shows the link again if it still works, a batch's links, or the details.
func (s *Screen) enter(e ledger.Entry) (kit.Step, tea.Cmd) {
	switch {
	case s.folded(e):
		before := s.query
		s.before = &before
		s.query = ledger.Query{Group: e.Group, Sort: ledger.Oldest}
		return nil, s.first()
	case usable(e, s.env.Now()) && s.exits.Rebuild != nil && s.exits.Link != nil:
		return nil, s.rebuild(e, false)
	}
	s.details.On = !s.details.On
	return nil, nil
}

// rebuilt is the answer of signing a share again.
type rebuilt struct {
	entry ledger.Entry
	link  share.Link
	err   error
	copy  bool
}

func (s *Screen) rebuild(e ledger.Entry, toCopy bool) tea.Cmd {
	if s.working != "" {
		return nil
	}
	s.working = "signing it again"
	run := s.exits.Rebuild
	return s.env.Do(func(ctx context.Context) tea.Msg {
		link, err := run(ctx, e.Record)
		return rebuilt{e, link, err, toCopy}
	})
}

func (s *Screen) rebuilt(msg rebuilt) (kit.Step, tea.Cmd) {
	s.working = ""
	switch {
	case msg.err != nil:
		s.details.On = s.details.On || !s.wide
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(s.cause(msg.entry, msg.err))}, nil
	case msg.copy:
		return kit.Copy{Text: msg.link.URL, What: "link"}, s.note(msg.entry.ID, ledger.Copied)
	}
	return kit.Push{Make: s.exits.Link(msg.link)}, nil
}

// cause says why a link cannot be shown again, and what to do instead.
func (s *Screen) cause(e ledger.Entry, err error) string {
	anew := ""
	if err := e.Page.Anew(); err != nil {
		anew = "; " + err.Error()
	} else if s.exits.Renew != nil {
		anew = "; " + kit.Named(s.keys.renew) + " shares anew with the same terms"
	}
	key, place := e.Spec.AccessKeyID, e.Spec.Endpoint.Place
	switch {
	case keyGone(err):
		return "it was signed by access key " + key + ", which is not at hand" + anew
	case s.exits.Gone != nil && s.exits.Gone(place):
		return "it was signed by access key " + key + " of the place " + place + ", which is gone" + anew +
			"; with that key elsewhere: signet log show " + e.ID + " --url --place NAME"
	}
	return "not signed again with access key " + key + ": " + failure.Line(err) + anew
}

func (s *Screen) note(id, kind string) tea.Cmd {
	if s.exits.Event == nil {
		return nil
	}
	run := s.exits.Event
	return s.env.Do(func(ctx context.Context) tea.Msg {
		_ = run(context.WithoutCancel(ctx), id, kind, "from the share log") // a log that cannot be written was complained about already
		return nil
	})
}

// usable reports whether there is a link to show again.
func usable(e ledger.Entry, now time.Time) bool {
	return e.SignatureSHA256 != "" && running(e, now)
}

// running reports a share that works, or will.
func running(e ledger.Entry, now time.Time) bool {
	return slices.Contains([]ledger.State{stateOpen, stateLater}, e.StateAt(now))
}

// begun reports an intent without an outcome: signet was stopped while it made a key.
func begun(e ledger.Entry) bool {
	return e.State == ledger.StateStarting && e.Spec.Mandate.Kind.Info().Prepares
}

// copies reports whether the address alone is of use to its recipient. That of an
// upload form is not: its fields are handed over with it, on the link's screen.
func copies(e ledger.Entry) bool { return e.Spec.Operation.Info().Bare() }

// folded reports whether the entry stands for its whole batch.
func (s *Screen) folded(e ledger.Entry) bool {
	return s.query.Fold && s.query.Group == "" && s.query.Text == "" && e.Batch > 1
}
