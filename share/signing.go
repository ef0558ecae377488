package share

import (
	"context"

	"signet/share/address"
)

// Signing is who signs a link, and for which server.
type Signing struct {
	AccessKeyID string
	Endpoint    Endpoint
	Mandate     Mandate // of a signer that is no plain key
}

// Places is what the rails ask of the places of the settings.
type Places interface {
	// ReadOnly are the rules by which a request that may write is refused, if its
	// link is signed in these ways: those of the places that are named and, by
	// whatever name, of those whose keys these are. Empty: who signs is not known
	// yet.
	ReadOnly(ctx context.Context, r Request, by []Signing) Rules
	// Address is the endpoint of a place's links as the settings have it, whatever
	// was said for this once; false: it is no place of theirs.
	Address(ctx context.Context, place string) (url string, ok bool)
	// Servers are the endpoints of one's own at which places of the settings have the
	// key of a signing, whatever server its link names.
	Servers(ctx context.Context, by Signing) []string
}

// readOnly are the rules of places that only read, for whatever may write.
func (g Rails) readOnly(ctx context.Context, r Request, by []Signing) Rules {
	if g.Places == nil || r.Operation != "" && !r.Operation.Info().Writes {
		return nil
	}
	return g.Places.ReadOnly(ctx, r, by)
}

// signedBy refuses a link of another place, or another address, than the one that
// the rules want their links signed with.
func (g Rails) signedBy(ctx context.Context, rules Rules, e Endpoint) error {
	for _, rule := range rules {
		refuse := func(problem, hint, flag string) error {
			return &RefusedError{Problem: problem, Rule: rule.name(), Where: rule.Where, Hint: hint, Flag: flag}
		}
		switch {
		case rule.SignPlace == "":
			continue
		case rule.SignPlace != e.Place:
			return refuse("links are signed with the place "+rule.SignPlace+" here, and this one was not", "share anew", "")
		case g.Places == nil, e.Signer != "": // whose address its settings name, and no flag
			continue
		}
		if url, ok := g.Places.Address(ctx, rule.SignPlace); ok && !address.Same(url, e.URL) {
			return refuse("links are signed with the place "+rule.SignPlace+" at its own address here, and this one would point to "+e.where(), "leave its address as the settings have it", "no --endpoint")
		}
	}
	return nil
}

// where is the address for a sentence.
func (e Endpoint) where() string {
	if e.URL == "" {
		return "AWS"
	}
	return e.URL
}

// versionOf refuses a version that another server was asked for than the one that
// a link points to, where a rule wants the version pinned: there it may be
// another one, or none, and so may a bucket that keeps no versions.
func (rs Rules) versionOf(r Request, e Endpoint) error {
	o := r.Object
	none := o.Unversioned && r.Target.VersionID == "" && !address.Same(o.VersionOf, e.URL)
	if !r.Operation.Info().Versioned || !none && !r.pinnedElsewhere(e) {
		return nil
	}
	for _, rule := range rs {
		if rule.PinVersion {
			return &RefusedError{
				Problem: "the version must be pinned, and it was asked at " + o.askedAt() + ", while the link points to " + e.where(),
				Rule:    rule.name(), Where: rule.Where, Hint: "share it where that server can be asked, or name the version that it has", Flag: "--version-id V",
			}
		}
	}
	return nil
}

// pinnedElsewhere reports a version that was found at another server than the
// link points to.
func (r Request) pinnedElsewhere(e Endpoint) bool {
	o := r.Object
	return r.Target.VersionID != "" && r.Target.VersionID == o.VersionID && !address.Same(o.VersionOf, e.URL)
}

// askedAt is where the version was asked, for a sentence.
func (o Object) askedAt() string { return Endpoint{URL: o.VersionOf}.where() }
