package address

import "strings"

// compatible reads the hosts of other stores that speak S3.
func (a *Address) compatible() (head string, ok bool) {
	for _, s := range stores {
		if a.Host == s.domain {
			a.is(s, "")
			return "", s.labels == 0
		}
		rest, found := strings.CutSuffix(a.Host, s.domain)
		if !found || !strings.HasSuffix(rest, ".") {
			continue
		}
		labels := strings.Split(rest[:len(rest)-1], ".")
		if len(labels) < s.labels {
			return "", false
		}
		cut := len(labels) - s.labels
		last := ""
		if s.labels > 0 {
			last = labels[len(labels)-1]
		}
		a.is(s, last)
		head = strings.Join(labels[:cut], ".")
		if head == "s3" { // an S3 endpoint beside the store's own
			return "", true
		}
		return strings.TrimSuffix(head, ".s3"), true
	}
	return "", false
}

func (a *Address) is(s store, last string) {
	a.Store, a.hostOnly = s.name, s.hostOnly
	if a.fixed = s.regionOf(last); strings.Contains(s.region, "*") {
		a.Region = a.fixed
	}
	a.account = s.name == "Cloudflare R2" || s.name == "Oracle Cloud"
}

// store is a provider: what its endpoint's host ends with, and how many labels
// of the endpoint stand before that.
type store struct {
	domain   string
	name     string
	labels   int
	region   string // that its links are signed for; a star is the last of the labels without what is around it here
	hostOnly bool   // it refuses path style
}

// regionOf is the region that links are signed for at an endpoint with that last label;
// empty: the host does not tell.
func (s store) regionOf(last string) string {
	before, after, named := strings.Cut(s.region, "*")
	if !named {
		return s.region
	}
	last = strings.TrimSuffix(last, "-internal")
	return strings.TrimSuffix(strings.TrimPrefix(last, before), after)
}

// stores are those that are known. Which refuse path style: the codes for it are
// SecondLevelDomainForbidden (Alibaba), PathStyleDomainForbidden (Tencent),
// VirtualHostDomainRequired (Huawei), InvalidPathAccess (Volcano); Netease and Tigris
// say it in their guides. They are made once: each link of a batch is held against them.
//
//nolint:gochecknoglobals // immutable table
var stores = []store{
	{"storage.googleapis.com", "Google Cloud Storage", 0, "", false},
	{"storage.cloud.google.com", "Google Cloud Storage", 0, "", false},
	{"eu.r2.cloudflarestorage.com", "Cloudflare R2", 1, "auto", false},
	{"fedramp.r2.cloudflarestorage.com", "Cloudflare R2", 1, "auto", false},
	{"r2.cloudflarestorage.com", "Cloudflare R2", 1, "auto", false},
	{"cdn.digitaloceanspaces.com", "DigitalOcean Spaces", 1, "*", false},
	{"digitaloceanspaces.com", "DigitalOcean Spaces", 1, "*", false},
	{"backblazeb2.com", "Backblaze B2", 2, "*", false},
	{"s3.wasabisys.com", "Wasabi", 0, "us-east-1", false},
	{"wasabisys.com", "Wasabi", 2, "*", false},
	{"scw.cloud", "Scaleway", 2, "*", false},
	{"io.cloud.ovh.net", "OVHcloud", 2, "*", false},
	{"io.cloud.ovh.us", "OVHcloud", 2, "*", false},
	{"perf.cloud.ovh.net", "OVHcloud", 2, "*", false},
	{"linodeobjects.com", "Akamai Object Storage", 1, "*", false},
	{"vultrobjects.com", "Vultr", 1, "*", false},
	{"your-objectstorage.com", "Hetzner", 1, "*", false},
	{"exo.io", "Exoscale", 1, "sos-*", false},
	{"storage.yandexcloud.net", "Yandex Cloud", 0, "ru-central1", false},
	{"fly.storage.tigris.dev", "Tigris", 0, "auto", true},
	{"t3.storage.dev", "Tigris", 0, "auto", true},
	{"aliyuncs.com", "Alibaba Cloud OSS", 1, "oss-*", true},
	{"myqcloud.com", "Tencent Cloud COS", 2, "*", true},
	{"tencentcos.cn", "Tencent Cloud COS", 2, "*", true},
	{"myhuaweicloud.com", "Huawei Cloud OBS", 2, "*", true},
	{"myhuaweicloud.cn", "Huawei Cloud OBS", 2, "*", true},
	{"myhuaweicloud.eu", "Huawei Cloud OBS", 2, "*", true},
	{"volces.com", "Volcano Engine TOS", 1, "tos-s3-*", true},
	{"ivolces.com", "Volcano Engine TOS", 1, "tos-s3-*", true},
	{"bytepluses.com", "BytePlus TOS", 1, "tos-s3-*", true},
	{"126.net", "NetEase Cloud NOS", 1, "", true},
	{"bcebos.com", "Baidu AI Cloud BOS", 2, "*", false},
	{"qiniucs.com", "Qiniu Kodo", 1, "s3-*", false},
	{"idrivee2.com", "IDrive e2", 1, "", false},
	{"contabostorage.com", "Contabo", 1, "*", false},
	{"oraclecloud.com", "Oracle Cloud", 4, "*", false},
	{"customer-oci.com", "Oracle Cloud", 5, "", false},
	{"cloud-object-storage.appdomain.cloud", "IBM Cloud Object Storage", 2, "*", false},
	{"ionoscloud.com", "IONOS Cloud", 2, "*", false},
	{"dream.io", "DreamHost", 2, "*", false},
	{"storage.selcloud.ru", "Selectel", 2, "*", false},
	{"lyvecloud.seagate.com", "Seagate Lyve Cloud", 2, "*", false},
	{"upcloudobjects.com", "UpCloud", 1, "", false},
	{"gateway.storjshare.io", "Storj", 0, "", false},
	{"cloud.sap", "SAP Converged Cloud", 2, "*", false},
	{"s3.filebase.com", "Filebase", 0, "us-east-1", false},
}
