package share

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"signet/share/address"
)

// Mandate is what a signer that is no plain key signs a link for, beside what the spec
// says of it: all of it is needed to make the link again, and none of it is a secret.
type Mandate struct {
	Kind   SignerKind     `json:"kind,omitempty"`
	From   []netip.Prefix `json:"from,omitempty"`   // the networks that the link is limited to
	Starts bool           `json:"starts,omitempty"` // it is refused before the spec's signing time
	Strips string         `json:"strips,omitempty"` // what the key begins with and the address leaves out
	Hash   string         `json:"hash,omitempty"`   // sha1, sha256
	Query  bool           `json:"query,omitempty"`  // parameters of the address reach the store
	Below  bool           `json:"below,omitempty"`  // all that is in the folder of the target is opened, and below it
	Origin string         `json:"origin,omitempty"` // the endpoint of the store behind the address; empty: AWS
	// Account is that of Cloudflare, which a session of R2 names.
	Account string `json:"account,omitempty"`
	// Key is the id of the access key that was made for this link, and stands in it. The
	// spec's own is that of whoever made it. Empty: none was made, or none is known of yet.
	Key string `json:"key,omitempty"`
	// Of credentials: what they allow below the key of the spec, and the role that was
	// named for them alone.
	Allow []Access `json:"allow,omitempty"`
	Role  string   `json:"role,omitempty"`
}

// draftKey is the Key of a link that is only measured: nothing is made for it.
const draftKey = "draft"

// Draft reports a link that is only measured, by a key that there is not.
func (m Mandate) Draft() bool { return m.Key == draftKey }

// Networks are those that the link is limited to, for a sentence.
func (m Mandate) Networks() string {
	list := make([]string, len(m.From))
	for i, n := range m.From {
		list[i] = n.String()
	}
	return strings.Join(list, ", ")
}

// takenBack completes "taken back by": a link for a folder does not end with an object of
// it, which is what is said second.
func (m Mandate) takenBack() string {
	text := m.Kind.Info().TakeBack
	if m.Below {
		text, _, _ = strings.Cut(text, ";")
	}
	return text
}

// versions reports links that can be of one version of an object.
func (m Mandate) versions() bool { return !m.Kind.Info().Bare || m.Query }

// GoneForGood reports a link with a key or session of its own, which is ended at the server:
// after that nothing opens it again.
func (m Mandate) GoneForGood() bool {
	return m.Key != "" && m.Kind.Info().Alone && m.Kind != KindAWSSession
}

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
	case n.Addr().Is4In6():
		return refuse(text+" is an address of IPv4 in the spelling of IPv6", "write "+n.Addr().Unmap().String())
	case n.Bits() == 0:
		return refuse(text+" is everywhere, and no limit", "leave it out")
	case n != n.Masked():
		return refuse(text+" names a host within its network", "write "+n.Masked().String()+" for the network, or "+n.Addr().String()+" for the one address")
	}
	return n, nil
}

// mandate is what the signer is to sign for, beside the spec's own. Errors are of type
// *UsageError.
func (r Request) mandate(by Mandate, starts bool) (Mandate, error) {
	info := by.Kind.Info()
	by.From = r.From
	by.Starts = starts && !info.Early
	by.Below = r.Below
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
			return &UsageError{Option: x.ID, Problem: "cannot be demanded: CloudFront signs no headers", Hint: "share it with the place's own key, --signer " + DefaultSigner, Form: "share it with the place's own key"}
		case slices.ContainsFunc(s.Query, func(p Header) bool { return !strings.HasPrefix(p.Name, "response-") }):
			return &UsageError{Option: x.ID, Problem: "has no meaning for CloudFront, which asks S3 in its own name", Hint: "leave it out"}
		case len(s.Query) > 0 && !query:
			return &UsageError{Option: x.ID, Problem: "would be left out: as far as the settings say, the distribution does not pass " + s.Query[0].Name + " on to S3", Hint: passOn}
		}
	}
	return nil
}
