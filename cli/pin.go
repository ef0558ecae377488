package cli

import (
	"cmp"
	"context"
	"fmt"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
	"signet/share/finding"
	"signet/ui/compose"
)

// mustPin reports whether a guard rail wants a version that the request does not
// name. A request that the rails refuse for another reason is that error: then
// nobody needs to look.
func mustPin(rails share.Rails, r share.Request) (bool, error) {
	rules := rails.For(r.Target)
	if !rules.Pins() || !r.Operation.Info().Versioned || r.Target.VersionID != "" {
		return false, nil
	}
	named := r
	named.Target.VersionID = "some"
	return true, rules.Check(named)
}

// pinned is the request for the version that a look found to be current. Only
// --pin-version insists that there is one; a guard rail is content with a bucket
// that keeps none.
func pinned(r share.Request, look compose.Facts, insist bool) (share.Request, error) {
	switch {
	case r.Target.VersionID != "":
	case look.Object.VersionID != "":
		r.Target.VersionID = look.Object.VersionID
	case !look.Object.Known:
		return r, fmt.Errorf("pin %s: %s", clean(r.Target.URI()), why(look.Findings))
	case insist:
		return r, fmt.Errorf("pin %s: the bucket keeps no versions", clean(r.Target.URI()))
	}
	return r, nil
}

// versionThere is what was found of an object, with the version that the server
// has which a link to it points to. That is asked where it is another one: it may
// hold another version, or none.
func (a *app) versionThere(ctx context.Context, p *place, t share.Target, o share.Object) (share.Object, error) {
	client := a.signingPlace(t, p).signer()
	_, at, err := client.Config(ctx)
	if err == nil && address.Same(at.Endpoint, o.VersionOf) {
		if o.Unversioned {
			o.VersionID = withoutID(ctx, t.Bucket, at.Endpoint, p.browser(), client)
			o.Versioned, o.Unversioned = o.VersionID != "", o.VersionID == ""
		}
		return o, nil
	}
	o.VersionID, o.Versioned, o.Unversioned, o.VersionOf = "", false, false, at.Endpoint
	var h s3browser.Head
	if err == nil {
		h, err = client.Head(ctx, t.Bucket, t.Key, t.VersionID)
	}
	if err != nil {
		return o, fmt.Errorf("the link points to %s, which does not tell the version: %w", clean(cmp.Or(at.Endpoint, "AWS")), err)
	}
	if h.VersionID == "" {
		h.VersionID = withoutID(ctx, t.Bucket, at.Endpoint, client)
	}
	o.VersionID, o.Versioned, o.Unversioned = h.VersionID, h.VersionID != "", h.VersionID == ""
	return o, nil
}

// withoutID is the version of an object of which a server names none: null, if one
// of those who may ask is told that the bucket has kept versions. AWS says so itself.
func withoutID(ctx context.Context, bucket, server string, by ...*s3browser.Client) string {
	if !address.OwnServer(server) {
		return ""
	}
	for _, client := range by {
		if ever, err := client.EverVersioned(ctx, bucket); err == nil {
			if ever {
				return share.NullVersion
			}
			return ""
		}
	}
	return "" // many servers know no versions, and do not answer that either
}

// why is the first thing that is wrong.
func why(list []finding.Finding) string {
	for _, level := range []finding.Level{finding.Bad, finding.Warning} {
		for _, f := range list {
			if f.Level == level {
				return f.Text
			}
		}
	}
	return "nothing is known of the object"
}

// pin pins one object of a batch if a guard rail wants that. When nobody can
// look, the request stays as it is and the rail refuses it.
func (a *app) pin(ctx context.Context, rails share.Rails, r share.Request) share.Request {
	if must, err := mustPin(rails, r); !must || err != nil {
		return r
	}
	look, err := a.lookAt(ctx, a.places.get(r.Target.Place), r, true)
	if err != nil {
		return r
	}
	r.Object, r.Skew, r.SkewOf = look.Object, look.Skew, look.SkewOf
	r, _ = pinned(r, look, false) // what is missing stays unpinned, and is refused
	return r
}
