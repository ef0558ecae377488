package ui

import (
	"context"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// seeking stands where an object of a place is to be shown that was not opened, until
// the place is found among all that there are. One that is gone is not opened at
// another place.
type seeking struct {
	env  kit.Env
	w    *wiring
	src  *found
	at   share.Target
	back key.Binding
	gone bool
	err  error
}

// seek leads to an object of a place that was not opened at the start.
func (w *wiring) seek(t share.Target) kit.Maker {
	return func(env kit.Env) kit.Screen {
		return &seeking{env: env, w: w, src: w.everywhere(), at: t, back: env.Keys.Bind("back", "back")}
	}
}

type soughtMsg struct{ err error }

// Init reads the places.
func (s *seeking) Init() tea.Cmd {
	return s.env.Do(func(ctx context.Context) tea.Msg {
		_, err := s.src.Places(ctx)
		return soughtMsg{err}
	})
}

// Update goes on once they are read.
func (s *seeking) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case soughtMsg:
		p, ok := s.src.named(s.at.Place)
		if s.err, s.gone = msg.err, !ok; ok {
			s.w.learn(p)
			return kit.Replace{Make: s.w.browse(s.at)}, nil
		}
	case tea.KeyPressMsg:
		if key.Matches(msg, s.back) {
			return kit.Pop{}, nil
		}
	}
	return nil, nil
}

// View says what is looked for, or that it is not there.
func (s *seeking) View(w, h int) (string, *tea.Cursor) {
	m := listing.Message{Title: "looking for the place " + s.at.Place + " …", Keys: []listing.Press{listing.On(s.back, "back")}}
	switch {
	case s.err != nil:
		m.Tone = listing.Bad
		m.Title, m.Text = failure.Explain(s.err)
	case s.gone:
		m.Tone = listing.Bad
		m.Title, m.Text = "the place "+s.at.Place+" is gone", s.at.URI()+" was there; it is not opened at another place."
	}
	return m.View(w, h, s.env.Theme), nil
}

// Keys is esc.
func (s *seeking) Keys() help.KeyMap { return seekingKeys{s.back} }

// Capturing reports that no key is text.
func (s *seeking) Capturing() bool { return false }

// Title is the screen's part of the breadcrumb.
func (s *seeking) Title() string { return kit.Clean(s.at.Place) }

type seekingKeys struct{ back key.Binding }

// ShortHelp is the footer.
func (k seekingKeys) ShortHelp() []key.Binding { return []key.Binding{k.back} }

// FullHelp is the help page.
func (k seekingKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }
