// Package tally is the screen that counts and adds up what lies below a prefix, and
// shows the sums while it does.
package tally

import (
	"cmp"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/below"
	"signet/ui/failure"
	"signet/ui/kit"
)

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	// Show leaves for an object among its neighbours.
	Show func(share.Target) kit.Step
	// Renew renews the session of a place (aws sso login), after which counting goes on.
	Renew func(place string) tea.Cmd
}

// Screen counts below one prefix.
type Screen struct {
	env     kit.Env
	at      share.Target // Key is the prefix
	exits   Exits
	keys    keys
	reading *below.Reading[sums]
	sums    sums
}

// New makes the screen of a prefix. Nothing is read before Init.
func New(env kit.Env, src s3browser.Lister, at share.Target, exits Exits) *Screen {
	return &Screen{env: env, at: at, exits: exits, keys: newKeys(env.Keys), reading: below.New(env, src, at.Bucket, at.Key, sumsOf)}
}

func sumsOf(page s3browser.Page) (s sums) {
	for i := range page.Entries {
		s.add(&page.Entries[i])
	}
	return s
}

// Init begins to count.
func (s *Screen) Init() tea.Cmd { return s.reading.Begin() }

// Title says what is counted: a folder by its own name, as the way to it stands before,
// or the bucket.
func (s *Screen) Title() string {
	return "size of " + kit.Clean(cmp.Or(say.LastPart(s.at.Key), s.at.Bucket))
}

// At is the folder.
func (s *Screen) At() share.Target { return s.at }

// Capturing is never true.
func (s *Screen) Capturing() bool { return false }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.reading.Running() {
		return "counting"
	}
	return ""
}

// Update takes a key or a page.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case below.Came[sums]:
		page, ok, cmd := s.reading.Take(msg)
		if ok {
			s.sums = s.sums.plus(page)
		}
		return nil, cmd
	case kit.Renewed:
		if s.reading.Err != nil {
			return nil, s.reading.Proceed()
		}
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	switch {
	case key.Matches(msg, k.back):
		s.reading.Stop()
		return kit.Pop{}, nil
	case key.Matches(msg, k.stop):
		s.reading.Stop()
	case key.Matches(msg, k.renew):
		return nil, s.exits.Renew(s.at.Place)
	case key.Matches(msg, k.show):
		s.reading.Stop()
		t := s.at
		t.Key = s.sums.largest.key
		return s.exits.Show(t), nil
	case key.Matches(msg, k.again) && !s.reading.Done():
		return nil, s.reading.Proceed()
	case key.Matches(msg, k.again, k.anew):
		s.sums = sums{}
		return nil, s.reading.Begin()
	}
	return nil, nil
}

// keys is the one source of what can be pressed, and whether it does anything now.
type keys struct{ show, stop, again, anew, renew, back key.Binding }

func newKeys(own kit.Keys) keys {
	return keys{
		show:  own.Bind("open", "go to the largest"),
		stop:  own.Bind("stop", "stop"),
		again: own.Bind("reload", "count again"),
		anew:  own.Bind("reload-all", "count from the beginning"),
		renew: own.Bind("renew", "renew the session"),
		back:  own.Bind("back", "back", "above"),
	}
}

func (s *Screen) bindings() keys {
	k := s.keys
	k.show.SetEnabled(s.exits.Show != nil && s.sums.largest.key != "")
	k.stop.SetEnabled(s.reading.Running())
	k.again.SetEnabled(!s.reading.Running())
	if !s.reading.Done() {
		kit.Does(&k.again, "count on")
	}
	k.renew.SetEnabled(s.exits.Renew != nil && failure.Expired(s.reading.Err))
	return k
}

// ShortHelp makes keys a help.KeyMap.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.back, k.stop, k.again, k.show, k.renew}
}

// FullHelp makes keys a help.KeyMap.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.show, k.stop, k.again, k.anew, k.renew, k.back}}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap { return s.bindings() }
