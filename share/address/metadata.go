package address

import (
	"net/netip"
	"slices"
)

// isMetadata reports an address at which a machine is told secrets of its own, as
// credentials of its role: the metadata services of clouds. No store is there. One that an
// IPv6 address wraps counts as well, since gateways lead there.
func isMetadata(ip netip.Addr) bool {
	for _, a := range append(wrapped(ip), ip.Unmap().WithZone("")) {
		if slices.ContainsFunc(metadata(), func(n netip.Prefix) bool { return n.Contains(a) }) {
			return true
		}
	}
	return false
}

// MetadataHost is isMetadata for the host of an address, in whatever form, and knows the
// names as well: a proxy would look them up in its own network.
func MetadataHost(host string) bool {
	if ip, ok := IP(host); ok {
		return isMetadata(ip)
	}
	return belowAny(Hostname(host), "metadata.google.internal", "metadata.goog", "metadata.tencentyun.com", "instance-data.ec2.internal")
}

// metadata are the networks of these services: that of nearly all clouds, those of the
// containers and pods of AWS, Tencent, OpenStack in IPv6, AWS and Google in IPv6, Alibaba,
// Azure, Oracle. What else is link-local may be a store on the same wire.
func metadata() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("169.254.169.0/24"), netip.MustParsePrefix("169.254.170.0/24"), netip.MustParsePrefix("169.254.0.0/24"), netip.MustParsePrefix("fe80::a9fe:a9fe/128"),
		netip.MustParsePrefix("fd00:ec2::/64"), netip.MustParsePrefix("fd20:ce::254/128"), netip.MustParsePrefix("100.100.100.200/32"),
		netip.MustParsePrefix("168.63.129.16/32"), netip.MustParsePrefix("192.0.0.192/32"),
	}
}

// wrapped are the IPv4 addresses that an IPv6 address may stand for: NAT64 (RFC 6052),
// 6to4 (RFC 3056), IPv4-translated (RFC 2765), and the old compatible form.
func wrapped(ip netip.Addr) []netip.Addr {
	b := ip.As16()
	at := func(i int) []netip.Addr { return []netip.Addr{netip.AddrFrom4([4]byte(b[i : i+4]))} }
	for _, w := range []struct {
		prefix string
		at     int
	}{{"64:ff9b::/96", 12}, {"2002::/16", 2}, {"::ffff:0:0:0/96", 12}, {"::/96", 12}} {
		if ip.Is6() && netip.MustParsePrefix(w.prefix).Contains(ip.WithZone("")) {
			return at(w.at)
		}
	}
	return nil
}
