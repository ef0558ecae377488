package address

import (
	"cmp"
	"net/url"
	"strings"
)

// What an object is called elsewhere: made here, and read back by Parse.

// Place is where a bucket is, as far as it is known.
type Place struct {
	Endpoint string // as Endpoint makes it; empty: AWS
	Region   string // of the bucket; empty: not known
	Bucket   string
}

// URL is the address of an object without a signature. It opens for everybody only
// where the object is public. Empty where the name of the bucket tells no host.
func (p Place) URL(key string) string {
	switch {
	case IsPoint(p.Bucket) || IsDirectory(p.Bucket):
		return ""
	case p.Endpoint != "":
		return p.Endpoint + "/" + p.Bucket + "/" + escapeKey(key)
	}
	server := cmp.Or(AtAWS(p.Region), "https://s3.amazonaws.com")
	if strings.Contains(p.Bucket, ".") { // which no certificate covers as a host
		return server + "/" + p.Bucket + "/" + escapeKey(key)
	}
	return strings.Replace(server, "://", "://"+p.Bucket+".", 1) + "/" + escapeKey(key)
}

// ARN names an object for policies. Other stores take the one of AWS's own partition.
func (p Place) ARN(key string) string {
	if IsARN(p.Bucket) {
		return p.Bucket + "/object/" + key
	}
	partition := "aws"
	if p.Endpoint == "" {
		partition = Partition(p.Region)
	}
	return ARN{Partition: partition, Service: "s3", Resource: p.Bucket + "/" + key}.String()
}

// Page is the page of a store's console about an object, of one version of it, or
// about a folder, whose key ends in "/" or is empty. Empty: none is known.
func (p Place) Page(key, version string) string {
	if IsPoint(p.Bucket) {
		return ""
	}
	if p.Endpoint == "" {
		return p.awsPage(key, version)
	}
	u, err := url.Parse(p.Endpoint)
	if err != nil {
		return ""
	}
	at := Read(u.Scheme, u.Host, "")
	if at.AWS() {
		p.Region = cmp.Or(p.Region, at.Region)
		return p.awsPage(key, version)
	}
	bucket, folder := url.PathEscape(p.Bucket), key == "" || strings.HasSuffix(key, "/")
	switch {
	case at.Store == "Google Cloud Storage" && folder:
		return "https://console.cloud.google.com/storage/browser/" + bucket + "/" + escapeKey(key)
	case at.Store == "Google Cloud Storage":
		return "https://console.cloud.google.com/storage/browser/_details/" + bucket + "/" + escapeKey(key)
	case at.Store == "Cloudflare R2":
		return p.r2Page(u.Hostname(), bucket, key, folder)
	case at.Store == "DigitalOcean Spaces":
		return "https://cloud.digitalocean.com/spaces/" + bucket + "?path=" + url.QueryEscape(folderOf(key))
	}
	return ""
}

func (p Place) awsPage(key, version string) string {
	q := url.Values{"prefix": {key}}
	domain := ""
	for _, of := range partitions {
		if of.id == Partition(p.Region) {
			domain = of.console
		}
	}
	if domain == "" {
		return ""
	}
	what := "object"
	if key == "" || strings.HasSuffix(key, "/") {
		what = "buckets"
	}
	if version != "" {
		q.Set("versionId", version)
	}
	if IsRegion(p.Region) {
		q.Set("region", p.Region)
		domain = p.Region + "." + domain
	}
	return "https://" + domain + "/s3/" + what + "/" + url.PathEscape(p.Bucket) + "?" + q.Encode()
}

// r2Page needs the account, which the host names.
func (Place) r2Page(host, bucket, key string, folder bool) string {
	account, _, _ := strings.Cut(host, ".")
	if len(account) != 32 || strings.Trim(account, "0123456789abcdef") != "" {
		return ""
	}
	page := "https://dash.cloudflare.com/" + account + "/r2/default/buckets/" + bucket
	if folder {
		return page + "?prefix=" + url.QueryEscape(key)
	}
	return page + "/objects/" + url.PathEscape(key) + "/details"
}

// folderOf is the folder that an object lies in; of a folder itself.
func folderOf(key string) string { return key[:strings.LastIndexByte(key, '/')+1] }

// escapeKey is a key as a part of a URL: all but RFC 3986's unreserved characters and
// slashes is escaped, since servers do not agree about a plus.
func escapeKey(key string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		if c := key[i]; plainInURL(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
	return b.String()
}

func plainInURL(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/", c) >= 0
}
