package revoke

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the question.
const (
	fieldReason  = "reason"
	fieldConfirm = "confirm"
)

func (s *Screen) newForm() *form.Model {
	hint := "type " + s.word()
	if s.several() {
		hint += ", the number of links"
	}
	confirm := form.Field{ID: fieldConfirm, Label: "confirm", Kind: form.Text, Hint: hint}
	if m := s.sight.mend; m != nil && m.Silent {
		return form.New(s.env.Theme, confirm)
	}
	f := form.New(s.env.Theme, form.Field{ID: fieldReason, Label: "reason", Kind: form.Text, Hint: "why; for your log only"}, confirm)
	if s.why != "" {
		f.SetValue(fieldReason, s.why)
	}
	return f
}

// word is what has to be typed.
func (s *Screen) word() string {
	if m := s.sight.mend; m != nil {
		return m.Word
	}
	return s.step.Word()
}

// several reports that it is the number of links.
func (s *Screen) several() bool { return s.sight.mend == nil && s.step.Count() > 1 }

// confirmed reports that what has to be typed is there: a word, or the number of several.
func (s *Screen) confirmed() bool {
	typed := s.form.Value(fieldConfirm)
	if s.several() {
		typed = strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(typed)
	}
	return typed == s.word()
}

// unconfirmed says what is missing.
func (s *Screen) unconfirmed() string {
	if s.several() {
		return "type " + s.word() + " here first: so many links are taken back"
	}
	return "type " + s.word() + " here first"
}

// answer takes a key of the question.
func (s *Screen) answer(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	k := s.keysNow()
	if key.Matches(msg, k.back) && s.sight.mend == nil {
		s.why = s.form.Value(fieldReason)
	}
	switch {
	case key.Matches(msg, k.back) && s.undoes:
		s.stage, s.undoes, s.sight.mend = choosing, false, nil
	case key.Matches(msg, k.back) && s.sight.mend != nil:
		return kit.Pop{}, nil
	case key.Matches(msg, k.back):
		s.stage = choosing
	case key.Matches(msg, k.up):
		s.scroll("page-up")
	case key.Matches(msg, k.down):
		s.scroll("page-down")
	case !key.Matches(msg, k.enter):
		s.form.Update(msg)
	case s.form.Next():
	case !s.confirmed():
		s.form.Complain(fieldConfirm, s.unconfirmed())
	default:
		return nil, s.do()
	}
	return nil, nil
}

// scroll moves what will be done by a page.
func (s *Screen) scroll(page string) { s.pane.press(s.env.Keys.Press(page), s.keys.list) }
