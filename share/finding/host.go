package finding

import (
	"net/netip"
	"net/url"
	"strings"
)

// Host judges whether somebody elsewhere can reach the host of u, and whether
// the way there is private, and whether it can be taken for another. An empty list means: nothing against it.
func Host(u *url.URL) []Finding {
	var out []Finding
	if strings.EqualFold(u.Scheme, "http") {
		out = append(out, Finding{
			Code: "http", Level: Warning,
			Text: "plain http: everyone on the way can read the link and the document, and use the link themselves",
			Next: "share by an https endpoint",
		})
	}
	if f, ok := Letters(u.Host); ok {
		out = append(out, f)
	}
	if f, ok := reach(u.Hostname()); ok {
		out = append(out, f)
	}
	return out
}

// Letters tells of a host that has another spelling, since it can look like one
// that it is not.
func Letters(host string) (f Finding, ok bool) {
	other := OtherSpelling(host)
	return Finding{
		Code: "host-letters", Level: Warning,
		Text: "the host " + short(host) + " is also written " + short(other) + "; letters of other alphabets can look like Latin ones",
		Next: "make sure that this host is meant",
	}, other != ""
}

// short is enough of a host to know it by.
func short(host string) string {
	if r := []rune(host); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return host
}

// reach judges a host name or address.
func reach(host string) (Finding, bool) {
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	const next = "sign with an endpoint that the recipient can reach"
	if ip, err := netip.ParseAddr(name); err == nil {
		return address(ip.Unmap(), next)
	}
	if ip, ok := parseIPv4(name); ok {
		return address(ip, next)
	}
	shown := short(name)
	switch {
	case name == "":
		return Finding{Code: "host-missing", Level: Bad, Text: "no host is named", Next: next}, true
	case name == "localhost" || strings.HasSuffix(name, ".localhost"):
		return Finding{Code: "host-loopback", Level: Bad, Text: "localhost is the recipient's own machine; the link works only here", Next: next}, true
	case !strings.Contains(name, "."):
		return Finding{Code: "host-single-label", Level: Warning, Text: "the host " + shown + " has no domain; only your own network knows it", Next: next}, true
	case localDomain(name):
		return Finding{Code: "host-private", Level: Warning, Text: "the host " + shown + " belongs to a private network", Next: next}, true
	}
	return Finding{}, false
}

func address(ip netip.Addr, next string) (Finding, bool) {
	switch {
	case ip.IsLoopback():
		return Finding{Code: "host-loopback", Level: Bad, Text: ip.String() + " is the recipient's own machine; the link works only here", Next: next}, true
	case ip.IsUnspecified():
		return Finding{Code: "host-loopback", Level: Bad, Text: ip.String() + " is no address that anyone can open", Next: next}, true
	case ip.IsPrivate() || shared(ip):
		return Finding{Code: "host-private", Level: Warning, Text: ip.String() + " is a private address; only the same network reaches it", Next: next}, true
	case ip.IsLinkLocalUnicast():
		return Finding{Code: "host-private", Level: Warning, Text: ip.String() + " is a link-local address; only the same wire reaches it", Next: next}, true
	}
	return Finding{}, false
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
