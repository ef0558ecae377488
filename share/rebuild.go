package share

import (
	"context"
	"fmt"
	"time"
)

// Rebuild signs a recorded share again: the identical link, for as long as the
// same credentials are at hand (*KeyGoneError otherwise). Nothing is recorded.
func (s *Service) Rebuild(ctx context.Context, rec Record) (Link, error) {
	if rec.Failure != "" {
		return Link{}, fmt.Errorf("show %s: it was never signed: %s", rec.ID, rec.Failure)
	}
	if err := s.MayShow(rec); err != nil {
		return Link{}, err
	}
	signed, err := s.Signer.Sign(ctx, rec.Spec)
	if err != nil {
		return Link{}, err
	}
	if signed.SignatureSHA256 != rec.SignatureSHA256 {
		return Link{}, &KeyGoneError{AccessKeyID: rec.Spec.AccessKeyID, Place: rec.Spec.Endpoint.Place}
	}
	p := Plan{
		Request: Request{
			Target: rec.Spec.Target, Operation: rec.Spec.Operation, Options: rec.Spec.Options,
			Note: rec.Note, Recipient: rec.Recipient, Group: rec.Group, Object: rec.Object,
			Lifetime: For(time.Duration(rec.Spec.Seconds) * time.Second),
		},
		Terms:    rec.Terms,
		Identity: Identity{AccessKeyID: rec.Spec.AccessKeyID, Temporary: rec.Temporary, Source: rec.Source},
		Endpoint: rec.Spec.Endpoint,
	}
	link := s.link(p, rec.Spec, signed)
	link.ID = rec.ID
	return link, nil
}

// MayShow judges a recorded share by the rails of today: what they forbid to share
// is not shown again either. Errors are of type *RefusedError.
func (s *Service) MayShow(rec Record) error {
	r := Request{
		Target: rec.Spec.Target, Operation: rec.Spec.Operation, Options: rec.Spec.Options,
		Note: rec.Note, Recipient: rec.Recipient, Object: rec.Object,
	}
	rules, err := s.judge(r, rec.Spec.Endpoint)
	if err != nil {
		return err
	}
	for _, rule := range rules {
		if left := rec.Terms.Ends.Sub(s.clock()); rule.MaxLife > 0 && left > rule.MaxLife {
			return &RefusedError{
				Problem: "the link is good for " + Words(left) + " yet, longer than is allowed by now", Rule: rule.name(), Where: rule.Where,
				Hint: "share anew, or show it later",
			}
		}
	}
	return nil
}

// Renewal is the request for the same terms as a recorded share, anew: the same
// object, operation, options and length of life, from now on.
func Renewal(rec Record) Request {
	options := rec.Spec.Options
	options.TrackID = ""
	length := rec.Terms.Asked.Sub(rec.Terms.Starts)
	if length <= 0 {
		length = time.Duration(rec.Spec.Seconds) * time.Second
	}
	return Request{
		Target: rec.Spec.Target, Operation: rec.Spec.Operation, Options: options,
		Lifetime: For(min(length, MaxSeconds*time.Second)), Note: rec.Note, Recipient: rec.Recipient,
	}
}
