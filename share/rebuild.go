package share

import (
	"context"
	"fmt"
	"time"

	"signet/share/say"
)

// Rebuild signs a recorded share again: the identical link, for as long as the
// same credentials are at hand (*KeyGoneError otherwise). Nothing is recorded.
func (s *Service) Rebuild(ctx context.Context, rec Record) (Link, error) {
	if rec.Failure == "" { // else there is nothing to judge
		if err := s.MayShow(ctx, rec); err != nil {
			return Link{}, err
		}
	}
	return s.RebuildToTry(ctx, rec)
}

// RebuildToTry is Rebuild for a try of our own: the link is shown to nobody, so the rails
// of today are not in its way. It is theirs above all that are taken back.
func (s *Service) RebuildToTry(ctx context.Context, rec Record) (Link, error) {
	switch {
	case rec.Spec.Operation == Grant:
		return Link{}, fmt.Errorf("show %s: credentials are shown once, and the log has no secret of them", rec.ID)
	case rec.Failure != "" && rec.SignatureSHA256 != "":
		return Link{}, fmt.Errorf("show %s: it was %s", rec.ID, rec.Failure)
	case rec.Failure != "":
		return Link{}, fmt.Errorf("show %s: it was never signed: %s", rec.ID, rec.Failure)
	}
	if rec.Spec.Mandate.Kind.Info().Prepares && rec.Spec.Mandate.Key == "" {
		return Link{}, fmt.Errorf("show %s: nobody has a link: signet was stopped while it made the key; signet revoke %s asks the server, as the share log does on screen", rec.ID, rec.ID)
	}
	if end := rec.Spec.Ends(); end.After(rec.Terms.Ends) {
		return Link{}, fmt.Errorf("show %s: it would end %s, later than the log says: %s", rec.ID, say.UTC(end), say.UTC(rec.Terms.Ends))
	}
	if o := rec.Spec.Options; o.CustomerKeyMD5 != "" && o.CustomerKey.Empty() {
		return Link{}, fmt.Errorf("show %s: it was signed with a key of its owner (SSE-C), which is kept nowhere: share it anew, and give that key again", rec.ID)
	}
	signed, err := s.Signer.Sign(ctx, rec.Spec)
	if err != nil {
		return Link{}, err
	}
	if !rec.matches(signed) {
		return Link{}, &KeyGoneError{AccessKeyID: rec.Spec.AccessKeyID}
	}
	p := Plan{
		Request: Request{
			Target: rec.Spec.Target, Operation: rec.Spec.Operation, Options: rec.Spec.Options,
			Note: rec.Note, Recipient: rec.Recipient, Group: rec.Group, Object: rec.Object, Page: rec.Page, PageSum: rec.PageSum, Item: rec.Item,
			Signer: rec.Spec.Endpoint.Signer, From: rec.Spec.Mandate.From, Below: rec.Spec.Mandate.Below,
			Lifetime: For(time.Duration(rec.Spec.Seconds) * time.Second),
		},
		Terms:    rec.Terms,
		Identity: Identity{AccessKeyID: rec.Spec.AccessKeyID, Temporary: rec.Temporary, Source: rec.Source},
		Endpoint: rec.Spec.Endpoint, Mandate: rec.Spec.Mandate,
	}
	link := s.link(p, rec.Spec, signed)
	link.ID = rec.ID
	return link, nil
}

// MayShow judges a recorded share by the rails of today: what they forbid to share
// is not shown again either. Errors are of type *RefusedError.
func (s *Service) MayShow(ctx context.Context, rec Record) error {
	r := Request{
		Target: rec.Spec.Target, Operation: rec.Spec.Operation, Options: rec.Spec.Options,
		Note: rec.Note, Recipient: rec.Recipient, Object: rec.Object,
		Signer: rec.Spec.Endpoint.Signer, From: rec.Spec.Mandate.From, Below: rec.Spec.Mandate.Below, Revocable: rec.Spec.Mandate.Kind.Info().Alone,
	}
	rules, err := s.judge(ctx, r, Signing{rec.Spec.AccessKeyID, rec.Spec.Endpoint, rec.Spec.Mandate})
	if err == nil {
		err = s.signedBy(ctx, rules, rec.Spec.Endpoint)
	}
	if err != nil {
		return err
	}
	return rules.lasts(rec, s.clock())
}

// lasts refuses a recorded link that is good for longer than the rules allow by
// now. It counts what is left, since a link may open later; and what was signed,
// since a server whose clock is behind has more left of it than this machine.
func (rs Rules) lasts(rec Record, now time.Time) error {
	signed, left := time.Duration(rec.Spec.Seconds)*time.Second, rec.Spec.Ends().Sub(now)
	for _, rule := range rs {
		refuse := func(problem, hint string) error {
			return &RefusedError{Problem: problem, Rule: rule.name(), Where: rule.Where, Hint: hint}
		}
		switch {
		case rule.MaxLife <= 0:
		case left > rule.MaxLife:
			return refuse("the link is good for "+say.Span(left)+" yet, longer than is allowed by now", "share anew")
		case signed > rule.MaxLife:
			return refuse("the link was signed for "+say.Span(signed)+", longer than is allowed by now", "share anew")
		}
	}
	return nil
}

// Ends is when the server refuses what is signed so.
func (spec Spec) Ends() time.Time {
	return spec.SignedAt.Add(time.Duration(spec.Seconds) * time.Second)
}

// Renewal is the request for the same terms as a recorded share, anew: the same
// object, operation, options and length of life, from now on.
func Renewal(rec Record) Request {
	options := rec.Spec.Options
	options.TrackID, options.UploadID = "", ""
	length := rec.Terms.Asked.Sub(rec.Terms.Starts)
	if length <= 0 {
		length = time.Duration(rec.Spec.Seconds) * time.Second
	}
	if longest := rec.Spec.Mandate.Kind.Info().Longest; longest > 0 {
		length = min(length, longest)
	}
	return Request{
		Target: rec.Spec.Target, Operation: rec.Spec.Operation, Options: options,
		Lifetime: For(length), Note: rec.Note, Recipient: rec.Recipient,
		Signer: rec.Spec.Endpoint.Signer, From: rec.Spec.Mandate.From, Below: rec.Spec.Mandate.Below,
	}
}
