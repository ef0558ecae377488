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
// object, a page of a store's console. A key behind s3:// is taken as it stands: no
// unescaping, no cleaning of slashes or dots. What is not spelled s3:// must be at one
// of the servers that the endpoints name (empty: AWS), who are asked for only then. An
// *Error says why it cannot be opened there.
func Parse(text string, servers func() []string) (Address, error) {
	a, err := readText(Bare(text), servers)
	if err == nil && a.Bucket == "" {
		return a, &Error{"no bucket named", howTo}
	}
	return a, err
}

func readText(text string, servers func() []string) (Address, error) {
	scheme, rest, found := strings.Cut(text, "://")
	scheme = strings.ToLower(scheme)
	switch {
	case found && named(scheme) && IsARN(rest):
		return parseARN(rest, ARN.spelled, servers)
	case found && named(scheme):
		a := Address{Style: Name}
		a.Bucket, a.Key, _ = strings.Cut(rest, "/")
		return a, a.notHost()
	case IsARN(text):
		return parseARN(strings.TrimSpace(text), ARN.Address, servers)
	case found && (scheme == "https" || scheme == "http"):
		return parseURL(strings.TrimSpace(text), servers())
	case found && storeOf(scheme) != "":
		a := Address{Style: Name, Store: storeOf(scheme)}
		a.Bucket, a.Key, _ = strings.Cut(rest, "/")
		return a, a.mustBe(servers())
	}
	return Address{}, &Error{"not an s3:// address", howTo}
}

// notHost refuses the host of a store where a bucket belongs, as some tools write it
// (s3://BUCKET.s3.amazonaws.com/KEY): a bucket of that name would be somebody else's.
func (a Address) notHost() error {
	at := Read("https", a.Bucket, "/"+url.PathEscape(a.Key))
	switch {
	case at.Guessed || !strings.Contains(a.Bucket, ".") || IsARN(a.Bucket):
		return nil
	case at.Bucket != "" && at.Style == VirtualHost:
		return &Error{"behind s3:// stands a host of a store, where a bucket belongs", "write s3://" + at.Bucket + "/KEY"}
	}
	return &Error{"behind s3:// stands a host of a store, where a bucket belongs", howTo}
}

// named reports the scheme of a name alone. Hadoop writes s3a and s3n.
func named(scheme string) bool { return scheme == "s3" || scheme == "s3a" || scheme == "s3n" }

// storeOf is the store whose own tools write a scheme.
func storeOf(scheme string) string {
	return map[string]string{
		"gs": "Google Cloud Storage", "oss": "Alibaba Cloud OSS", "cos": "Tencent Cloud COS", "cosn": "Tencent Cloud COS",
		"obs": "Huawei Cloud OBS", "tos": "Volcano Engine TOS", "b2": "Backblaze B2", "r2": "Cloudflare R2", "bos": "Baidu AI Cloud BOS",
	}[scheme]
}

// Bare is an address without what people have around it when they copy it: blanks,
// quotes, angle brackets. A key may end with a blank, a tab or a line feed: such are left
// out only where there is one in front too.
func Bare(text string) string {
	for {
		const blanks = " \t\r\n\u00a0\ufeff"
		bare := strings.TrimLeft(text, blanks)
		if bare != text {
			bare = strings.TrimRight(bare, blanks)
		}
		for _, pair := range []string{`""`, `''`, "``", "<>", "“”", "„“", "‘’", "«»", "‹›"} {
			r := []rune(pair)
			inner, ok := strings.CutPrefix(bare, string(r[0]))
			trimmed, closed := strings.CutSuffix(strings.TrimRight(inner, " "), string(r[1]))
			if ok && closed {
				bare = strings.TrimSpace(trimmed)
			}
		}
		if bare == text {
			return text
		}
		text = bare
	}
}

func parseARN(text string, read func(ARN) Address, servers func() []string) (Address, error) {
	arn, ok := ParseARN(text)
	if !ok || !arn.opens() {
		return Address{}, &Error{"the ARN names no bucket, object or access point", "write arn:aws:s3:::BUCKET/KEY, or an access point's"}
	}
	a := read(arn)
	if servers == nil {
		return a, nil
	}
	return a, a.mustBe(servers())
}

// mustBe refuses a name that belongs to another store, or to another part of AWS, than
// all of the servers: there the same name is another bucket. The servers of one's own
// have ARNs of buckets too, as AWS writes them.
func (a Address) mustBe(servers []string) error {
	fits := func(endpoint string) bool {
		e := readEndpoint(endpoint)
		switch {
		case a.Partition == "":
			return e.Store == a.Store
		case OwnServer(endpoint):
			return a.Partition == "aws" && a.Style == Name
		}
		return a.samePartition(e)
	}
	if slices.ContainsFunc(servers, fits) {
		return nil
	}
	return a.elsewhere(servers)
}

// samePartition reports a place in the same part of AWS. One that names no region may
// be in any.
func (a Address) samePartition(e Address) bool { return e.Region == "" || e.Partition == a.Partition }

// elsewhere says that an address is not at any of the servers.
func (a Address) elsewhere(servers []string) error {
	atAWS := slices.ContainsFunc(servers, func(endpoint string) bool { return !OwnServer(endpoint) })
	switch {
	case a.AWS() && atAWS:
		return &Error{"the address is in another part of AWS (" + a.Partition + ") than this place", "use a place of " + a.Partition + ", or name a region of it"}
	case a.Guessed || a.Store == "" && !a.AWS():
		return &Error{"the address is at another server than this place", "use the place of that server"}
	case a.point != "":
		return &Error{"the address is an access point of AWS, and this place is at another server", "use a place of AWS"}
	case a.Store == "":
		a.Store = "AWS S3"
	}
	return &Error{"the address is at another store (" + a.Store + ") than this place", "use a place of that store"}
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
	u, err := parseURLOf(text)
	if err != nil {
		return a, &Error{"not a readable address", howTo}
	}
	a, atConsole := console(u)
	if !atConsole {
		a = Read(u.Scheme, u.Host, u.EscapedPath())
		a.Version = u.Query().Get("versionId")
	}
	here := slices.ContainsFunc(servers, func(endpoint string) bool { return a.at(endpoint, u, atConsole) })
	_, known := a.ARN()
	switch {
	case !here && a.Guessed && ownConsole(u) != "":
		return a, &Error{"the address looks like a page of a console, which does not tell its server", "write s3://" + ownConsole(u) + "/KEY at the place of that server"}
	case !here:
		return a, a.elsewhere(servers)
	case a.control:
		return a, &Error{"the address is for managing S3, and knows no objects", howTo}
	case a.Bucket == "":
		return a, nil
	case a.Style == MultiRegion, a.Style.point() && !known && !IsPoint(a.Bucket):
		return a, &Error{"the address does not tell whose access point it is", "write its ARN"}
	}
	if !atConsole {
		a.readPlus(u.EscapedPath())
	}
	return a, nil
}

// at reports an address at the server of an endpoint, and reads it as one there: whose
// region is the settings' to say.
func (a *Address) at(endpoint string, u *url.URL, atConsole bool) bool {
	e := readEndpoint(endpoint)
	switch {
	case !OwnServer(endpoint):
		return a.AWS() && a.samePartition(e)
	case !atConsole && a.moveTo(endpoint, u):
		return true
	case a.sameStore(e, atConsole):
		a.Store, a.Region = "", ""
		return true
	}
	return false
}

// sameStore reports a store of the table that is the place's, by another of its hosts:
// a console, a content network, another domain. What names a bucket is one thing within
// a region, or where there is one server for all.
func (a Address) sameStore(e Address, atConsole bool) bool {
	switch {
	case a.Guessed || e.Guessed || a.AWS() || e.AWS() || a.Store != e.Store:
		return false
	case a.server != "" && a.server == e.server:
		return true
	case a.account || e.account: // whose names are each account's own
		return false
	case a.Region == "" && (atConsole || e.Region == ""):
		return true
	}
	return a.Region == e.Region
}

// moveTo reads the address as one of a server of one's own, and reports whether it
// is: the bucket in the path, or before the server's own host.
func (a *Address) moveTo(endpoint string, u *url.URL) bool {
	e, err := parseURLOf(endpoint)
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

// readPlus tells both readings of a URL with a + in its path. S3 takes it for a blank,
// and its console writes it so; servers of one's own take it for itself.
func (a *Address) readPlus(path string) {
	if !strings.Contains(path, "+") {
		return
	}
	key := func(path string) string {
		text, _ := Unescape(strings.TrimPrefix(path, "/"))
		return text[max(0, len(text)-len(a.Key)):]
	}
	plus, blank := key(path), key(strings.ReplaceAll(path, "+", "%20"))
	if plus != a.Key || plus == blank { // it is not in the key
		return
	}
	if a.AWS() {
		plus, blank = blank, plus
	}
	a.Key, a.Other = plus, blank
}
