package inspect

import (
	"strings"
	"testing"
	"time"
)

// The examples that the makers of the formats publish. None was invented here.
const (
	// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
	awsSigV4 = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"

	// The vector of the old S3 developer guide (secret OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV), kept alive in many test suites.
	awsSigV2 = "https://s3.amazonaws.com/quotes/nelson?AWSAccessKeyId=44CF9590006BF252F707&Expires=1141889120&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D"

	// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
	awsPolicy          = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9"
	awsPolicySignature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
	awsForm            = `<form action="http://sigv4examplebucket.s3.amazonaws.com/" method="post" enctype="multipart/form-data">
    Key to upload:
    <input type="input"  name="key" value="user/user1/${filename}" /><br />
    <input type="hidden" name="acl" value="public-read" />
    <input type="hidden" name="success_action_redirect" value="http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html" />
    Content-Type:
    <input type="input"  name="Content-Type" value="image/jpeg" /><br />
    <input type="hidden" name="x-amz-meta-uuid" value="14365123651274" />
    <input type="hidden" name="x-amz-server-side-encryption" value="AES256" />
    <input type="text"   name="X-Amz-Credential" value="AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request" />
    <input type="text"   name="X-Amz-Algorithm" value="AWS4-HMAC-SHA256" />
    <input type="text"   name="X-Amz-Date" value="20151229T000000Z" />
    Tags for File:
    <input type="input"  name="x-amz-meta-tag" value="" /><br />
    <input type="hidden" name="Policy" value='` + awsPolicy + `' />
    <input type="hidden" name="X-Amz-Signature" value="` + awsPolicySignature + `" />
    File:
    <input type="file"   name="file" /> <br />
    <input type="submit" name="submit" value="Upload to Amazon S3" />
  </form>`

	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
	awsCanned = "https://d111111abcdef8.cloudfront.net/image.jpg?color=red&size=medium&Expires=1767290400&Signature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~-ar3UocvvRQVw6EkC~GdpGQyyOSKQim-TxAnW7d8F5Kkai9HVx0FIu-5jcQb0UEmatEXAMPLE3ReXySpLSMj0yCd3ZAB4UcBCAqEijkytL6f3fVYNGQI6&Key-Pair-Id=K2JCJMDEHXQW5F&Hash-Algorithm=SHA256"
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
	// The word EXAMPLE in the policy spoils it: a real case of a changed one.
	awsCustom = "https://d111111abcdef8.cloudfront.net/image.jpg?color=red&size=medium&Policy=eyANCiAgICEXAMPLEW1lbnQiOiBbeyANCiAgICAgICJSZXNvdXJjZSI6Imh0dHA6Ly9kemJlc3FtN3VuMW0wLmNsb3VkZnJvbnQubmV0L2RlbW8ucGhwIiwgDQogICAgICAiQ29uZGl0aW9uIjp7IA0KICAgICAgICAgIklwQWRkcmVzcyI6eyJBV1M6U291cmNlSXAiOiIyMDcuMTcxLjE4MC4xMDEvMzIifSwNCiAgICAgICAgICJEYXRlR3JlYXRlclRoYW4iOnsiQVdTOkVwb2NoVGltZSI6MTI5Njg2MDE3Nn0sDQogICAgICAgICAiRGF0ZUxlc3NUaGFuIjp7IkFXUzpFcG9jaFRpbWUiOjEyOTY4NjAyMjZ9DQogICAgICB9IA0KICAgfV0gDQp9DQo&Signature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~-ar3UocvvRQVw6EkC~GdpGQyyOSKQim-TxAnW7d8F5Kkai9HVx0FIu-5jcQb0UEmatEXAMPLE3ReXySpLSMj0yCd3ZAB4UcBCAqEijkytL6f3fVYNGQI6&Key-Pair-Id=K2JCJMDEHXQW5F"

	// googleapis/conformance-tests, storage/v1, "Simple GET"
	googleV4Simple = "https://storage.googleapis.com/test-bucket/test-object?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-iam-credentials%40dummy-project-id.iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20190201T090000Z&X-Goog-Expires=10&X-Goog-SignedHeaders=host&X-Goog-Signature=95e6a13d43a1d1962e667f17397f2b80ac9bdd1669210d5e08e0135df9dff4e56113485dbe429ca2266487b9d1796ebdee2d7cf682a6ef3bb9fbb4c351686fba90d7b621cf1c4eb1fdf126460dd25fa0837dfdde0a9fd98662ce60844c458448fb2b352c203d9969cb74efa4bdb742287744a4f2308afa4af0e0773f55e32e92973619249214b97283b2daa14195244444e33f938138d1e5f561088ce8011f4986dda33a556412594db7c12fc40e1ff3f1bedeb7a42f5bcda0b9567f17f65855f65071fabb88ea12371877f3f77f10e1466fff6ff6973b74a933322ff0949ce357e20abe96c3dd5cfab42c9c83e740a4d32b9e11e146f0eb3404d2e975896f74"

	// https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview (the example of its earlier editions)
	azureSAS = "https://myaccount.blob.core.windows.net/sascontainer/sasblob.txt?sv=2015-04-05&st=2015-04-29T22%3A18%3A26Z&se=2015-04-30T02%3A23%3A26Z&sr=b&sp=rw&sip=168.1.5.60-168.1.5.70&spr=https&sig=Z%2FRHIX5Xcg0Mq2rqI3OlWTjEg2tYkboXr1P9ZUXDtkk%3D"
	// https://learn.microsoft.com/en-us/training/modules/configure-storage-security/4-identify-uri-sas-parameters
	// Its signature has broken percent escapes (%6G, %4B).
	azureAccount = "https://myaccount.blob.core.windows.net/?restype=service&comp=properties&sv=2015-04-05&ss=bf&st=2015-04-29T22%3A18%3A26Z&se=2015-04-30T02%3A23%3A26Z&sr=b&sp=rw&sip=168.1.5.60-168.1.5.70&spr=https&sig=F%6GRVAZ5Cdj2Pw4tgU7IlSTkWgn7bUkkAg8P6HESXwmf%4B"

	// https://www.alibabacloud.com/help/en/oss/developer-reference/add-signatures-to-urls
	alibabaV4 = "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/exampleobject?x-oss-additional-headers=host&x-oss-credential=LTAI********************%2F20241203%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-date=20241203T034420Z&x-oss-expires=86400&x-oss-signature=70c542eaf652ac291c0c343d63ac24ede41c0526661d9d4c63c0906a2686160c&x-oss-signature-version=OSS4-HMAC-SHA256"
	// https://www.alibabacloud.com/help/en/oss/developer-reference/ddd-signatures-to-urls (version 1)
	alibabaV1 = "http://oss-example.oss-cn-hangzhou.aliyuncs.com/oss-api.pdf?OSSAccessKeyId=nz2pc56s936**9l&Expires=1141889120&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D"

	// https://cloud.tencent.com/document/product/436/14114, shortened by the image parameters; the key id is starred out there.
	tencentCOS = "http://examples-1251000004.cos.ap-shanghai.myqcloud.com/sample.jpeg?q-sign-algorithm=sha1&q-ak=AKID********************&q-sign-time=1593342360;1593342720&q-key-time=1593342360;1593342720&q-header-list=&q-url-param-list=&q-signature=26a429871963375c88081ef60247c5746e834a98"
)

// codesOf are the codes of a report's findings, in order.
func codesOf(r Report) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Code)
	}
	return strings.Join(out, " ")
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestPublishedExamples(t *testing.T) {
	for _, c := range []struct {
		name, text, now     string
		kind                Kind
		state               State
		method, bucket, key string
		region, signer      string
		ends, codes         string
	}{
		{"aws sigv4", awsSigV4, "2013-05-24T12:00:00Z", SigV4, Open, "", "examplebucket", "test.txt", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "2013-05-25T00:00:00Z", ""},
		{"aws sigv4, a second too late", awsSigV4, "2013-05-25T00:00:00Z", SigV4, Expired, "", "examplebucket", "test.txt", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "2013-05-25T00:00:00Z", "expired"},
		{"aws sigv4, too early", awsSigV4, "2013-05-23T23:44:59Z", SigV4, NotYet, "", "examplebucket", "test.txt", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "2013-05-25T00:00:00Z", "not-yet"},
		{"aws sigv4, within the tolerance", awsSigV4, "2013-05-23T23:45:00Z", SigV4, Open, "", "examplebucket", "test.txt", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "2013-05-25T00:00:00Z", ""},
		{"aws sigv2", awsSigV2, "2006-03-01T00:00:00Z", SigV2, Open, "", "quotes", "nelson", "", "44CF9590006BF252F707", "2006-03-09T07:25:20Z", "sigv2"},
		{"aws policy, base64", awsPolicy, "2015-12-29T12:00:00Z", PostPolicy, Open, "POST", "sigv4examplebucket", "user/user1/", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "2015-12-30T12:00:00Z", "policy-alone no-size-limit public"},
		{"aws form", awsForm, "2015-12-29T12:00:00Z", PostPolicy, Open, "POST", "sigv4examplebucket", "user/user1/", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "2015-12-30T12:00:00Z", "http no-size-limit public"},
		{"aws cloudfront canned", awsCanned, "2026-01-01T00:00:00Z", CloudFrontCanned, Open, "GET", "", "image.jpg", "", "K2JCJMDEHXQW5F", "2026-01-01T18:00:00Z", ""},
		{"aws cloudfront custom", awsCustom, "2026-01-01T00:00:00Z", CloudFrontCustom, Broken, "GET", "", "image.jpg", "", "K2JCJMDEHXQW5F", "", "policy"},
		{"google v4", googleV4Simple, "2019-02-01T09:00:09Z", GoogleV4, Open, "", "test-bucket", "test-object", "", "test-iam-credentials@dummy-project-id.iam.gserviceaccount.com", "2019-02-01T09:00:10Z", ""},
		{"azure service", azureSAS, "2015-04-30T00:00:00Z", AzureService, Open, "", "sascontainer", "sasblob.txt", "", "myaccount", "2015-04-30T02:23:26Z", ""},
		{"azure account", azureAccount, "2015-04-30T00:00:00Z", AzureAccount, Broken, "", "", "", "", "myaccount", "2015-04-30T02:23:26Z", "signature account percent"},
		{"alibaba v4", alibabaV4, "2024-12-03T12:00:00Z", Alibaba, Open, "", "examplebucket", "exampleobject", "cn-hangzhou", "LTAI********************", "2024-12-04T03:44:20Z", ""},
		{"alibaba v1", alibabaV1, "2006-03-01T00:00:00Z", Alibaba, Open, "", "oss-example", "oss-api.pdf", "cn-hangzhou", "nz2pc56s936**9l", "2006-03-09T07:25:20Z", "http"},
		{"tencent", tencentCOS, "2020-06-28T11:10:00Z", Tencent, Open, "", "examples-1251000004", "sample.jpeg", "ap-shanghai", "AKID********************", "2020-06-28T11:12:00Z", "http"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.text, at(c.now))
			got := []string{string(r.Kind), string(r.State), r.Method, r.Target.Bucket, r.Target.Key, r.Target.Region, r.Signer.KeyID, codesOf(r)}
			want := []string{string(c.kind), string(c.state), c.method, c.bucket, c.key, c.region, c.signer, c.codes}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("field %d: %q, want %q", i, got[i], want[i])
				}
			}
			if ends := r.Ends; c.ends != "" && !ends.Equal(at(c.ends)) || c.ends == "" && !ends.IsZero() {
				t.Errorf("ends %v, want %s", ends, c.ends)
			}
			if r.Repairable {
				t.Error("an untouched example needs no repair")
			}
		})
	}
}

// The log keeps the SHA-256 of the hex signature; the value was computed with
// sha256sum.
func TestFingerprint(t *testing.T) {
	for text, want := range map[string]string{
		awsSigV4: "d419368c7970617d890ea3910182bc5b9054cefe8d521427caeae1a6b545fec6",
		awsForm:  "c83d6173cfb192fc2512f08f1cee5d56da8f7d8a4a84c13b8c137a7319225c61",
	} {
		r := Inspect(text, at("2013-05-24T12:00:00Z"))
		if r.Signature.SHA256 != want {
			t.Errorf("%s, want %s", r.Signature.SHA256, want)
		}
	}
}
