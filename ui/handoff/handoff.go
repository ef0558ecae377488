// Package handoff is the screen on which a document is handed to whoever is in the room:
// a form that asks how, then the code of the page, who pressed, and what is left.
package handoff

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/handoff"
	"signet/ui/form"
	"signet/ui/kit"
	"signet/ui/qrview"
)

// Room is a hand-off that goes on. No method but Stop does IO.
type Room interface {
	URL() share.Secret
	Terms() handoff.Terms
	State() handoff.State
	Stop() // at once; it may take a moment
}

// Opener begins hand-offs.
type Opener interface {
	// Ways are the addresses of this machine that can be listened on.
	Ways() []handoff.Way
	// Tunnel is what is run on the laptop of whoever came by ssh, so that a phone reaches
	// this machine; empty: nobody did. No IO.
	Tunnel(port uint16) string
	// Open begins to serve, or says why it cannot.
	Open(ctx context.Context, o handoff.Order) (Room, error)
}

// Deps are what the screen needs of the rest of the program.
type Deps struct {
	Caps   *qrview.Caps
	Opener Opener
	// Keep has the root keep a hand-off beyond its screen; false: another one goes on
	// without its screen, and more would not be seen.
	Keep func(Room) bool
}

// Of is what is handed off.
type Of struct {
	Request share.Request
	Until   time.Time // when the share ends, by whose terms it is; zero: no such bound
	Share   string    // its id; empty: it is in no log
}

type stage int

const (
	asking stage = iota
	opening
	serving
)

// Screen is a hand-off, from the question how to its end.
type Screen struct {
	env  kit.Env
	deps Deps
	keys keys

	of    Of
	stage stage
	ways  []handoff.Way
	form  *form.Model
	err   error // why it could not begin

	room   Room
	kept   bool
	code   *qrview.Model
	state  handoff.State
	unhook func() bool // has it outlive the screen
}

type (
	waysMsg   struct{ ways []handoff.Way }
	openedMsg struct {
		room   Room
		unhook func() bool
		err    error
	}
)

// New asks how an object is handed off.
func New(env kit.Env, of Of, deps Deps) *Screen {
	s := &Screen{env: env, deps: deps, keys: newKeys(env.Keys), of: of}
	s.form = newForm(env.Theme, nil, s.of.Request)
	s.visibility()
	return s
}

// Again shows a hand-off that was kept.
func Again(env kit.Env, room Room, deps Deps) *Screen {
	t := room.Terms()
	s := &Screen{env: env, deps: deps, keys: newKeys(env.Keys), of: Of{t.Request, t.Until, t.Share}, kept: true}
	s.form = newForm(env.Theme, nil, s.of.Request)
	s.begin(room)
	return s
}

// Init looks for addresses, or draws the code.
func (s *Screen) Init() tea.Cmd {
	if s.room != nil {
		return s.draw()
	}
	return s.look()
}

func (s *Screen) look() tea.Cmd {
	return s.env.Do(func(context.Context) tea.Msg { return waysMsg{s.deps.Opener.Ways()} })
}

// draw makes the code, which is crossed out at the end.
func (s *Screen) draw() tea.Cmd { return s.code.Set(s.room.URL(), s.room.Terms().Ends) }

func (s *Screen) begin(room Room) {
	s.stage, s.room, s.state, s.err = serving, room, room.State(), nil
	s.code = qrview.New(s.env, s.deps.Caps)
}

// Update takes keys, the clock and answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	if s.room != nil {
		s.state = s.room.State()
		s.code.Revoke(s.state.Why != handoff.Running)
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		if s.stage == asking {
			s.form.Update(msg)
		}
	case waysMsg:
		s.ways = msg.ways
		s.form = newForm(s.env.Theme, msg.ways, s.of.Request)
		s.visibility()
	case openedMsg:
		return s.opened(msg)
	default:
		if s.code != nil {
			s.code.Update(msg)
		}
	}
	return nil, nil
}

// opened begins, or says why it did not. Whoever left meanwhile has left it stopped.
func (s *Screen) opened(msg openedMsg) (kit.Step, tea.Cmd) {
	if msg.err != nil {
		s.stage, s.err = asking, msg.err
		return nil, nil
	}
	s.begin(msg.room)
	s.unhook = msg.unhook
	return nil, s.draw()
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	if s.stage == asking {
		return s.answer(msg)
	}
	k := s.keysNow()
	switch {
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.stop):
		return kit.Notify{Kind: kit.Good, Text: "the hand-off is stopped"}, s.stop()
	case key.Matches(msg, k.keep):
		return s.keep(), nil
	case key.Matches(msg, k.copy):
		return kit.Copy{Text: s.room.URL(), What: "address"}, nil
	case key.Matches(msg, k.print):
		return kit.Print{Text: s.room.URL()}, nil
	case key.Matches(msg, k.full):
		return kit.Push{Make: s.fullCode()}, nil
	case key.Matches(msg, k.again):
		s.stage, s.room, s.code, s.kept = asking, nil, nil, false
		return nil, s.look()
	}
	return nil, nil
}

// stop ends it, off the loop.
func (s *Screen) stop() tea.Cmd {
	room := s.room
	return func() tea.Msg {
		room.Stop()
		return nil
	}
}

// keep has it go on without its screen.
func (s *Screen) keep() kit.Step {
	if !s.deps.Keep(s.room) {
		return kit.Notify{Kind: kit.Problem, Text: "another hand-off goes on without its screen, and one at a time does: stop that first"}
	}
	if s.unhook != nil && !s.unhook() { // it ended in this moment
		return nil
	}
	s.kept = true
	return kit.Notify{Kind: kit.Good, Text: "it goes on without this screen, until its end or the program's; " + kit.Named(s.keys.here) + " comes back to it"}
}

// open begins it. It ends with the screen, unless that is unhooked.
func (s *Screen) open(o handoff.Order) tea.Cmd {
	s.stage, s.err, s.of.Request = opening, nil, o.Request
	ended, run := s.env.Ctx, s.deps.Opener.Open
	return s.env.Do(func(ctx context.Context) tea.Msg {
		room, err := run(ctx, o)
		if err != nil {
			return openedMsg{err: err}
		}
		return openedMsg{room: room, unhook: context.AfterFunc(ended, room.Stop)}
	})
}

// fullCode is the code on a screen of its own.
func (s *Screen) fullCode() kit.Maker {
	t := s.room.Terms()
	subject := qrview.Subject{
		URL: s.room.URL(), Code: s.code.Code(), Name: handoff.What(t.Request), Key: t.Request.Target.Key,
		Ends: t.Ends, Note: t.Request.Note, Revoked: s.state.Why != handoff.Running,
	}
	return func(env kit.Env) kit.Screen { return qrview.NewScreen(env, s.deps.Caps, subject) }
}

// At is what is handed off.
func (s *Screen) At() share.Target { return s.of.Request.Target }

// Title says what the screen shows.
func (s *Screen) Title() string { return "hand-off" }

// Capturing reports that a form is open.
func (s *Screen) Capturing() bool { return s.stage == asking }

// Unsaved says what would be lost without the screen. A hand-off that is not kept ends
// with it; of one that is kept the root knows.
func (s *Screen) Unsaved() string {
	switch {
	case s.room != nil && !s.kept && s.room.State().Why == handoff.Running:
		return "the hand-off, which ends with its screen"
	case s.room == nil && s.form.Typed():
		return "what was typed into the form"
	}
	return ""
}

// Busy says what is going on.
func (s *Screen) Busy() string {
	if s.stage == opening {
		return "looking at the object, and opening the port"
	}
	return ""
}

// CodeRows is how many rows the code takes at a size; 0: it is not shown.
func (s *Screen) CodeRows(w, h int) int {
	if plan := s.plan(w, h); plan.Fits() {
		return plan.Rows
	}
	return 0
}
