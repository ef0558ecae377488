package cli

import (
	"cmp"
	"strings"

	"signet/config"
	"signet/s3browser"
	"signet/share"
)

// readOnly is the rule by which a place only reads; ok says that there is one.
func (ps *registry) readOnly(name string) (rule share.Rule, ok bool) {
	s := ps.settings
	if s == nil {
		return rule, false
	}
	what, source := "read_only", s.ReadOnlySource(name)
	if twin := ps.readOnlyTwin(ps.get(name)); source == "" && twin != "" {
		name, source = twin, s.ReadOnlySource(twin)
	}
	if _, configured := s.Place(name); configured && !s.ReadOnly {
		what += " of the place " + name
	}
	if source == "flag" {
		source = "--read-only"
	}
	return share.Rule{Name: what, Where: source, Operations: []share.Operation{share.Download, share.Metadata}}, source != ""
}

// readOnlyTwin is the read-only place of the settings that a place is but by
// another name: the same keys at the same address, as flags, the environment or a
// profile give them. If such a one may write, none is.
func (ps *registry) readOnlyTwin(p *place) string {
	if _, configured := ps.settings.Place(p.name); configured {
		return ""
	}
	twin := ""
	for _, c := range ps.settings.Places {
		switch {
		case !ps.same(c, p.conn):
		case !c.ReadOnly:
			return ""
		default:
			twin = cmp.Or(twin, c.Name)
		}
	}
	return twin
}

func (ps *registry) same(c config.Place, conn s3browser.Connection) bool {
	profile := func(name string) string {
		return cmp.Or(name, ps.env("AWS_PROFILE"), ps.env("AWS_DEFAULT_PROFILE"), "default")
	}
	endpoint := func(address string) string {
		return strings.TrimRight(cmp.Or(address, ps.env("AWS_ENDPOINT_URL_S3"), ps.env("AWS_ENDPOINT_URL")), "/")
	}
	return profile(c.Profile) == profile(conn.Profile) && share.SameServer(endpoint(c.Endpoint), endpoint(conn.Endpoint))
}
