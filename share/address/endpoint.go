package address

import (
	"net/url"
	"strconv"
	"strings"
)

// Fault is what is wrong with an endpoint. Each face has its own words for it, and
// none repeats the text, which might hold a password or be a whole link.
type Fault int

// The faults, in the order in which they are looked for.
const (
	NoFault Fault = iota
	Unreadable
	NoScheme // neither http:// nor https://
	NoHost
	HasUser
	HasQuery  // or a fragment
	BadPort   // not between 1 and 65535
	HasEscape // a % in its path
)

// EndpointFault judges an endpoint: scheme, host, perhaps a port and a path.
func EndpointFault(text string) Fault {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return Unreadable
	case u.Scheme != "http" && u.Scheme != "https":
		return NoScheme
	case u.Hostname() == "" || strings.ContainsAny(u.Host, " \\"):
		return NoHost
	case u.User != nil:
		return HasUser
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return HasQuery
	case !portOK(u):
		return BadPort
	case strings.Contains(u.EscapedPath(), "%"):
		// The SDK undoes it, and reads the result as an address again: %23 would
		// cut the bucket off, and no guard rail would know.
		return HasEscape
	}
	return NoFault
}

func portOK(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.Atoi(u.Port())
	return err == nil && n >= 1 && n <= 65535
}

// Below reports a host that has something before the endpoint's own, as a bucket of
// a virtual host has.
func Below(host, endpoint string) bool {
	u, err := url.Parse(endpoint)
	return err == nil && u.Hostname() != "" && strings.HasSuffix(Hostname(host), "."+Hostname(u.Host))
}
