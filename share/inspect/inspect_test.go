package inspect

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/say"
	"signet/share/session"
)

func TestAccount(t *testing.T) {
	for id, want := range map[string]string{
		"ASIAQNZGKIQY56JQ7WML": "029608264753", // Tal Be'ery's published value
		"AKIAIOSFODNN7EXAMPLE": "",             // an id of the old kind
		"AKIAQ":                "",
		"AROAQNZGKIQY56JQ7WML": "",
		"ASIAQNZGKIQY56JQ7WM1": "", // 1 is no base32
		"":                     "",
	} {
		if got, ok := Account(id); got != want || ok != (want != "") {
			t.Errorf("Account(%q) = %q, %v; want %q", id, got, ok, want)
		}
	}
}

func TestLocate(t *testing.T) {
	for _, c := range []struct{ url, store, bucket, key, region, style string }{
		{"https://b.s3.eu-west-3.amazonaws.com/a/b", "AWS S3", "b", "a/b", "eu-west-3", "virtual host"},
		{"https://s3.eu-west-3.amazonaws.com/my.dotted/a/b", "AWS S3", "my.dotted", "a/b", "eu-west-3", "path"},
		{"https://my.dotted.s3.eu-west-3.amazonaws.com/a", "AWS S3", "my.dotted", "a", "eu-west-3", "virtual host"},
		{"https://s3.amazonaws.com/b/a", "AWS S3", "b", "a", "", "path"},
		{"https://b.s3-eu-west-1.amazonaws.com/a", "AWS S3", "b", "a", "eu-west-1", "virtual host"},
		{"https://b.s3.dualstack.us-west-2.amazonaws.com/a", "AWS S3", "b", "a", "us-west-2", "virtual host"},
		{"https://b.s3-fips.us-gov-west-1.amazonaws.com/a", "AWS S3", "b", "a", "us-gov-west-1", "virtual host"},
		{"https://b.s3-fips.dualstack.us-east-1.amazonaws.com/a", "AWS S3", "b", "a", "us-east-1", "virtual host"},
		{"https://b.s3-accelerate.amazonaws.com/a", "AWS S3", "b", "a", "", "transfer acceleration"},
		{"https://b.s3-accelerate.dualstack.amazonaws.com/a", "AWS S3", "b", "a", "", "transfer acceleration"},
		{"https://b.s3.cn-north-1.amazonaws.com.cn/a", "AWS S3", "b", "a", "cn-north-1", "virtual host"},
		{"http://b.s3-website-eu-west-1.amazonaws.com/a", "AWS S3", "b", "a", "eu-west-1", "static website"},
		{"http://b.s3-website.eu-central-1.amazonaws.com/a", "AWS S3", "b", "a", "eu-central-1", "static website"},
		{"https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a", "AWS S3", "ap-123456789012", "a", "eu-west-1", "access point"},
		{"https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a", "AWS S3", "mfzwi23gnjvgw.mrap", "a", "", "multi-region access point"},
		{"https://ol-123456789012.s3-object-lambda.eu-west-1.amazonaws.com/a", "AWS S3", "ol-123456789012", "a", "eu-west-1", "object lambda access point"},
		{"https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a", "AWS S3", "b--use1-az4--x-s3", "a", "us-east-1", "directory bucket"},
		{"https://s3.s3.eu-west-3.amazonaws.com/a", "AWS S3", "s3", "a", "eu-west-3", "virtual host"},
		{"https://acc.r2.cloudflarestorage.com/b/a/c", "Cloudflare R2", "b", "a/c", "", "path"},
		{"https://b.acc.r2.cloudflarestorage.com/a", "Cloudflare R2", "b", "a", "", "virtual host"},
		{"https://b.acc.eu.r2.cloudflarestorage.com/a", "Cloudflare R2", "b", "a", "", "virtual host"},
		{"https://b.s3.us-west-004.backblazeb2.com/a", "Backblaze B2", "b", "a", "us-west-004", "virtual host"},
		{"https://s3.wasabisys.com/b/a", "Wasabi", "b", "a", "", "path"},
		{"https://s3.eu-central-1.wasabisys.com/b/a", "Wasabi", "b", "a", "eu-central-1", "path"},
		{"https://b.nyc3.digitaloceanspaces.com/a", "DigitalOcean Spaces", "b", "a", "nyc3", "virtual host"},
		{"https://b.s3.fr-par.scw.cloud/a", "Scaleway", "b", "a", "fr-par", "virtual host"},
		{"https://storage.googleapis.com/b/a", "Google Cloud Storage", "b", "a", "", "path"},
		{"https://b.storage.googleapis.com/a", "Google Cloud Storage", "b", "a", "", "virtual host"},
		{"https://s3.oss-cn-hangzhou.aliyuncs.com/b/a", "Alibaba Cloud OSS", "b", "a", "cn-hangzhou", "path"},
		{"https://minio.example.com:9000/b/a/c", "", "b", "a/c", "", "path"},
		{"https://b.minio.example.com/a", "", "b", "a", "", "virtual host"},
		{"http://127.0.0.1:9000/b/a", "", "b", "a", "", "path"},
		{"http://127.0.0.1:9000/b", "", "b", "", "", "path"},
		{"http://[::1]:9000/b/a", "", "b", "a", "", "path"},
		{"https://b.s3.eu-west-3.amazonaws.com/%E4%BD%A0%20%2B/%2F", "AWS S3", "b", "你 +//", "eu-west-3", "virtual host"},
	} {
		a, ok := parseAddress(c.url)
		if !ok {
			t.Fatal(c.url)
		}
		l := locate(a)
		store := l.Store
		if l.Guessed {
			store = ""
		}
		if store != c.store || l.Bucket != c.bucket || l.Key != c.key || l.Region != c.region || l.Style != c.style {
			t.Errorf("%s: %+v", c.url, l)
		}
	}
}

func TestSessionLink(t *testing.T) {
	link := sessionURL()
	r := Inspect(link, at("2030-01-01T00:30:00Z"))
	if r.Kind != SigV4 || r.State != Open || r.Token == nil || !r.Token.Readable {
		t.Fatalf("%s %s %+v", r.Kind, r.State, r.Token)
	}
	if r.Token.Parent != "anna" || !r.Token.Expires.Equal(at("2030-01-01T01:00:00Z")) {
		t.Errorf("token: %+v", r.Token)
	}
	if !r.Ends.Equal(r.Token.Expires) || !r.Expires.Equal(at("2030-01-02T00:00:00Z")) || r.EndsWith != endToken || r.AtMost {
		t.Errorf("ends %v with %s, expires %v", r.Ends, r.EndsWith, r.Expires)
	}
	if want := "allow s3:GetObject on arn:aws:s3:::hr/cv.pdf if aws:SourceIp IpAddress 10.0.0.0/8"; len(r.Token.Policy) != 1 || r.Token.Policy[0] != want {
		t.Errorf("policy %q", r.Token.Policy)
	}
	if r.Method != "GET" || r.Filename != "cv ä.pdf" || r.Target.VersionID != "3sL4kqtJlcpXroDTDmJ" || r.Target.Key != "cv anna.pdf" {
		t.Errorf("%s %q %q %q", r.Method, r.Filename, r.Target.VersionID, r.Target.Key)
	}
	if late := Inspect(link, at("2030-01-01T01:00:00Z")); late.State != Expired {
		t.Error("the link is dead when its session is")
	}
}

// The 36 hours are those of AWS; the end of a session of R2 stands in its token.
func TestSessionsOfOthers(t *testing.T) {
	link := strings.NewReplacer("AKIAIOSFODNN7EXAMPLE", "a1b2c3", "=86400", "=604800", "https://examplebucket.s3.amazonaws.com/", "https://s3.wasabisys.com/examplebucket/").Replace(awsSigV4)
	r := Inspect(link+"&X-Amz-Security-Token=opaque", at("2013-05-24T01:00:00Z"))
	if !r.AtMost || !r.Ends.Equal(at("2013-05-31T00:00:00Z")) {
		t.Errorf("at most: %v, ends %v", r.AtMost, r.Ends)
	}
	token := "jwt/eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"exp":1369526400}`)) + ".c2ln"
	r = Inspect(link+"&X-Amz-Security-Token="+url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(token))), at("2013-05-24T01:00:00Z"))
	if r.AtMost || !r.Ends.Equal(at("2013-05-26T00:00:00Z")) || !r.Token.Readable {
		t.Errorf("at most: %v, ends %v", r.AtMost, r.Ends)
	}
	by := session.R2{Bucket: "b", Key: "a.pdf", Action: "GetObject", From: at("2013-05-24T00:00:00Z"), Until: at("2013-05-25T00:00:00Z")}
	_, token = by.Keys("k")
	if r = Inspect(link+"&X-Amz-Security-Token="+url.QueryEscape(token), at("2013-05-24T01:00:00Z")); len(r.Token.Policy) != 1 || r.Token.Policy[0] != "allow GetObject on b/a.pdf" {
		t.Errorf("it says %q", r.Token.Policy)
	}
}

func TestOpaqueSession(t *testing.T) {
	link := strings.Replace(awsSigV4, "AKIAIOSFODNN7EXAMPLE", "ASIAQNZGKIQY56JQ7WML", 1) + "&X-Amz-Security-Token=IQoJb3JpZ2luX2VjEXAMPLETOKEN"
	r := Inspect(strings.Replace(link, "=86400", "=604800", 1), at("2013-05-24T01:00:00Z"))
	if !r.AtMost || !r.Ends.Equal(at("2013-05-25T12:00:00Z")) || r.Signer.Account != "029608264753" || !r.Signer.Temporary {
		t.Errorf("%v %v %+v", r.AtMost, r.Ends, r.Signer)
	}
	if !strings.Contains(codesOf(r), "session") {
		t.Error(codesOf(r))
	}
}

func TestMethod(t *testing.T) {
	for add, want := range map[string]string{
		"x-id=GetObject": "GET", "x-id=PutObject": "PUT", "x-id=DeleteObject": "DELETE", "x-id=HeadObject": "HEAD",
		"partNumber=1&uploadId=abc": "PUT", "response-content-type=text%2Fplain": "GET", "x-id=Invented": "",
	} {
		r := Inspect(strings.Replace(awsSigV4, "?", "?"+add+"&", 1), at("2013-05-24T12:00:00Z"))
		if r.Method != want || codesOf(r) != "" {
			t.Errorf("%s: %q, want %q; codes %q", add, r.Method, want, codesOf(r))
		}
	}
	for _, part := range []string{"acl=", "attributes=", "legal-hold=", "retention=", "tagging"} {
		r := Inspect(strings.Replace(awsSigV4, "?", "?"+part+"&", 1), at("2013-05-24T12:00:00Z"))
		if r.Method != "" || !strings.Contains(r.Allows, "not its content") {
			t.Errorf("%s: %q %q", part, r.Method, r.Allows)
		}
	}
	put := strings.Replace(awsSigV4, "SignedHeaders=host", "SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bx-amz-meta-case", 1)
	r := Inspect(put, at("2013-05-24T12:00:00Z"))
	if r.Method != "PUT" || strings.Join(r.Headers, " ") != "content-length content-type x-amz-meta-case" {
		t.Errorf("%q %q", r.Method, r.Headers)
	}
}

// sigV4A is the shape of aws s3 presign for a multi-region access point; the
// signature is a DER sequence of 70 bytes.
const sigV4A = "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a.txt?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260101%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=host&X-Amz-Signature="

func TestOtherKinds(t *testing.T) {
	der := "3044" + "0220" + strings.Repeat("11", 32) + "0220" + strings.Repeat("22", 32)
	custom := strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString([]byte(
		`{"Statement":[{"Resource":"https://d111111abcdef8.cloudfront.net/hr/*","Condition":{"IpAddress":{"AWS:SourceIp":"192.0.2.0/24"},"DateLessThan":{"AWS:EpochTime":1767290400},"DateGreaterThan":{"AWS:EpochTime":1767200000}}}]}`)))
	rsa := strings.Repeat("abcd", 85) + "abc_"
	now := at("2026-01-01T00:05:00Z")
	for _, c := range []struct {
		name, text string
		kind       Kind
		state      State
		codes      string
	}{
		{"sigv4a", sigV4A + der, SigV4A, Unchecked, "unchecked"},
		{"sigv4a cut", sigV4A + der[:120], SigV4A, Broken, "cut-off"},
		{"custom", "https://d111111abcdef8.cloudfront.net/hr/cv.pdf?Policy=" + custom + "&Signature=" + rsa + "&Key-Pair-Id=APKAIEXAMPLE", CloudFrontCustom, Open, "ipv6"},
		{"custom, another path", "https://d111111abcdef8.cloudfront.net/it/cv.pdf?Policy=" + custom + "&Signature=" + rsa + "&Key-Pair-Id=K2JCJMDEHXQW5F", CloudFrontCustom, Broken, "ipv6 changed"},
		{"custom, cut", "https://d111111abcdef8.cloudfront.net/hr/cv.pdf?Policy=" + custom + "&Signature=" + rsa[:40], CloudFrontCustom, Broken, "cut-off ipv6"},
		{"google v2", "https://storage.googleapis.com/b/cat.jpeg?GoogleAccessId=example%40example-project.iam.gserviceaccount.com&Expires=1767290400&Signature=" + strings.Repeat("abcd", 85) + "ab%3D%3D", GoogleV2, Open, ""},
		{"google v4, hmac", "https://storage.googleapis.com/b/a?X-Goog-Algorithm=GOOG4-HMAC-SHA256&X-Goog-Credential=GOOG1EXAMPLE%2F20260101%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20260101T000000Z&X-Goog-Expires=900&X-Goog-SignedHeaders=host&X-Goog-Signature=" + strings.Repeat("ab", 32), GoogleV4, Open, ""},
		{"azure delegation", "https://myaccount.blob.core.windows.net/c/b.txt?sp=r&st=2026-01-01T00:00:00Z&se=2026-01-02T00:00:00Z&skoid=a&sktid=b&skt=2026-01-01T00:00:00Z&ske=2026-01-01T12:00:00Z&sks=b&skv=2022-11-02&sv=2022-11-02&sr=b&sig=Z%2FRHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D", AzureDelegation, Open, ""},
		{"azure stored policy", "https://myaccount.blob.core.windows.net/c/b.txt?sv=2022-11-02&si=weekly&sr=b&sig=Z%2FRHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D", AzureService, Unknown, "stored-policy"},
		{"azure with a bare plus", "https://myaccount.blob.core.windows.net/c/b.txt?sv=2022-11-02&se=2026-01-02&sp=r&sr=b&sig=Z+RHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D", AzureService, Open, "plus"},
		{"alibaba with a token", alibabaV1 + "&security-token=CAISabc", Alibaba, Expired, "session expired http"},
		{"tencent, cut", tencentCOS[:len(tencentCOS)-3], Tencent, Broken, "cut-off http"},
		{"s3 uri", "s3://hr/cv anna.pdf", S3URI, Unsigned, "unsigned"},
		{"arn", "arn:aws:s3:::hr/cv.pdf", ARN, Unsigned, "unsigned"},
		{"access point arn", "arn:aws:s3:eu-west-1:123456789012:accesspoint/docs/object/cv.pdf", ARN, Unsigned, "unsigned"},
		{"half an arn", "arn:aws:s3", ARN, Unsigned, "arn"},
		{"plain", "https://b.s3.eu-west-3.amazonaws.com/cv.pdf?versionId=x", PlainS3, Unsigned, "unsigned"},
		{"cloudfront before s3", strings.Replace(awsCanned, "?", "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature="+der+"&", 1), CloudFrontCanned, Open, "two-signatures"},
		{"sso session of another service", strings.Replace(awsSigV4, "%2Fs3%2F", "%2Fsts%2F", 1), SigV4, Broken, "service"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.text, now)
			if r.Kind != c.kind || r.State != c.state || codesOf(r) != c.codes {
				t.Errorf("%s %s %q; want %s %s %q", r.Kind, r.State, codesOf(r), c.kind, c.state, c.codes)
			}
			if c.kind == AzureDelegation && !r.Ends.Equal(at("2026-01-01T12:00:00Z")) {
				t.Errorf("the delegation key ends first: %v", r.Ends)
			}
		})
	}
	if r := Inspect("arn:aws:s3:eu-west-1:123456789012:accesspoint/docs/object/cv.pdf", now); r.Target.Bucket != "docs" || r.Target.Key != "cv.pdf" || r.Signer.Account != "123456789012" {
		t.Errorf("%+v", r.Target)
	}
}

func TestForms(t *testing.T) {
	fields := map[string]string{
		"key": "user/user1/${filename}", "acl": "public-read", "success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html",
		"Content-Type": "image/jpeg", "x-amz-meta-uuid": "14365123651274", "x-amz-server-side-encryption": "AES256", "x-amz-meta-tag": "",
		"X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request", "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Date": "20151229T000000Z",
		"Policy": awsPolicy, "X-Amz-Signature": awsPolicySignature,
	}
	boto, _ := json.Marshal(map[string]any{"url": "https://sigv4examplebucket.s3.amazonaws.com/", "fields": fields})
	bare, _ := json.Marshal(fields)
	curl := "curl https://sigv4examplebucket.s3.amazonaws.com/"
	for name, value := range fields {
		curl += " \\\n  -F '" + name + "=" + value + "'"
	}
	fields["acl"] = "private"
	wrong, _ := json.Marshal(fields)
	delete(fields, "acl")
	lost, _ := json.Marshal(fields)
	sized := `{"expiration":"2015-12-30T12:00:00Z","conditions":[{"bucket":"b"},["eq","$key","in/a.jpg"],["content-length-range",1,1048576],["starts-with","$Content-Type","image/"]]}`
	for _, c := range []struct{ name, text, codes, allows string }{
		{"boto3", string(boto), "no-size-limit public", "any name beginning with user/user1/"},
		{"bare fields", string(bare), "no-size-limit public", "into the bucket sigv4examplebucket"},
		{"curl", curl, "no-size-limit public", "of type image/*"},
		{"wrong field", string(wrong), "no-size-limit public changed", ""},
		{"lost field", string(lost), "no-size-limit public fields", ""},
		{"sized", sized, "policy-alone", "upload a file of 1 B to 1 MB of type image/* under in/a.jpg into the bucket b"},
		{"sized, base64", base64.StdEncoding.EncodeToString([]byte(sized)), "policy-alone", "1 B to 1 MB"},
		{"any key", `{"expiration":"2015-12-30T12:00:00Z","conditions":[{"bucket":"b"},["starts-with","$key",""],["content-length-range",0,10]]}`, "policy-alone any-key", "under any name"},
		{"no end", `{"expiration":"tomorrow","conditions":[{"bucket":"b"},{"key":"a"},["content-length-range",0,10]]}`, "policy-alone policy", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.text, at("2015-12-29T12:00:00Z"))
			if r.Kind != PostPolicy || codesOf(r) != c.codes || !strings.Contains(r.Allows, c.allows) {
				t.Errorf("%s %q %q", r.Kind, codesOf(r), r.Allows)
			}
		})
	}
}

// A policy without its form still says who signed it, when, and in a session.
func TestPolicyAloneNamesItsSigner(t *testing.T) {
	policy := `{"expiration":"2015-12-30T12:00:00Z","conditions":[{"bucket":"b"},{"key":"a"},["content-length-range",0,10],` +
		`{"x-amz-credential":"ASIAQNZGKIQY56JQ7WML/20151229/eu-west-3/s3/aws4_request"},{"x-amz-date":"20151229T000000Z"},{"x-amz-security-token":"T0k3nT0k3nT0k3n"}]}`
	r := Inspect(base64.StdEncoding.EncodeToString([]byte(policy)), at("2015-12-29T12:00:00Z"))
	if r.Signer.KeyID != "ASIAQNZGKIQY56JQ7WML" || r.Signer.Account != "029608264753" || !r.Signer.Temporary || r.Target.Region != "eu-west-3" {
		t.Errorf("%+v in %q", r.Signer, r.Target.Region)
	}
	if r.Token == nil || !r.SignedAt.Equal(at("2015-12-29T00:00:00Z")) || !r.AtMost {
		t.Errorf("token %+v, signed at %v, at most: %v", r.Token, r.SignedAt, r.AtMost)
	}
	if codes := codesOf(r); codes != "session policy-alone" {
		t.Errorf("found %q", codes)
	}
}

// A report may hold nothing of a signature or a token, whatever was done to the
// link, in no form that is ever printed.
func TestNothingSecretIsRepeated(t *testing.T) {
	link := sessionURL()
	secrets := secretsOf(link)
	for _, text := range []string{
		link, link[:len(link)-9], strings.Replace(link, "?", "%3F", 1), strings.ReplaceAll(link, "&", "%26"), strings.ReplaceAll(link, "=", ""),
		strings.ReplaceAll(link, "&", ""), strings.Replace(link, "?", "/", 1), strings.Replace(link, "https://", "", 1), strings.ReplaceAll(link, "&", "&amp;"),
		strings.ReplaceAll(link, "X-Amz-", ""), strings.ReplaceAll(link, "-Security-Token=", "-Security-Tokem="), "s3://" + link, "arn:aws:s3:::" + link,
		strings.Replace(link, "?", "#", 1), strings.ReplaceAll(link, "%", "%25"), qp(link), fold(link, "\n", 60), "https://x@" + link[8:],
		strings.ReplaceAll(link, "&", ";"), `{"url":"` + link + `"}`, "{" + link, strings.Replace(link, "s3.example.com/", "", 1),
	} {
		mustNotRepeat(t, text, secrets)
	}
}

// secretsOf are the secret parts of sessionURL: the token's body and signature.
func secretsOf(link string) []string {
	q := parseQuery(link[strings.Index(link, "?")+1:])
	return append(strings.Split(q.get("X-Amz-Security-Token"), "."), q.get("X-Amz-Signature"))
}

func mustNotRepeat(t *testing.T, text string, secrets []string) {
	t.Helper()
	now := at("2030-01-01T00:30:00Z")
	r := Inspect(text, now)
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	printed := string(out)
	for _, l := range r.Words(now) {
		printed += "\n" + l.Text
	}
	for _, s := range secrets {
		for i := 0; i+20 <= len(s); i += 4 {
			if piece := s[i : i+20]; strings.Contains(printed, piece) {
				t.Fatalf("the report repeats %q of the secrets for the text\n%s\n%s", piece, text, printed)
			}
		}
	}
}

func TestMask(t *testing.T) {
	if got := Mask(share.NewSecret(awsSigV4)); !strings.HasSuffix(got, "&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9…") || !strings.HasPrefix(got, "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=") {
		t.Error(got)
	}
	link := sessionURL()
	for _, text := range []string{link, strings.Replace(link, "?", "%3F", 1), strings.ReplaceAll(link, "&", "%26"), awsCustom} {
		masked := Mask(share.NewSecret(text))
		for _, s := range append(secretsOf(link), "nitfHRCrtziwO2HwPfWw", "eyANCiAgICEXAMPLEW1l") {
			if len(s) >= 20 && strings.Contains(masked, s[:20]) {
				t.Errorf("%s holds %s", masked, s[:20])
			}
		}
	}
}

func TestInputIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads for long, in one goroutine")
	}
	r := Inspect(strings.Repeat(" x", MaxInput)+awsSigV4, time.Now())
	if r.Kind != NotURL || !strings.Contains(codesOf(r), "too-much") {
		t.Errorf("%s %s", r.Kind, codesOf(r))
	}
}

func TestJSONNamesAreStable(t *testing.T) {
	out, err := json.MarshalIndent(Inspect(awsSigV4+".", at("2013-05-24T12:00:00Z")), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "kind": "sigv4",
  "name": "pre-signed URL, AWS Signature Version 4",
  "state": "open",
  "allows": "one thing, not visible in the link: a download most likely, but it may be an upload or a deletion",
  "target": {
    "store": "AWS S3",
    "scheme": "https",
    "host": "examplebucket.s3.amazonaws.com",
    "region": "us-east-1",
    "service": "s3",
    "bucket": "examplebucket",
    "key": "test.txt",
    "style": "virtual host"
  },
  "signer": {
    "key_id": "AKIAIOSFODNN7EXAMPLE",
    "detail": "a long-term key of an IAM user"
  },
  "signed_at": "2013-05-24T00:00:00Z",
  "seconds": 86400,
  "expires": "2013-05-25T00:00:00Z",
  "ends": "2013-05-25T00:00:00Z",
  "ends_with": "the link itself",
  "signature": {
    "start": "aeeed9",
    "sha256": "d419368c7970617d890ea3910182bc5b9054cefe8d521427caeae1a6b545fec6"
  },
  "findings": [
    {
      "code": "trailing",
      "level": "warning",
      "text": "punctuation or quotes were pasted along with the link's end",
      "next": "use the repaired link"
    }
  ],
  "repairable": true
}`
	if string(out) != want {
		t.Errorf("got\n%s", out)
	}
}

func TestWords(t *testing.T) {
	now := at("2013-05-24T12:00:00Z")
	lines := map[string]Line{}
	for _, l := range Inspect(awsSigV4, now).Words(now) {
		lines[l.Label] = l
	}
	if l := lines["until"]; l.Text != "Sat 25 May 00:00 UTC, in 12 h; by its own dates" || l.Level != say.Good {
		t.Errorf("%+v", l)
	}
	if lines["object"].Text != "examplebucket/test.txt" || lines["signed by"].Text != "AKIAIOSFODNN7EXAMPLE, a long-term key of an IAM user" {
		t.Errorf("%+v", lines)
	}
}

func FuzzInspect(f *testing.F) {
	for _, s := range []string{awsSigV4, awsSigV2, awsPolicy, awsForm, awsCanned, awsCustom, googleV4Simple, azureSAS, azureAccount, alibabaV4, tencentCOS, sessionURL(), "s3://b/k", "arn:aws:s3:::b"} {
		f.Add(s)
	}
	for _, s := range []string{
		"Cookie: CloudFront-Policy=e30_; CloudFront-Signature=abc~; CloudFront-Key-Pair-Id=K", `{"url":"https://b.s3.amazonaws.com","fields":{"key":"k","policy":"e30="}}`,
		`{"expiration":"2030-01-01T00:00:00Z","conditions":[["starts-with","$key","a"]]}`, "Content-Transfer-Encoding: quoted-printable\n\nhttps://b/k?X-Amz-Signature=3D0a=\nb",
	} {
		f.Add(s)
	}
	now := at("2030-01-01T00:30:00Z")
	f.Fuzz(func(t *testing.T, text string) {
		r := Inspect(text, now)
		if r.Kind == "" || r.State == "" || r.Name == "" {
			t.Errorf("no kind, state or name: %+v", r)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Error(err)
		}
		r.Words(now)
		mustBeFixed(t, r)
	})
}

// FuzzSecrets damages a link in one place and looks for its secrets.
func FuzzSecrets(f *testing.F) {
	link := sessionURL()
	secrets := secretsOf(link)
	f.Add(30, 3, "%3F")
	f.Add(300, 0, "=")
	f.Add(500, 1, " ")
	f.Add(120, 20, "&amp;")
	f.Fuzz(func(t *testing.T, at, n int, insert string) {
		// What happens on the way loses a few characters, not a whole stretch.
		if at < 0 || n < 0 || at > len(link) || n > min(len(link)-at, 24) || len(insert) > 64 {
			t.Skip()
		}
		mustNotRepeat(t, link[:at]+insert+link[at+n:], secrets)
	})
}

func BenchmarkInspect(b *testing.B) {
	link, now := sessionURL(), at("2030-01-01T00:30:00Z")
	b.ReportAllocs()
	for b.Loop() {
		Inspect(link, now)
	}
}

func BenchmarkInspectLongMail(b *testing.B) {
	text := strings.Repeat("lorem ipsum https://example.com/page?a=b dolor\n", 1300) + fold(awsSigV4, "\n", 60)
	now := at("2030-01-01T00:30:00Z")
	for b.Loop() {
		Inspect(text, now)
	}
}

// Dates at the end of time are read, and written, as they are: no JSON can hold a
// year after 9999.
func TestDatesAtTheEndOfTime(t *testing.T) {
	const link = "https://h/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s%%2F99991231%%2Fus-east-1%%2Fs3%%2Faws4_request&X-Amz-Date=99991231T000000Z&X-Amz-Expires=%s&X-Amz-SignedHeaders=host&X-Amz-Signature=%s"
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	token := "&X-Amz-Security-Token=e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"exp":999999999999}`)) + ".x"
	for _, key := range []string{"AKIATESTTESTTEST", "ASIATESTTESTTEST"} {
		for _, seconds := range []string{"1", "604800", "99999999999", "9223372036854775807", "99999999999999999999"} {
			for _, rest := range []string{"", token} {
				r := Inspect(fmt.Sprintf(link, key, seconds, strings.Repeat("a", 64))+rest, now)
				if _, err := json.Marshal(r); err != nil {
					t.Errorf("%s, %s s: %v", key, seconds, err)
				}
				for _, l := range r.Words(now) {
					if strings.Contains(l.Text, "49710 days") || strings.Contains(l.Text, "Dec 2318") {
						t.Errorf("%s: %s", l.Label, l.Text)
					}
				}
			}
		}
	}
	const late = "9999-12-31T23:59:59-12:00" // which is in the year 10000 for UTC
	const early = "0000-01-01T00:00:00+12:00"
	for _, text := range []string{
		`{"expiration":"` + early + `","conditions":[["starts-with","$key","in/"],{"bucket":"b"}]}`,
		"https://a.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sp=r&st=" + url.QueryEscape(early) + "&se=" + url.QueryEscape(early) + "&sig=" + strings.Repeat("a", 43) + "%3D",
		"https://a.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sp=r&st=" + url.QueryEscape(late) + "&se=" + url.QueryEscape(late) + "&sig=" + strings.Repeat("a", 43) + "%3D",
		`{"expiration":"` + late + `","conditions":[["starts-with","$key","in/"],{"bucket":"b"}]}`,
		base64.StdEncoding.EncodeToString([]byte(`{"expiration":"` + late + `","conditions":[["starts-with","$key","in/"],{"bucket":"b"}]}`)),
	} {
		if _, err := json.Marshal(Inspect(text, now)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
