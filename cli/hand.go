package cli

import (
	"context"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
)

// hand is who signs and for which server: what two names of one place have in
// common.
type hand struct {
	who    s3browser.Principal
	server string // as share.Endpoint.URL
	open   bool   // no key is named for the server: it is whoever comes
}

// handOf is the hand of a connection, without asking anybody for credentials.
func handOf(ctx context.Context, client *s3browser.Client, conn s3browser.Connection) hand {
	who, err := client.Principal(ctx)
	return hand{who: who, server: endpointOf(ctx, client, conn), open: err != nil || !conn.NamesKeys()}
}

// endpointOf is where a connection leads, by its own settings, its profile's or
// the environment's.
func endpointOf(ctx context.Context, client *s3browser.Client, conn s3browser.Connection) string {
	if _, at, err := client.Config(ctx); err == nil {
		return at.Endpoint
	}
	return conn.Endpoint
}

// servers are where a place is browsed and its links point, as share.Endpoint.URL.
func (p *place) servers(ctx context.Context) func() []string {
	return func() []string {
		return []string{serverOf(ctx, p.browser(), p.conn), serverOf(ctx, p.signer(), p.signs())}
	}
}

// serverOf is endpointOf with the part of AWS that the region is in, of which names of
// buckets are.
func serverOf(ctx context.Context, client *s3browser.Client, conn s3browser.Connection) string {
	if _, at, err := client.Config(ctx); err == nil && at.Endpoint == "" && at.RegionKnown {
		return address.AtAWS(at.Region)
	}
	return endpointOf(ctx, client, conn)
}

// sameKey reports one signer, at whatever server.
func (h hand) sameKey(other hand) bool { return h.who.Same(other.who) }

// sameServer reports a server of the user's own that a place is, for whoever
// signs. AWS is everybody's.
func (h hand) sameServer(place hand) bool {
	return place.open && address.OwnServer(place.server) && address.SameServer(h.server, place.server)
}

// at reports one signer at one server, and all of it or the same bucket there.
func (h hand) at(other hand) bool {
	return h.sameKey(other) && address.Same(h.server, other.server)
}

// hands are those that a link is signed by, and those of the place in which it was
// found, unless the settings have that one.
func (ps *registry) hands(ctx context.Context, found string, by []share.Signing) (out []hand) {
	for _, b := range by {
		p := ps.get(b.Endpoint.Place)
		who, _ := p.signer().Principal(ctx) // without it the key alone counts
		who.AccessKeyID = b.AccessKeyID
		out = append(out, hand{who: who, server: b.Endpoint.URL})
	}
	if ps.asSettled(found) == nil {
		p := ps.get(found)
		out = append(out, handOf(ctx, p.browser(), p.conn))
	}
	return out
}

// own are the hands of a place: that it is browsed with, and that it signs with.
// Asking finds out the keys that a process of the user's gives.
func (ps *registry) own(ctx context.Context, p *place, ask bool) []hand {
	clients := []*s3browser.Client{p.browser(), p.signer()}
	out := make([]hand, 0, len(clients))
	for i, conn := range p.connections() {
		h := handOf(ctx, clients[i], conn)
		if ask && h.who.Asked() {
			if id, err := clients[i].Identity(ctx); err == nil {
				h.who.AccessKeyID = id.AccessKeyID
			}
		}
		out = append(out, h)
	}
	return out
}

// connections are how a place is browsed and, where that differs, how it signs.
func (p *place) connections() []s3browser.Connection {
	if p.sign == nil {
		return []s3browser.Connection{p.conn}
	}
	return []s3browser.Connection{p.conn, *p.sign}
}
