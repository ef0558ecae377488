package share

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"

	"signet/share/say"
)

// SignerOffer is a signer that a place has.
type SignerOffer struct {
	Name string
	Kind SignerKind
}

// choose names the signer of a place that signs a request: the one that was asked for,
// or the place's own. What it cannot do is refused, with the one that can.
func (s *Service) choose(r Request, place string) (string, error) {
	offers, i := s.offers(place), 0
	switch {
	case r.Signer == "" && r.Revocable:
		if i = r.shortest(offers); i < 0 {
			return "", &UsageError{Op: "--revocable", Problem: "no signer of this place makes links that are taken back one by one", Hint: copyInstead}
		}
	case r.Signer != "":
		if i = slices.IndexFunc(offers, func(o SignerOffer) bool { return o.Name == r.Signer }); i < 0 {
			return "", &UsageError{Op: "--signer", Problem: placeName(place) + " has no signer " + r.Signer, Hint: say.Line("it has "+offersWhere(offers, func(SignerInfo) bool { return true }), s.elsewhere(r.Signer)), Form: "it has " + offersWhere(offers, func(SignerInfo) bool { return true })}
		}
	}
	info := offers[i].Kind.Info()
	switch {
	case !info.signs(r.Operation):
		can := func(i SignerInfo) bool { return i.signs(r.Operation) }
		return "", &UsageError{Op: "--signer", Problem: offers[i].Name + " signs no " + r.Operation.Info().Name + " link", Hint: say.Line(info.Why, wayTo(offers, "--signer ", can)), Form: say.Line(info.Why, wayTo(offers, "", can))}
	case r.Below && !info.Below:
		can := func(i SignerInfo) bool { return i.Below }
		return "", &UsageError{Op: "--below", Problem: "a link of " + info.article() + " opens one object", Hint: say.Line("share the objects of the folder (--recursive)", wayTo(offers, "--signer ", can)), Form: say.Line("share the objects of the folder", wayTo(offers, "", can))}
	case r.Revocable && !info.Alone:
		return "", notAlone(info, offers)
	case len(r.From) > 0 && info.Networks == 0:
		can := func(i SignerInfo) bool { return i.Networks > 0 }
		return "", &UsageError{Op: "--from", Problem: "a link of " + info.article() + " works from everywhere: nothing would enforce the network", Hint: wayTo(offers, "--signer ", can), Form: wayTo(offers, "", can)}
	case len(r.From) > info.Networks:
		return "", &UsageError{Op: "--from", Problem: "a link of " + info.article() + " can be limited to " + say.Things(info.Networks, "network") + ", and not to " + say.Count(len(r.From)), Hint: "share it once for each"}
	}
	return offers[i].Name, r.addressed(info)
}

// notAlone refuses a signer that was named for a link that is to be taken back alone.
func notAlone(info SignerInfo, offers []SignerOffer) error {
	hint, form := copyInstead, ""
	if can := func(i SignerInfo) bool { return i.Alone }; offersWhere(offers, can) != "" {
		hint, form = wayTo(offers, "--signer ", can), wayTo(offers, "", can)
	}
	return &UsageError{Op: "--revocable", Problem: "a link of " + info.article() + " is not taken back alone, but by " + info.TakeBack, Hint: hint, Form: form}
}

// longer names the signers of the place that CloudFront is behind, which know no longest life.
func (s *Service) longer(r Request) string {
	return offersWhere(s.Offers(r.Target), func(i SignerInfo) bool { return i.Longest == 0 && i.signs(r.Operation) })
}

// CheckEnd is that of the request, by the clock by which its end was written; which one signs
// is not known yet. What it refuses it refuses with the signer of the place that can.
func (s *Service) CheckEnd(r Request) error {
	if r.chooses() {
		return nil
	}
	_, err := r.ownEnd(s.clock(), KindKey.Info(), s.longer)
	return err
}

// addressed refuses networks of IPv6 where nothing would let their addresses in.
func (r Request) addressed(by SignerInfo) error {
	i := slices.IndexFunc(r.From, func(n netip.Prefix) bool { return n.Addr().Is6() })
	if i < 0 || by.OnlyIPv4 == "" {
		return nil
	}
	return &UsageError{
		Op: "--from", Problem: r.From[i].String() + " is of IPv6, and " + by.OnlyIPv4,
		Hint: "name the IPv4 network; where the distribution has IPv6 on, viewers who come by it are shut out",
	}
}

// shortest is the signer of the shortest links that are taken back one by one, of those
// that can do what is asked for if there are any; -1: there is none.
func (r Request) shortest(offers []SignerOffer) int {
	best := -1
	var than SignerInfo
	for i, o := range offers {
		info := o.Kind.Info()
		can, could := r.signedBy(info), best >= 0 && r.signedBy(than)
		if info.Alone && (best < 0 || can && !could || can == could && info.Size < than.Size) {
			best, than = i, info
		}
	}
	return best
}

// signedBy reports a kind that can do what is asked for.
func (r Request) signedBy(i SignerInfo) bool {
	return i.signs(r.Operation) && len(r.From) <= i.Networks && r.addressed(i) == nil
}

// placeName is a place in a sentence.
func placeName(place string) string {
	if place == "" {
		return "the AWS default"
	}
	return "the place " + place
}

// elsewhere names the places that have a signer of that name; empty: none does.
func (s *Service) elsewhere(signer string) string {
	if s.Having == nil {
		return ""
	}
	switch places := s.Having(signer); len(places) {
	case 0:
		return ""
	case 1:
		return "the place " + places[0] + " has it: --place " + places[0]
	default:
		return "the places " + strings.Join(places, ", ") + " have it: --place NAME"
	}
}

// judge is that of the rails. What they want of who signs is completed by who can do
// it in the place, or by that nobody can.
func (s *Service) judge(ctx context.Context, r Request, by ...Signing) (Rules, error) {
	rules, err := s.Rails.judge(ctx, r, by...)
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.can == nil {
		return rules, err
	}
	can := func(i SignerInfo) bool { return refused.can(i) && i.signs(r.Operation) }
	offers := s.offers(cmp.Or(s.For(r.Target).SignPlace(), r.Target.Place))
	switch names := offersWhere(offers, can); {
	case names == "":
		refused.Hint, refused.Flag = say.Line("no signer of this place signs such a link", wayTo(offers, "", can)), ""
	case !slices.ContainsFunc(offers, func(o SignerOffer) bool { return o.Name == cmp.Or(r.Signer, DefaultSigner) && can(o.Kind.Info()) }):
		refused.Flag += " --signer " + names
	}
	return rules, err
}

// copyInstead is how one link is taken back without the others, whoever signs.
const copyInstead = "share a copy of the object: deleting the copy ends its links alone"

// offers are the signers of a place, its own key first.
func (s *Service) offers(place string) []SignerOffer {
	offers := []SignerOffer{{DefaultSigner, KindKey}}
	if s.Signers != nil {
		offers = append(offers, s.Signers(place)...)
	}
	return offers
}

// Offers are the signers of the place that signs for a target, its own key first.
func (s *Service) Offers(t Target) []SignerOffer {
	place := t.Place
	if by := s.For(t).SignPlace(); by != "" {
		place = by
	}
	return s.offers(place)
}

// alone reports a request for a signer whose links are taken back one by one.
func (s *Service) alone(r Request) bool {
	return slices.ContainsFunc(s.offers(r.Target.Place), func(o SignerOffer) bool { return o.Name == r.Signer && o.Kind.Info().Alone })
}

// chooses reports a request that another signer than the place's own key may sign.
func (r Request) chooses() bool { return r.Revocable || r.Signer != "" && r.Signer != DefaultSigner }

// offersWhere names the signers of a place that are so.
func offersWhere(offers []SignerOffer, so func(SignerInfo) bool) string {
	var names []string
	for _, o := range offers {
		if so(o.Kind.Info()) {
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, ", ")
}

// wayTo is how to get what a signer cannot do: by another one of the place, or by one
// that is to be added to it.
func wayTo(offers []SignerOffer, flag string, so func(SignerInfo) bool) string {
	if names := offersWhere(offers, so); names != "" {
		return "this place has a signer that can: " + flag + names
	}
	var kinds []string
	for _, i := range SignerKinds() {
		if so(i) {
			kinds = append(kinds, `"`+string(i.Kind)+`"`)
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return "add a [[place.signer]] of the kind " + strings.Join(kinds, " or ") + " to the place"
}
