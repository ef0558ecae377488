// Package link is the screen that a share ends on: the link as text and as a QR
// code, what it allows and until when, what the holder must send, and every way
// of handing it over.
package link

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/handover"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/prompt"
	"signet/ui/qrview"
)

// Deps are what the screen needs of the rest of the program.
type Deps struct {
	Caps *qrview.Caps // of the terminal; nil: no QR code
	// Check uses the link once as the recipient would; nil: not possible.
	Check func(context.Context, share.Link) []say.Remark
	// Event notes in the share log what was done with the link.
	Event func(ctx context.Context, id, kind, detail string) error
	// Save writes a file that only the user can read.
	Save func(path string, data []byte, overwrite bool) error
	// Aside draws the share log in the room that is left on wide screens.
	Aside func(w, h int) string
	// Cost estimates one use of the link in words; empty: nothing to say.
	Cost func(share.Link) string
	// Compose opens the same request again, to share anew.
	Compose func(share.Request) kit.Maker
	// TakeBack leads to where the link is taken back; nil: nowhere.
	TakeBack func(id string) kit.Maker
	// HandOff leads to where the object is handed off by the terms of a link, as of a request
	// made anew of it; nil: nowhere.
	HandOff func(l share.Link, anew share.Request) kit.Maker
	// Revoked reports whether the share log says that it was; nil: nobody knows.
	Revoked func(ctx context.Context, id string) (bool, error)
}

// The kinds of event that the screen notes; see share/ledger.
const (
	eventCopied   = "copied"
	eventShown    = "shown"
	eventExported = "exported"
)

// Screen is the link screen.
type Screen struct {
	env  kit.Env
	link share.Link
	deps Deps
	keys keyMap
	code *qrview.Model // nil: none

	checking bool
	checked  bool
	findings []say.Remark

	menu   *menu // of hand-over texts, if open
	scroll scroll
	ask    *prompt.File // where to save a text, if open
	save   func(prompt.Destination) tea.Cmd
	saving bool // it is under way

	revoked bool // it is taken back
	asking  bool // the log, whether it was
}

type (
	checkedMsg struct{ findings []say.Remark }
	savedMsg   struct {
		path, what string
		err        error
	}
	notedMsg struct{}
)

// New makes the screen for a signed link.
func New(env kit.Env, link share.Link, deps Deps) *Screen {
	s := &Screen{env: env, link: link, deps: deps, keys: newKeys(env.Keys)}
	if deps.Caps != nil && handover.Codes(link) == nil {
		s.code = qrview.New(env, deps.Caps)
	}
	return s
}

// Init encodes the QR code.
func (s *Screen) Init() tea.Cmd {
	if s.code == nil {
		return tea.Batch(s.note(eventShown, ""), s.askRevoked())
	}
	return tea.Batch(s.code.Set(s.link.URL, s.link.Terms.Ends), s.note(eventShown, ""), s.askRevoked())
}

// note adds an event to the share log; a log that cannot be written has been
// complained about already.
func (s *Screen) note(kind, detail string) tea.Cmd {
	if s.deps.Event == nil || s.link.ID == "" {
		return nil
	}
	run, id := s.deps.Event, s.link.ID
	return s.env.Do(func(ctx context.Context) tea.Msg {
		_ = run(context.WithoutCancel(ctx), id, kind, detail)
		return notedMsg{}
	})
}

// Update handles keys and answers; what it does not know belongs to the code.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch {
		case s.ask != nil:
			return s.answer(msg)
		case s.menu != nil:
			return s.choose(msg)
		}
		return s.press(msg)
	case tea.PasteMsg:
		if s.ask != nil && !s.saving {
			s.ask.Update(msg, s.env.Now())
		}
		return nil, nil
	case checkedMsg:
		s.checking, s.checked, s.findings = false, true, msg.findings
		return s.verdict(), nil
	case savedMsg:
		return s.saved(msg)
	case qrview.Exported:
		return s.exported(msg)
	case kit.Tick:
		return nil, s.askRevoked()
	case kit.Changed:
		return kit.Notify(msg), s.askRevoked()
	case revokedMsg:
		s.takeRevoked(msg)
	}
	if s.code != nil {
		s.code.Update(msg)
	}
	return nil, nil
}

// exported says how saving the code went.
func (s *Screen) exported(msg qrview.Exported) (kit.Step, tea.Cmd) {
	switch {
	case msg.Err != nil:
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(msg.Err.Error())}, nil
	case msg.Path == "":
		return nil, nil
	}
	return kit.Notify{Kind: kit.Good, Text: "saved " + kit.Clean(msg.Path) + ", readable by you alone"}, s.note(eventExported, "QR code")
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.keysNow()
	switch {
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.copy):
		return s.copy()
	case key.Matches(msg, k.full):
		return kit.Push{Make: s.fullCode()}, nil
	case key.Matches(msg, k.print):
		return kit.Print{Text: s.link.URL}, s.note(eventShown, "printed")
	case key.Matches(msg, k.hand):
		s.menu = newMenu(s.env.Keys, s.link)
	case key.Matches(msg, k.export):
		return s.export()
	case key.Matches(msg, k.test):
		return nil, s.check()
	case key.Matches(msg, k.again, k.short) && s.link.Request.Page != "":
		return kit.Notify{Kind: kit.Problem, Text: s.link.Request.Page.Anew().Error()}, nil
	case key.Matches(msg, k.again):
		return kit.Replace{Make: s.deps.Compose(s.anew())}, nil
	case key.Matches(msg, k.short):
		return kit.Replace{Make: s.deps.Compose(s.shorter())}, nil
	case key.Matches(msg, k.handOff):
		return kit.Push{Make: s.deps.HandOff(s.link, s.anew())}, nil
	case key.Matches(msg, k.takeBack):
		return kit.Push{Make: s.deps.TakeBack(s.link.ID)}, nil
	default:
		s.scroll.press(msg, k)
	}
	return nil, nil
}

// copy copies the link or, where it is many, the script that uses them.
func (s *Screen) copy() (kit.Step, tea.Cmd) {
	if !s.link.Request.Operation.Info().Parts {
		return s.copied(s.link.URL, "link"), s.note(eventCopied, "link")
	}
	text, err := handover.Text(s.link, handover.Python, handover.Options{Now: s.env.Now()})
	if err != nil {
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(failure.Line(err))}, nil
	}
	return s.copied(text, "Python script"), s.note(eventCopied, "Python script")
}

// copied is the step that copies. What is dead is handed over too, for whoever
// wants to look into it, but not without a word.
func (s *Screen) copied(text share.Secret, what string) kit.Step {
	switch {
	case s.revoked:
		what += " (revoked, it opens nothing any more)"
	case !s.env.Now().Before(s.link.Terms.Ends):
		what += " (ended, it no longer works)"
	}
	return kit.Copy{Text: text, What: what}
}

func (s *Screen) anew() share.Request {
	r := s.link.Request
	r.Group, r.Options.TrackID = "", ""
	r.Page, r.PageSum = "", "" // a link to a page publishes none: the page stays that of its own share
	return r
}

// shorter is the same share without the headers of the answer, which make the link
// long. What else it demands or allows stays.
func (s *Screen) shorter() share.Request {
	r := s.anew()
	r.Options = r.Options.AsStored()
	return r
}

// fullCode is the code on a screen of its own.
func (s *Screen) fullCode() kit.Maker {
	subject := qrview.Of(s.link)
	subject.Code, subject.Revoked = s.code.Code(), s.revoked
	subject.Saved = func() tea.Cmd { return s.note(eventExported, "QR code") }
	if k := s.keysNow().handOff; k.Enabled() {
		subject.Beside = "For a phone beside you, go back and press " + kit.Named(k) + ": the code of a hand-off fits."
	}
	return func(env kit.Env) kit.Screen { return qrview.NewScreen(env, s.deps.Caps, subject) }
}

func (s *Screen) check() tea.Cmd {
	if s.checking {
		return nil
	}
	s.checking = true
	run, link := s.deps.Check, s.link
	return s.env.Do(func(ctx context.Context) tea.Msg { return checkedMsg{run(ctx, link)} })
}

// export asks where to save the QR code.
func (s *Screen) export() (kit.Step, tea.Cmd) {
	code := s.code.Code()
	if code == nil {
		return kit.Notify{Kind: kit.Problem, Text: "there is no QR code of this link"}, nil
	}
	label := handover.Label(s.link, code, s.env.Now())
	return kit.Push{Make: func(env kit.Env) kit.Screen { return qrview.NewExport(env, label) }}, nil
}

// askText asks where to save a hand-over text.
func (s *Screen) askText(info handover.Info, text share.Secret) {
	s.ask = prompt.AskFile(prompt.Spec{
		Title: "save the " + info.Name, Label: "file: ", Does: "save", Value: fileName(s.link) + info.File,
		Hint: s.held(),
	})
	run := s.deps.Save
	s.save = func(to prompt.Destination) tea.Cmd {
		return s.env.Do(func(context.Context) tea.Msg {
			return savedMsg{to.Path, info.Name, run(to.Path, []byte(text.Reveal()), to.Replace)}
		})
	}
}

// held is what it means that a file holds the link.
func (s *Screen) held() string {
	if s.revoked {
		return "the file holds the link, which was revoked"
	}
	return "the file holds the link: whoever reads it can use it until it ends"
}

// fileName is the beginning of the file's name. A form for any name has none of
// its own.
func fileName(l share.Link) string {
	if l.Request.AnyName() {
		return "upload"
	}
	return handover.FileName(l)
}

func (s *Screen) answer(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	if s.saving {
		return nil, nil
	}
	switch outcome, to := s.ask.Answer(msg, s.env.Now()); outcome {
	case prompt.Cancelled:
		s.ask = nil
	case prompt.Accepted:
		s.saving = true
		return nil, s.save(to)
	case prompt.Open:
	}
	return nil, nil
}

// saved closes the question, or asks once more before a file is replaced.
func (s *Screen) saved(msg savedMsg) (kit.Step, tea.Cmd) {
	s.saving = false
	if msg.err != nil {
		s.ask.Refused(msg.path, msg.err)
		return nil, nil
	}
	s.ask = nil
	return kit.Notify{Kind: kit.Good, Text: "saved " + kit.Clean(msg.path) + ", readable by you alone"}, s.note(eventExported, msg.what)
}

func (s *Screen) choose(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	info, does := s.menu.press(msg)
	if does == menuStay {
		return nil, nil
	}
	s.menu = nil
	if does == menuClose {
		return nil, nil
	}
	text, err := handover.Text(s.link, info.Kind, handover.Options{Now: s.env.Now()})
	if err != nil {
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(failure.Line(err))}, nil
	}
	if does == menuSave {
		s.askText(info, text)
		return nil, nil
	}
	return s.copied(text, info.Name), s.note(eventCopied, info.Name)
}

// Capturing reports whether a question is open.
func (s *Screen) Capturing() bool { return s.ask != nil || s.menu != nil }

// At is what the link leads to.
func (s *Screen) At() share.Target { return s.link.Request.Target }

// Title says what the screen shows.
func (s *Screen) Title() string { return "link" }

// Busy says what is going on.
func (s *Screen) Busy() string {
	switch {
	case s.checking:
		return "trying the link as the recipient would"
	case s.saving:
		return "saving"
	}
	return ""
}
