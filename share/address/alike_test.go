package address

import "testing"

// Names that only an imitator takes, and names that anybody may have.
func TestResembles(t *testing.T) {
	for _, c := range [][2]string{ // host, whom it imitates
		{"s3.amazonaws.com.evil.example", "amazonaws.com"},
		{"b.s3.eu-west-1.amazonaws.com.evil.example", "amazonaws.com"},
		{"s3.amaz0naws.com", "amazonaws.com"},
		{"b.s3.eu-west-3.amazonavvs.com", "amazonaws.com"},
		{"s3.arnazonaws.com", "amazonaws.com"},
		{"b.s3.amazonws.com", "amazonaws.com"},
		{"s3.amazonaws.co", "amazonaws.com"},
		{"s3-amazonaws.com", "amazonaws.com"},
		{"s3.amazonaws-com.net", "amazonaws.com"},
		{"s3.аmazonaws.com", "amazonaws.com"}, // а is Cyrillic
		{"s3.amazonaws.com∕b.evil.example", "amazonaws.com"},
		{"storage.googleapis.com.evil.example", "storage.googleapis.com"},
		{"b.fra1.digita1oceanspaces.com", "digitaloceanspaces.com"},
		{"acct.r2.cloudflarestorage.com.example.net", "r2.cloudflarestorage.com"},
		{"acct.blob.core.wlndows.net", "blob.core.windows.net"},
		{"s3.amazonaws.com", ""},
		{"b.s3.cn-north-1.amazonaws.com.cn", ""},
		{"ec2-1-2-3-4.compute.amazonaws.com", ""},
		{"elb-1.eu-west-1.elb.amazonaws.com", ""},
		{"d111111abcdef8.cloudfront.net", ""},
		{"acct.blob.core.windows.net", ""},
		{"files.acme-share.com", ""},
		{"minio.example.com", ""},
		{"storage.example.com", ""},
		{"s3.example.com", ""},
		{"amazon.com", ""},
		{"backblaze.example.com", ""},
		{"windows.example.com", ""},
		{"127.0.0.1", ""},
		{"", ""},
		{"b.s3.wasabisys.com", ""},
		{"firebasestorage.googleapis.com", ""},
		{"oss.example.com", ""},
		{"bucket.vpce-0a1b.s3.us-east-1.vpce.amazonaws.com", ""},
		{"axxxxxxxxx.objectstorage.eu-frankfurt-1.oraclecloud.com", ""},
	} {
		host, want := c[0], c[1]
		if got, ok := Resembles(host, ""); got == "" == ok || (got == "") != (want == "") {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
	if _, ok := Resembles("s3.xn--mazonaws-wqi.com", "s3.аmazonaws.com"); !ok {
		t.Error("the letters behind Punycode count")
	}
}
