package inspect

import (
	"net/url"
	"slices"
	"strings"

	"signet/share/address"
)

// param is one query parameter, as it stood and decoded.
type param struct {
	raw   string // name=value as it stood
	name  string
	value string
	bad   bool // a percent escape is broken
}

type params []param

// parseQuery splits a query without losing order, duplicates or damage. A plus
// is kept: S3 signers write %20, and base64 that lost its escapes has pluses.
func parseQuery(query string) params {
	if query == "" {
		return nil
	}
	var out params
	for raw := range strings.SplitSeq(query, "&") {
		if raw == "" {
			continue
		}
		name, value, _ := strings.Cut(raw, "=")
		p := param{raw: raw}
		var okName, okValue bool
		p.name, okName = address.Unescape(name)
		p.value, okValue = address.Unescape(value)
		p.bad = !okName || !okValue
		out = append(out, p)
	}
	return out
}

// find returns the first parameter of that name in any case; nil if none.
func (ps params) find(name string) *param {
	for i := range ps {
		if strings.EqualFold(ps[i].name, name) {
			return &ps[i]
		}
	}
	return nil
}

// get is the value of the first parameter of that name; empty if none.
func (ps params) get(name string) string {
	if p := ps.find(name); p != nil {
		return p.value
	}
	return ""
}

func (ps params) has(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return ps.find(n) != nil })
}

// missing lists which of the names are not there, or have no value.
func (ps params) missing(names ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return ps.get(n) != "" })
}

func (ps params) String() string {
	raw := make([]string, len(ps))
	for i, p := range ps {
		raw[i] = p.raw
	}
	return strings.Join(raw, "&")
}

// parts is a URL taken apart by hand: net/url refuses what is damaged.
type parts struct {
	scheme   string // lower case, without "://"
	userinfo bool
	// backslash says that one stands where the host ends. Browsers read it as a slash,
	// other programs as a part of the host or of a user's name.
	backslash bool
	host      string // with port
	path      string // escaped, with its slash
	query     string
	fragment  string
}

func parseAddress(text string) (parts, bool) {
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		return parts{}, false
	}
	a := parts{scheme: strings.ToLower(scheme)}
	rest, a.fragment, _ = strings.Cut(rest, "#")
	rest, a.query, _ = strings.Cut(rest, "?")
	if i := strings.IndexAny(rest, `/\`); i >= 0 { // browsers take both for a slash
		a.backslash = rest[i] != '/'
		rest, a.path = rest[:i], "/"+rest[i+1:]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		a.userinfo, rest = true, rest[i+1:]
	}
	a.host = rest
	return a, true
}

// url is the address for judgements about the host; never for its query.
func (a parts) url() *url.URL {
	return &url.URL{Scheme: a.scheme, Host: a.host, Path: "/"}
}

// hostname is the host without its port, in lower case.
func (a parts) hostname() string {
	return address.Hostname(a.host)
}
