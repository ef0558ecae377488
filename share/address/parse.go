package address

import (
	"net/url"
	"slices"
	"strings"
)

// Error is why a text names no bucket or object.
type Error struct{ Problem, Hint string }

func (e *Error) Error() string { return e.Problem + "; " + e.Hint }

const howTo = "write s3://BUCKET/KEY"

// Parse reads what names a bucket or an object: s3://bucket/key, an ARN, the URL of an
// object, a page of AWS's console. A key behind s3:// is taken as it stands: no
// unescaping, no cleaning of slashes or dots. A URL must be one of the servers that the
// endpoints name (empty: AWS), who are asked for only then. An *Error says why it
// cannot be opened there.
func Parse(text string, servers func() []string) (Address, error) {
	text = strings.TrimLeft(text, " \t\r\n")
	scheme, rest, _ := strings.Cut(text, "://")
	switch scheme = strings.ToLower(scheme); {
	case scheme == "s3" && IsARN(rest):
		return parseARN(rest, ARN.spelled)
	case scheme == "s3":
		a := Address{Style: Name}
		if a.Bucket, a.Key, _ = strings.Cut(rest, "/"); a.Bucket == "" {
			return a, &Error{"no bucket named", howTo}
		}
		return a, nil
	case IsARN(text):
		return parseARN(strings.TrimSpace(text), ARN.Address)
	case scheme == "https" || scheme == "http":
		return parseURL(strings.TrimSpace(text), servers())
	}
	return Address{}, &Error{"not an s3:// address", howTo}
}

func parseARN(text string, read func(ARN) Address) (Address, error) {
	arn, ok := ParseARN(text)
	if !ok || !arn.opens() {
		return Address{}, &Error{"the ARN names no bucket, object or access point", "write arn:aws:s3:::BUCKET/KEY, or an access point's"}
	}
	a := read(arn)
	if a.Bucket == "" {
		return a, &Error{"no bucket named", howTo}
	}
	return a, nil
}

// Named is the bucket as a request names it: an access point by its ARN.
func (a Address) Named() string {
	if arn, ok := a.ARN(); ok {
		arn.Resource = strings.ReplaceAll(arn.Resource, "/", ":")
		return arn.String()
	}
	return a.Bucket
}

// parseURL reads the URL of an object, or of a page about it, at one of the servers.
func parseURL(text string, servers []string) (a Address, err error) {
	u, err := url.Parse(text)
	if err != nil {
		return a, &Error{"not a readable address", howTo}
	}
	a, atConsole := console(u)
	if !atConsole {
		a = Read(u.Scheme, u.Host, u.EscapedPath())
		a.Version = u.Query().Get("versionId")
	}
	here := slices.ContainsFunc(servers, func(endpoint string) bool {
		if OwnServer(endpoint) {
			return !atConsole && a.moveTo(endpoint, u)
		}
		return a.AWS()
	})
	_, known := a.ARN()
	switch {
	case !here && (a.Guessed || a.Store == ""):
		return a, &Error{"the address is at another server than this place", "use the place of that server"}
	case !here:
		return a, &Error{"the address is at another store (" + a.Store + ") than this place", "use a place of that store"}
	case a.Bucket == "":
		return a, &Error{"no bucket named", howTo}
	case a.Style == MultiRegion, a.Style.point() && !known && !IsPoint(a.Bucket):
		return a, &Error{"the address does not tell whose access point it is", "write its ARN"}
	}
	return a, nil
}

// moveTo reads the address as one of a server of one's own, and reports whether it
// is: the bucket in the path, or before the server's own host.
func (a *Address) moveTo(endpoint string, u *url.URL) bool {
	e, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	host, port := splitPort(e.Scheme, e.Host)
	rest, ok := strings.CutPrefix(strings.TrimPrefix(u.Path, "/"), below(endpoint))
	if !ok || below(endpoint) != "" && rest != "" && rest[0] != '/' { // a longer name than the endpoint's
		return false
	}
	rest = strings.TrimPrefix(rest, "/")
	head, before := strings.CutSuffix(a.Host, "."+host)
	here := *a
	here.Store, here.Guessed, here.Style, here.Region = "", false, "", "" // whose region the settings say
	switch {
	case SameServer(Origin(u.String()), endpoint):
		here.place("", rest)
	case before && strings.EqualFold(u.Scheme, e.Scheme) && a.Port == port:
		here.place(head, rest)
	default:
		return false
	}
	*a = here
	return true
}

// console reads a page of AWS's console about a bucket, a prefix or an object.
func console(u *url.URL) (Address, bool) {
	host := Hostname(u.Host)
	for _, p := range partitions() {
		if p.console == "" || host != p.console && !strings.HasSuffix(host, "."+p.console) {
			continue
		}
		for _, page := range []string{"/s3/object/", "/s3/buckets/"} {
			if bucket, ok := strings.CutPrefix(u.Path, page); ok {
				q := u.Query()
				a := Address{Store: "AWS S3", Service: "s3", Partition: p.id, Style: Name, Key: q.Get("prefix"), Version: q.Get("versionId")}
				a.Bucket, _, _ = strings.Cut(bucket, "/")
				if a.Region = q.Get("region"); !IsRegion(a.Region) {
					a.Region = ""
				}
				return a, true
			}
		}
	}
	return Address{}, false
}
