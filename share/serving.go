package share

import (
	"cmp"
	"context"
	"strings"

	"signet/share/address"
)

// A signature names a host, and holds at every server that has the key and is told
// that host: MinIO, versitygw and others make nothing of a name that is not theirs.
// So a link to AWS that is signed with a key of one's own server is one for that
// server: to AWS it is nothing. And an upload link is one for each server that has
// its key: others may do more for it than the one that it names.

// mayServe are the servers at which a link may work that is signed in these ways:
// those that it names, and before each the others that matter.
func (g Rails) mayServe(ctx context.Context, op Operation, by []Signing) (at []Endpoint) {
	for _, b := range by {
		if b.Mandate.Kind.Info().Bare { // which asks its store in its own name, whoever comes
			at = append(at, b.store())
			continue
		}
		if op.Info().open() || !address.OwnServer(b.Endpoint.URL) {
			at = append(at, g.others(ctx, b)...)
		}
		at = append(at, b.Endpoint)
	}
	return at
}

// store is where an object of a link is: behind its address, where that is a
// distribution's.
func (b Signing) store() Endpoint {
	if !b.Mandate.Kind.Info().Bare {
		return b.Endpoint
	}
	return Endpoint{URL: b.Mandate.Origin, PathStyle: true, Place: b.Endpoint.Place}
}

// others are the servers of one's own that know the key of a link, beside the one
// that it names. Places of the settings tell; where none does, a key at AWS that is
// not one of AWS is some server's that nobody knows.
func (g Rails) others(ctx context.Context, b Signing) (at []Endpoint) {
	var urls []string
	if g.Places != nil {
		urls = g.Places.Servers(ctx, b)
	}
	if len(urls) == 0 && b.AccessKeyID != "" && !address.OwnServer(b.Endpoint.URL) && !keyOfAWS(b.AccessKeyID) {
		urls = append(urls, unknownServer)
	}
	for _, url := range urls {
		if address.SameServer(url, b.Endpoint.URL) {
			continue
		}
		e := b.Endpoint
		e.URL = cmp.Or(address.Origin(url), url) // the path in the link is all that the server sees
		at = append(at, e)
	}
	return at
}

// unknownServer is the address of no machine: one of those that are kept for
// examples (RFC 5737).
const unknownServer = "http://192.0.2.1"

// keyOfAWS reports an access key that AWS may have made, by how it begins: of a
// user, of a session, or of AWS's own examples of signatures (AKIDEXAMPLE).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func keyOfAWS(id string) bool {
	return strings.HasPrefix(id, "AKIA") || strings.HasPrefix(id, "ASIA") || strings.HasPrefix(id, "AKID")
}
