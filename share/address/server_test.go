package address

import "testing"

func TestSameServer(t *testing.T) {
	for name, same := range map[string][]string{
		"this machine": {
			"http://localhost:9000", "http://LOCALHOST:9000/", "http://localhost.:9000", "http://127.0.0.1:9000", "http://[::1]:9000",
			"http://[0:0:0:0:0:0:0:1]:9000/x", "http://[::ffff:127.0.0.1]:9000", "http://0.0.0.0:9000", "http://[::]:09000", " http://localhost:9000",
		},
		"one of one's own": {"https://s3.acme.example", "HTTPS://S3.Acme.example.:443/", "https://s3.acme.example:443/bucket"},
		"an address":       {"http://10.1.2.3", "http://10.1.2.3:80", "http://[::ffff:10.1.2.3]:80/"},
		"AWS": {
			"", "https://s3.amazonaws.com", "https://s3.us-east-1.amazonaws.com", "http://S3.us-east-1.amazonaws.com.:443/", "https://s3-us-west-2.amazonaws.com",
			"https://s3.dualstack.us-east-1.amazonaws.com", "https://s3-fips.us-gov-west-1.amazonaws.com", "https://s3-fips.dualstack.us-east-2.amazonaws.com",
			"https://s3-accelerate.amazonaws.com", "https://s3-accelerate.dualstack.amazonaws.com", "https://s3.cn-north-1.amazonaws.com.cn",
			"https://acme.s3.eu-central-1.amazonaws.com", "https://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com", "https://s3.eu-central-1.api.aws",
			"https://x-1.s3-accesspoint.eu-central-1.amazonaws.com", "https://a.accesspoint.s3-global.amazonaws.com", "https://s3express-use1-az4.us-east-1.amazonaws.com",
		},
		"a machine at AWS":       {"http://ec2-1-2-3-4.us-west-2.compute.amazonaws.com:9000"},
		"a balancer at AWS":      {"https://s3-proxy-123.us-east-1.elb.amazonaws.com"},
		"what only looks so":     {"https://s3.amazonaws.com.acme.example"},
		"another port":           {"http://localhost:9001"},
		"another of the machine": {"http://127.0.0.2:9000"},
		"not encrypted":          {"http://s3.acme.example"},
	} {
		for _, a := range same {
			for _, b := range same {
				if !SameServer(a, b) {
					t.Errorf("%s: %q and %q are two", name, a, b)
				}
			}
			if OwnServer(a) == (name == "AWS") {
				t.Errorf("%q: one's own: %v", a, OwnServer(a))
			}
			for _, other := range []string{"", "http://localhost:9000", "https://s3.acme.example", "http://10.1.2.3"} {
				if first := same[0]; SameServer(a, other) != (first == other) {
					t.Errorf("%s: %q and %q", name, a, other)
				}
			}
		}
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"http://s3.acme.example", "http://S3.acme.example:80/", true},
		{"http://s3.acme.example/hr", "http://s3.acme.example//hr/.", true},
		{"http://s3.acme.example/hr", "http://s3.acme.example", false},
		{"", "https://s3.amazonaws.com", true},
	} {
		if Same(c.a, c.b) != c.same {
			t.Errorf("%q and %q lead to the same buckets: %v", c.a, c.b, !c.same)
		}
	}
}

// An endpoint with a path is met by the URLs below it, and not by those whose path
// only begins with the same letters.
func TestParseBelowAnEndpoint(t *testing.T) {
	for text, want := range map[string]string{
		"https://gw.example/s3/bucket/dir/key": "bucket dir/key", "https://bucket.gw.example/s3/key": "bucket key",
		"https://gw.example/s3data/bucket/key": "", "https://bucket.gw.example/s3data/key": "", "https://gw.example/s3": "", "https://gw.example/bucket/key": "",
	} {
		a, err := Parse(text, func() []string { return []string{"https://gw.example/s3"} })
		if got := a.Bucket + " " + a.Key; err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

// What stands for a region in the host of a store is not always what its links are
// signed for: the place says that.
func TestParseLeavesTheRegionToThePlace(t *testing.T) {
	for _, text := range []string{"https://sos-ch-gva-2.exo.io/bucket/key", "https://bucket.sos-ch-gva-2.exo.io/key"} {
		a, err := Parse(text, func() []string { return []string{"https://sos-ch-gva-2.exo.io"} })
		if err != nil || a.Bucket != "bucket" || a.Key != "key" || a.Region != "" {
			t.Errorf("%s: %+v, %v", text, a, err)
		}
	}
	if a, err := Parse("https://bucket.s3.eu-west-3.amazonaws.com/key", func() []string { return []string{""} }); err != nil || a.Region != "eu-west-3" {
		t.Errorf("%+v, %v", a, err)
	}
}
