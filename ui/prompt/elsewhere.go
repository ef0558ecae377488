package prompt

import (
	"errors"

	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// Fail shows why an answer is none. Where it is one for another place, a key is offered
// that opens it there, until the next key.
func (p *Prompt) Fail(err error) {
	p.Problem, p.there = err.Error(), nil
	_ = errors.As(err, &p.there)
}

// There opens the answer at the place that fits it, after Elsewhere.
func (p *Prompt) There() kit.Maker { return p.there.Make }

func thereKey() key.Binding { return kit.Bind("tab", "open it there", "tab") }

// foot is the keys that answer the question.
func (p *Prompt) foot(theme *kit.Theme) string {
	foot := theme.Accent.Render("enter") + " " + p.Keys().Accept.Help().Desc
	if p.there != nil {
		foot = theme.Accent.Render(kit.Named(thereKey())) + " open it at " + kit.Cut(kit.Clean(p.there.Place), 30)
	}
	return foot + "   " + theme.Accent.Render("esc") + " cancel"
}
