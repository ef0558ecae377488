package share

import (
	"reflect"
	"strings"
	"testing"
)

// Everything that a link was signed with is said: a new option without words
// fails here.
func TestFactsSayEveryOption(t *testing.T) {
	five := int64(5)
	whole := Options{
		Filename: "a.pdf", Inline: true, ContentType: "image/", IfMatch: `"e"`, CustomerKey: NewSecret(strings.Repeat("k", 32)), CustomerKeyMD5: "md5", StorageClass: "GLACIER_IR", Tags: map[string]string{"a": "b"}, Checksum: "crc64nvme:0123456789abcdef", RequesterPays: true, ExpectedBucketOwner: "123456789012", ResponseCacheControl: "no-store", ContentDisposition: "inline", ResponseExpires: "Thu, 24 Dec 2026 17:00:00 GMT", ResponseContentEncoding: "br", ResponseContentLanguage: "de,en-GB", ExactSize: &five, IfNoneMatch: true, Metadata: map[string]string{"k": "v"},
		SSE: "aws:kms", KMSKeyID: "key-1", KeyPrefix: true, MinSize: 7, MaxSize: 2_000_000, ContentTypePrefix: true,
		SuccessRedirect: "https://x.example/", SuccessStatus: 200, TrackID: "id", TotalSize: 20e9, PartSize: 8 << 20, UploadID: "u",
	}
	v := reflect.ValueOf(whole)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not tried", v.Type().Field(i).Name)
		}
		if v.Type().Field(i).Name == "CustomerKey" { // told by its MD5
			continue
		}
		ops := []Operation{Download, Upload, Form}
		if name := v.Type().Field(i).Name; name == "TotalSize" || name == "PartSize" || name == "UploadID" {
			ops = []Operation{InParts}
		}
		for _, op := range ops {
			more, less := whole, whole
			if v.Type().Field(i).Name == "SuccessStatus" { // of two that exclude each other
				more.SuccessRedirect, less.SuccessRedirect = "", ""
			}
			reflect.ValueOf(&less).Elem().Field(i).SetZero()
			same := reflect.DeepEqual(less.facts(op), more.facts(op))
			if form := strings.HasSuffix(v.Type().Field(i).Name, "nSize") || v.Type().Field(i).Name == "MaxSize"; same && (!form || op == Form) {
				t.Errorf("%s of %s is not said", v.Type().Field(i).Name, op)
			}
		}
	}
}

func TestFacts(t *testing.T) {
	five := int64(5)
	for want, r := range map[string]Record{
		"": {Spec: Spec{Operation: Download}},
		"size: at most 100 MB (100000000 bytes) | afterwards: S3 answers 201": {Spec: Spec{Operation: Form, Options: Options{SuccessStatus: 201}}},

		"file name: the sender's, after the key": {Spec: Spec{Operation: Form, Options: Options{KeyPrefix: true}}}, // of mc
		"type: image/* | size: 1 B to 2 MB (2000000 bytes) | file name: the sender's, after the key | encryption: AES256 | afterwards: the sender is taken to https://x.example/": {
			Spec: Spec{Operation: Form, Options: Options{ContentType: "image/", ContentTypePrefix: true, MinSize: 1, MaxSize: 2e6, KeyPrefix: true, SSE: "AES256", SuccessRedirect: "https://x.example/"}},
		},
		"size: exactly 5 B | replaces: nothing: refused where there is an object | metadata: a=1, b=2 | must send: If-None-Match: *": {
			Spec: Spec{Operation: Upload, Options: Options{ExactSize: &five, IfNoneMatch: true, Metadata: map[string]string{"b": "2", "a": "1"}}}, Headers: []Header{{"If-None-Match", "*"}},
		},
		"saved as: a.pdf | served as: text/plain | size then: 12 B | etag then: e | type then: application/pdf | class then: STANDARD_IA": {
			Spec:   Spec{Operation: Download, Options: Options{Filename: "a.pdf", ContentType: "text/plain"}},
			Object: Object{Known: true, Size: 12, ETag: "e", ContentType: "application/pdf", StorageClass: "STANDARD_IA"},
		},
	} {
		var got []string
		for _, f := range r.Facts() {
			got = append(got, f.Name+": "+f.Value)
		}
		if text := strings.Join(got, " | "); text != want {
			t.Errorf("got  %s\nwant %s", text, want)
		}
	}
}
