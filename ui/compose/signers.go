package compose

import (
	"context"
	"slices"
	"strings"

	"signet/share"
	"signet/ui/form"
	"signet/ui/kit"
)

// signerFields are who signs, where a place has more than one, and from where the link
// works, where that can be said.
func signerFields(offers []share.SignerOffer) []form.Field {
	names := make([]string, len(offers))
	for i, o := range offers {
		names[i] = kit.Clean(o.Name)
	}
	return []form.Field{
		{ID: fieldSigner, Label: "signed by", Kind: form.Choice, Options: names},
		{ID: fieldFrom, Label: "only from", Kind: form.Text, Hint: "203.0.113.0/24; from everywhere if empty"},
		{ID: fieldBelow, Label: "whole folder", Kind: form.Switch, Hint: "it opens all that is or will be below the folder of the object, too"},
	}
}

// fillSigner shows what the request says of it.
func fillSigner(m *form.Model, in Input) {
	m.Choose(fieldSigner, max(0, slices.IndexFunc(in.Signers, func(o share.SignerOffer) bool { return o.Name == in.Request.Signer })))
	m.SetValue(fieldFrom, share.Mandate{From: in.Request.From}.Networks())
	m.Turn(fieldBelow, in.Request.Below)
}

// signer is the one that is chosen.
func (s *Screen) signer() share.SignerOffer {
	if len(s.in.Signers) == 0 {
		return share.SignerOffer{Name: s.in.Request.Signer}
	}
	return s.in.Signers[s.form.Chosen(fieldSigner)]
}

// showSigner shows the fields that the place and the chosen signer have.
func (s *Screen) showSigner() {
	s.form.Show(fieldSigner, len(s.in.Signers) > 1)
	s.form.Show(fieldFrom, s.signer().Kind.Info().Networks > 0)
	s.form.Show(fieldBelow, s.canOpenFolder())
}

// canOpenFolder reports that the link of the chosen signer can be for all of the object's
// folder. What is in none would open the whole bucket, which is said in words of its own.
func (s *Screen) canOpenFolder() bool {
	return s.signer().Kind.Info().Below && s.operation().Info().Reads && s.in.Survey == nil && (s.in.Request.Below || s.in.Request.Folder() != "")
}

// readSigner reads who signs, and from where the link works.
func (s *Screen) readSigner(r *share.Request) bool {
	if len(s.in.Signers) == 0 {
		return false
	}
	r.Signer, r.From = s.signer().Name, nil
	r.Below = s.canOpenFolder() && s.form.On(fieldBelow)
	text := s.form.Value(fieldFrom)
	if text == "" || s.signer().Kind.Info().Networks == 0 {
		return s.complain(fieldFrom, nil)
	}
	var err error
	r.From, err = share.ParseNetworks(strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' }))
	return s.complain(fieldFrom, err)
}

// offered is a signer with the size of the code that its link has; 0: it has none.
type offered struct {
	share.SignerOffer
	modules int
}

// weigh finds how large the code is by each signer of the place, the chosen one's being
// known already.
func (s *Screen) weigh(ctx context.Context, chosen share.Plan, modules int) (out []offered) {
	measure := s.exits.Gauge.Measure
	if len(s.in.Signers) < 2 || measure == nil {
		return nil
	}
	for _, o := range s.in.Signers {
		n := modules
		if r := chosen.Request; o.Name != by(r) {
			n = 0
			if r.Signer = o.Name; len(r.From) > o.Kind.Info().Networks {
				r.From = nil
			}
			r.Below = r.Below && o.Kind.Info().Below
			if p, err := s.service.Plan(ctx, r); err == nil {
				n = measure(ctx, p)
			}
		}
		out = append(out, offered{o, n})
	}
	return out
}

func by(r share.Request) string {
	if r.Signer == "" {
		return share.DefaultSigner
	}
	return r.Signer
}

// signerFacts say of each signer what it gives, and what its code costs.
func (s *Screen) signerFacts(c *kit.Column) {
	if len(s.plan.offered) == 0 {
		return
	}
	c.Lines = append(c.Lines, "")
	for _, o := range s.plan.offered {
		text := o.Kind.Info().Gives()
		if o.modules > 0 {
			code, _ := s.exits.Gauge.Words(o.modules)
			text += "; code " + code
		}
		c.Fact(cardLabel, kit.Clean(o.Name), text)
	}
}
