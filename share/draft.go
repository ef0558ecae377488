package share

import (
	"context"
	"strings"
)

// Draft is the link that a plan leads to, for who wants to know how long it will be:
// its signature is written backwards, so that it opens nothing, and nothing is
// recorded. What has no link of its own, a form or an upload in parts, has an empty
// one.
func (s *Service) Draft(ctx context.Context, p Plan) (Link, error) {
	link := Link{Request: p.Request, Terms: p.Terms, Identity: p.Identity, Endpoint: p.Endpoint}
	if info := p.Request.Operation.Info(); info.Policy || info.Parts {
		return link, nil
	}
	if s.tracks(p.Request) {
		p.Request.Options.TrackID = s.ids.next(s.clock())
	}
	if p.Mandate.Kind.Info().Prepares {
		p.Mandate.Key = draftKey
	}
	signed, err := s.Signer.Sign(ctx, p.spec())
	if err != nil {
		return Link{}, err
	}
	link.Method, link.Headers, link.URL = signed.Method, signed.Headers, backwards(signed.URL)
	return link, nil
}

// backwards is a link whose signature is turned round; without one it is empty.
func backwards(link Secret) Secret {
	const name = "Signature="
	text := link.Reveal()
	at := strings.LastIndex(text, name)
	if at < 0 {
		return Secret{}
	}
	head, signature := text[:at+len(name)], text[at+len(name):]
	signature, rest, more := strings.Cut(signature, "&")
	turned := []byte(signature)
	for i, j := 0, len(turned)-1; i < j; i, j = i+1, j-1 {
		turned[i], turned[j] = turned[j], turned[i]
	}
	if more {
		rest = "&" + rest
	}
	return NewSecret(head + string(turned) + rest)
}
