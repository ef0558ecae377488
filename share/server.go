package share

import (
	"net"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
)

// SameServer reports whether two endpoints, as in Endpoint.URL, are known to be
// one server. Of two names only the network knows whether they lead to one.
func SameServer(a, b string) bool { return server(a) == server(b) }

// SameAddress is SameServer for endpoints that also lead to the same buckets
// there: a path moves everything into the bucket that it names.
func SameAddress(a, b string) bool { return SameServer(a, b) && below(a) == below(b) }

// OwnServer reports an endpoint that is not AWS's, which everybody uses.
func OwnServer(endpoint string) bool { return server(endpoint) != "" }

// server is the host and port of an endpoint, one spelling for all; empty: AWS's
// own, in whatever region and by whichever of its names.
func server(endpoint string) string {
	u, err := url.Parse(strings.TrimSpace(endpoint))
	if err != nil || endpoint == "" {
		return endpoint
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if storeOfAWS(host) {
		return ""
	}
	port := strings.TrimLeft(u.Port(), "0")
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
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
	u, err := url.Parse(endpoint)
	if err != nil {
		return endpoint
	}
	return strings.TrimPrefix(path.Clean("/"+u.Path), "/")
}

// storeOfAWS reports a host of S3 itself: global, of a region, dual-stack, FIPS,
// accelerated, of a VPC, with a bucket in front or without. A machine or a load
// balancer that somebody has at AWS is none.
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func storeOfAWS(host string) bool {
	for _, domain := range []string{".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu"} {
		rest, ok := strings.CutSuffix(host, domain)
		if !ok {
			continue
		}
		labels := strings.Split(rest, ".")
		i := len(labels) - 1
		for i > 0 && placeOfAWS(labels[i]) {
			i--
		}
		return labels[i] == "s3" || strings.HasPrefix(labels[i], "s3-") || strings.HasPrefix(labels[i], "s3express-")
	}
	return false
}

// placeOfAWS reports what stands between the name of the service and the domain.
func placeOfAWS(label string) bool {
	if slices.Contains([]string{"dualstack", "vpce"}, label) {
		return true
	}
	parts := strings.Split(label, "-") // eu-central-1
	number := parts[len(parts)-1]
	return len(parts) >= 3 && len(number) == 1 && number[0] >= '0' && number[0] <= '9' && !strings.HasPrefix(label, "s3")
}
