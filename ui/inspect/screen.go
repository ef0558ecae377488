// Package inspect is the screen that explains a pasted link: what it is, what it
// allows and until when, what is wrong with it, and which share of the log it
// belongs to. Everything is read off the text; only the key for it goes online.
package inspect

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/inspect"
	"signet/share/say"
	"signet/ui/kit"
)

// Source answers what the text alone cannot.
type Source interface {
	// Find looks for the shares of the log that a pasted text belongs to. None
	// is no error.
	Find(ctx context.Context, text share.Secret) ([]Entry, error)
	// Online uses a link once, as a stranger would, and explains the answer.
	// The method is GET or HEAD.
	Online(ctx context.Context, link share.Secret, method string) []say.Remark
}

// Entry is a share of the log that the link belongs to.
type Entry struct {
	ID      string
	By      string // how it was recognised: "signature", "tracking id", ...
	Summary string // "shared 4 May 12:00 with anna: contract"; raw text
	State   string // "open", "ended", "revoked"
	Ended   bool
	// Compared is what differs from what was signed.
	Compared []say.Remark
	// Signed is what was signed, where Compared says that this is it; nil: unknown.
	Signed *share.Spec
}

// Exits are the ways out of the screen.
type Exits struct {
	// Entry opens a share of the log; nil: not possible.
	Entry func(id string) kit.Maker
}

// Screen is the inspector.
type Screen struct {
	env   kit.Env
	src   Source
	exits Exits
	keys  keyMap

	text   share.Secret // as pasted or typed
	turn   int          // which link of the text is read, if it has several
	shown  string       // the text as it may be seen
	typing bool
	report inspect.Report
	now    time.Time
	scroll int

	seq    int             // of the text; answers to an older one are dropped
	ctx    context.Context // of the work for the text; cancelled with the next one
	cancel context.CancelFunc

	finding  bool
	findErr  error
	entries  []Entry
	checking bool
	online   []say.Remark
}

type (
	found struct {
		seq     int
		entries []Entry
		err     error
	}
	checked struct {
		seq      int
		findings []say.Remark
	}
)

// New makes the screen. initial is what to inspect at once; empty: ask. src may
// be nil: then nothing is looked up.
func New(env kit.Env, src Source, exits Exits, initial share.Secret) *Screen {
	return &Screen{env: env, src: src, exits: exits, keys: newKeys(env.Keys), text: initial, typing: initial.Empty(), now: env.Now(), ctx: env.Ctx, cancel: func() {}}
}

// Init inspects what the screen was opened with.
func (s *Screen) Init() tea.Cmd {
	if s.text.Empty() {
		return nil
	}
	return s.take(s.text.Reveal())
}

// Update handles keys, pastes, ticks and answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if s.typing {
			return s.write(msg)
		}
		return s.press(msg)
	case tea.PasteMsg:
		if strings.TrimSpace(msg.Content) != "" {
			return nil, s.take(msg.Content)
		}
	case kit.Tick:
		s.tick(msg.Now)
	case found:
		if msg.seq == s.seq {
			s.finding, s.entries, s.findErr = false, msg.entries, msg.err
			s.settle()
		}
	case checked:
		if msg.seq == s.seq {
			s.checking, s.online = false, msg.findings
		}
	}
	return nil, nil
}

// take replaces the text by a pasted one. Text that says nothing stays open for
// typing.
func (s *Screen) take(text string) tea.Cmd {
	s.set(text)
	s.typing = s.report.Kind == inspect.NotURL
	return s.find()
}

// set reads a new text.
func (s *Screen) set(text string) {
	if len(text) > inspect.MaxInput {
		text = text[:inspect.MaxInput]
	}
	s.text, s.turn = share.NewSecret(text), 0
	s.reset()
}

// reset reads the text; whatever was under way is over.
func (s *Screen) reset() {
	s.cancel()
	s.ctx, s.cancel = context.WithCancel(s.env.Ctx)
	s.seq++
	s.scroll = 0
	s.finding, s.findErr, s.entries, s.checking, s.online = false, nil, nil, false, nil
	s.report = inspect.Report{}
	if text := s.text.Reveal(); strings.TrimSpace(text) != "" {
		s.report = turned(inspect.Inspect(text, s.now), s.turn)
	}
	s.shown = s.masked()
}

// next reads the next link of a text that has several, and after the last the
// first again.
func (s *Screen) next() tea.Cmd {
	s.turn++
	s.reset()
	return s.find()
}

// turned is what the n-th link says, with the others behind it in their order.
func turned(first inspect.Report, n int) inspect.Report {
	all := append([]inspect.Report{first}, first.Others...)
	n %= len(all)
	all = append(slices.Clone(all[n:]), all[:n]...)
	r := all[0]
	r.Others = all[1:]
	return r
}

// tick moves the countdown on, and reads the text again when the link opens or
// ends.
func (s *Screen) tick(now time.Time) {
	before := s.now
	s.now = now
	crossed := func(t time.Time) bool { return !t.IsZero() && before.Before(t) && !now.Before(t) }
	if crossed(s.report.Ends) || crossed(s.report.Opens) {
		s.report = turned(inspect.Inspect(s.text.Reveal(), now), s.turn)
		s.settle()
	}
}

// settle puts what the log knows in place of what the text leaves open.
func (s *Screen) settle() {
	for _, e := range s.entries {
		if e.Signed != nil {
			s.report = s.report.Settle(*e.Signed, e.Compared)
		}
	}
}

// find looks the link up in the share log, which knows one that is cut off by
// the rest of its terms.
func (s *Screen) find() tea.Cmd {
	if s.src == nil || s.report.URL.Empty() && (s.turn > 0 || s.report.Signature.SHA256 == "") {
		return nil
	}
	s.finding = true
	seq, src, text := s.seq, s.src, s.text
	if !s.report.URL.Empty() {
		text = s.report.URL
	}
	return s.env.DoIn(s.ctx, func(ctx context.Context) tea.Msg {
		entries, err := src.Find(ctx, text)
		return found{seq, entries, err}
	})
}

// write edits the field.
func (s *Screen) write(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	text := s.text.Reveal()
	switch {
	case key.Matches(msg, s.keys.read):
		s.typing = text == ""
		return nil, s.find()
	case key.Matches(msg, s.keys.back):
		if text == "" || s.report.Kind == inspect.NotURL {
			return kit.Pop{}, nil
		}
		s.typing = false
		return nil, s.find()
	case key.Matches(msg, s.keys.clear):
		s.set("")
	case msg.String() == "backspace":
		_, size := utf8.DecodeLastRuneInString(text)
		s.set(text[:len(text)-size])
	case msg.Text != "":
		s.set(text + msg.Text)
	}
	return nil, nil
}

// press handles keys while nothing is typed.
func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.keysNow()
	switch {
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.paste):
		s.set("")
		s.typing = true
	case key.Matches(msg, k.next):
		return nil, s.next()
	case key.Matches(msg, k.online):
		return s.goOnline()
	case key.Matches(msg, k.copy):
		return kit.Copy{Text: s.report.Repaired, What: "repaired link"}, nil
	case key.Matches(msg, k.entry):
		return kit.Push{Make: s.exits.Entry(s.entries[0].ID)}, nil
	case key.Matches(msg, k.down):
		s.scroll = min(s.scroll+1, s.reach())
	case key.Matches(msg, k.up):
		s.scroll = max(s.scroll-1, 0)
	case key.Matches(msg, k.top):
		s.scroll = 0
	case s.offline() != "" && slices.Contains(k.online.Keys(), msg.String()):
		return kit.Notify{Kind: kit.Info, Text: s.offline()}, nil
	}
	return nil, nil
}

// goOnline uses the link once.
func (s *Screen) goOnline() (kit.Step, tea.Cmd) {
	if s.checking {
		return nil, nil
	}
	s.checking, s.online = true, nil
	method := s.report.Method
	method = cmp.Or(method, "GET")
	seq, src, link := s.seq, s.src, s.report.URL
	return nil, s.env.DoIn(s.ctx, func(ctx context.Context) tea.Msg {
		return checked{seq, src.Online(ctx, link, method)}
	})
}

// offline says why the link cannot be tried; empty: it can.
func (s *Screen) offline() string {
	r := s.report
	switch {
	case s.src == nil:
		return "nothing can be checked online here"
	case r.Kind == inspect.PostPolicy:
		return "an upload form is never tried: that would store a file"
	case !r.Kind.Signed() && r.Kind != inspect.PlainS3 || r.URL.Empty():
		return "there is no link to try"
	case r.State == inspect.Broken:
		return "the link is damaged; trying it tells nothing"
	case slices.ContainsFunc(r.Findings, func(f say.Remark) bool { return f.Code == "host-metadata" || f.Code == "host-port" }):
		return "nothing is sent to a host where no store can be"
	case r.Method != "" && r.Method != "GET" && r.Method != "HEAD":
		return "a link for " + kit.Clean(r.Method) + " is never tried: that would change what is stored"
	}
	return ""
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap { return s.keysNow() }

// Capturing reports that keys are text.
func (s *Screen) Capturing() bool { return s.typing }

// TakesPaste reports that a paste is for this screen, not for a new one above.
func (s *Screen) TakesPaste() bool { return true }

// Busy names what is under way.
func (s *Screen) Busy() string {
	switch {
	case s.checking:
		return "trying the link"
	case s.finding:
		return "looking in the share log"
	}
	return ""
}

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "inspect" }
