package cli

import (
	"context"
	"slices"
	"strings"
	"sync"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
)

var _ share.Places = (*registry)(nil)

// ReadOnly implements share.Places. A place is read-only by its name and, by
// whatever name, for its keys: an access key is one place's, and a server has
// more names than anybody knows. Only a place of the settings that may write, with
// that key at that server, takes it back, and not for where the other one begins.
func (ps *registry) ReadOnly(ctx context.Context, r share.Request, by []share.Signing) (out share.Rules) {
	names := []string{r.Target.Place}
	for _, b := range by {
		names = append(names, b.Endpoint.Place)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if rule, ok := ps.readOnly(name); ok {
			out = append(out, rule)
		}
	}
	if len(out) > 0 || len(by) == 0 || !ps.someReads() {
		return out
	}
	return ps.twins(ctx, ps.hands(ctx, r.Target.Place, by), true)
}

// Address implements share.Places.
func (ps *registry) Address(ctx context.Context, name string) (url string, ok bool) {
	p := ps.asSettled(name)
	if p == nil {
		return "", false
	}
	return endpointOf(ctx, p.signer(), p.signs()), true
}

// Servers implements share.Places.
func (ps *registry) Servers(ctx context.Context, by share.Signing) (out []string) {
	who, _ := ps.get(by.Endpoint.Place).signer().Principal(ctx) // without it the key alone counts
	who.AccessKeyID = by.AccessKeyID
	_, settled := ps.now()
	for _, p := range settled {
		for _, h := range ps.own(ctx, p, false) {
			if address.OwnServer(h.server) && h.sameKey(hand{who: who}) {
				out = append(out, h.server)
			}
		}
	}
	return out
}

// readOnly is the rule by which a place of that name only reads; ok says that
// there is one.
func (ps *registry) readOnly(name string) (rule share.Rule, ok bool) {
	s, _ := ps.now()
	if s == nil {
		return rule, false
	}
	what, source := "read_only", s.ReadOnlySource(name)
	if ps.asSettled(name) != nil && !s.ReadOnly {
		what += " of the place " + name
	}
	if source == "flag" {
		source = "--read-only"
	}
	return share.Rule{Name: what, Where: source, Operations: reading()}, source != ""
}

// reading are the operations that change nothing. They are listed once: each link
// of a batch is asked for several times.
//
//nolint:gochecknoglobals // immutable once made
var reading = sync.OnceValue(func() (ops []share.Operation) {
	for _, info := range share.Operations() {
		if !info.Writes {
			ops = append(ops, info.Op)
		}
	}
	return slices.Clip(ops)
})

// asSettled is a place as the settings have it; nil: they have none of that name.
func (ps *registry) asSettled(name string) *place {
	_, settled := ps.now()
	for _, p := range settled {
		if p.name == name {
			return p
		}
	}
	return nil
}

// reads reports a place in which nothing is to be written, for all that is known
// without asking anybody for credentials.
func (ps *registry) reads(p *place) bool {
	if _, ok := ps.readOnly(p.name); ok || ps.asSettled(p.name) == p || !ps.someReads() {
		return ok
	}
	ctx := context.Background() // files are read, and nobody is asked
	var hands []hand
	for _, conn := range p.connections() {
		hands = append(hands, handOf(ctx, s3browser.Connect(conn), conn))
	}
	return slices.ContainsFunc(ps.twins(ctx, hands, false), func(r share.Rule) bool { return r.Bucket == "" })
}

// someReads reports that the settings have a read-only place.
func (ps *registry) someReads() bool {
	_, settled := ps.now()
	return slices.ContainsFunc(settled, func(p *place) bool { return p.config.ReadOnly })
}

// twins are the rules of the read-only places that somebody else is by their
// keys. Asking runs credential processes, whose keys nobody knows otherwise.
func (ps *registry) twins(ctx context.Context, hands []hand, ask bool) (out share.Rules) {
	_, settled := ps.now()
	for _, p := range settled {
		if !p.config.ReadOnly {
			continue
		}
		own := ps.own(ctx, p, ask)
		for _, h := range hands {
			of := ""
			switch {
			case slices.ContainsFunc(own, h.sameKey):
				of = "key"
			case slices.ContainsFunc(own, h.sameServer):
				of = "server"
			default:
				continue
			}
			if rule, ok := ps.twinRule(ctx, p, h); ok {
				rule.Name += ", whose " + of + " this is"
				rule.Hint = "to write with it there, give that a place of its own in the settings"
				out = append(out, rule)
			}
		}
	}
	return out
}

// twinRule is the rule of a read-only place for whoever has its keys; false: a
// place of the settings has them there and may write.
func (ps *registry) twinRule(ctx context.Context, p *place, h hand) (rule share.Rule, ok bool) {
	rule, _ = ps.readOnly(p.name)
	may := false
	_, settled := ps.now()
	for _, w := range settled {
		if w.config.ReadOnly || !handOf(ctx, w.signer(), w.signs()).at(h) {
			continue
		}
		may = true
		if w.bucket == p.bucket && strings.HasPrefix(w.prefix, p.prefix) {
			rule.Except = append(rule.Except, share.Scope{Bucket: w.bucket, Prefix: w.prefix})
		}
	}
	if may {
		rule.Bucket, rule.Prefix = p.bucket, p.prefix
	}
	return rule, !may || p.bucket != ""
}
