package address

import "testing"

// The host of an endpoint as browsers send it: the right column is what Chromium and
// curl put into the request.
func TestEndpointsAreSentAsBrowsersSendThem(t *testing.T) {
	for text, want := range map[string]string{
		"https://MinIO.Example.COM":            "https://minio.example.com",
		"HTTPS://Minio.example.com:443/":       "https://minio.example.com",
		"http://127.0.0.1:80":                  "http://127.0.0.1",
		"http://127.0.0.1:0080/":               "http://127.0.0.1",
		"https://h.example:80":                 "https://h.example:80",
		"http://h.example:443":                 "http://h.example:443",
		"https://minio.example.com.":           "https://minio.example.com",
		"https://minio.example.com.:9000":      "https://minio.example.com:9000",
		" https://s3.example.com/ ":            "https://s3.example.com",
		"https://Bücher.example":               "https://xn--bcher-kva.example",
		"https://BÜCHER.example:9000":          "https://xn--bcher-kva.example:9000",
		"https://straße.example":               "https://xn--strae-oqa.example",
		"https://XN--BCHER-KVA.example":        "https://xn--bcher-kva.example",
		"https://ｍｉｎｉｏ．example":                "https://minio.example",
		"https://min%69o.example.com":          "https://minio.example.com",
		"https://b%C3%BCcher.example":          "https://xn--bcher-kva.example",
		"https://例え。テスト":                       "https://xn--r8jz45g.xn--zckzah",
		"http://127.1:9000":                    "http://127.0.0.1:9000",
		"http://0x7f000001:9000":               "http://127.0.0.1:9000",
		"http://2130706433":                    "http://127.0.0.1",
		"http://0300.0250.1.1":                 "http://192.168.1.1",
		"http://１２７.0.0.1":                     "http://127.0.0.1",
		"http://[0:0:0:0:0:0:0:1]:9000":        "http://[::1]:9000",
		"http://[2001:DB8::00:1]":              "http://[2001:db8::1]",
		"http://[::ffff:127.0.0.1]:80":         "http://[::ffff:7f00:1]",
		"http://my_minio:9000":                 "http://my_minio:9000",
		"https://x.supabase.co/storage/v1/S3/": "https://x.supabase.co/storage/v1/S3",
		"http://192.168.1.20:9001":             "http://192.168.1.20:9001",
		"https://a--b.example":                 "https://a--b.example",
		"":                                     "",
		"minio.example.com":                    "minio.example.com",
		"https://user:password@Minio.example":  "https://user:password@Minio.example",
		"http://[fe80::1%25eth0]:9000":         "http://[fe80::1%25eth0]:9000",
	} {
		if got := Endpoint(text); got != want {
			t.Errorf("%s is sent as %s, want %s", text, got, want)
		} else if again := Endpoint(got); again != got {
			t.Errorf("%s is sent as %s, and that as %s", text, got, again)
		}
	}
	for _, text := range []string{"http://1.2.3.4.5", "http://256.1.1.1", "https://xn--a", "https://xn--zn7c.com", "http://[::g]", "https://a b.example", "https://a%3Ab.example", "https://%00.example"} {
		if problem, _ := EndpointProblem(text); problem == "" {
			t.Errorf("%s passes", text)
		}
	}
}

// Path style is for whoever is not known to refuse it.
func TestPathStyle(t *testing.T) {
	for endpoint, want := range map[string]struct{ path, known bool }{
		"https://minio.example.com": {true, false}, "https://s3.acme.example:9000/x": {true, false}, "http://192.168.1.2:3900": {true, true}, "http://minio:9000": {true, true},
		"http://localhost:9000": {true, true}, "http://x.localhost": {true, true}, "https://fra1.digitaloceanspaces.com": {true, true}, "https://s3.us-west-004.backblazeb2.com": {true, true},
		"https://acc.r2.cloudflarestorage.com": {true, true}, "https://ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com": {true, true},
		"": {false, true}, "https://s3.amazonaws.com": {false, true}, "https://bucket.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com": {false, true},
		"https://t3.storage.dev": {false, true}, "https://fly.storage.tigris.dev": {false, true}, "https://oss-cn-hangzhou.aliyuncs.com": {false, true}, "https://s3.oss-eu-central-1.aliyuncs.com": {false, true},
		"https://tos-s3-cn-beijing.volces.com": {false, true}, "https://obs.cn-north-4.myhuaweicloud.com": {false, true}, "https://obs.eu-west-101.myhuaweicloud.eu": {false, true},
		"https://cos.ap-guangzhou.myqcloud.com": {false, true}, "https://nos-eastchina1.126.net": {false, true}, "https://T3.Storage.dev:443/": {false, true},
	} {
		if PathStyle(endpoint) != want.path || StyleKnown(endpoint) != want.known {
			t.Errorf("%q: path style %v, known %v", endpoint, PathStyle(endpoint), StyleKnown(endpoint))
		}
	}
}

// The region that a host names is that of the signature.
func TestRegionOf(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://s3.us-west-004.backblazeb2.com": "us-west-004", "https://fra1.digitaloceanspaces.com": "fra1", "https://s3.eu-central-1.wasabisys.com": "eu-central-1", "https://s3.wasabisys.com": "us-east-1",
		"https://s3.fr-par.scw.cloud": "fr-par", "https://s3.gra.io.cloud.ovh.net": "gra", "https://sos-ch-gva-2.exo.io": "ch-gva-2", "https://oss-cn-hangzhou-internal.aliyuncs.com": "cn-hangzhou",
		"https://tos-s3-cn-beijing.volces.com": "cn-beijing", "https://obs.cn-north-4.myhuaweicloud.com": "cn-north-4", "https://acc.eu.r2.cloudflarestorage.com": "auto", "https://fly.storage.tigris.dev": "auto",
		"https://s3.eu-west-3.amazonaws.com": "eu-west-3", "https://bucket.vpce-0a1b-abcd.s3.us-east-2.vpce.amazonaws.com": "us-east-2", "https://s3.eusc-de-east-1.amazonaws.eu": "eusc-de-east-1",
		"https://ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com": "eu-frankfurt-1", "https://s3.eu-de.cloud-object-storage.appdomain.cloud": "eu-de",
		"": "", "https://s3.amazonaws.com": "", "https://minio.example.com": "", "https://s3.eu-west-1.example.com": "", "http://127.0.0.1": "", "https://storage.googleapis.com": "",
	} {
		if got := RegionOf(endpoint); got != want {
			t.Errorf("%q is in %q, want %q", endpoint, got, want)
		}
	}
}

// A bucket in an endpoint's host is recognised where hosts are known; what is no
// endpoint for objects is refused.
func TestBucketsInEndpoints(t *testing.T) {
	for endpoint, want := range map[string][2]string{
		"https://my-bucket.fra1.digitaloceanspaces.com": {"https://fra1.digitaloceanspaces.com", "my-bucket"}, "https://My-Bucket.s3.us-west-004.backblazeb2.com/": {"https://s3.us-west-004.backblazeb2.com", "my-bucket"},
		"https://my.bucket.s3.eu-west-3.amazonaws.com": {"https://s3.eu-west-3.amazonaws.com", "my.bucket"}, "https://b.oss-cn-hangzhou.aliyuncs.com": {"https://oss-cn-hangzhou.aliyuncs.com", "b"},
		"https://b.acc.r2.cloudflarestorage.com": {"https://acc.r2.cloudflarestorage.com", "b"}, "https://b.bucket.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com": {"https://bucket.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com", "b"},
		"https://fra1.digitaloceanspaces.com": {"https://fra1.digitaloceanspaces.com", ""}, "https://b.minio.example.com": {"https://b.minio.example.com", ""}, "": {"", ""},
	} {
		if server, bucket := WithoutBucket(endpoint); server != want[0] || bucket != want[1] {
			t.Errorf("%q: %s, bucket %s", endpoint, server, bucket)
		}
	}
	for _, endpoint := range []string{
		"https://control.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com", "https://b.s3-website-us-east-1.amazonaws.com", "https://s3-website.eu-central-1.amazonaws.com", "https://storage.cloud.google.com",
		"https://ap-123456789012.s3-accesspoint.us-east-1.amazonaws.com", "https://m.mrap.accesspoint.s3-global.amazonaws.com", "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
	} {
		if problem, hint := EndpointProblem(endpoint); problem == "" || hint == "" {
			t.Errorf("%s passes", endpoint)
		}
	}
	if !BeginsWith("https://My-Bucket.minio.example.com", "my-bucket") || BeginsWith("https://minio.example.com", "example") || BeginsWith("https://minio.com", "minio") {
		t.Error("what an endpoint begins with")
	}
}
