package inspect

import (
	"strings"
	"testing"
)

// v4 is a link with everything that a server looks at, open at neverNow.
func v4(scheme, host, path, region, service string) string {
	return scheme + "://" + host + path + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260504%2F" + region + "%2F" + service +
		"%2Faws4_request&X-Amz-Date=20260504T100000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=" + strings.Repeat("0123456789abcdef", 4)
}

func v4a(host, path string) string {
	sig := "3045022100" + strings.Repeat("ab", 32) + "0220" + strings.Repeat("12", 32) // DER, 71 bytes
	return "https://" + host + path + "?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260504%2Fs3%2Faws4_request&X-Amz-Date=20260504T100000Z&X-Amz-Expires=86400&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=host&X-Amz-Signature=" + sig
}

func v2(host, path string) string {
	return "https://" + host + path + "?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1777975200&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D"
}

// What no server accepts is never called open, and says why; what can work is.
func TestLinksThatNeverWork(t *testing.T) {
	express := "b--use1-az4--x-s3"
	for _, c := range []struct{ name, link, code string }{
		{"good", v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), ""},
		{"good, the global host", v4("https", "b.s3.amazonaws.com", "/k", "eu-west-1", "s3"), ""},
		{"good, an own domain", v4("https", "files.acme-share.com", "/b/k", "us-east-1", "s3"), ""},
		{"good, another partition", v4("https", "b.s3.cn-north-1.amazonaws.com.cn", "/k", "cn-north-1", "s3"), ""},
		{"good, FIPS", v4("https", "b.s3-fips.us-east-1.amazonaws.com", "/k", "us-east-1", "s3"), ""},
		{"good, accelerated", v4("https", "b.s3-accelerate.amazonaws.com", "/k", "eu-west-1", "s3"), ""},
		{"good, a directory bucket", v4("https", express+".s3express-use1-az4.us-east-1.amazonaws.com", "/k", "us-east-1", "s3express"), ""},
		{"good, object lambda", v4("https", "ol-123456789012.s3-object-lambda.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3-object-lambda"), ""},
		{"good, an old region with V2", v2("b.s3.eu-west-1.amazonaws.com", "/k"), ""},

		{"good, GovCloud", v4("https", "b.s3.us-gov-west-1.amazonaws.com", "/k", "us-gov-west-1", "s3"), ""},
		{"good, China with two stacks", v4("https", "b.s3.dualstack.cn-north-1.amazonaws.com.cn", "/k", "cn-north-1", "s3"), ""},
		{"good, Europe's own part", v4("https", "b.s3.eusc-de-east-1.amazonaws.eu", "/k", "eusc-de-east-1", "s3"), ""},
		{"good, the scheme's port", v4("https", "b.s3.eu-west-1.amazonaws.com:443", "/k", "eu-west-1", "s3"), ""},

		{"a port", v4("https", "b.s3.eu-west-1.amazonaws.com:8443", "/k", "eu-west-1", "s3"), "port"},
		{"the other scheme's port", v4("http", "s3.eu-west-1.amazonaws.com:443", "/b/k", "eu-west-1", "s3"), "port"},
		{"a region of elsewhere in China", v4("https", "b.s3.us-east-1.amazonaws.com.cn", "/k", "us-east-1", "s3"), "partition"},
		{"China outside of it", v4("https", "s3.cn-north-1.amazonaws.com", "/b/k", "cn-north-1", "s3"), "partition"},
		{"Frankfurt under .eu", v4("https", "b.s3.eu-central-1.amazonaws.eu", "/k", "eu-central-1", "s3"), "partition"},
		{"a program's undefined for a region", v4("https", "b.s3.amazonaws.com", "/k", "undefined", "s3"), "region"},
		{"null for a region", v4("https", "s3.amazonaws.com", "/b/k", "null", "s3"), "region"},
		{"a region with underscores", v4("https", "b.s3.amazonaws.com", "/k", "us_east_1", "s3"), "region"},
		{"a zone for a region", v4("https", "b.s3.amazonaws.com", "/k", "us-east-1a", "s3"), "region"},
		{"good, any region elsewhere", v4("https", "garage.acme-share.com", "/b/k", "garage", "s3"), ""},
		{"website", v4("http", "b.s3-website-eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "website"},
		{"website, new form, https", v4("https", "b.s3-website.eu-central-1.amazonaws.com", "/k", "eu-central-1", "s3"), "website"},
		{"website with V2", v2("b.s3-website-us-east-1.amazonaws.com", "/k"), "website"},
		{"FIPS by http", v4("http", "b.s3-fips.us-east-1.amazonaws.com", "/k", "us-east-1", "s3"), "fips-http"},
		{"FIPS dual-stack by http", v4("http", "b.s3-fips.dualstack.us-gov-west-1.amazonaws.com", "/k", "us-gov-west-1", "s3"), "fips-http"},
		{"access point by http", v4("http", "ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "point-http"},
		{"V4 at a multi-region access point", v4("https", "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "/k", "us-east-1", "s3"), "point-version"},
		{"accelerated in the path", v4("https", "s3-accelerate.amazonaws.com", "/b/k", "eu-west-1", "s3"), "accelerate"},
		{"accelerated with dots", v4("https", "my.b.s3-accelerate.amazonaws.com", "/k", "eu-west-1", "s3"), "accelerate"},
		{"another region", v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-3", "s3"), "region"},
		{"another service", v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "execute-api"), "service"},
		{"a directory bucket as s3", v4("https", express+".s3express-use1-az4.us-east-1.amazonaws.com", "/k", "us-east-1", "s3"), "service"},
		{"object lambda as s3", v4("https", "ol-123456789012.s3-object-lambda.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "service"},
		{"a directory bucket elsewhere", v4("https", express+".s3.us-east-1.amazonaws.com", "/k", "us-east-1", "s3"), "contradiction"},
		{"another zone", v4("https", express+".s3express-use1-az5.us-east-1.amazonaws.com", "/k", "us-east-1", "s3express"), "zone"},
		{"an ordinary bucket in a zone", v4("https", "b.s3express-use1-az4.us-east-1.amazonaws.com", "/k", "us-east-1", "s3express"), "contradiction"},
		{"V2 in Frankfurt", v2("b.s3.eu-central-1.amazonaws.com", "/k"), "sigv2-refused"},
		{"V2 in China", v2("b.s3.cn-north-1.amazonaws.com.cn", "/k"), "sigv2-refused"},
		{"V2 at an access point", v2("ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com", "/k"), "sigv2-refused"},
		{"V2 at R2", v2("acc.r2.cloudflarestorage.com", "/b/k"), "sigv2-refused"},
		{"host not signed", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=host&", "=range&", 1), "signed-headers"},
		{"no lifetime", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=86400", "=0", 1), "zero"},
		{"negative", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=86400", "=-1", 1), "changed"},
		{"a sign", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=86400", "=%2B86400", 1), "changed"},
		{"no number", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=86400", "=1d", 1), "changed"},
		{"over seven days", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=86400", "=604801", 1), "too-long"},
		{"two dates", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "=20260504T", "=20260503T", 1), "changed"},
		{"twice with other values", v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3") + "&X-Amz-Expires=604800", "changed"},
		{"unknown algorithm", strings.Replace(v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), "HMAC-SHA256", "HMAC-SHA1", 1), "changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.link, at("2026-05-04T11:00:00Z"))
			if c.code == "" {
				if r.State != Open || !r.Usable() {
					t.Errorf("%s %s", r.State, codesOf(r))
				}
				return
			}
			if r.State != Broken || r.Usable() || !strings.Contains(" "+codesOf(r)+" ", " "+c.code+" ") {
				t.Errorf("%s %q, want broken, %s", r.State, codesOf(r), c.code)
			}
		})
	}
}

// Nothing in a link of Signature V4A tells whether it was changed.
func TestV4AIsNotCalledOpen(t *testing.T) {
	link := v4a("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "/k")
	for _, l := range []string{link, strings.Replace(link, "=86400", "=604800", 1), strings.Replace(link, "/k?", "/other?", 1), link + "&versionId=x"} {
		r := Inspect(l, at("2026-05-04T11:00:00Z"))
		if r.Kind != SigV4A || r.State != Unchecked || !r.Usable() || !strings.Contains(codesOf(r), "unchecked") {
			t.Errorf("%s %s %s", r.Kind, r.State, codesOf(r))
		}
		for _, line := range r.Words(at("2026-05-04T11:00:00Z")) {
			if line.Label == "until" && !strings.Contains(line.Text, "not checked") {
				t.Error(line.Text)
			}
		}
	}
	if r := Inspect(link, at("2026-05-06T11:00:00Z")); r.State != Expired || r.Usable() {
		t.Error(r.State)
	}
}

// Hosts that only look like a store's open nothing of it.
func TestImitatedHosts(t *testing.T) {
	for _, host := range []string{"b.s3.amazonaws.com.evil.example", "b.s3.amaz0naws.com", "b.s3.аmazonaws.com", "b.s3.xn--mazonaws-06g.com", "s3.amazonaws.com@evil.example", "b.s3.amazonaws.com\\@evil.example"} {
		r := Inspect(v4("https", host, "/k", "us-east-1", "s3"), at("2026-05-04T11:00:00Z"))
		if r.Usable() {
			t.Errorf("%s: %s %s, host %s", host, r.State, codesOf(r), r.Target.Host)
		}
	}
}
