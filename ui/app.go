// Package ui is the terminal: the root model with its stack of screens, and the
// one place (wiring.go) that knows all screens and joins them.
package ui

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/kit"
	"signet/ui/toast"
)

// Options are what the root needs of the outside.
type Options struct {
	First kit.Maker
	Clock func() time.Time
	Theme string // auto, dark, light or 16; empty: auto
	// States are the words for what holds at a place, a bucket, a folder or an
	// object, the most important first; nil: nobody knows. No IO.
	States func(share.Target) []string
	// Copy puts a secret on a clipboard. It returns the escape sequence to write
	// (empty: none) and how it went, in words.
	// instead is what else can be done here, in words: "P prints the link"; empty: nothing.
	Copy func(ctx context.Context, text share.Secret, what, instead string) (sequence, said string, err error)
	// Suspends says that a shell is there to come back from.
	Suspends bool
	// History and Inspect are one key away from anywhere. A pasted text goes to
	// the inspector.
	History func() kit.Maker
	Inspect func(pasted share.Secret) kit.Maker
	// Switch chooses another place, from anywhere.
	Switch func() kit.Maker
	// Goto asks where to go, from what is shown.
	Goto func(at share.Target) kit.Maker
	// Bookmarked reports what is bookmarked: no IO. Bookmark is the work that keeps a
	// location, or drops its bookmark; nil: nothing is kept.
	Bookmarked func(share.Target) bool
	Bookmark   func(share.Target) func(on bool) (said string, err error)
	// Visit notes where the user has arrived; nil: nobody wants to know.
	Visit func(share.Target) tea.Cmd
	// Held is a hand-off that goes on without its screen: in words, and the way back to it;
	// nil: there is none. No IO.
	Held func() (words string, show kit.Maker)
	// Mouse takes the mouse on screens that it is of use to.
	Mouse bool
	// Keys of all actions.
	Keys kit.Keys
	// Soon is what counts as ending soon; 0: as state.Usual.
	Soon time.Duration
	// Debug gets one line per message: its type, never its content. nil: none.
	Debug func(line string)
	// Observe sees every message first, for what the whole program wants to know
	// of the terminal. It may answer with a command.
	Observe func(tea.Msg) tea.Cmd
	// Exec runs a command on the normal screen; what ctrl+c sends meanwhile is for
	// typed. nil: tea.Exec.
	Exec func(c tea.ExecCommand, typed func(), done tea.ExecCallback) tea.Cmd
}

// App is the root model: a switchboard between the terminal and the screens.
type App struct {
	o       Options
	ctx     context.Context
	ground  ground
	theme   *kit.Theme
	stack   []frame
	ids     int
	w, h    int
	toast   toast.Model
	help    *helpPage // nil: closed
	killed  bool      // by ctrl+c
	parting parting   // the question before something is lost
	spin    int
	clicked clicked
	ticks   bool // the spinner is turning
	waiting waiting
	keys    globalKeys
	visited share.Target                                         // noted last
	tick    func(time.Duration, func(time.Time) tea.Msg) tea.Cmd // tea.Tick

	stated    bool // statesAre holds statesOf's
	statesOf  share.Target
	statesAre []string
}

type (
	secondMsg time.Time
	spinMsg   struct{}
	copiedMsg struct {
		sequence, said string
		page           string // on which it was asked for
		err            error
	}
	printedMsg struct{ err error }
)

// optional abilities of a screen: it says what it is doing, it wants all rows,
// it has something to clear from the terminal when it goes, a paste is for it, it
// shows a QR code in so many rows (0: none there).
type (
	busy       interface{ Busy() string }
	fullscreen interface{ Fullscreen() bool }
	leaver     interface{ Leave() tea.Cmd }
	taker      interface{ TakesPaste() bool }
	coded      interface{ CodeRows(w, h int) int }
)

// newApp makes the root. The context ends all work when the program ends.
func newApp(ctx context.Context, o Options) *App {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Exec == nil {
		o.Exec = func(c tea.ExecCommand, _ func(), done tea.ExecCallback) tea.Cmd { return tea.Exec(c, done) }
	}
	ground := newGround(o.Theme)
	theme := ground.theme()
	return &App{o: o, ctx: ctx, ground: ground, theme: &theme, keys: newGlobalKeys(o), tick: tea.Tick}
}

// Init opens the first screen and asks the terminal for its background.
func (a *App) Init() tea.Cmd {
	return tea.Batch(a.push(a.o.First, ""), tea.RequestBackgroundColor, a.second())
}

func (a *App) second() tea.Cmd {
	return a.tick(time.Second, func(t time.Time) tea.Msg { return secondMsg(t) })
}

// Update routes a message: answers to the frame that asked, keys to whoever may
// have them, everything else to the screen on top.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if a.o.Debug != nil {
		a.o.Debug(messageName(msg))
	}
	var observed tea.Cmd
	if a.o.Observe != nil {
		observed = a.o.Observe(msg)
	}
	cmd := a.update(msg)
	a.toast.On(a.sight())
	a.waiting.on(a.busy(), a.o.Clock())
	return a, tea.Batch(observed, cmd, a.arrived(), a.spinner())
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.press(msg)
	case tea.PasteMsg:
		return a.paste(msg)
	case kit.Reply:
		return a.reply(msg)
	case tea.MouseClickMsg:
		return a.click(msg)
	case tea.MouseWheelMsg:
		return a.wheel(msg)
	case tea.MouseMsg: // released or moved
		return nil
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg, tea.ColorProfileMsg:
		if a.ground.heard(msg) {
			*a.theme = a.ground.theme()
		}
	case secondMsg:
		a.toast.Tick(a.o.Clock())
		return tea.Batch(a.top(kit.Tick{Now: a.o.Clock()}), a.second())
	case spinMsg:
		a.ticks = false
		a.spin++
		return nil
	case copiedMsg:
		return a.copied(msg)
	case printedMsg:
		return a.printed(msg)
	case renewedMsg:
		return a.renewed(msg)
	case bookmarkedMsg:
		return a.tookBookmark(msg)
	case stopMsg:
		return a.farewell(tea.Suspend)
	}
	return a.top(msg)
}

// press decides who gets a key: quitting first, then the help page, then a
// screen that is capturing text, then the global keys, then the screen.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, a.keys.kill):
		a.killed = true
		return a.farewell(tea.Quit) // not tea.Interrupt, after which nobody flushes what was drawn
	case key.Matches(msg, a.keys.suspend):
		return a.farewell(tea.Suspend)
	}
	if a.hidden() && !key.Matches(msg, a.keys.quit) {
		return nil
	}
	a.toast.Key()
	if a.parting.open() {
		return a.part(msg)
	}
	if a.help != nil {
		if !a.help.press(msg, a.helpRows(), a.h) {
			a.help = nil
		}
		return nil
	}
	if s := a.current(); s != nil {
		if cmd, taken := a.global(msg); taken {
			return cmd
		}
	}
	return a.top(msg)
}

// global handles a key that means the same on every screen. Where something is typed
// that is help alone, by a key that is no text.
func (a *App) global(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	switch capturing := a.current().Capturing(); {
	case key.Matches(msg, a.globals().help):
		a.help = newHelpPage()
		return nil, true
	case capturing:
		return nil, false
	case key.Matches(msg, a.keys.quit):
		return a.quit(), true
	case key.Matches(msg, a.keys.history) && a.o.History != nil && !a.on(historyFrame):
		return a.push(a.o.History(), historyFrame), true
	case key.Matches(msg, a.keys.places) && a.o.Switch != nil && !a.on(placesFrame) && len(a.stack) > 0:
		return a.push(a.o.Switch(), placesFrame), true
	case key.Matches(msg, a.keys.jump) && a.o.Goto != nil && !a.on(gotoFrame) && !a.aims():
		return a.push(a.o.Goto(a.here()), gotoFrame), true
	case key.Matches(msg, a.keys.bookmark) && a.o.Bookmark != nil:
		return a.bookmark(), true
	case key.Matches(msg, a.globals().handOff) && !a.on(handOffFrame):
		_, show := a.held()
		return a.push(show, handOffFrame), true
	case key.Matches(msg, a.keys.inspect) && a.o.Inspect != nil && !a.on(inspectFrame):
		return a.push(a.o.Inspect(share.Secret{}), inspectFrame), true
	}
	return nil, false
}

// paste goes to a screen that is capturing text or wants it; anywhere else a
// pasted link is something to look into.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	s := a.current()
	if s == nil || a.help != nil || a.parting.open() || a.hidden() {
		return nil
	}
	t, takes := s.(taker)
	if s.Capturing() || takes && t.TakesPaste() || a.o.Inspect == nil || strings.TrimSpace(msg.Content) == "" {
		return a.top(msg)
	}
	return a.push(a.o.Inspect(share.NewSecret(msg.Content)), inspectFrame)
}

// reply delivers an answer to the screen that asked, if it is still there.
func (a *App) reply(r kit.Reply) tea.Cmd {
	for i := range a.stack {
		if a.stack[i].id == r.To {
			return a.deliver(i, r.Msg)
		}
	}
	return nil
}

// print shows a secret on the normal screen, until a key or ctrl+c.
func (a *App) print(text share.Secret) tea.Cmd {
	ctx, leave := context.WithCancel(a.ctx)
	return a.o.Exec(&printer{ctx: ctx, text: text}, leave, func(err error) tea.Msg {
		leave()
		return printedMsg{err}
	})
}

// prints says which key prints what was copied, where there is one; empty: none does.
func (a *App) prints() string {
	for _, column := range a.current().Keys().FullHelp() {
		for _, b := range column {
			if b.Enabled() && b.Help().Key == kit.Named(a.o.Keys.Bind("print", "")) {
				return b.Help().Key + " prints the link"
			}
		}
	}
	return ""
}

func (a *App) copy(step kit.Copy) tea.Cmd {
	if a.o.Copy == nil {
		return tea.SetClipboard(step.Text.Reveal())
	}
	ctx, run, page, instead := a.ctx, a.o.Copy, a.sight(), a.prints()
	return func() tea.Msg {
		sequence, said, err := run(ctx, step.Text, step.What, instead)
		return copiedMsg{sequence, said, page, err}
	}
}

// renewed says how the renewal of a session went, and lets the screen try again.
func (a *App) renewed(msg renewedMsg) tea.Cmd {
	if msg.err != nil {
		a.toast.Show(kit.Problem, "the session was not renewed: "+kit.Clean(msg.err.Error()), a.o.Clock())
		return nil
	}
	a.toast.Show(kit.Good, "the session is renewed", a.o.Clock())
	return a.top(kit.Renewed{})
}

// printed says why the text could not be shown on the normal screen.
func (a *App) printed(msg printedMsg) tea.Cmd {
	if msg.err != nil {
		a.toast.Show(kit.Problem, "not printed: "+kit.Clean(msg.err.Error()), a.o.Clock())
	}
	return nil
}

func (a *App) copied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		a.toast.Show(kit.Problem, kit.Clean(msg.err.Error()), a.o.Clock())
		return nil
	}
	a.toast.Show(kit.Good, msg.said, a.o.Clock())
	a.toast.About(msg.page)
	if msg.sequence == "" {
		return nil
	}
	return tea.Raw(msg.sequence)
}
