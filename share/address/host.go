package address

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
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

// splitPort cuts a host into its form in requests and the port, which is empty if it
// is the scheme's own.
func splitPort(scheme, host string) (name, port string) {
	port = strings.TrimLeft((&url.URL{Host: host}).Port(), "0")
	if port == defaultPort(scheme) {
		port = ""
	}
	name = Hostname(host)
	if sent, err := sentHost(name); err == nil {
		name = sent
	}
	return name, port
}

// Sent is a host as clients send it: in lower case, without the port that its scheme
// implies.
func Sent(scheme, host string) string { return Signed(scheme, strings.ToLower(host)) }

// Signed is a host as signers of SigV4 take it: without the port that its scheme
// implies, which clients do not send.
func Signed(scheme, host string) string {
	return strings.TrimSuffix(host, ":"+cmp.Or(defaultPort(scheme), "80"))
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

// Localhost reports this machine by name (RFC 6761, 6.3).
func Localhost(name string) bool {
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// IP is the address that a host is, in whatever form browsers and curl take.
func IP(host string) (netip.Addr, bool) {
	name := Hostname(host)
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap(), true
	}
	return parseIPv4(name)
}

// PrivateIP reports an address of a private network, or of the carrier-grade NAT range
// that VPNs such as Tailscale use (RFC 6598).
func PrivateIP(ip netip.Addr) bool {
	return ip.IsPrivate() || netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10).Contains(ip)
}

// PrivateName reports names that only a network of one's own answers: RFC 6762
// (.local), RFC 8375 (home.arpa), ICANN's .internal, and the usual habits of home
// routers and offices.
func PrivateName(name string) bool {
	return belowAny(name, "local", "internal", "lan", "home", "home.arpa", "corp", "intranet", "private")
}

// ReservedName reports names that no public DNS ever answers, and says what they
// are for: RFC 2606 and 6761 (.example, .test, .invalid), RFC 7686 (.onion), RFC
// 9476 (.alt). It is empty for all others.
func ReservedName(name string) string {
	for _, r := range []struct{ domain, use string }{
		{"example", "is a name for examples, under which there is no server on the internet"},
		{"test", "is a name for tests, which only a network of your own may know"},
		{"invalid", "is a name that never exists"},
		{"onion", "is one of Tor's, which only a Tor browser opens"},
		{"alt", "is not a name of the internet"},
	} {
		if belowAny(name, r.domain) {
			return r.use
		}
	}
	return ""
}

func belowAny(name string, domains ...string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return slices.ContainsFunc(domains, func(d string) bool { return name == d || strings.HasSuffix(name, "."+d) })
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

// Narrow is a host in which wide letters and dots, and percent escapes of plain ones,
// are written as browsers read them. What would end a host then is left.
// https://url.spec.whatwg.org/#concept-host-parser, https://www.unicode.org/reports/tr46/
func Narrow(host string) string {
	decoded, ok := Unescape(host)
	if !ok || strings.HasPrefix(host, "[") { // a zone stays
		decoded = host
	}
	narrow := strings.Map(func(r rune) rune {
		switch {
		case r == '。' || r == '．' || r == '｡':
			return '.'
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, decoded)
	if strings.ContainsAny(narrow, " /\\?#@%<>[]|^`{}\"") {
		return host
	}
	return narrow
}
