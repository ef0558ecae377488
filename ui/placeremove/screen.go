// Package placeremove is the screen that takes a place out of the settings. It says
// first what goes with it and what stays.
package placeremove

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// Removal is what removing a place does, in plain sentences.
type Removal struct {
	Name  string
	Goes  []string // what is there no more
	Stays []string
}

// Remove takes the place out. The error says why nothing was done; left is what it
// could not take with it, or empty.
type Remove func(ctx context.Context) (left string, err error)

// Screen asks, and removes.
type Screen struct {
	env     kit.Env
	removal Removal
	remove  Remove
	gone    func()
	keys    keys
	busy    bool
	err     error
}

type removedMsg struct {
	left string
	err  error
}

// New makes the screen. gone is called once the place is out of the settings.
func New(env kit.Env, r Removal, remove Remove, gone func()) *Screen {
	return &Screen{env: env, removal: r, remove: remove, gone: gone, keys: newKeys()}
}

// Init waits for the answer.
func (s *Screen) Init() tea.Cmd { return nil }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "remove " + kit.Clean(s.removal.Name) }

// Capturing keeps the global keys away: any key is an answer.
func (s *Screen) Capturing() bool { return s.err == nil }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.busy {
		return "removing"
	}
	return ""
}

// Update takes the answer, and the end of the work.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case removedMsg:
		return s.removed(msg), nil
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	switch {
	case s.busy:
		return nil, nil
	case s.err == nil && key.Matches(msg, s.keys.yes):
		s.busy = true
		remove := s.remove
		return nil, s.env.Do(func(ctx context.Context) tea.Msg {
			left, err := remove(ctx)
			return removedMsg{left, err}
		})
	}
	return kit.Pop{}, nil
}

func (s *Screen) removed(msg removedMsg) kit.Step {
	if s.busy, s.err = false, msg.err; msg.err != nil {
		return nil
	}
	s.gone()
	then := kit.Changed{Kind: kit.Good, Text: kit.Clean(s.removal.Name + " is removed")}
	if msg.left != "" {
		then = kit.Changed{Kind: kit.Problem, Text: kit.Clean(s.removal.Name + " is removed, but " + msg.left)}
	}
	return kit.Pop{Then: then}
}

// View draws the question.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	lines := s.lines(max(w-2*margin, 1))
	out := make([]string, 0, h)
	for _, l := range lines[:min(len(lines), h)] {
		out = append(out, kit.Cut(strings.Repeat(" ", margin)+l, w))
	}
	return strings.Join(out, "\n"), nil
}

// margin is the room at both sides.
const margin = 2

func (s *Screen) lines(w int) []string {
	th := s.env.Theme
	out := []string{""}
	add := func(render func(...string) string, first, text string) {
		for _, l := range kit.Wrap(kit.Clean(text), max(w-len(first), 1)) {
			out = append(out, render(first+l))
			first = strings.Repeat(" ", len(first))
		}
	}
	add(th.Title.Render, "", "Remove the place "+s.removal.Name+"?")
	out = append(out, "")
	for _, what := range s.removal.Goes {
		add(th.Warn.Render, "- ", what)
	}
	out = append(out, "")
	add(th.Text.Render, "", "What stays:")
	for _, what := range s.removal.Stays {
		add(th.Muted.Render, "- ", what)
	}
	out = append(out, "")
	switch {
	case s.err != nil:
		add(th.Bad.Render, "", "Nothing was removed: "+s.err.Error())
	case s.busy:
		add(th.Muted.Render, "", "removing it …")
	default:
		out = append(out, th.Accent.Render(kit.Named(s.keys.yes))+" "+s.keys.yes.Help().Desc+"   "+th.Accent.Render(kit.Named(s.keys.no))+" "+s.keys.no.Help().Desc)
	}
	return out
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	k := s.keys
	k.yes.SetEnabled(!s.busy && s.err == nil)
	k.no.SetEnabled(!s.busy)
	return k
}
