package address

import (
	"cmp"
	"net/url"
	"strings"

	"signet/internal/lazyregexp"
)

// console reads a page of a store's console about a bucket, a folder or an object.
func console(u *url.URL) (Address, bool) {
	if a, ok := awsConsole(u); ok {
		return a, true
	}
	host, _ := splitPort(u.Scheme, u.Host)
	for _, p := range pages() {
		if host != p.host && !strings.HasSuffix(host, "."+p.host) {
			continue
		}
		part := p.path.FindStringSubmatch(u.Path)
		if part == nil {
			continue
		}
		a := Address{Store: p.store, Style: Name}
		for i, name := range p.path.SubexpNames() {
			a.fill(name, part[i])
		}
		for name, parameter := range p.query {
			a.fill(name, u.Query().Get(parameter))
		}
		a.Key = strings.TrimPrefix(a.Key, "/")
		if a.Bucket != "" {
			return a, true
		}
	}
	return Address{}, false
}

// fill sets what a part of a page's address names.
func (a *Address) fill(name, value string) {
	switch {
	case value == "":
	case name == "bucket":
		a.Bucket = value
	case name == "key":
		a.Key = value
	case name == "region":
		a.Region = strings.TrimPrefix(value, "oss-")
	case name == "account": // of Cloudflare
		a.server, a.account = value+".r2.cloudflarestorage.com", true
	}
}

// page is a console's page: what of its path and query names what.
type page struct {
	store string
	host  string
	path  *lazyregexp.Regexp
	query map[string]string
}

func pages() []page {
	re := lazyregexp.New
	return []page{
		{"Google Cloud Storage", "console.cloud.google.com", re(`^/storage/browser/(?:_details/)?(?P<bucket>[^/;]+)(?:;[^/]*)?(?P<key>/(?s:.*))?$`), map[string]string{"key": "prefix"}},
		{"Cloudflare R2", "dash.cloudflare.com", re(`^/(?P<account>[0-9a-f]{32})/r2/[^/]+/buckets/(?P<bucket>[^/]+)(?:/objects/(?P<key>(?s:.*?))(?:/details)?)?$`), map[string]string{"key": "prefix"}},
		{"DigitalOcean Spaces", "cloud.digitalocean.com", re(`^/spaces/(?P<bucket>[^/]+)`), map[string]string{"key": "path"}},
		{"Akamai Object Storage", "cloud.linode.com", re(`^/object-storage/buckets/(?P<region>[^/]+)/(?P<bucket>[^/]+)`), map[string]string{"key": "prefix"}},
		{"Scaleway", "console.scaleway.com", re(`^/object-storage/buckets/(?P<region>[^/]+)/(?P<bucket>[^/]+)(?:/(?:files|explorer)(?P<key>/(?s:.*))?)?`), nil},
		{"Wasabi", "console.wasabisys.com", re(`^/(?:#/)?file_manager/(?P<bucket>[^/]+)(?P<key>/(?s:.*))?$`), map[string]string{"region": "region"}},
		{"Alibaba Cloud OSS", "oss.console.aliyun.com", re(`^/bucket/(?P<region>oss-[^/]+)/(?P<bucket>[^/]+)`), map[string]string{"key": "path"}},
		{"Tencent Cloud COS", "console.cloud.tencent.com", re(`^/cos/bucket`), map[string]string{"bucket": "bucket", "region": "region", "key": "path"}},
	}
}

// ownConsole is the bucket of which the console of a MinIO shows a page: it has a host
// or a port of its own, of which the server's is not told.
func ownConsole(u *url.URL) string {
	if part := minioPage.FindStringSubmatch(u.Path); part != nil {
		return part[1]
	}
	return ""
}

var minioPage = lazyregexp.New(`^/(?:browser|buckets)/([a-z0-9][a-z0-9.-]{2,62})(?:/|$)`)

// awsConsole reads a page of AWS's own: /s3/buckets/B, /s3/object/B and /s3/upload/B
// with the prefix as a parameter, or as the rest of the path, which older ones have;
// and pages of access points.
func awsConsole(u *url.URL) (Address, bool) {
	host, _ := splitPort(u.Scheme, u.Host)
	for _, p := range partitions {
		if p.console == "" || host != p.console && !strings.HasSuffix(host, "."+p.console) {
			continue
		}
		q := u.Query()
		if old, err := url.ParseQuery(strings.TrimLeft(u.Fragment, "&?")); err == nil && old.Get("bucket") != "" {
			q = old
		}
		a := Address{Store: "AWS S3", Service: "s3", Partition: p.id, Style: Name, Version: q.Get("versionId")}
		part := awsPage.FindStringSubmatch(u.Path)
		switch {
		case part != nil:
			a.Bucket, a.Key = part[1], cmp.Or(q.Get("prefix"), part[2])
		case strings.HasPrefix(u.Path, "/s3/home") || u.Path == "/s3/" || u.Path == "/s3":
			a.Bucket, a.Key = q.Get("bucket"), q.Get("prefix")
		}
		if a.Region = q.Get("region"); !IsRegion(a.Region) {
			before, _ := strings.CutSuffix(host, "."+p.console)
			if a.Region = before[strings.LastIndexByte(before, '.')+1:]; !IsRegion(a.Region) {
				a.Region = ""
			}
		}
		if point := awsPointPage.FindStringSubmatch(u.Path); point != nil && a.Region != "" {
			arn := ARN{p.id, map[string]string{"ap": "s3", "olap": "s3-object-lambda"}[point[1]], a.Region, point[2], "accesspoint/" + point[3]}
			key := a.Key
			a = arn.Address()
			a.Store, a.Key = "AWS S3", cmp.Or(q.Get("prefix"), key)
		}
		return a, true
	}
	return Address{}, false
}

var (
	awsPage      = lazyregexp.New(`^/s3/(?:buckets?|object|upload|get)/([^/]+)(?:/((?s:.*)))?$`)
	awsPointPage = lazyregexp.New(`^/s3/(ap|olap)/(\d{12})/([^/]+)$`)
)
