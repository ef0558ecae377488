package address

import "strings"

// compatible reads the hosts of other stores that speak S3.
func (a *Address) compatible() (head string, ok bool) {
	for _, s := range stores() {
		if a.Host == s.domain {
			a.Store = s.name
			return "", s.labels == 0
		}
		rest, found := strings.CutSuffix(a.Host, "."+s.domain)
		if !found {
			continue
		}
		labels := strings.Split(rest, ".")
		if len(labels) < s.labels {
			return "", false
		}
		cut := len(labels) - s.labels
		a.Store = s.name
		if s.region && s.labels > 0 {
			a.Region = strings.TrimSuffix(strings.TrimPrefix(labels[len(labels)-1], "oss-"), "-internal") // Alibaba's own names
		}
		head = strings.Join(labels[:cut], ".")
		if head == "s3" { // an S3 endpoint beside the store's own
			return "", true
		}
		return strings.TrimSuffix(head, ".s3"), true
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
		{"aliyuncs.com", "Alibaba Cloud OSS", 1, true},
		{"myqcloud.com", "Tencent Cloud COS", 2, true},
		{"tencentcos.cn", "Tencent Cloud COS", 2, true},
		{"idrivee2.com", "IDrive e2", 1, false},
		{"contabostorage.com", "Contabo", 1, true},
	}
}
