package cli

import (
	"cmp"
	"context"
	"fmt"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
)

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
