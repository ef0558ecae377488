// Package find is the screen that looks for keys below a prefix, by a word or a
// pattern, and lists them as they are found.
package find

import (
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/below"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// Exits are the ways out of the screen. Those that are nil are not offered.
type Exits struct {
	// Show leaves for an object among its neighbours.
	Show func(share.Target) kit.Step
	// Share makes a link to an object, Preview shows what is in it, and Download saves
	// it into a file.
	Share, Preview, Download func(share.Target, share.Object) kit.Maker
	// Renew renews the session of a place (aws sso login), after which the search goes on.
	Renew func(place string) tea.Cmd
}

// enough is how many matches are listed without being asked again.
const enough = 10_000

// Screen searches below one prefix.
type Screen struct {
	env    kit.Env
	source s3browser.Lister
	at     share.Target // Key is the prefix
	exits  Exits
	keys   keys
	enough int

	ask     *prompt.Prompt // nil: it has been answered
	text    string         // that is searched
	reading *below.Reading[[]s3browser.Entry]
	list    *listing.List[s3browser.Entry]
	until   int // matches at which it pauses
}

// New makes the screen of a prefix, which first asks what to look for.
func New(env kit.Env, src s3browser.Lister, at share.Target, exits Exits) *Screen {
	s := &Screen{env: env, source: src, at: at, exits: exits, keys: newKeys(env.Keys), enough: enough}
	s.question()
	s.clear("")
	return s
}

func (s *Screen) question() {
	s.ask = prompt.New(prompt.Spec{
		Title: "find below s3://" + s.at.Bucket + "/" + s.at.Key, Label: "key › ", Value: s.text, Does: "find",
		Empty: "a word, or a pattern such as *.pdf",
		Hint:  "every key below is looked at, a thousand a request; capitals do not count",
	})
}

// clear begins with an empty list.
func (s *Screen) clear(text string) {
	if s.reading != nil {
		s.reading.Stop()
	}
	s.text, s.until = text, s.enough
	m := matcher{s.at.Key, strings.ToLower(text)}
	s.reading = below.New(s.env, s.source, s.at.Bucket, s.at.Key, m.of)
	prefix, now := s.at.Key, s.env.Now
	s.list = listing.New(listing.Spec[s3browser.Entry]{
		Columns: []listing.Column{
			{Title: "key"},
			{Title: "size", Width: 8, From: 34, Right: true},
			{Title: "modified", Width: 16, From: 60},
			{Title: "class", Width: 12, From: 90},
		},
		Key:  func(e *s3browser.Entry) string { return e.Key },
		Text: func(e *s3browser.Entry) string { return strings.TrimPrefix(e.Key, prefix) },
		Row: func(e *s3browser.Entry) listing.Row {
			return listing.Row{Cells: []string{strings.TrimPrefix(e.Key, prefix), say.Bytes(e.Size), say.Minute(e.Modified, now()), e.Class}}
		},
		Fixed: func(*s3browser.Entry) bool { return true },
	})
}

// Init reads nothing: what to look for is not known.
func (s *Screen) Init() tea.Cmd { return nil }

// Title says where is searched.
func (s *Screen) Title() string {
	if s.text == "" {
		return "find"
	}
	return "find " + kit.Clean(s.text)
}

// At is the folder.
func (s *Screen) At() share.Target { return s.at }

// Capturing reports that the question takes the keys.
func (s *Screen) Capturing() bool { return s.ask != nil }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.reading.Running() {
		return "searching"
	}
	return ""
}

// Update takes a key or a page.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if s.ask != nil {
			return s.answer(msg)
		}
		if press, ok := msg.(tea.KeyPressMsg); ok {
			return s.press(press)
		}
	case below.Came[[]s3browser.Entry]:
		return nil, s.came(msg)
	case kit.Renewed:
		if s.reading.Err != nil {
			return nil, s.reading.Proceed()
		}
	}
	return nil, nil
}

// came adds what was found on a page.
func (s *Screen) came(msg below.Came[[]s3browser.Entry]) tea.Cmd {
	found, ok, cmd := s.reading.Take(msg)
	if !ok {
		return nil
	}
	s.list.Append(found) // without a filter there is no job
	if s.list.Total() >= s.until {
		s.reading.Stop()
	}
	return cmd
}

func (s *Screen) answer(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch s.ask.Update(msg, s.env.Now()) {
	case prompt.Cancelled:
		if s.ask = nil; s.text == "" {
			return kit.Pop{}, nil
		}
	case prompt.Accepted:
		text := strings.TrimSpace(s.ask.Value())
		if text == "" {
			s.ask.Problem = "nothing typed; write a word, or a pattern such as *.pdf"
			return nil, nil
		}
		s.ask = nil
		s.clear(text)
		return nil, s.reading.Begin()
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	s.list.Keys = k.list
	e, _ := s.list.Selected()
	t := s.at
	t.Key = e.Key
	o := share.Object{Known: true, Size: e.Size, ETag: e.ETag, StorageClass: e.Class}
	switch {
	case s.list.Press(msg):
	case key.Matches(msg, k.back):
		s.reading.Stop()
		return kit.Pop{}, nil
	case key.Matches(msg, k.show):
		s.reading.Stop()
		return s.exits.Show(t), nil
	case key.Matches(msg, k.share):
		return kit.Push{Make: s.exits.Share(t, o)}, nil
	case key.Matches(msg, k.preview):
		return kit.Push{Make: s.exits.Preview(t, o)}, nil
	case key.Matches(msg, k.download):
		return kit.Push{Make: s.exits.Download(t, o)}, nil
	case key.Matches(msg, k.uri):
		return kit.Copy{Text: share.NewSecret(t.URI()), What: "s3:// address"}, nil
	default:
		return nil, s.steer(msg, k)
	}
	return nil, nil
}

// steer handles the keys of the search itself.
func (s *Screen) steer(msg tea.KeyPressMsg, k keys) tea.Cmd {
	switch {
	case key.Matches(msg, k.again):
		s.question()
	case key.Matches(msg, k.stop):
		s.reading.Stop()
	case key.Matches(msg, k.renew):
		return s.exits.Renew(s.at.Place)
	case key.Matches(msg, k.on) && !s.reading.Done():
		s.until = s.list.Total() + s.enough
		return s.reading.Proceed()
	case key.Matches(msg, k.on, k.anew):
		s.clear(s.text)
		return s.reading.Begin()
	}
	return nil
}

// keys is the one source of what can be pressed, and whether it does anything now.
type keys struct {
	list listing.KeyMap

	show, share, preview, download, uri, again, stop, on, anew, renew, back key.Binding
}

func newKeys(own kit.Keys) keys {
	k := keys{
		list:     listing.Keys(own),
		show:     own.Bind("open", "go to it"),
		share:    own.Bind("share", "share"),
		preview:  own.Bind("preview", "preview"),
		download: own.Bind("write", "download"),
		uri:      own.Bind("copy", "copy the s3:// address"),
		again:    own.Bind("find-below", "find something else", "filter"),
		stop:     own.Bind("stop", "stop"),
		on:       own.Bind("reload", "search again"),
		anew:     own.Bind("reload-all", "search from the beginning"),
		renew:    own.Bind("renew", "renew the session"),
		back:     own.Bind("back", "back", "above"),
	}
	k.list.Mark.SetEnabled(false)
	return k
}

func (s *Screen) bindings() keys {
	k := s.keys
	some := s.list.Len() > 0
	k.show.SetEnabled(some && s.exits.Show != nil)
	k.share.SetEnabled(some && s.exits.Share != nil)
	k.preview.SetEnabled(some && s.exits.Preview != nil)
	k.download.SetEnabled(some && s.exits.Download != nil)
	k.uri.SetEnabled(some)
	k.stop.SetEnabled(s.reading.Running())
	k.on.SetEnabled(!s.reading.Running())
	if !s.reading.Done() {
		kit.Does(&k.on, "search on")
	}
	k.renew.SetEnabled(s.exits.Renew != nil && failure.Expired(s.reading.Err))
	return k
}

// ShortHelp makes keys a help.KeyMap.
func (k keys) ShortHelp() []key.Binding {
	return []key.Binding{k.show, k.back, k.share, k.preview, k.stop, k.on, k.again, k.renew}
}

// FullHelp makes keys a help.KeyMap.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{{k.show, k.share, k.preview, k.download, k.uri, k.back}, {k.again, k.stop, k.on, k.anew, k.renew}, k.list.Help()}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap {
	if s.ask != nil {
		return s.ask.Keys()
	}
	return s.bindings()
}
