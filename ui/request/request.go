// Package request is the screen that asks somebody for files: what is asked for, until when
// and of whom; and the screen that shows what has arrived of it.
package request

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/publish"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/form"
	"signet/ui/kit"
)

// Maker makes the page, stores it and shares it. warnings are what is to be known of it.
type Maker func(ctx context.Context, a publish.Asking) (link share.Link, warnings []string, err error)

// Exits are the ways out of the screen.
type Exits struct {
	Link func(share.Link) kit.Maker
	// Renew renews the session of the place; nil: it has none.
	Renew func(place string) tea.Cmd
}

// Input is what a request begins with.
type Input struct {
	Into   share.Target // the bucket and the folder that files go to
	Expiry string       // default, as it is typed
	// Signers are those of the place, its own key first; there is no choice among one.
	Signers []share.SignerOffer
	Page    string // where the page is stored, as s3://bucket/prefix
}

// Screen is the form of a request.
type Screen struct {
	env   kit.Env
	make  Maker
	exits Exits
	in    Input
	form  *form.Model
	keys  keys

	making bool
	made   bool // of what is typed now
	err    error
}

type madeMsg struct {
	link     share.Link
	warnings []string
	err      error
}

// New makes the screen.
func New(env kit.Env, maker Maker, exits Exits, in Input) *Screen {
	in.Signers = able(in.Signers)
	s := &Screen{env: env, make: maker, exits: exits, in: in, form: newForm(env.Theme, in), keys: newKeys(env.Keys)}
	visibility(s.form)
	return s
}

// Init has nothing to ask.
func (s *Screen) Init() tea.Cmd { return nil }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "ask for files" }

// At is the folder that files go to.
func (s *Screen) At() share.Target { return s.in.Into }

// Capturing keeps letters for the fields.
func (s *Screen) Capturing() bool { return s.form.Capturing() }

// Busy says what is going on.
func (s *Screen) Busy() string {
	if s.making {
		return "storing the page"
	}
	return ""
}

// Unsaved says what would be lost if the program ended now.
func (s *Screen) Unsaved() string {
	switch {
	case s.making:
		return "the page that is being stored"
	case s.form.Typed() && !s.made:
		return "what is asked for, no page yet"
	}
	return ""
}

// Update handles keys and answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		if !s.making {
			s.typed(msg)
		}
	case kit.Renewed:
		if s.err != nil {
			return nil, s.publish()
		}
	case madeMsg:
		if s.making, s.err = false, msg.err; msg.err != nil {
			s.place(msg.err)
			return nil, nil
		}
		s.made = true
		return kit.Push{Make: s.exits.Link(msg.link), Says: said(msg.warnings)}, nil
	}
	return nil, nil
}

// place puts what is wrong with the end beside its field.
func (s *Screen) place(err error) {
	if usage, ok := errors.AsType[*share.UsageError](err); ok && usage.Op == "expiry" {
		s.err = nil
		s.form.Complain(fieldEnds, problem(err))
		s.form.FocusOnProblem()
	}
}

// said is what is said as the link opens.
func said(warnings []string) kit.Notify {
	if len(warnings) > 0 {
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(warnings[0])}
	}
	return kit.Notify{Kind: kit.Good, Text: "the page is stored; this is its link"}
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.bindings()
	switch {
	case s.making:
		return kit.Notify{Kind: kit.Info, Text: "the page is being stored, which cannot be left"}, nil
	case key.Matches(msg, k.back):
		return kit.Pop{}, nil
	case key.Matches(msg, k.renew):
		return nil, s.exits.Renew(s.in.Into.Place)
	case key.Matches(msg, k.enter) && s.form.Forward():
		return nil, nil
	case key.Matches(msg, k.enter, k.make):
		return nil, s.publish()
	}
	s.typed(msg)
	return nil, nil
}

func (s *Screen) typed(msg tea.Msg) {
	if s.form.Update(msg) {
		s.made = false
		visibility(s.form)
	}
}

// publish makes the page, unless something in the form is wrong.
func (s *Screen) publish() tea.Cmd {
	s.err = nil
	asking, ok := s.asking()
	if !ok {
		return nil
	}
	s.making = true
	maker := s.make
	return s.env.Do(func(ctx context.Context) tea.Msg {
		link, warnings, err := maker(ctx, asking)
		return madeMsg{link, warnings, err}
	})
}

// asking is what the form says. Its problems are shown beside their fields.
func (s *Screen) asking() (publish.Asking, bool) {
	f := s.form
	a := publish.Asking{Title: f.Value(fieldTitle), Terms: share.Request{Target: s.into(), Signer: s.signer(), Note: f.Value(fieldNote), Recipient: f.Value(fieldTo)}}
	var texts, fields []string
	for i := range mostItems {
		f.Complain(item(i), "")
		if text := f.Value(item(i)); text != "" {
			texts, fields = append(texts, text), append(fields, item(i))
		}
	}
	for i := range texts {
		if _, err := share.ParseItems(texts[:i+1]); err != nil {
			f.Complain(fields[i], problem(err))
			break
		}
	}
	if len(texts) > 0 && !f.Complains() {
		a.Items, _ = share.ParseItems(texts)
	}
	f.Complain(fieldEnds, "")
	if text := f.Value(fieldEnds); text != "" {
		life, err := share.ParseLifetime(text, s.env.Now())
		a.Terms.Lifetime = life
		if err != nil {
			f.Complain(fieldEnds, problem(err))
		}
	}
	f.Complain(fieldFolder, "")
	if key := a.Terms.Target.Key; key != "" && !strings.HasSuffix(key, "/") {
		f.Complain(fieldFolder, "files are sent into a folder: end it in /")
	}
	f.Complain(fieldFiles, "")
	if text := f.Value(fieldFiles); text != "" {
		n, err := strconv.Atoi(text)
		if a.Files = n; err != nil || n < 1 || n > publish.MaxFiles {
			f.Complain(fieldFiles, "write a number from 1 to "+say.Count(publish.MaxFiles)+", or nothing")
		}
	}
	f.FocusOnProblem()
	return a, !f.Complains()
}

// into is the folder that files go to.
func (s *Screen) into() share.Target {
	t := s.in.Into
	if typed := s.form.Value(fieldFolder); typed != strings.TrimSpace(t.Key) {
		t.Key = typed
	}
	return t
}

// signer is the one that is chosen; empty: the place has its own key alone.
func (s *Screen) signer() string {
	if len(s.in.Signers) < 2 {
		return ""
	}
	return s.in.Signers[s.form.Chosen(fieldSigner)].Name
}

// keys is the one source of what can be pressed.
type keys struct {
	enter, make, renew, back key.Binding
	form                     []key.Binding
}

func newKeys(own kit.Keys) keys {
	return keys{enter: own.Bind("open", "make the page"), make: own.Bind("sign", "make the page"), renew: own.Bind("renew", "renew the session"), back: own.Bind("back", "back")}
}

func (s *Screen) bindings() keys {
	k := s.keys
	k.form = s.form.Bindings()
	if !s.form.Last() {
		kit.Does(&k.enter, "next field")
	}
	k.back.SetEnabled(!s.making)
	k.renew.SetEnabled(s.exits.Renew != nil && !s.making && failure.Expired(s.err))
	return k
}

// ShortHelp is the footer: the way up goes without saying, and so does a second key for
// the same.
func (k keys) ShortHelp() []key.Binding {
	if k.make.Help().Desc == k.enter.Help().Desc {
		k.make.SetEnabled(false)
	}
	return append([]key.Binding{k.enter, k.make, k.renew, k.back}, k.form[:max(len(k.form)-1, 0)]...)
}

// FullHelp is the help page.
func (k keys) FullHelp() [][]key.Binding {
	return [][]key.Binding{append([]key.Binding{k.enter, k.make, k.renew, k.back}, k.form...)}
}

// Keys is what can be pressed now.
func (s *Screen) Keys() help.KeyMap { return s.bindings() }
