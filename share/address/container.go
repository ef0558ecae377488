package address

import (
	"net/netip"
	"net/url"
	"slices"
)

// ContainerProblem says why a container's token is not sent to an address; empty: it
// may be. Over plain HTTP nobody but this machine and the agents of ECS and EKS gets
// it, as with the SDKs. resolve finds the addresses of a name.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
func ContainerProblem(text string, resolve func(name string) ([]string, error)) (problem string) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return "is no address"
	}
	if u.Scheme == "https" {
		return ""
	}
	found := []string{u.Hostname()}
	if _, ok := IP(u.Hostname()); !ok {
		if found, err = resolve(u.Hostname()); err != nil || len(found) == 0 {
			return "names a host that is not found: " + u.Hostname()
		}
	}
	if slices.ContainsFunc(found, func(host string) bool { return !isContainerHost(host) }) {
		return "is plain http to " + u.Hostname() + ", which is neither this machine nor an address of ECS or EKS"
	}
	return ""
}

func isContainerHost(host string) bool {
	ip, ok := IP(host)
	return ok && (ip.IsLoopback() || slices.Contains(containerAgents(), ip))
}

// containerAgents are the addresses of ECS, and of EKS in IPv4 and IPv6.
func containerAgents() []netip.Addr {
	return []netip.Addr{netip.MustParseAddr("169.254.170.2"), netip.MustParseAddr("169.254.170.23"), netip.MustParseAddr("fd00:ec2::23")}
}
