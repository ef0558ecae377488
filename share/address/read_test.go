package address

import (
	"net/url"
	"strings"
	"testing"
)

// AWS's own hosts as its guides have them, and those that only look so.
func TestReadAWS(t *testing.T) {
	for _, c := range []struct {
		url                                     string
		bucket, key, region, account, partition string
		style                                   Style
		fips, dualStack, vpc                    bool
		server                                  string
	}{
		{"https://bucket.vpce-0a1b2c3d4e5f67890-abcdefgh.s3.us-east-1.vpce.amazonaws.com/my-bucket/dir/a.txt", "my-bucket", "dir/a.txt", "us-east-1", "", "aws", Path, false, false, true, "https://bucket.vpce-0a1b2c3d4e5f67890-abcdefgh.s3.us-east-1.vpce.amazonaws.com"},
		{"https://my-bucket.bucket.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com/a", "my-bucket", "a", "us-east-1", "", "aws", VirtualHost, false, false, true, "https://bucket.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com"},
		{"https://ap-123456789012.accesspoint.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com/a", "ap-123456789012", "a", "us-east-1", "123456789012", "aws", AccessPoint, false, false, true, "https://accesspoint.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com"},
		{"https://vpce-0a1b-abcd-us-east-1a.s3.us-east-1.vpce.amazonaws.com/b/a", "b", "a", "us-east-1", "", "aws", Path, false, false, true, "https://vpce-0a1b-abcd-us-east-1a.s3.us-east-1.vpce.amazonaws.com"},
		{"https://vpce-logs.s3.us-east-1.amazonaws.com/a", "vpce-logs", "a", "us-east-1", "", "aws", VirtualHost, false, false, false, "https://s3.us-east-1.amazonaws.com"},
		{"https://b.s3.eusc-de-east-1.amazonaws.eu/a", "b", "a", "eusc-de-east-1", "", "aws-eusc", VirtualHost, false, false, false, "https://s3.eusc-de-east-1.amazonaws.eu"},
		{"https://s3.dualstack.eu-central-1.amazonaws.com:443/b/a", "b", "a", "eu-central-1", "", "aws", Path, false, true, false, "https://s3.dualstack.eu-central-1.amazonaws.com"},
		{"https://b.s3.eu-central-1.api.aws/a", "b", "a", "eu-central-1", "", "aws", VirtualHost, false, true, false, "https://s3.eu-central-1.api.aws"},
		{"https://B.S3-FIPS-us-gov-west-1.AmazonAWS.com./a", "b", "a", "us-gov-west-1", "", "aws-us-gov", VirtualHost, true, false, false, "https://s3-fips-us-gov-west-1.amazonaws.com"},
		{"https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a", "b--use1-az4--x-s3", "a", "us-east-1", "", "aws", Directory, false, false, false, "https://s3express-use1-az4.us-east-1.amazonaws.com"},
		{"https://reports-123456789012.op-01ac5d28a6a232904.s3-outposts.eu-central-1.amazonaws.com/a", "reports-123456789012.op-01ac5d28a6a232904", "a", "eu-central-1", "123456789012", "aws", Outpost, false, false, false, "https://s3-outposts.eu-central-1.amazonaws.com"},

		{"https://s3-proxy-123.us-east-1.elb.amazonaws.com/b/a", "b", "a", "", "", "", Path, false, false, false, "https://s3-proxy-123.us-east-1.elb.amazonaws.com"},
		{"https://b.s3.amazonaws.com.example.com/a", "b", "a", "", "", "", VirtualHost, false, false, false, "https://s3.amazonaws.com.example.com"},
		{"http://b.host:8080/a/c", "a", "c", "", "", "", Path, false, false, false, "http://b.host:8080"},
		{"http://[::1]:9000/b/a", "b", "a", "", "", "", Path, false, false, false, "http://[::1]:9000"},
		{"http://[::1]:80/b/a", "b", "a", "", "", "", Path, false, false, false, "http://[::1]"},
	} {
		u, err := url.Parse(c.url)
		if err != nil {
			t.Fatal(err)
		}
		a := Read(u.Scheme, u.Host, u.EscapedPath())
		if a.Bucket != c.bucket || a.Key != c.key || a.Region != c.region || a.Account != c.account || a.Partition != c.partition || a.Style != c.style ||
			a.FIPS != c.fips || a.DualStack != c.dualStack || a.Interface != c.vpc || a.Server() != c.server || a.Guessed != (c.partition == "") {
			t.Errorf("%s: %+v, server %s", c.url, a, a.Server())
		}
	}
}

// Every store of the table is read from its hosts in both styles.
func TestReadStores(t *testing.T) {
	for _, s := range stores {
		labels := ""
		for range s.labels {
			labels += "x1."
		}
		for _, host := range []string{"b." + labels + s.domain, labels + s.domain} {
			path := "/b/k"
			if host[:2] == "b." {
				path = "/k"
			}
			a := Read("https", host, path)
			if a.Store != s.name || a.Bucket != "b" || a.Key != "k" || a.Guessed || a.Server() != "https://"+labels+s.domain || (a.Region == "x1") != strings.Contains(s.region, "*") || a.hostOnly != s.hostOnly {
				t.Errorf("%s: %+v, server %s", host, a, a.Server())
			}
		}
	}
}

// Held against what the SDK makes of the regions.
func TestSTS(t *testing.T) {
	for region, want := range map[string]string{
		"eu-west-3": "https://sts.eu-west-3.amazonaws.com", "us-east-1": "https://sts.us-east-1.amazonaws.com",
		"cn-north-1": "https://sts.cn-north-1.amazonaws.com.cn", "us-gov-west-1": "https://sts.us-gov-west-1.amazonaws.com",
		"us-iso-east-1": "https://sts.us-iso-east-1.c2s.ic.gov", "garage": "", "": "", "evil.example/x-1": "",
	} {
		if got := STS(region, false); got != want {
			t.Errorf("%q: %s, want %s", region, got, want)
		}
	}
	if got := STS("us-east-2", true) + STS("us-gov-east-1", true); got != "https://sts-fips.us-east-2.amazonaws.com"+"https://sts.us-gov-east-1.amazonaws.com" {
		t.Error(got)
	}
}
