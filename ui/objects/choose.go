package objects

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// What a key does only when it is pressed again, right after that was said.
const (
	drops   = "drop"
	leaves  = "leave"
	reloads = "reload"
)

func (s *Screen) warn(what, text string) kit.Step {
	s.warned = what
	return kit.Notify{Kind: kit.Info, Text: text}
}

// forgets reports that a reload would lose the choice, and that this was not said yet.
func (s *Screen) forgets(v *level, msg tea.KeyPressMsg, warned string) bool {
	anew := key.Matches(msg, s.keys.reload) || !v.load.partial()
	return anew && !v.list.Carries() && warned != reloads
}

const rereads = "the folder is being read again; choose when it is there"

// rangeWaits reports a key that would choose a long range while the folder is read again:
// each of its rows would have to be found among the new ones.
func (s *Screen) rangeWaits(msg tea.KeyPressMsg, k keys, v *level) bool {
	return v.list.Reloading() && v.list.RangeLen() > listing.AtOnce && key.Matches(msg, k.choose.Range, k.list.Mark, k.below)
}

// sharesRange shares a range for which that was asked, once its rows are chosen.
func (s *Screen) sharesRange() kit.Step {
	if !s.rangeToo || s.top().list.Choosing() {
		return nil
	}
	s.rangeToo = false
	return s.shareChosen()
}

// choose handles the keys that choose rows; ok says that it was one.
func (s *Screen) choose(msg tea.KeyPressMsg, k keys, v *level) (step kit.Step, ok bool) {
	whole := []key.Binding{k.choose.All, k.choose.Invert, k.plus, k.minus}
	switch {
	case key.Matches(msg, k.choose.None):
		s.chooseNone()
		return nil, true
	case v.list.Reloading() && key.Matches(msg, whole...):
		return kit.Notify{Kind: kit.Info, Text: rereads}, true
	case key.Matches(msg, k.plus):
		s.dialog = s.patternDialog(v, true)
		return nil, true
	case key.Matches(msg, k.minus):
		s.dialog = s.patternDialog(v, false)
		return nil, true
	case key.Matches(msg, k.chosen):
		s.openChosen()
		return nil, true
	case v.list.Choose(msg, k.choose):
		if key.Matches(msg, k.choose.All) && !v.load.done {
			return kit.Notify{Kind: kit.Info, Text: "chose what is loaded so far; what comes later is not among it"}, true
		}
		return nil, true
	}
	return nil, false
}

// pickedMsg is what a pattern has found.
type pickedMsg struct {
	level  int
	on     bool
	picked listing.Picked
}

// patternDialog asks for the pattern of names to choose, or to choose no longer.
func (s *Screen) patternDialog(v *level, on bool) *dialog {
	spec := prompt.Spec{
		Title: "choose by pattern", Label: "names › ", Value: "*", Does: "choose",
		Hint: "* is any text, ? one character, in any case; among what is shown here",
	}
	if !on {
		spec.Title, spec.Does = "drop by pattern", "drop"
	}
	return &dialog{prompt: prompt.New(spec), then: func(text string) (tea.Cmd, error) {
		if text == "" {
			return nil, &share.UsageError{Op: "pattern", Problem: "nothing typed", Hint: "write *.pdf"}
		}
		pattern := strings.ToLower(text)
		find := v.list.Pick(func(name string) bool { return share.Glob(pattern, strings.ToLower(name)) })
		return s.env.Do(func(ctx context.Context) tea.Msg { return pickedMsg{v.id, on, find(ctx)} }), nil
	}}
}

// picked chooses what a pattern has found, and says how much that is.
func (s *Screen) picked(msg pickedMsg) kit.Step {
	v := s.level(msg.level)
	if v == nil {
		return nil
	}
	n, ok := v.list.Picked(msg.picked, msg.on)
	switch {
	case !ok:
		return kit.Notify{Kind: kit.Problem, Text: "the folder was read again meanwhile; nothing was changed"}
	case !msg.on:
		return kit.Notify{Kind: kit.Info, Text: say.Count(n) + " chosen no longer"}
	case !v.load.done:
		return kit.Notify{Kind: kit.Info, Text: say.Count(n) + " more chosen, of what is loaded so far"}
	}
	return kit.Notify{Kind: kit.Info, Text: say.Count(n) + " more chosen"}
}
