// Package ui is the terminal: the root model with its stack of screens, and the
// one place (run.go) that knows all screens and joins them.
package ui

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/help"
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
	Dark  bool // until the terminal says otherwise
	// FixedTheme keeps it so whatever the terminal says.
	FixedTheme bool
	// Copy puts a secret on a clipboard. It returns the escape sequence to write
	// (empty: none) and how it went, in words.
	Copy func(ctx context.Context, text share.Secret, what string) (sequence, said string, err error)
	// History and Inspect are one key away from anywhere. A pasted text goes to
	// the inspector.
	History func() kit.Maker
	Inspect func(pasted share.Secret) kit.Maker
	// Debug gets one line per message: its type, never its content. nil: none.
	Debug func(line string)
	// Observe sees every message first, for what the whole program wants to know
	// of the terminal. It may answer with a command.
	Observe func(tea.Msg) tea.Cmd
}

// App is the root model: a switchboard between the terminal and the screens.
type App struct {
	o     Options
	ctx   context.Context
	theme *kit.Theme
	stack []frame
	ids   int
	w, h  int
	toast toast.Model
	help  bool // the help page is open
	spin  int
	ticks bool // the spinner is turning
	keys  globalKeys
}

// frame is a screen on the stack with the end of its life.
type frame struct {
	id     int
	screen kit.Screen
	leave  context.CancelFunc
}

type (
	secondMsg time.Time
	spinMsg   struct{}
	copiedMsg struct {
		sequence, said string
		err            error
	}
	printedMsg struct{ err error }
)

// optional abilities of a screen: it says what it is doing, it wants all rows,
// it has something to clear from the terminal when it goes, a paste is for it.
type (
	busy       interface{ Busy() string }
	fullscreen interface{ Fullscreen() bool }
	leaver     interface{ Leave() tea.Cmd }
	taker      interface{ TakesPaste() bool }
)

// NewApp makes the root. The context ends all work when the program ends.
func NewApp(ctx context.Context, o Options) *App {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	theme := kit.NewTheme(o.Dark)
	a := &App{o: o, ctx: ctx, theme: &theme, keys: newGlobalKeys()}
	return a
}

// Init opens the first screen and asks the terminal for its background.
func (a *App) Init() tea.Cmd {
	return tea.Batch(a.push(a.o.First), tea.RequestBackgroundColor, a.second())
}

func (a *App) second() tea.Cmd {
	return tea.Tick(time.Second, func(t time.Time) tea.Msg { return secondMsg(t) })
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
	return a, tea.Batch(observed, a.update(msg), a.spinner())
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.press(msg)
	case tea.PasteMsg:
		return a.paste(msg)
	case kit.Reply:
		return a.reply(msg)
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		if !a.o.FixedTheme {
			*a.theme = kit.NewTheme(msg.IsDark())
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
		return nil
	case renewedMsg:
		return a.renewed(msg)
	}
	return a.top(msg)
}

// press decides who gets a key: quitting first, then the help page, then a
// screen that is capturing text, then the global keys, then the screen.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	if key.Matches(msg, a.keys.kill) {
		return tea.Quit
	}
	a.toast.Key()
	if a.help {
		a.help = false
		return nil
	}
	if s := a.current(); s != nil && !s.Capturing() {
		switch {
		case key.Matches(msg, a.keys.quit):
			return tea.Quit
		case key.Matches(msg, a.keys.help):
			a.help = true
			return nil
		case key.Matches(msg, a.keys.history) && a.o.History != nil:
			return a.push(a.o.History())
		case key.Matches(msg, a.keys.inspect) && a.o.Inspect != nil:
			return a.push(a.o.Inspect(share.Secret{}))
		}
	}
	return a.top(msg)
}

// paste goes to a screen that is capturing text; anywhere else a pasted link is
// something to look into.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	if t, ok := a.current().(taker); ok && t.TakesPaste() {
		return a.top(msg)
	}
	if s := a.current(); s != nil && !s.Capturing() && a.o.Inspect != nil && strings.TrimSpace(msg.Content) != "" {
		return a.push(a.o.Inspect(share.NewSecret(msg.Content)))
	}
	return a.top(msg)
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

func (a *App) current() kit.Screen {
	if len(a.stack) == 0 {
		return nil
	}
	return a.stack[len(a.stack)-1].screen
}

func (a *App) top(msg tea.Msg) tea.Cmd { return a.deliver(len(a.stack)-1, msg) }

// deliver hands a message to the screen at position i and applies its step in
// the same Update, so that the next key reaches the new screen.
func (a *App) deliver(i int, msg tea.Msg) tea.Cmd {
	if i < 0 || i >= len(a.stack) {
		return nil
	}
	step, cmd := a.stack[i].screen.Update(msg)
	return tea.Batch(cmd, a.apply(i, step))
}

func (a *App) apply(i int, step kit.Step) tea.Cmd {
	switch step := step.(type) {
	case kit.Push:
		return a.push(step.Make)
	case kit.Pop:
		left := a.drop(i)
		if len(a.stack) == 0 {
			return tea.Sequence(left, tea.Quit)
		}
		if step.Then != nil {
			return tea.Batch(left, a.deliver(i-1, step.Then))
		}
		return left
	case kit.Replace:
		return tea.Batch(a.drop(i), a.push(step.Make))
	case kit.Notify:
		a.toast.Show(step.Kind, step.Text, a.o.Clock())
	case kit.Copy:
		return a.copy(step)
	case kit.Print:
		return tea.Exec(&printer{text: step.Text}, func(err error) tea.Msg { return printedMsg{err} })
	case kit.Quit:
		return tea.Quit
	}
	return nil
}

// drop removes the frame at i and all above it, ending their work.
func (a *App) drop(i int) tea.Cmd {
	var left []tea.Cmd
	for _, f := range a.stack[i:] {
		f.leave()
		if l, ok := f.screen.(leaver); ok {
			left = append(left, l.Leave())
		}
	}
	a.stack = a.stack[:i]
	return tea.Batch(left...)
}

func (a *App) push(mk kit.Maker) tea.Cmd {
	var covered tea.Cmd
	if l, ok := a.current().(leaver); ok {
		covered = l.Leave()
	}
	a.ids++
	ctx, leave := context.WithCancel(a.ctx)
	s := mk(kit.Env{ID: a.ids, Ctx: ctx, Theme: a.theme, Clock: a.o.Clock})
	a.stack = append(a.stack, frame{id: a.ids, screen: s, leave: leave})
	return tea.Batch(covered, s.Init())
}

func (a *App) copy(step kit.Copy) tea.Cmd {
	if a.o.Copy == nil {
		return tea.SetClipboard(step.Text.Reveal())
	}
	ctx, run := a.ctx, a.o.Copy
	return func() tea.Msg {
		sequence, said, err := run(ctx, step.Text, step.What)
		return copiedMsg{sequence, said, err}
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

func (a *App) copied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		a.toast.Show(kit.Problem, kit.Clean(msg.err.Error()), a.o.Clock())
		return nil
	}
	a.toast.Show(kit.Good, msg.said, a.o.Clock())
	if msg.sequence == "" {
		return nil
	}
	return tea.Raw(msg.sequence)
}

// globalKeys work on every screen that is not capturing text.
type globalKeys struct{ kill, quit, help, history, inspect key.Binding }

func newGlobalKeys() globalKeys {
	return globalKeys{
		kill:    key.NewBinding(key.WithKeys("ctrl+c"), key.WithHelp("ctrl+c", "quit at once")),
		quit:    key.NewBinding(key.WithKeys("q"), key.WithHelp("q", "quit")),
		help:    key.NewBinding(key.WithKeys("?"), key.WithHelp("?", "help")),
		history: key.NewBinding(key.WithKeys("H"), key.WithHelp("H", "share log")),
		inspect: key.NewBinding(key.WithKeys("i"), key.WithHelp("i", "inspect a link")),
	}
}

func (k globalKeys) all() []key.Binding {
	return []key.Binding{k.help, k.history, k.inspect, k.quit, k.kill}
}

var _ help.KeyMap = globalKeys{}

// ShortHelp is what every footer ends with.
func (k globalKeys) ShortHelp() []key.Binding { return []key.Binding{k.help, k.history, k.quit} }

// FullHelp is the column of global keys on the help page.
func (k globalKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.all()} }
