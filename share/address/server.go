package address

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// SameServer reports whether two endpoints, as in share.Endpoint.URL, are known to be
// one server. Of two names only the network knows whether they lead to one.
func SameServer(a, b string) bool { return server(a) == server(b) }

// Same is SameServer for endpoints that also lead to the same buckets there: a path
// moves everything into the bucket that it names.
func Same(a, b string) bool { return SameServer(a, b) && below(a) == below(b) }

// OwnServer reports an endpoint that is not AWS's, which everybody uses.
func OwnServer(endpoint string) bool { return server(endpoint) != "" }

// IsAWS reports a host of S3 itself.
func IsAWS(host string) bool {
	a := Address{Host: Hostname(host)}
	_, ok := a.amazon()
	return ok
}

// server is the host and port of an endpoint, one spelling for all; empty: AWS's
// own, in whatever region and by whichever of its names.
func server(endpoint string) string {
	if endpoint == "" {
		return ""
	}
	u, err := parseURLOf(endpoint)
	if err != nil {
		return endpoint
	}
	host, port := splitPort(u.Scheme, u.Host)
	if IsAWS(host) {
		return ""
	}
	port = cmp.Or(port, defaultPort(u.Scheme))
	return net.JoinHostPort(plainHost(host), port)
}

// plainHost makes the spellings of an IP address one, and this machine's names
// for itself.
func plainHost(host string) string {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	addr = addr.Unmap()
	if addr.IsUnspecified() || addr == netip.IPv6Loopback() || addr == netip.AddrFrom4([4]byte{127, 0, 0, 1}) {
		return "localhost"
	}
	return addr.String()
}

// below is the path of an endpoint as servers simplify it; empty: none.
func below(endpoint string) string {
	u, err := parseURLOf(endpoint)
	if err != nil {
		return endpoint
	}
	return strings.TrimPrefix(path.Clean("/"+u.Path), "/")
}

// Origin is an endpoint or URL without what follows the host; empty: it has none.
func Origin(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return ""
	case strings.Contains(u.Host, "%"): // an IPv6 address with a zone
		return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
	}
	return u.Scheme + "://" + u.Host
}
