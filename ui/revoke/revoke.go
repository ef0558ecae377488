// Package revoke is the screen on which links are taken back before their end. It shows
// what is taken back, the ways there are and what else each of them ends; then exactly
// what will be done, which has to be confirmed by typing; then what became of each link.
package revoke

import (
	"context"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/say"
	"signet/share/takeback"
	"signet/ui/form"
	"signet/ui/kit"
)

// stage is what the screen is about at the moment.
type stage int

const (
	looking   stage = iota // for the ways
	choosing               // one of them
	preparing              // it
	asking                 // whether to do it
	byHand                 // somebody else has to do it
	doing                  // it
	done
)

// Screen takes links back.
type Screen struct {
	env   kit.Env
	taker Taker
	id    string
	by    By
	keys  keys

	stage  stage
	asked  int // number of the last question: other answers are dropped
	err    error
	sight  sight
	undoes bool // the mending was chosen among the ways
	at     int  // the way under the cursor
	from   int  // the first line of the ways in sight

	step takeback.Step
	form *form.Model
	why  string // the reason that was typed, for whoever comes back to the question
	pane pane   // what scrolls

	progress *progress
	news     []takeback.News // the last of each kind, as of the last tick
	stop     context.CancelFunc
	stopping bool
	account  takeback.Account
	mended   string // what came of mending
}

type (
	lookedMsg struct {
		asked int
		sight sight
		err   error
	}
	preparedMsg struct {
		asked int
		step  takeback.Step
		err   error
	}
	doneMsg struct{ account takeback.Account }
	mendMsg struct {
		asked int
		mend  Mend
		err   error
	}
	mendedMsg struct {
		words string
		err   error
	}
)

// New makes the screen for a share, alone or with others that have something in common
// with it.
func New(env kit.Env, taker Taker, id string, by By) *Screen {
	return &Screen{env: env, taker: taker, id: id, by: by, keys: newKeys(env.Keys), progress: &progress{}}
}

// Init looks for the ways.
func (s *Screen) Init() tea.Cmd { return s.look() }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "take back" }

// Capturing reports that something is typed.
func (s *Screen) Capturing() bool { return s.stage == asking }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	switch s.stage {
	case looking:
		return "looking for the ways"
	case preparing:
		return "finding out what is to be done"
	case doing:
		return "taking back"
	case choosing, asking, byHand, done:
	}
	return ""
}

// Unsaved is what would be lost by leaving.
func (s *Screen) Unsaved() string {
	switch {
	case s.stage == doing:
		return "the proof that is waited for"
	case s.stage == asking && (s.form.Typed() || s.form.Value(fieldReason) != ""):
		return "what was typed"
	case s.stage == choosing && s.why != "":
		return "the reason that was typed"
	}
	return ""
}

func (s *Screen) look() tea.Cmd {
	s.stage, s.err = looking, nil
	s.asked++
	asked, taker, id, by, now := s.asked, s.taker, s.id, s.by, s.env.Now()
	return s.env.Do(func(ctx context.Context) tea.Msg {
		sight, err := find(ctx, taker, id, by, now)
		return lookedMsg{asked, sight, err}
	})
}

func (s *Screen) prepare(w way) tea.Cmd {
	s.stage, s.err = preparing, nil
	s.asked++
	asked, taker, shares := s.asked, s.taker, w.For
	return s.env.Do(func(ctx context.Context) tea.Msg {
		step, err := taker.Prepare(ctx, w.how(), shares)
		return preparedMsg{asked, step, err}
	})
}

// Update takes keys, the clock and the answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		if s.stage == asking {
			s.form.Update(msg)
		}
	case kit.Tick:
		s.tick()
	case lookedMsg:
		s.looked(msg)
	case preparedMsg:
		s.prepared(msg)
	case mendMsg:
		s.mendFound(msg)
	case doneMsg:
		s.ended(msg)
	case mendedMsg:
		s.stop()
		s.stage, s.mended, s.err, s.pane = done, msg.words, msg.err, pane{}
	}
	return nil, nil
}

func (s *Screen) looked(msg lookedMsg) {
	if msg.asked != s.asked {
		return
	}
	s.stage, s.err = choosing, msg.err
	if msg.sight.of.ID != "" {
		s.sight, s.at, s.from = msg.sight, 0, 0
	}
	if msg.err == nil && s.sight.mend != nil {
		s.stage, s.form, s.pane = asking, s.newForm(), pane{}
	}
	s.at = max(slices.IndexFunc(s.sight.ways, func(w way) bool { return w.fits() && w.Here && !w.ByName }), 0) // nobody is led to what destroys
}

func (s *Screen) prepared(msg preparedMsg) {
	if msg.asked != s.asked {
		return
	}
	s.step, s.err, s.pane = msg.step, msg.err, pane{}
	switch {
	case msg.err != nil:
		s.stage = choosing
	case !msg.step.Ready():
		s.stage = byHand
	default:
		s.stage, s.form = asking, s.newForm()
	}
}

// mendFound shows what undoing comes to, which was chosen among the ways.
func (s *Screen) mendFound(msg mendMsg) {
	if msg.asked != s.asked {
		return
	}
	s.err, s.pane = msg.err, pane{}
	if s.stage = choosing; msg.err == nil {
		s.stage, s.sight.mend, s.undoes = asking, &msg.mend, true
		s.form = s.newForm()
	}
}

// way is the one under the cursor.
func (s *Screen) way() (way, bool) {
	if s.at >= len(s.sight.ways) {
		return way{}, false
	}
	return s.sight.ways[s.at], true
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	if s.stage == asking {
		return s.answer(msg)
	}
	k := s.keysNow()
	switch {
	case key.Matches(msg, k.stop):
		s.stop()
		s.stopping = true
		s.pane.stale()
	case key.Matches(msg, k.back):
		return s.back()
	case key.Matches(msg, k.copy):
		return s.copied(), nil
	case key.Matches(msg, k.reload):
		return nil, s.look()
	case key.Matches(msg, k.scope):
		return nil, s.widen()
	case key.Matches(msg, k.enter):
		return nil, s.choose()
	case s.stage == choosing:
		s.move(msg, k)
	default:
		s.pane.press(msg, k.list)
	}
	return nil, nil
}

// choose finds out what the way under the cursor comes to.
func (s *Screen) choose() tea.Cmd {
	w, _ := s.way()
	if !w.undo {
		return s.prepare(w)
	}
	s.asked++
	s.stage = preparing
	asked, taker, of := s.asked, s.taker, s.sight.of
	return s.env.Do(func(ctx context.Context) tea.Msg {
		mend, err := taker.Mend(ctx, of)
		return mendMsg{asked, mend, err}
	})
}

// widen goes on to the next choice of what is taken back.
func (s *Screen) widen() tea.Cmd {
	all := s.sight.scopes
	for i, by := range all {
		if by == s.by {
			s.by = all[(i+1)%len(all)]
			return s.look()
		}
	}
	return nil
}

// move goes up or down by ways.
func (s *Screen) move(msg tea.KeyPressMsg, k keys) {
	n := len(s.sight.ways)
	if to, ok := k.list.Target(msg, s.at, n, n); ok {
		s.at = max(min(to, n-1), 0)
	}
}

// back undoes one thing: the choice of the way; then it leaves.
func (s *Screen) back() (kit.Step, tea.Cmd) {
	switch s.stage {
	case preparing, byHand:
		s.asked++
		s.stage, s.err = choosing, nil
		return nil, nil
	case done:
		return kit.Pop{Then: s.result()}, nil
	case looking, choosing, asking, doing:
	}
	return kit.Pop{}, nil
}

func (s *Screen) copied() kit.Step {
	lines := s.commands()
	text := ""
	for _, l := range lines {
		text += l + "\n"
	}
	return kit.Copy{Text: share.NewSecret(text), What: say.Things(len(lines), "line")}
}
