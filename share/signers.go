package share

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// SignerKind says what sort of key signs a link. Empty is KindKey, as in the records of
// the time when there was no other.
type SignerKind string

// The kinds.
const (
	KindKey        SignerKind = "key"
	KindCloudFront SignerKind = "cloudfront"
)

// DefaultSigner is the name of the signer that every place has: its own key, or that of
// [place.sign].
const DefaultSigner = "default"

// SignerInfo is all that differs by the kind of a signer. Terms, settings, refusals, the
// form, the log and the help read it here.
type SignerInfo struct {
	Kind     SignerKind
	Name     string        // in words
	Needs    []string      // settings that it cannot do without
	Takes    []string      // settings that it may have besides
	Only     []Operation   // that its links can be of; nil: all
	Why      string        // completes why it is no other
	Longest  time.Duration // the longest life of a link; 0: none
	Last     time.Time     // the latest end; zero: none
	Over     string        // completes "over 7 days, ..." or "past 19 Jan 2038, ..."
	Networks int           // how many networks a link can be limited to
	Alone    bool          // a link is taken back, and no other ends with it
	TakeBack string        // how a link is taken back
	Early    bool          // a link opens up to 15 minutes before its start
	Bare     bool          // links are an address alone: no header can be demanded
}

// signerKinds has a row a kind.
func signerKinds() []SignerInfo {
	return []SignerInfo{
		{
			Kind: KindKey, Name: "key", Longest: say.Longest, Over: "the most that S3 honours", Early: true,
			TakeBack: "deactivating the key, which ends all of its links; deleting the object; a policy that denies it",
		},
		{
			// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
			Kind: KindCloudFront, Name: "CloudFront", Needs: []string{"domain", "key_pair_id", "private_key", "bucket"}, Takes: []string{"prefix", "hash", "forwards_query"},
			Only: []Operation{Download}, Why: "CloudFront signs an address and no method: whoever holds the link may download",
			Last: time.Unix(1<<31-1, 0).UTC(), Over: "the last end that CloudFront reads", Networks: 1, Bare: true,
			TakeBack: "removing the key from the key group, which ends all of its links; deleting the object and invalidating its path",
		},
	}
}

// SignerKinds are the kinds that a place can have besides its own key.
func SignerKinds() []SignerInfo { return signerKinds()[1:] }

// Info is the row of a kind. One that there is none of has a row that signs nothing.
func (k SignerKind) Info() SignerInfo {
	if k == "" {
		k = KindKey
	}
	rows := signerKinds()
	if i := slices.IndexFunc(rows, func(r SignerInfo) bool { return r.Kind == k }); i >= 0 {
		return rows[i]
	}
	return SignerInfo{Kind: k, Name: string(k), Only: []Operation{}, Why: "this version of signet knows no signer of the kind " + string(k)}
}

// signs reports a kind whose links can be of that operation.
func (i SignerInfo) signs(op Operation) bool { return i.Only == nil || slices.Contains(i.Only, op) }

// Earlier says that a link opens before its start; empty: it does not.
func (i SignerInfo) Earlier() string {
	if !i.Early {
		return ""
	}
	return " (S3 opens it up to 15 minutes earlier)"
}

// Most is the latest end of a link that opens at start; zero: there is none.
func (i SignerInfo) Most(start time.Time) time.Time {
	if i.Longest > 0 {
		return start.Add(i.Longest)
	}
	return i.Last
}

// Gives says what a link of the kind can be, for who chooses.
func (i SignerInfo) Gives() string {
	text := "from everywhere"
	if i.Networks > 0 {
		text = "from one network or everywhere"
	}
	if i.Longest > 0 {
		text = "at most " + say.Span(i.Longest) + ", " + text
	} else {
		text = "until any day to " + say.Day(i.Last) + ", " + text
	}
	if len(i.Only) > 0 {
		text += ", " + i.Only[0].Info().Name + " links alone"
	}
	return i.Name + ": " + text
}

// end is that as a bound.
func (i SignerInfo) end(start time.Time) Limit {
	detail := i.Over
	if i.Longest > 0 {
		detail = say.Span(i.Longest) + ", " + detail
	}
	return Limit{Reason: ByMaximum, End: i.Most(start), Detail: detail}
}

// Mandate is what a signer that is no plain key signs a link for, beside what the spec
// says of it: all of it is needed to make the link again, and none of it is a secret.
type Mandate struct {
	Kind   SignerKind     `json:"kind,omitempty"`
	From   []netip.Prefix `json:"from,omitempty"`   // the networks that the link is limited to
	Starts bool           `json:"starts,omitempty"` // it is refused before the spec's signing time
	Strips string         `json:"strips,omitempty"` // what the key begins with and the address leaves out
	Hash   string         `json:"hash,omitempty"`   // sha1, sha256
	Query  bool           `json:"query,omitempty"`  // parameters of the address reach the store
}

// Networks are those that the link is limited to, for a sentence.
func (m Mandate) Networks() string {
	list := make([]string, len(m.From))
	for i, n := range m.From {
		list[i] = n.String()
	}
	return strings.Join(list, ", ")
}

// versions reports links that can be of one version of an object.
func (m Mandate) versions() bool { return !m.Kind.Info().Bare || m.Query }

// ParseNetworks reads networks as they are typed: in CIDR, or an address alone. Errors
// are of type *UsageError.
func ParseNetworks(list []string) (out []netip.Prefix, err error) {
	for _, text := range list {
		n, err := parseNetwork(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out, nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	n, ok := address.ParseNetwork(text)
	refuse := func(problem, hint string) (netip.Prefix, error) {
		return netip.Prefix{}, &UsageError{Op: "--from", Problem: problem, Hint: hint}
	}
	switch {
	case !ok:
		return refuse(strconv.Quote(clip(text))+" is no network", "write 203.0.113.0/24, or one address")
	case n.Addr().Is4In6(), n.Addr().Is6():
		return refuse(text+" is of IPv6, and the policies of CloudFront know IPv4 alone", "name the IPv4 network; where the distribution has IPv6 on, viewers who come by it are shut out")
	case n.Bits() == 0:
		return refuse(text+" is everywhere, and no limit", "leave it out")
	case n != n.Masked():
		return refuse(text+" names a host within its network", "write "+n.Masked().String()+" for the network, or "+n.Addr().String()+" for the one address")
	}
	return n, nil
}

// SignerOffer is a signer that a place has.
type SignerOffer struct {
	Name string
	Kind SignerKind
}

// choose names the signer of a place that signs a request: the one that was asked for,
// or the place's own. What it cannot do is refused, with the one that can.
func (s *Service) choose(r Request, place string) (string, error) {
	offers, i := s.offers(place), 0
	alone := func(o SignerOffer) bool { return o.Kind.Info().Alone }
	switch {
	case r.Signer == "" && r.Revocable:
		if i = slices.IndexFunc(offers, alone); i < 0 {
			return "", &UsageError{Op: "--revocable", Problem: "no signer of this place makes links that are taken back one by one", Hint: copyInstead}
		}
	case r.Signer != "":
		if i = slices.IndexFunc(offers, func(o SignerOffer) bool { return o.Name == r.Signer }); i < 0 {
			return "", &UsageError{Op: "--signer", Problem: placeName(place) + " has no signer " + r.Signer, Hint: say.Line("it has "+offersWhere(offers, func(SignerInfo) bool { return true }), s.elsewhere(r.Signer))}
		}
	}
	info := offers[i].Kind.Info()
	switch {
	case !info.signs(r.Operation):
		return "", &UsageError{Op: "--signer", Problem: offers[i].Name + " signs no " + r.Operation.Info().Name + " link", Hint: say.Line(info.Why, wayTo(offers, "--signer ", func(i SignerInfo) bool { return i.signs(r.Operation) }))}
	case r.Revocable && !info.Alone:
		return "", &UsageError{Op: "--revocable", Problem: "a link of " + info.article() + " is not taken back alone, but by " + info.TakeBack, Hint: copyInstead}
	case len(r.From) > 0 && info.Networks == 0:
		return "", &UsageError{Op: "--from", Problem: "a link of " + info.article() + " works from everywhere: nothing would enforce the network", Hint: wayTo(offers, "--signer ", func(i SignerInfo) bool { return i.Networks > 0 })}
	case len(r.From) > info.Networks:
		return "", &UsageError{Op: "--from", Problem: "a link of " + info.Name + " can be limited to one network, and not to " + say.Count(len(r.From)), Hint: "share it once for each"}
	}
	return offers[i].Name, nil
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

func (i SignerInfo) article() string {
	if i.Kind == KindKey {
		return "a plain key"
	}
	return i.Name
}

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

// mandate is what the signer is to sign for, beside the spec's own. Errors are of type
// *UsageError.
func (r Request) mandate(by Mandate, starts bool) (Mandate, error) {
	info := by.Kind.Info()
	by.From = r.From
	by.Starts = starts && !info.Early
	if !info.Bare {
		return by, nil
	}
	if r.Target.VersionID != "" && !by.versions() {
		return by, &UsageError{Op: "version", Problem: "would be left out: as far as the settings say, the distribution does not pass versionId on to S3", Hint: passOn}
	}
	return by, r.Options.carried(r.Operation, by.Query)
}

// passOn is how to have the parameters of an address carried.
const passOn = "where it does, write forwards_query = true below its [[place.signer]]"

// carried refuses what an address that is signed without headers cannot carry, or what
// its server would not pass on to the store.
func (o Options) carried(op Operation, query bool) error {
	rows := allOptions().of[op]
	for i := range rows {
		x := &rows[i]
		if x.signs == nil || x.Flag == "" || len(x.get(&o)) == 0 {
			continue
		}
		var s Signs
		x.signs(&o, &s)
		switch {
		case len(s.Sent) > 0:
			return &UsageError{Option: x.ID, Problem: "cannot be demanded: CloudFront signs no headers", Hint: "share it with the place's own key, --signer " + DefaultSigner}
		case slices.ContainsFunc(s.Query, func(p Header) bool { return !strings.HasPrefix(p.Name, "response-") }):
			return &UsageError{Option: x.ID, Problem: "has no meaning for CloudFront, which asks S3 in its own name", Hint: "leave it out"}
		case len(s.Query) > 0 && !query:
			return &UsageError{Option: x.ID, Problem: "would be left out: as far as the settings say, the distribution does not pass " + s.Query[0].Name + " on to S3", Hint: passOn}
		}
	}
	return nil
}
