// Package jump is the screen that asks where to go: an address is typed or pasted, and
// below it stands what it could be: bookmarks, recents, places, buckets, and what is in
// them. It is reached from anywhere.
package jump

import (
	"context"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
	"signet/ui/prompt"
)

// Options are what the screen is told.
type Options struct {
	Place string // the name of the place that is open
	Label string // how it is shown; empty: no place is open
	// Unasked says why the screen appeared by itself; empty: somebody asked for it.
	Unasked string
	Rest    time.Duration // before a server is asked
}

// Screen asks where to go.
type Screen struct {
	env    kit.Env
	source Source
	server Server // nil: no place is open
	o      Options
	exits  Exits

	prompt *prompt.Prompt
	text   string // the one that the rows fit
	known  []Way
	read   bool  // known has been read
	err    error // of what is known

	asking asking
	shelf  shelf
	answer answer

	rows  []Way
	at    int // the row that is chosen; -1: none, the text is the answer
	top   int // the first row in sight
	head  int // lines above the rows, when last drawn
	space int // rows in sight, when last drawn
}

// New makes the screen. Nothing is read before Init. A nil server is asked nothing.
func New(env kit.Env, source Source, server Server, o Options, exits Exits) *Screen {
	s := &Screen{env: env, source: source, server: server, o: o, exits: exits, at: -1}
	s.prompt = prompt.New(prompt.Spec{
		Label: "› ", Does: "open", Empty: "s3://BUCKET/KEY, https://…, arn:aws:s3:::BUCKET/KEY or a bucket's name",
	})
	if o.Unasked != "" {
		s.prompt.Unasked(env.Now())
	}
	return s
}

// Init reads what is known.
func (s *Screen) Init() tea.Cmd { return s.reread() }

type (
	knownMsg struct {
		ways []Way
		err  error
	}
	forgottenMsg struct {
		said string
		err  error
	}
)

func (s *Screen) reread() tea.Cmd {
	return s.env.Do(func(ctx context.Context) tea.Msg {
		ways, err := s.source.Known(ctx)
		return knownMsg{ways, err}
	})
}

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "go to" }

// Capturing reports that keys are text.
func (s *Screen) Capturing() bool { return true }

// Pointed reports that rows can be clicked.
func (s *Screen) Pointed() bool { return true }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.asking.cancel != nil {
		return "completing"
	}
	return ""
}

// Update takes a key, a paste, a click or an answer.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		return s.typed(msg)
	case kit.Click:
		return s.click(msg), nil
	case knownMsg:
		s.known, s.err, s.read = msg.ways, msg.err, true
		s.fit()
	case bucketsMsg:
		s.tookBuckets(msg)
	case belowMsg:
		s.tookBelow(msg)
	case forgottenMsg:
		return s.forgotten(msg)
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	w, some := s.chosen()
	switch {
	case s.prompt.Deaf(s.env.Now()):
	case key.Matches(msg, k.up, k.down, k.pageUp, k.pageDown):
		s.move(msg, k)
	case key.Matches(msg, k.tab) && s.prompt.Offered() == "":
		return s.tab(w, some)
	case key.Matches(msg, k.open) && some:
		return s.open(w), nil
	case key.Matches(msg, k.forget) && some && w.Kind <= Recent:
		return nil, s.forget(w)
	default:
		return s.typed(msg)
	}
	return nil, nil
}

// typed gives a key or a paste to the field, and looks anew where its text has changed.
func (s *Screen) typed(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch s.prompt.Update(msg, s.env.Now()) {
	case prompt.Cancelled:
		return kit.Pop{}, nil
	case prompt.Elsewhere:
		return kit.Replace{Make: s.prompt.There()}, nil
	case prompt.Accepted:
		mk, err := s.exits.Goto(s.prompt.Value())
		if err != nil {
			s.prompt.Fail(err)
			return nil, nil
		}
		return kit.Replace{Make: mk}, nil
	}
	return nil, s.changed()
}

// changed looks what the text could be, if it is another one.
func (s *Screen) changed() tea.Cmd {
	if s.prompt.Value() == s.text {
		return nil
	}
	s.text, s.at, s.top = s.prompt.Value(), -1, 0
	cmd := s.ask()
	s.fit()
	return cmd
}

// open goes the way of a row.
func (s *Screen) open(w Way) kit.Step {
	switch {
	case w.Secret:
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(w.Gone) + ": it is opened nowhere, and " + kit.Named(s.bindings().forget) + " removes it"}
	case w.Gone != "":
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(w.place()) + ": " + w.Gone + "; it is not opened at another place"}
	}
	return kit.Replace{Make: s.exits.Open(w)}
}

// tab completes: with the row that is chosen, or with what all rows have in common. A
// row at another place is opened there: its address means something else here. So is one
// that cannot stand in the field, such as a key with a tab in it.
func (s *Screen) tab(w Way, some bool) (kit.Step, tea.Cmd) {
	text := s.complete()
	switch {
	case some && (w.There || w.Bucket == ""):
		return s.open(w), nil
	case some:
		text = w.address()
	}
	if s.prompt.Fill(text); s.prompt.Value() == text {
		return nil, s.changed()
	}
	s.prompt.Fill(s.text) // the field does not take it as it is: it would be another key
	if some {
		return s.open(w), nil
	}
	return nil, nil
}

// forget drops a bookmark or a recent.
func (s *Screen) forget(w Way) tea.Cmd {
	return s.env.Do(func(ctx context.Context) tea.Msg {
		said, err := s.source.Forget(ctx, w)
		return forgottenMsg{said, err}
	})
}

func (s *Screen) forgotten(msg forgottenMsg) (kit.Step, tea.Cmd) {
	if msg.err != nil {
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(msg.err.Error())}, nil
	}
	return kit.Notify{Kind: kit.Good, Text: kit.Clean(msg.said)}, s.reread()
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap { return s.bindings() }
