package address

import (
	"errors"
	"testing"
)

// What people copy means one thing, however it is spelled.
func TestParse(t *testing.T) {
	aws, gov := []string{""}, []string{"https://s3.us-gov-west-1.amazonaws.com"}
	paris := []string{"https://s3.eu-west-3.amazonaws.com"}
	own := []string{"https://minio.example.com"}
	spaces := []string{"https://fra1.digitaloceanspaces.com"}
	for _, c := range []struct {
		text    string
		servers []string
		want    string // bucket, key, region, version; empty: refused
	}{
		// names
		{"s3://b/k", own, "b k"},
		{"S3://b/K", own, "b K"},
		{"s3a://b/dir/k", own, "b dir/k"},
		{"S3N://b/k", aws, "b k"},
		{"  s3://b/k  ", own, "b k"},
		{"\ts3://b/k\n", own, "b k"},
		{"s3://b/k ", own, "b k "},
		{" s3://b/k \r\n", own, "b k"},
		{"s3://b/k\r\n", own, "b k\r\n"}, // a key may end so
		{`"s3://b/k"`, own, "b k"},
		{`'s3://b/a b'`, own, "b a b"},
		{"<s3://b/k>", own, "b k"},
		{"`s3://b/k`", own, "b k"},
		{" “s3://b/k” ", own, "b k"},
		{`<"s3://b/k">`, own, "b k"},
		{"s3://mybucket.s3-eu-west-2.amazonaws.com/pool/x.deb", aws, ""},
		{"s3://s3.amazonaws.com/mybucket/pool/x.deb", aws, ""},
		{"s3://mybucket.fra1.digitaloceanspaces.com/k", spaces, ""},
		{"s3://downloads.example.com/k", aws, "downloads.example.com k"},
		{"s3://s3.amazonaws/k", aws, "s3.amazonaws k"},
		{"s3:///k", own, ""},
		{"b/k", own, ""},
		{"", own, ""},
		{"s3://b/a+b%20c", aws, "b a+b%20c"},

		// ARNs
		{"arn:aws:s3:::b/dir/k", paris, "b dir/k"},
		{"arn:aws:s3:::b", own, "b "},
		{"arn:aws-cn:s3:::b/k", paris, ""},
		{"arn:aws-us-gov:s3:::b/k", gov, "b k"},
		{"arn:aws:s3:::b/k", gov, ""},
		{"arn:aws-cn:s3:::b/k", aws, "b k"},
		{"arn:aws-cn:s3:::b/k", own, ""},
		{" <arn:aws:s3:::b/k> ", paris, "b k"},
		{"s3://arn:aws:s3:::b/k", paris, "b k"},
		{"s3://arn:aws:s3:us-west-2:123456789012:accesspoint/myap/mykey", paris, "arn:aws:s3:us-west-2:123456789012:accesspoint:myap mykey us-west-2"},
		{"s3://arn:aws:s3:us-west-2:123456789012:accesspoint:myap/mykey", paris, "arn:aws:s3:us-west-2:123456789012:accesspoint:myap mykey us-west-2"},
		{"arn:aws:s3:us-west-2:123456789012:accesspoint/myap/object/dir/k", paris, "arn:aws:s3:us-west-2:123456789012:accesspoint:myap dir/k us-west-2"},
		{"arn:aws:s3:us-west-2:123456789012:accesspoint/myap", own, ""},
		{"arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/myap", paris, ""},
		{"arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap/k", paris, "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap k"},
		{"arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/r/object/k", paris, "arn:aws:s3-outposts:us-east-1:123456789012:outpost:op-01ac5d28a6a232904:accesspoint:r k us-east-1"},
		{"arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/ol/k", paris, "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint:ol k us-east-1"},
		{"arn:aws:s3express:us-east-1:123456789012:bucket/b--use1-az4--x-s3", paris, "b--use1-az4--x-s3  us-east-1"},
		{"arn:aws:s3:us-east-1:123456789012:storage-lens/x", paris, ""},
		{"arn:aws:iam::123456789012:user/x", paris, ""},

		// AWS's consoles
		{"https://s3.console.aws.amazon.com/s3/object/B?prefix=K", aws, "B K"},
		{"https://eu-west-3.console.aws.amazon.com/s3/object/b?region=eu-west-3&bucketType=general&prefix=dir/a%20b+c.txt&versionId=v1", paris, "b dir/a b c.txt eu-west-3 v1"},
		{"https://eu-west-3.console.aws.amazon.com/s3/buckets/b?prefix=dir/&tab=objects", paris, "b dir/ eu-west-3"},
		{"https://console.aws.amazon.com/s3/buckets/b/dir/sub/?region=us-east-1&tab=overview", paris, "b dir/sub/ us-east-1"},
		{"https://s3.console.aws.amazon.com/s3/object/b/dir/k?region=us-east-1&tab=overview", paris, "b dir/k us-east-1"},
		{"https://us-east-1.console.aws.amazon.com/s3/upload/b?region=us-east-1&prefix=in/", paris, "b in/ us-east-1"},
		{"https://console.aws.amazon.com/s3/home?region=us-east-1#&bucket=b&prefix=dir", aws, "b dir"},
		{"https://123456789012-abcdefgh.us-east-2.console.aws.amazon.com/s3/buckets/b?prefix=x", paris, "b x us-east-2"},
		{"https://cn-north-1.console.amazonaws.cn/s3/object/b?prefix=k", paris, ""},
		{"https://cn-north-1.console.amazonaws.cn/s3/object/b?prefix=k", []string{"https://s3.cn-northwest-1.amazonaws.com.cn"}, "b k cn-north-1"},
		{"https://us-gov-west-1.console.amazonaws-us-gov.com/s3/object/b?prefix=k", gov, "b k us-gov-west-1"},
		{"https://eusc-de-east-1.console.amazonaws-eusc.eu/s3/buckets/b?prefix=k", []string{"https://s3.eusc-de-east-1.amazonaws.eu"}, "b k eusc-de-east-1"},
		{"https://us-east-1.console.aws.amazon.com/s3/ap/123456789012/my-ap?region=us-east-1", paris, "arn:aws:s3:us-east-1:123456789012:accesspoint:my-ap  us-east-1"},
		{"https://us-east-1.console.aws.amazon.com/s3/buckets?region=us-east-1", paris, ""},
		{"https://us-east-1.console.aws.amazon.com/ec2/home", paris, ""},
		{"https://s3.console.aws.amazon.com/s3/object/b?prefix=k", own, ""},

		// objects of AWS
		{"https://b.s3.eu-west-3.amazonaws.com/dir/k?versionId=v1", aws, "b dir/k eu-west-3 v1"},
		{`"https://B.S3.eu-west-3.AmazonAWS.com/k"`, aws, "b k eu-west-3"},
		{"https://b.s3.cn-north-1.amazonaws.com.cn/k", paris, ""},
		{"https://b.s3.eu-west-3.amazonaws.com/k", own, ""},
		{"https://control.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com/b/k", paris, ""},
		{"https://bucket.vpce-0a1b2c3d4e5f67890-abcdefgh.s3.us-east-1.vpce.amazonaws.com/b/dir/k", paris, "b dir/k us-east-1"},
		{"https://ap-123456789012.accesspoint.vpce-0a1b-abcd.s3.us-east-1.vpce.amazonaws.com/k", paris, "arn:aws:s3:us-east-1:123456789012:accesspoint:ap k us-east-1"},
		{"https://m.mrap.accesspoint.s3-global.amazonaws.com/k", paris, ""},

		// one's own server
		{"https://minio.example.com/b/k", own, "b k"},
		{"https://MinIO.example.com.:443/b/dir/k", own, "b dir/k"},
		{"https://b.minio.example.com/k", own, "b k"},
		{"http://minio.example.com/b/k", own, ""},
		{"https://minio.example.com/browser/some-bucket", own, "browser some-bucket"},
		{"https://console.example.com/browser/some-bucket/ZGlyLw==", own, ""},
		{"https://other.example.com/b/k", own, ""},
		{"http://0x7f000001:9000/b/k", []string{"http://127.1:9000"}, "b k"},
		{"https://bücher.example/b/k", []string{"https://xn--bcher-kva.example"}, "b k"},

		// other stores
		{"https://bucket.fra1.digitaloceanspaces.com/k", own, ""},
		{"https://bucket.fra1.digitaloceanspaces.com/k", aws, ""},
		{"https://bucket.fra1.digitaloceanspaces.com/k", spaces, "bucket k"},
		{"https://bucket.nyc3.digitaloceanspaces.com/k", spaces, ""},
		{"https://bucket.fra1.cdn.digitaloceanspaces.com/dir/k", spaces, "bucket dir/k"},
		{"https://cloud.digitalocean.com/spaces/bucket?path=dir%2F", spaces, "bucket dir/"},
		{"https://console.cloud.google.com/storage/browser/_details/b/dir/k;tab=live_object", own, ""},
		{"https://console.cloud.google.com/storage/browser/b/dir", []string{"https://storage.googleapis.com"}, "b dir"},
		{"https://storage.cloud.google.com/b/dir/k", []string{"https://storage.googleapis.com"}, "b dir/k"},
		{"gs://b/k", []string{"https://storage.googleapis.com"}, "b k"},
		{"gs://b/k", own, ""},
		{"oss://b/k", []string{"https://oss-cn-hangzhou.aliyuncs.com"}, "b k"},
		{"b2://b/k", aws, ""},
		{"https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/r2/default/buckets/b", []string{"https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"}, "b "},
		{"https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/r2/default/buckets/b", []string{"https://fedcba9876543210fedcba9876543210.r2.cloudflarestorage.com"}, ""},
		{"https://oss.console.aliyun.com/bucket/oss-cn-hangzhou/b/object?path=dir%2F", []string{"https://oss-cn-hangzhou.aliyuncs.com"}, "b dir/"},
		{"https://oss.console.aliyun.com/bucket/oss-cn-beijing/b/object", []string{"https://oss-cn-hangzhou.aliyuncs.com"}, ""},
		{"https://console.scaleway.com/object-storage/buckets/fr-par/b/files/dir", []string{"https://s3.fr-par.scw.cloud"}, "b dir"},
		{"https://cloud.linode.com/object-storage/buckets/us-east-1/b", own, ""},
		{"ftp://b/k", own, ""},
	} {
		a, err := Parse(c.text, func() []string { return c.servers })
		got := a.Named() + " " + a.Key
		for _, more := range []string{a.Region, a.Version} {
			if more != "" {
				got += " " + more
			}
		}
		var wrong *Error
		switch {
		case c.want == "" && !errors.As(err, &wrong):
			t.Errorf("%s at %s: %s, %v", c.text, c.servers, got, err)
		case c.want != "" && (err != nil || got != c.want):
			t.Errorf("%s at %s: %q, %v; want %q", c.text, c.servers, got, err, c.want)
		}
	}
}

// A + in an object's URL is a blank to AWS, and may be itself: both readings are told.
func TestParsePlus(t *testing.T) {
	for _, c := range []struct{ text, server, key, other string }{
		{"https://b.s3.eu-west-3.amazonaws.com/Screenshot+2026-01-02.png", "", "Screenshot 2026-01-02.png", "Screenshot+2026-01-02.png"},
		{"https://s3.eu-west-3.amazonaws.com/b/a+b/c%2Bd%20e", "", "a b/c+d e", "a+b/c+d e"},
		{"https://minio.example.com/b/dir/a+b", "https://minio.example.com", "dir/a+b", "dir/a b"},
		{"https://b.minio.example.com/a+b", "https://minio.example.com", "a+b", "a b"},
		{"https://fra1.digitaloceanspaces.com/b/a+b+c", "https://fra1.digitaloceanspaces.com", "a+b+c", "a b c"},
		{"https://b.s3.eu-west-3.amazonaws.com/a%2Bb", "", "a+b", ""},
		{"https://b.s3.eu-west-3.amazonaws.com/a%20b", "", "a b", ""},
		{"https://s3.console.aws.amazon.com/s3/object/b?prefix=a+b", "", "a b", ""},
		{"s3://b/a+b", "", "a+b", ""},
	} {
		a, err := Parse(c.text, func() []string { return []string{c.server} })
		if err != nil || a.Key != c.key || a.Other != c.other {
			t.Errorf("%s: %q or %q, %v", c.text, a.Key, a.Other, err)
		}
	}
}
