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

// Offered is the place at which the answer can be opened, as it is shown; empty: none
// is offered.
func (p *Prompt) Offered() string {
	if p.there == nil {
		return ""
	}
	return p.there.Place
}
