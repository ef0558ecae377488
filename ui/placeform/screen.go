package placeform

import (
	"context"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/s3browser"
	"signet/ui/form"
	"signet/ui/kit"
)

// Exits are the ways out of the screen.
type Exits struct {
	// Open browses the place that was made, by its name.
	Open func(name string) kit.Maker
	// Written is where the place was saved, as file and line; nil or empty: it is not said.
	Written func() string
	// Changed is called once a place of the settings is another one.
	Changed func()
}

// Screen is the form of a place.
type Screen struct {
	env    kit.Env
	keeper Keeper
	exits  Exits
	form   *form.Model
	keys   keyMap
	was    Draft // what the form began with; without Was: nothing

	doing string // trying or saving; empty: nothing
	draft Draft  // that was tried last
	trial s3browser.Trial
	tried bool
	err   error // why nothing was tried, or not saved
}

// What can be going on.
const (
	trying = "trying"
	saving = "saving"
)

type (
	triedMsg struct {
		trial s3browser.Trial
		err   error
	}
	savedMsg struct {
		left string
		err  error
	}
)

// New makes the screen for a new place.
func New(env kit.Env, keeper Keeper, exits Exits) *Screen { return Edit(env, keeper, exits, Draft{}) }

// Edit makes the screen for a place of the settings. Its secrets are not shown, and stay
// unless others are typed.
func Edit(env kit.Env, keeper Keeper, exits Exits, was Draft) *Screen {
	s := &Screen{env: env, keeper: keeper, exits: exits, form: newForm(env.Theme, was), keys: newKeys(env.Keys), was: was}
	if was.Was != "" {
		fill(s.form, was)
	}
	visibility(s.form)
	return s
}

// Init has nothing to ask.
func (s *Screen) Init() tea.Cmd { return nil }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string {
	if s.was.Was != "" {
		return "change " + kit.Clean(s.was.Was)
	}
	return "new place"
}

// Capturing keeps the global keys away on every row: what is typed or pasted here may be
// a secret, and with the cursor on a row of choices it must not land on another screen.
func (s *Screen) Capturing() bool { return true }

// Unsaved says what would be lost if the program ended now.
func (s *Screen) Unsaved() string {
	switch {
	case s.doing == saving:
		return "word of whether the place " + s.draft.Name + ", which is being saved, was saved"
	case !s.form.Typed():
		return ""
	case s.was.Was != "":
		return "the changes to the place " + s.was.Was
	}
	return "the place that is not saved yet"
}

// Busy says what is going on.
func (s *Screen) Busy() string {
	if s.doing == "" {
		return ""
	}
	return s.doing + " the place"
}

// Update handles keys and answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		if s.doing == "" {
			s.form.Update(msg)
		}
	case triedMsg:
		return s.took(msg)
	case savedMsg:
		return s.saved(msg)
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	switch {
	case s.doing == saving: // what is half written must be told of
		return kit.Notify{Kind: kit.Info, Text: "the place is being saved, which cannot be left"}, nil
	case key.Matches(msg, s.keys.back):
		return kit.Pop{}, nil
	case s.doing != "":
		return kit.Notify{Kind: kit.Info, Text: "trying the place; " + kit.Named(s.keys.back) + " leaves it"}, nil
	case key.Matches(msg, s.keys.enter) && s.form.Forward():
		return nil, nil
	case key.Matches(msg, s.keys.enter, s.keys.save):
		return nil, s.try()
	case key.Matches(msg, s.keys.anyway) && s.stuck():
		if d, ok := draft(s.form, s.was); ok {
			s.draft = d
			return nil, s.save()
		}
		return nil, nil
	}
	if s.form.Update(msg) {
		visibility(s.form)
	}
	return nil, nil
}

// stuck reports a trial that failed: the place can still be written.
func (s *Screen) stuck() bool { return s.tried && !s.trial.Works() }

// try asks the server, unless something in the form is wrong.
func (s *Screen) try() tea.Cmd {
	s.tried, s.err = false, nil
	d, ok := draft(s.form, s.was)
	if !ok {
		return nil
	}
	s.draft, s.doing = d, trying
	return s.env.Do(func(ctx context.Context) tea.Msg {
		trial, err := s.keeper.Try(ctx, d)
		return triedMsg{trial, err}
	})
}

// took takes the trial: what works is saved at once, what does not is shown where it
// is wrong.
func (s *Screen) took(msg triedMsg) (kit.Step, tea.Cmd) {
	s.doing, s.trial, s.err, s.tried = "", msg.trial, msg.err, msg.err == nil
	if msg.err != nil {
		return nil, nil
	}
	if msg.trial.Works() {
		return nil, s.save()
	}
	for _, step := range msg.trial.Steps {
		if step.Outcome == s3browser.Failed {
			s.form.FocusOn(mends(step.About, s.draft.Keys))
		}
	}
	return nil, nil
}

func (s *Screen) save() tea.Cmd {
	s.doing = saving
	d, found := s.draft, s.trial
	return s.env.Do(func(ctx context.Context) tea.Msg {
		left, err := s.keeper.Save(ctx, d, found)
		return savedMsg{left, err}
	})
}

func (s *Screen) saved(msg savedMsg) (kit.Step, tea.Cmd) {
	s.doing, s.err = "", msg.err
	if msg.err != nil {
		return nil, nil
	}
	if s.was.Was == "" {
		return kit.Pop{Then: kit.Added{Make: s.exits.Open(s.draft.Name), Says: s.made(msg.left)}}, nil
	}
	s.exits.Changed()
	then := kit.Changed{Kind: kit.Good, Text: kit.Clean(s.draft.Name + " is changed")}
	if msg.left != "" {
		then = kit.Changed{Kind: kit.Problem, Text: kit.Clean(s.draft.Name + " is changed, but " + msg.left)}
	}
	return kit.Pop{Then: then}, nil
}

// made says that a new place was saved, under which name and where.
func (s *Screen) made(left string) kit.Notify {
	text := "the place " + s.draft.Name + " is saved"
	if s.exits.Written != nil {
		if where := s.exits.Written(); where != "" {
			text += " in " + where
		}
	}
	if left != "" {
		return kit.Notify{Kind: kit.Problem, Text: kit.Clean(text + ", but " + left)}
	}
	return kit.Notify{Kind: kit.Good, Text: kit.Clean(text)}
}

// keyMap is the screen's keys and, at this moment, the form's.
type keyMap struct {
	enter, save, anyway, back key.Binding
	form                      []key.Binding
}

func newKeys(own kit.Keys) keyMap {
	return keyMap{
		enter:  own.Bind("open", "try and save"),
		save:   own.Bind("sign", "try and save"),
		anyway: own.Bind("sign-anyway", "save it all the same"),
		back:   own.Bind("back", "back"),
	}
}

// ShortHelp is the footer.
func (k keyMap) ShortHelp() []key.Binding {
	return append([]key.Binding{k.enter, k.save, k.anyway, k.back}, k.form[:max(len(k.form)-1, 0)]...)
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	return [][]key.Binding{append([]key.Binding{k.enter, k.save, k.anyway, k.back}, k.form...)}
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap {
	k := s.keys
	k.form = s.form.Bindings()
	k.anyway.SetEnabled(s.stuck() && s.doing == "")
	k.back.SetEnabled(s.doing != saving)
	if s.tried || s.err != nil {
		kit.Does(&k.enter, "try again and save")
		kit.Does(&k.save, "try again and save")
	}
	if !s.form.Last() {
		kit.Does(&k.enter, "next field")
	}
	return k
}
