package address

import (
	"cmp"
	"net/netip"
	"net/url"
	"strings"
)

// Hostname is a host in normal form: without port and brackets, in lower case,
// without the dot at its end.
func Hostname(host string) string {
	if strings.Count(host, ":") < 2 || strings.HasPrefix(host, "[") { // no bare IPv6 address
		host = (&url.URL{Host: host}).Hostname()
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// splitPort cuts a host into its normal form and the port, which is empty if it is
// the scheme's own.
func splitPort(scheme, host string) (name, port string) {
	port = strings.TrimLeft((&url.URL{Host: host}).Port(), "0")
	if port == defaultPort(scheme) {
		port = ""
	}
	return Hostname(host), port
}

// Sent is a host as clients send it: in lower case, without the port that its scheme
// implies.
func Sent(scheme, host string) string {
	return strings.TrimSuffix(strings.ToLower(host), ":"+cmp.Or(defaultPort(scheme), "80"))
}

// defaultPort is where a scheme's servers listen (RFC 9110, 4.2); empty: not known.
func defaultPort(scheme string) string {
	return map[string]string{"http": "80", "https": "443"}[strings.ToLower(scheme)]
}

// wholeName reports a host below which there are no names: an IP address, or a
// single label.
func wholeName(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || !strings.Contains(host, ".")
}

// NeedsPathStyle reports an endpoint below which names of buckets cannot be host
// names: an IP address, localhost, or a name of a single label. Stores that refuse
// path style, or the other one, belong into the table of stores.
func NeedsPathStyle(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Hostname() == "" {
		return false
	}
	host := Hostname(u.Host)
	return wholeName(host) || local(host)
}

// local reports this machine by name (RFC 6761, 6.3).
func local(name string) bool {
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// Reach is from where a host can be reached.
type Reach int

// The kinds of hosts, by who reaches them.
const (
	Anywhere   Reach = iota
	Nowhere          // no host at all
	Loopback         // the machine that asks, by address
	Localhost        // the same by name
	NoAddress        // 0.0.0.0 and its like, which nobody can open
	OwnNetwork       // a name without a domain
	Private          // an address of a private network
	LinkLocal        // an address of one wire
	PrivateName
)

// ReachOf judges a host. Of an address it also returns the usual form.
func ReachOf(host string) (Reach, netip.Addr) {
	name := Hostname(host)
	if ip, ok := parseIP(name); ok {
		return reachOfIP(ip), ip
	}
	switch {
	case name == "":
		return Nowhere, netip.Addr{}
	case local(name):
		return Localhost, netip.Addr{}
	case !strings.Contains(name, "."):
		return OwnNetwork, netip.Addr{}
	case localDomain(name):
		return PrivateName, netip.Addr{}
	}
	return Anywhere, netip.Addr{}
}

func parseIP(name string) (netip.Addr, bool) {
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap(), true
	}
	return parseIPv4(name)
}

func reachOfIP(ip netip.Addr) Reach {
	switch {
	case ip.IsLoopback():
		return Loopback
	case ip.IsUnspecified():
		return NoAddress
	case ip.IsPrivate() || shared(ip):
		return Private
	case ip.IsLinkLocalUnicast():
		return LinkLocal
	}
	return Anywhere
}

// shared reports the carrier-grade NAT range that VPNs such as Tailscale use
// (RFC 6598).
func shared(ip netip.Addr) bool {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10).Contains(ip)
}

// localDomain reports names that public DNS never answers: RFC 6762 (.local),
// RFC 8375 (home.arpa), RFC 6761 (.test), ICANN's .internal, and the usual
// habits of home routers and offices.
func localDomain(name string) bool {
	for _, d := range []string{".local", ".internal", ".lan", ".home", ".home.arpa", ".corp", ".intranet", ".private", ".test", ".example", ".invalid"} {
		if strings.HasSuffix(name, d) {
			return true
		}
	}
	return false
}

// DotSegments reports whether a key holds a segment that browsers and most HTTP
// clients remove from addresses (RFC 3986, 5.2.4), which breaks the signature.
func DotSegments(key string) bool {
	for s := range strings.SplitSeq(key, "/") {
		if s == "." || s == ".." {
			return true
		}
	}
	return false
}
