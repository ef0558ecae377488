package preview

import (
	"image"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/qrview"
)

// Screen shows the beginning of one object.
type Screen struct {
	env     kit.Env
	source  Source
	subject Subject
	exits   Exits
	keys    keys

	seq  int  // of the last reading asked for
	busy bool // and it is under way
	err  error
	// archived is what was said of an object that must be restored first.
	archived *s3browser.Head

	content content
	etag    string // of the object that content is of
	page    page
	at      int // of the page's views
	top     int // first line in sight
	column  int // first column in sight
	height  int // of the text when it was last drawn
	width   int
	drawn   drawn

	caps    *qrview.Caps // what the terminal can show
	img     *image.RGBA  // the picture that is shown; nil: none is
	letters bool         // it is wanted in letters, whatever the terminal can do
	cells   cells

	drawnPicture graphic // that is on the terminal, or on its way
	stale        bool    // the window changed since
	paints       int     // sequence of pictures; only the last one asked for is sent
}

// drawn is a view in the width of the window: View runs after every message.
type drawn struct {
	view, w int
	lines   []line
}

// New makes the screen of an object. Nothing is read before Init.
func New(env kit.Env, src Source, subject Subject, caps *qrview.Caps, exits Exits) *Screen {
	s := &Screen{env: env, caps: caps, source: src, subject: subject, exits: exits, keys: newKeys(env.Keys)}
	s.forget()
	return s
}

// forget is the state before anything has been read.
func (s *Screen) forget() {
	s.content = content{name: s.subject.Target.Key, size: -1, limit: firstPart, shows: kit.Named(s.keys.more)}
	s.etag, s.page, s.drawn = "", page{}, drawn{}
	s.at, s.top, s.column = 0, 0, 0
	s.img = nil
}

// Init reads the first part.
func (s *Screen) Init() tea.Cmd { return s.fetch() }

// Title is the object's name, and which version of it where one is asked for.
func (s *Screen) Title() string {
	return "preview of " + kit.Clean(say.LastPart(s.subject.Target.Key)+say.OfVersion(s.subject.Target.VersionID))
}

// At is the object.
func (s *Screen) At() share.Target { return s.subject.Target }

// Capturing keeps the global keys away while a picture is shown: a help page would be
// drawn over one that the renderer does not know of.
func (s *Screen) Capturing() bool { return s.img != nil }

// Busy says what is going on, for the spinner; empty: nothing.
func (s *Screen) Busy() string {
	if s.busy {
		return "reading"
	}
	return ""
}

// Update takes a key or what was read, and keeps the picture on the terminal the one
// that belongs there.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	step, cmd := s.update(msg)
	if _, left := step.(kit.Pop); left {
		return step, tea.Sequence(s.wipe(), cmd)
	}
	return step, tea.Batch(cmd, s.repaint())
}

func (s *Screen) update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if s.img != nil {
			return s.pressPicture(msg)
		}
		return s.press(msg)
	case got:
		s.took(msg)
	case seen:
		s.saw(msg)
	case paint:
		if msg.seq == s.paints {
			return nil, tea.Raw(msg.sequence)
		}
	case tea.WindowSizeMsg, tea.ResumeMsg:
		s.stale = true // whatever was there is gone or out of place
	case kit.Renewed:
		if s.err != nil {
			return nil, s.fetch()
		}
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	if to, ok := k.list.Target(msg, s.top, s.height, s.rows()); ok {
		s.top = s.clamped(to)
		return nil, nil
	}
	switch {
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.share):
		return kit.Push{Make: s.exits.Share()}, nil
	case key.Matches(msg, k.download):
		return kit.Push{Make: s.exits.Download()}, nil
	case key.Matches(msg, k.uri):
		return kit.Copy{Text: share.NewSecret(s.subject.Target.URI()), What: "s3:// address"}, nil
	case key.Matches(msg, k.renew):
		return nil, s.exits.Renew(s.subject.Target.Place)
	case key.Matches(msg, k.more) && s.page.picture != "":
		return nil, s.see()
	case key.Matches(msg, k.more):
		s.content.limit = min(s.content.limit+firstPart, mostText)
		return nil, s.fetch()
	case key.Matches(msg, k.reload):
		s.forget()
		return nil, s.fetch()
	}
	s.turn(msg, k)
	return nil, nil
}

// pressPicture handles the keys while the picture is shown.
func (s *Screen) pressPicture(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	switch {
	case key.Matches(msg, s.keys.back), key.Matches(msg, s.keys.more):
		s.img = nil
	case key.Matches(msg, s.keys.way):
		s.letters = !s.letters
	}
	return nil, nil
}

// showable reports a picture that may be read and drawn.
func (s *Screen) showable() bool {
	c, err := measured(s.content.raw)
	return !s.busy && s.page.picture != "" && s.content.size <= mostPicture && (err != nil || tooMany(c) == "")
}

// turn shows what is there in another way, or another part of it.
func (s *Screen) turn(msg tea.KeyPressMsg, k keys) {
	switch {
	case key.Matches(msg, k.way):
		s.at, s.top, s.column = (s.at+1)%len(s.page.views), 0, 0
	case key.Matches(msg, k.left):
		s.column--
	case key.Matches(msg, k.right):
		s.column++
	}
}

// view is the one that is shown; an empty one before anything has been read.
func (s *Screen) view() view {
	if s.at < len(s.page.views) {
		return s.page.views[s.at]
	}
	return view{}
}

// mayReadOn reports that there is more than is shown, and that it may be.
func (s *Screen) mayReadOn() bool {
	return !s.busy && s.err == nil && s.page.more && s.page.picture == "" && s.content.limit < mostText && len(s.page.views) > 1
}

// rows is how many there are to scroll through, as last drawn.
func (s *Screen) rows() int {
	if v := s.view(); v.table != nil {
		return len(v.table.rows) - 1
	}
	return len(s.drawn.lines)
}

// clamped keeps the last page full.
func (s *Screen) clamped(top int) int { return max(min(top, s.rows()-s.height), 0) }
