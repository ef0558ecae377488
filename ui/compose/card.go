package compose

import (
	"context"
	"time"

	"signet/share"
	"signet/share/say"
	"signet/ui/kit"
)

// Gauge is the size of the code that a link will have.
type Gauge struct {
	// Measure is how many modules a side the code has; 0: the link has none. It is
	// called off the loop. nil: nobody measures.
	Measure func(context.Context, share.Plan) int
	// Words say what so large a code takes of this terminal, and whether it fits.
	// They are asked for while drawing: no IO.
	Words func(modules int) (text string, fits bool)
}

// cardLabel is the room for the names of facts on the card.
const cardLabel = 11

// cardWidth is the width of the card beside the form: it holds sentences.
func cardWidth(w int) int { return min(max(w*9/20, 52), 76) }

// card says what the holder gets, beside the form: what the lines below it say on a
// narrow screen, and what there is no room for there. That comes last, and not at all
// where it would hide a part of the rest.
func (s *Screen) card(w, h int) []string {
	room := kit.CardRoom(w)
	must := &foot{w: room}
	s.judge(must)
	lines := must.lines
	if more := s.terms(room); len(more) > 0 && len(lines)+len(more)+1 <= kit.CardRows(h) {
		lines = append(append(lines, ""), more...)
	}
	return kit.Card(s.env.Theme, "what the holder gets", lines, w, min(len(lines)+h-kit.CardRows(h), h))
}

// terms are the end on a line of time with what bounds it, the code and the cost.
func (s *Screen) terms(w int) []string {
	if !s.plan.shown {
		return nil
	}
	if s.plan.all != nil {
		return s.termsOfAll(w)
	}
	p, now, th := s.plan.plan, s.plan.planned, s.env.Theme
	c := kit.Column{W: w, Theme: th}
	if c.Lines = timeline(p.Terms, p.Terms.Ends, now, s.env.Soon, w, th); c.Lines != nil {
		c.Lines = append(c.Lines, "")
	}
	for _, b := range bounds(p) {
		c.Fact(cardLabel, b.name, b.text(p.Terms, now))
	}
	s.codeFact(&c, "")
	if s.exits.Cost != nil {
		c.Fact(cardLabel, "cost", s.exits.Cost(p))
	}
	s.signerFacts(&c)
	return c.Lines
}

// codeFact is the room that the code takes, or that of the largest of many.
func (s *Screen) codeFact(c *kit.Column, of string) {
	if s.plan.modules == 0 {
		return
	}
	text, fits := s.exits.Gauge.Words(s.plan.modules)
	if text = of + text; !fits {
		text = "! " + text
	}
	c.Lines = append(c.Lines, "")
	c.Fact(cardLabel, "QR code", text)
}

// bound is a time by which a link cannot be used any more, and whose it is.
type bound struct {
	name   string
	at     time.Time
	reason share.Reason
}

// bounds are those of a plan that are known, the wish first. What else cut it is told
// by its reason.
func bounds(p share.Plan) []bound {
	t := p.Terms
	out := []bound{{"asked for", t.Asked, share.ByRequest}}
	if !p.Identity.Expires.IsZero() {
		out = append(out, bound{"session", p.Identity.Expires, share.ByCredential})
	}
	if o := p.Request.Object; !o.Expires.IsZero() && !p.Request.Operation.Info().Stores {
		out = append(out, bound{"lifecycle", o.Expires, share.ByLifecycle})
	}
	switch t.Reason {
	case share.ByGuard:
		out = append(out, bound{"guard rail", t.Ends, t.Reason})
	case share.ByUnknown:
		out = append(out, bound{"session", t.Ends, t.Reason})
	case share.ByRequest, share.ByMaximum, share.ByCredential, share.ByLifecycle:
	}
	if most := p.Mandate.Kind.Info().Most(t.Starts); !most.IsZero() {
		out = append(out, bound{"at most", most, share.ByMaximum})
	}
	return out
}

// text says when it is, and marks the one that ends the link.
func (b bound) text(t share.Terms, now time.Time) string {
	text := say.Moment(b.at, now)
	switch {
	case b.reason != t.Reason:
		return text
	case b.reason == share.ByRequest:
		return text + " ● ends it"
	}
	return text + " ● cuts it short"
}
