// Package compose is the screen on which a share is put together: what the
// holder may do, how long, for whom, and the plain sentence that says what that
// amounts to before anything is signed.
package compose

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/many"
	"signet/ui/failure"
	"signet/ui/form"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// Service plans and shares; share.Service is one.
type Service interface {
	Plan(ctx context.Context, r share.Request) (share.Plan, error)
	Share(ctx context.Context, r share.Request) (share.Link, error)
}

// Look asks the server what there is to know about the object, with the user's
// own credentials. It reads no content and uses no link.
type Look func(ctx context.Context, t share.Target) (many.Look, error)

// Exits are the ways out of the screen.
type Exits struct {
	Link func(share.Link) kit.Maker
	// Batch signs many objects with the terms of the request.
	Batch func(terms share.Request, all *many.Survey) kit.Maker
	// Renew renews the session of a place, where that can be done from here
	// (aws sso login); nil: it cannot.
	Renew func(place string) tea.Cmd
	// Gauge is how large the code will be, and Cost what a use costs, in words;
	// nil or empty: nothing to say.
	Gauge Gauge
	Cost  func(share.Plan) string
	// CostAll is what one use of each of many links costs together.
	CostAll func([]many.Planned) string
}

// Input is what the screen starts from.
type Input struct {
	Request share.Request // target; and whatever is known already, as for a renewal
	Pin     bool          // a guard rail wants the version pinned
	Expiry  string        // default, as in the settings
	// Many names what is shared when it is not one object ("3 objects"). The
	// request's target is then an example, and signing leads to Exits.Batch.
	Many string
	// Survey lists them to the end, and sums them up, before anything is signed; listed
	// is told how many there are so far. nil: nothing is listed.
	Survey func(ctx context.Context, listed func(n int)) (*many.Survey, error)
	// Most is how many links are signed without their number being typed.
	Most int
	// Signers are those of the place that signs, its own key first; none: nobody knows.
	Signers []share.SignerOffer
	// ReadOnly offers only what changes nothing.
	ReadOnly bool
}

// Screen is the compose screen.
type Screen struct {
	env     kit.Env
	service Service
	look    Look
	exits   Exits
	in      Input
	form    *form.Model
	ops     []share.OperationInfo

	facts   many.Look
	looked  bool
	lookErr error

	survey  survey // of many objects
	plan    planning
	signing bool
	keys    keyMap

	born    time.Time
	touched bool // a key other than enter was pressed
	handed  bool // on to the screen that signs many
}

type (
	lookedMsg struct {
		facts many.Look
		err   error
	}
	signedMsg struct {
		link share.Link
		err  error
	}
)

// New makes the screen.
func New(env kit.Env, service Service, look Look, exits Exits, in Input) *Screen {
	// What ends with a slash is a folder to people: files are sent into it.
	if in.Request.Operation == share.Upload && strings.HasSuffix(in.Request.Target.Key, "/") {
		in.Request.Operation = share.Form
	}
	s := &Screen{env: env, service: service, look: look, exits: exits, in: in, ops: operations(in), keys: newKeys(env.Keys), born: env.Now()}
	s.form = newForm(env.Theme, s.ops, in, env.Now())
	s.facts.Object = in.Request.Object
	s.survey.listed = &atomic.Int64{}
	s.visibility()
	return s
}

// operations are those that make sense for what is shared: many objects at once
// can only be read, and so can everything in a place that is read-only. One that
// was asked for, as by an earlier share, stays on show with why it is refused.
func operations(in Input) []share.OperationInfo {
	var out []share.OperationInfo
	for _, o := range share.Operations() {
		if !o.Writes || in.Many == "" && (!in.ReadOnly || o.Op == in.Request.Operation) {
			out = append(out, o)
		}
	}
	return out
}

// Init looks at the object and plans with what is known already.
func (s *Screen) Init() tea.Cmd {
	return tea.Batch(s.lookCmd(), s.surveyCmd(), s.replan(false))
}

// lookCmd looks at what there is. Nothing has to be there for an upload, but what
// is there it replaces, and the form can still choose another operation.
func (s *Screen) lookCmd() tea.Cmd {
	if s.look == nil || s.in.Many != "" {
		s.looked = true
		return nil
	}
	s.looked = false
	look, target := s.look, s.in.Request.Target
	return s.env.Do(func(ctx context.Context) tea.Msg {
		facts, err := look(ctx, target)
		return lookedMsg{facts, err}
	})
}

// Update handles keys and answers.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case tea.PasteMsg:
		if !s.signing {
			s.toTyped()
			return nil, s.changed(s.form.Update(msg))
		}
	case lookedMsg:
		return nil, s.found(msg)
	case surveyedMsg:
		return nil, s.surveyed(msg)
	case plannedMsg:
		s.plan.answer(msg)
		s.blame()
	case signedMsg:
		return s.signed(msg)
	case kit.Tick:
		s.survey.seen = s.survey.listed.Load()
		if s.plan.old(msg.Now) {
			return nil, s.replan(true)
		}
	case kit.Done:
		return kit.Pop{}, nil
	case kit.Renewed:
		return nil, tea.Batch(s.lookCmd(), s.replan(false))
	}
	return nil, nil
}

// found takes what a look found; a look that failed takes nothing away.
func (s *Screen) found(msg lookedMsg) tea.Cmd {
	s.looked, s.lookErr = true, msg.err
	if msg.err == nil {
		if !msg.facts.Object.Known {
			msg.facts.Object = s.in.Request.Object
		}
		s.facts = msg.facts
		if msg.facts.Key != "" {
			s.in.Request.Target.Key, s.in.Request.Target.Other = msg.facts.Key, ""
		}
	}
	s.visibility()
	return s.replan(true)
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	s.touched = s.touched || !key.Matches(msg, s.keys.enter, s.keys.sign)
	s.handed = false
	switch {
	case s.signing:
		return nil, nil
	case key.Matches(msg, s.keys.back):
		return kit.Pop{}, nil
	case key.Matches(msg, s.keys.enter) && s.form.Next():
		return nil, nil
	case key.Matches(msg, s.keys.enter, s.keys.sign):
		if s.typedAhead() {
			return nil, nil
		}
		if s.nothing() {
			return kit.Notify{Kind: kit.Problem, Text: "not signed: nothing is there; " + kit.Named(s.keys.anyway) + " signs it all the same"}, nil
		}
		return s.sign()
	case key.Matches(msg, s.keys.anyway):
		if s.nothing() {
			return s.sign()
		}
		return nil, nil
	case key.Matches(msg, s.keys.renew) && s.canRenew():
		return nil, s.exits.Renew(s.in.Request.Target.Place)
	case key.Matches(msg, s.keys.preset) && !s.Capturing():
		s.form.Choose(fieldExpiry, int(msg.Code-'1'))
		cmd := s.changed(true)
		s.form.FocusOn(fieldTyped) // where there is one
		return nil, cmd
	}
	if msg.Text != "" {
		s.toTyped()
	}
	return nil, s.changed(s.form.Update(msg))
}

// onOther: the expiry in focus is one that is typed, in the field below.
func (s *Screen) onOther() bool {
	return s.form.Focus() == fieldExpiry && s.form.Chosen(fieldExpiry) == len(presets())
}

// toTyped goes down to the field of a typed expiry: who chose "other" types at
// once, and no letter of it may be a key of the screen.
func (s *Screen) toTyped() {
	if s.onOther() {
		s.form.FocusOn(fieldTyped)
	}
}

// typedAhead: an enter that comes with the one that opened the screen signs
// nothing, because nobody has seen what.
func (s *Screen) typedAhead() bool {
	return !s.touched && s.env.Now().Before(s.born.Add(prompt.Grace))
}

// changed follows a change in the form. Who gets the link and what for is no
// part of the sentence, which may stand while they are typed.
func (s *Screen) changed(yes bool) tea.Cmd {
	if !yes {
		return nil
	}
	s.visibility()
	field := s.form.Focus()
	return s.replan(field == fieldTo || field == fieldNote)
}

// canRenew: the session is what ends the link, or is over.
func (s *Screen) canRenew() bool {
	if s.exits.Renew == nil {
		return false
	}
	var ended *share.EndedError
	return errors.As(s.plan.err, &ended) || failure.Expired(s.plan.err) || s.plan.shown && s.plan.plan.Terms.Reason == share.ByCredential
}

// sign asks for the link, unless something in the form is wrong or a deletion
// has not been confirmed: then the focus goes there instead.
func (s *Screen) sign() (kit.Step, tea.Cmd) {
	request, problem := s.request()
	if !problem && request.Operation.Info().Destroys && s.form.Value(fieldConfirm) != confirmWord {
		problem = s.complain(fieldConfirm, errors.New("type the word "+confirmWord+" here first"))
	}
	problem = s.miscounted() || problem
	if problem {
		s.form.FocusOn(fieldTyped) // an expiry that is empty has no complaint
		s.form.FocusOnProblem()
		return nil, nil
	}
	if s.awaitsVersion(request) {
		return kit.Notify{Kind: kit.Info, Text: "still looking which version is the current one"}, nil
	}
	if s.in.Many != "" {
		if step := s.unlisted(); step != nil {
			return step, nil
		}
		s.handed = true
		return kit.Push{Make: s.exits.Batch(request, s.survey.all)}, nil // which asks for a file; esc there comes back to the form
	}
	s.signing = true
	service := s.service
	return nil, s.env.Do(func(ctx context.Context) tea.Msg {
		link, err := service.Share(ctx, request)
		return signedMsg{link, err}
	})
}

func (s *Screen) signed(msg signedMsg) (kit.Step, tea.Cmd) {
	s.signing = false
	if msg.err != nil {
		s.plan.fail(msg.err, s.env.Now())
		if s.blame(); s.form.Complains() {
			s.form.FocusOnProblem()
			return nil, nil
		}
		return kit.Notify{Kind: kit.Problem, Text: "not signed: " + kit.Clean(failure.Line(msg.err))}, nil
	}
	return kit.Replace{Make: s.exits.Link(msg.link)}, nil
}

// Capturing reports whether printable keys are text now.
func (s *Screen) Capturing() bool { return s.form.Capturing() || s.onOther() }

// At is what is shared.
func (s *Screen) At() share.Target { return s.in.Request.Target }

// Unsaved says what would be lost if the program ended now.
func (s *Screen) Unsaved() string {
	if s.form.Typed() && !s.handed {
		return "what was typed into the form"
	}
	return ""
}

// Title names the object.
func (s *Screen) Title() string {
	if s.in.Many != "" {
		return "share " + s.in.Many
	}
	k := s.in.Request.Target.Key
	if i := strings.LastIndexByte(strings.TrimSuffix(k, "/"), '/'); i >= 0 {
		k = k[i+1:]
	}
	return "share " + kit.Clean(k)
}

// Busy says what is going on.
func (s *Screen) Busy() string {
	switch {
	case s.signing:
		return cmp.Or(s.plan.plan.Mandate.Kind.Info().Doing, "signing")
	case !s.looked:
		return "looking at the object"
	case s.survey.running:
		return "listing"
	}
	return ""
}
