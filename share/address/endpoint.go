package address

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
)

// EndpointProblem says what is wrong with an endpoint, which is a scheme, a host and
// perhaps a port and a path, and what to do about it; empty: nothing. It never quotes
// the text, which might hold a password or be a whole link.
func EndpointProblem(text string) (problem, hint string) {
	u, err := parseURLOf(text)
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
	if _, err := sentHost(u.Hostname()); err != nil && !strings.Contains(u.Hostname(), "%") { // a zone of IPv6, which only browsers refuse
		return "has a host that no browser opens", "write the host's name, or its IP address"
	}
	return readEndpoint(text).unfit()
}

// readEndpoint is what the host of an endpoint tells, whatever its path.
func readEndpoint(text string) Address {
	u, err := parseURLOf(text)
	if err != nil || u.Hostname() == "" {
		return Address{Guessed: true}
	}
	return Read(u.Scheme, u.Host, "")
}

// unfit says why no signed request goes to a host that is known.
func (a Address) unfit() (problem, hint string) {
	switch {
	case a.control:
		return "is for managing S3, and knows no objects", "write the interface endpoint's bucket.vpce-…"
	case a.Style == Website:
		return "is that of a static website, which takes no signed request", "write the region's own, as https://s3.REGION.amazonaws.com, or leave it out"
	case a.Style.point() && a.Bucket != "" || a.Style == MultiRegion:
		return "is that of one access point", "leave it out, and write the access point's ARN for the bucket"
	case a.Style == Directory && a.Bucket != "":
		return "is that of one directory bucket", "leave it out, and write the bucket's name"
	case a.server == "storage.cloud.google.com":
		return "is for people who are signed in to Google, and takes no signed request", "write https://storage.googleapis.com"
	}
	return "", ""
}

// PathStyle reports an endpoint below which buckets are named in the path: every one
// that is not known to refuse that. Names of buckets in front of a host need a
// certificate and an entry in the DNS of their own, which hardly a server has that
// somebody runs for themselves.
func PathStyle(endpoint string) bool {
	return OwnServer(endpoint) && !readEndpoint(endpoint).hostOnly
}

// StyleKnown reports an endpoint at which it is known how buckets are named: AWS, a
// store of the table, or a host below which there are no names.
func StyleKnown(endpoint string) bool {
	a := readEndpoint(endpoint)
	return !OwnServer(endpoint) || !a.Guessed || wholeName(a.Host) || Localhost(a.Host)
}

// RegionOf is the region that links to an endpoint are signed for, as far as its host
// tells; empty: it does not.
func RegionOf(endpoint string) string {
	a := readEndpoint(endpoint)
	return cmp.Or(a.Region, a.fixed)
}

// WithoutBucket takes a bucket off the host of an endpoint. Only of hosts that are
// known can it be told from the server's own name.
func WithoutBucket(endpoint string) (server, bucket string) {
	a := readEndpoint(endpoint)
	if a.Guessed || a.Bucket == "" || a.Style != VirtualHost && a.Style != Accelerate {
		return endpoint, ""
	}
	return strings.Replace(Endpoint(endpoint), a.Bucket+".", "", 1), a.Bucket
}

// BeginsWith reports an endpoint whose host begins with the name of a bucket, as one
// that was copied off an object's URL does, or is one, as an own domain for a bucket.
func BeginsWith(endpoint, bucket string) bool {
	host := readEndpoint(endpoint).Host
	rest, ok := strings.CutPrefix(host, bucket+".")
	return ok && bucket != "" && strings.Contains(rest, ".") || host == bucket && strings.Contains(bucket, ".")
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
	u, err := parseURLOf(endpoint)
	if err != nil || u.Hostname() == "" {
		return false
	}
	at, _ := splitPort(u.Scheme, u.Host)
	name, _ := splitPort(u.Scheme, host)
	return strings.HasSuffix(name, "."+at)
}

// IsFIPS reports an endpoint of AWS whose cryptography is validated (FIPS 140).
func IsFIPS(endpoint string) bool { return readEndpoint(endpoint).FIPS }
