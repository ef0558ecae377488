package inspect

import (
	"net/netip"
	"slices"
	"strings"
)

// locate reads store, region, bucket and key off a URL of an S3 or S3-compatible
// store. For hosts that nobody knows it guesses, and says so.
func locate(a address) Target {
	t := Target{Scheme: a.scheme, Host: a.host}
	path, _ := unescape(strings.TrimPrefix(a.path, "/"))
	host := a.hostname()
	if bucket, ok := amazon(host, &t); ok {
		t.place(bucket, path)
		return t
	}
	if bucket, ok := compatible(host, &t); ok {
		t.place(bucket, path)
		return t
	}
	t.guess(host, path)
	return t
}

// place sets bucket and key: the bucket is in the host, or else the first
// segment of the path.
func (t *Target) place(bucket, path string) {
	if bucket != "" {
		t.Bucket, t.Key = bucket, path
		if t.Style == "" {
			t.Style = "virtual host"
		}
		return
	}
	t.Bucket, t.Key, _ = strings.Cut(path, "/")
	if t.Style == "" {
		t.Style = "path"
	}
}

// guess takes a strange host: most self-hosted stores name the bucket in the
// path. With one segment only, the bucket can only be in the host.
func (t *Target) guess(host, path string) {
	t.Store, t.Guessed = "an S3-compatible store, a proxy or an own domain", true
	bucket, key, found := strings.Cut(path, "/")
	if found && key != "" {
		t.Bucket, t.Key, t.Style = bucket, key, "path"
		return
	}
	label, _, dotted := strings.Cut(host, ".")
	if _, err := netip.ParseAddr(host); err == nil || !dotted {
		t.Bucket, t.Style = bucket, "path"
		return
	}
	t.Bucket, t.Key, t.Style = label, path, "virtual host"
}

// amazon reads the hosts of AWS:
// https://docs.aws.amazon.com/general/latest/gr/s3.html
func amazon(host string, t *Target) (bucket string, ok bool) {
	rest, ok := strings.CutSuffix(host, ".amazonaws.com")
	if !ok {
		if rest, ok = strings.CutSuffix(host, ".amazonaws.com.cn"); !ok {
			return "", false
		}
	}
	labels := strings.Split(rest, ".")
	at := -1
	for i := len(labels) - 1; i >= 0 && at < 0; i-- {
		if labels[i] == "s3" || strings.HasPrefix(labels[i], "s3-") || strings.HasPrefix(labels[i], "s3express-") {
			at = i
		}
	}
	if at < 0 {
		return "", false
	}
	t.Store, t.Service = "AWS S3", "s3"
	bucket = strings.Join(labels[:at], ".")
	tail := slices.DeleteFunc(slices.Clone(labels[at+1:]), func(l string) bool { return l == "dualstack" })
	if len(tail) > 0 {
		t.Region = tail[len(tail)-1]
	}
	return service(strings.TrimPrefix(labels[at], "s3"), bucket, t), true
}

// service reads what stands behind "s3" in the label, and returns the bucket.
func service(suffix, bucket string, t *Target) string {
	switch suffix {
	case "", "-fips", "-external-1":
	case "-accelerate":
		t.Style, t.Region = "transfer acceleration", ""
	case "-website":
		t.Style = "static website"
	case "-accesspoint", "-accesspoint-fips":
		t.Style = "access point"
	case "-object-lambda":
		t.Style, t.Service = "object lambda access point", "s3-object-lambda"
	case "-outposts":
		t.Style, t.Service = "outpost", "s3-outposts"
	case "-global":
		t.Style, t.Region = "multi-region access point", ""
		bucket = strings.TrimSuffix(bucket, ".accesspoint")
	default:
		if strings.HasPrefix(suffix, "express-") {
			t.Style, t.Service = "directory bucket", "s3express"
			break
		}
		// The old form s3-eu-west-1, and s3-website-eu-west-1.
		region := strings.TrimPrefix(suffix, "-")
		if website, ok := strings.CutPrefix(region, "website-"); ok {
			region, t.Style = website, "static website"
		}
		t.Region = region
	}
	return bucket
}

// compatible reads the hosts of other stores that speak S3.
func compatible(host string, t *Target) (bucket string, ok bool) {
	for _, s := range stores() {
		if host == s.domain {
			t.Store = s.name
			return "", s.labels == 0
		}
		rest, found := strings.CutSuffix(host, "."+s.domain)
		if !found {
			continue
		}
		labels := strings.Split(rest, ".")
		if len(labels) < s.labels {
			return "", false
		}
		cut := len(labels) - s.labels
		t.Store = s.name
		if s.region && s.labels > 0 {
			t.Region = labels[len(labels)-1]
		}
		bucket = strings.Join(labels[:cut], ".")
		if bucket == "s3" { // an S3 endpoint beside the store's own
			return "", true
		}
		return strings.TrimSuffix(bucket, ".s3"), true
	}
	return "", false
}

// store is a provider: what its endpoint's host ends with, and how many labels
// of the endpoint stand before that.
type store struct {
	domain string
	name   string
	labels int
	region bool // the last of the labels is the region
}

func stores() []store {
	return []store{
		{"storage.googleapis.com", "Google Cloud Storage", 0, false},
		{"storage.cloud.google.com", "Google Cloud Storage", 0, false},
		{"eu.r2.cloudflarestorage.com", "Cloudflare R2", 1, false},
		{"fedramp.r2.cloudflarestorage.com", "Cloudflare R2", 1, false},
		{"r2.cloudflarestorage.com", "Cloudflare R2", 1, false},
		{"digitaloceanspaces.com", "DigitalOcean Spaces", 1, true},
		{"backblazeb2.com", "Backblaze B2", 2, true},
		{"s3.wasabisys.com", "Wasabi", 0, false},
		{"wasabisys.com", "Wasabi", 2, true},
		{"scw.cloud", "Scaleway", 2, true},
		{"io.cloud.ovh.net", "OVHcloud", 2, true},
		{"linodeobjects.com", "Akamai Object Storage", 1, true},
		{"vultrobjects.com", "Vultr", 1, true},
		{"your-objectstorage.com", "Hetzner", 1, true},
		{"exo.io", "Exoscale", 1, true},
		{"storage.yandexcloud.net", "Yandex Cloud", 0, false},
		{"fly.storage.tigris.dev", "Tigris", 0, false},
		{"t3.storage.dev", "Tigris", 0, false},
		{"aliyuncs.com", "Alibaba Cloud OSS", 1, false},
		{"myqcloud.com", "Tencent Cloud COS", 2, true},
		{"tencentcos.cn", "Tencent Cloud COS", 2, true},
		{"idrivee2.com", "IDrive e2", 1, false},
		{"contabostorage.com", "Contabo", 1, true},
	}
}

// amazonHost reports whether a host is AWS's own.
func amazonHost(host string) bool {
	return strings.HasSuffix(host, ".amazonaws.com") || strings.HasSuffix(host, ".amazonaws.com.cn")
}
