package address

import (
	"net/url"
	"strconv"
	"strings"
)

// EndpointProblem says what is wrong with an endpoint, which is a scheme, a host and
// perhaps a port and a path, and what to do about it; empty: nothing. It never quotes
// the text, which might hold a password or be a whole link.
func EndpointProblem(text string) (problem, hint string) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "is not a URL", ""
	case u.Scheme != "http" && u.Scheme != "https":
		return "does not begin with https:// or http://", ""
	case u.Hostname() == "" || strings.ContainsAny(u.Host, " \\"):
		return "names no host", ""
	case u.User != nil:
		return "holds a user name or password", "signet keeps no credentials: put them into ~/.aws/credentials and name the profile"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "has a query or fragment", "write only scheme, host and port"
	case !portOK(u):
		return "has a port that is not between 1 and 65535", ""
	}
	return "", ""
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
