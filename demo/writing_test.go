package demo

import (
	"crypto/md5"
	"encoding/base64"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func md5Of(s string) string {
	sum := md5.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// TestRefusedWrites tries what S3 would not store, and expects nothing stored.
func TestRefusedWrites(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "old", []byte("old"), PutOptions{}))
	v, err := s.front.store.get("box", "old", "")
	must(t, err)
	for _, c := range []struct {
		key    string
		header http.Header
		status int
		code   string
	}{
		{"k", with("Content-MD5", md5Of("other")), 400, "BadDigest"},
		{"k", with("Content-MD5", "short"), 400, "InvalidDigest"},
		{"k", with("X-Amz-Checksum-Crc32", crc("other")), 400, "BadDigest"},
		{"k", with("X-Amz-Checksum-Sha256", crc("body")), 400, "InvalidRequest"},
		{"k", with("X-Amz-Checksum-Crc32", crc("body"), "X-Amz-Checksum-Sha1", "x"), 400, "InvalidRequest"},
		{"k", with("X-Amz-Checksum-Xxhash64", "x"), 501, "NotImplemented"},
		{"k", with("X-Amz-Sdk-Checksum-Algorithm", "CRC32"), 400, "InvalidRequest"},
		{"k", with("X-Amz-Acl", "public-read"), 400, "AccessControlListNotSupported"},
		{"k", with("X-Amz-Grant-Read", "id=1"), 400, "AccessControlListNotSupported"},
		{"k", with("X-Amz-Object-Lock-Mode", "GOVERNANCE"), 400, "InvalidRequest"},
		{"k", with("X-Amz-Write-Offset-Bytes", "3"), 501, "NotImplemented"},
		{"k", with("X-Amz-Server-Side-Encryption", "ROT13"), 400, "InvalidEncryptionAlgorithmError"},
		{"k", with("X-Amz-Meta-Long", strings.Repeat("x", metadataLimit)), 400, "MetadataTooLarge"},
		{"k", with("X-Amz-Tagging", "a=1&a=2"), 400, "InvalidArgument"},
		{"k", with("X-Amz-Tagging", "a=%zz"), 400, "InvalidArgument"},
		{"k", with("X-Amz-Tagging", "a=%3Cb%3E"), 400, "InvalidTag"},
		{"k", with("If-Match", v.etag()), 404, "NoSuchKey"},
		{"k", with("If-None-Match", v.etag()), 501, "NotImplemented"},
		{"old", with("If-Match", `"other"`), 412, "PreconditionFailed"},
		{"old", with("If-None-Match", "*"), 412, "PreconditionFailed"},
	} {
		ask(t, s, "PUT", "/box/"+c.key, c.header, "body").expect(t, c.status, c.code)
	}
	if _, err := s.front.store.get("box", "k", ""); err == nil {
		t.Error("something was stored")
	}
	if a := ask(t, s, "GET", "/box/old", nil, ""); a.body != "old" {
		t.Errorf("the old object is %q", a.body)
	}
	ask(t, s, "PUT", "/box/old", with("If-Match", v.etag(), "Content-MD5", md5Of("new")), "new").expect(t, 200, "")
	ask(t, s, "POST", "/box?delete", with("Content-MD5", md5Of("x")), "<Delete><Object><Key>old</Key></Object></Delete>").expect(t, 400, "BadDigest")
	if a := ask(t, s, "GET", "/box/old", nil, ""); a.body != "new" {
		t.Errorf("the new object is %q", a.body)
	}
}

// TestHeadersAreKept stores every header that readers get to see again.
func TestHeadersAreKept(t *testing.T) {
	s := emptyServer(t, Options{})
	kept := with("Cache-Control", "no-store", "Content-Disposition", "inline", "Content-Language", "de", "Content-Type", "text/x",
		"Expires", "Tue, 06 May 2031 00:00:00 GMT", "X-Amz-Website-Redirect-Location", "/else", "X-Amz-Meta-A", "1",
		"X-Amz-Server-Side-Encryption", "aws:kms", "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id", "demo", "X-Amz-Storage-Class", "GLACIER_IR")
	sent := kept.Clone()
	sent.Set("Content-Encoding", "aws-chunked, gzip")
	sent.Set("X-Amz-Tagging", "a=1&b=")
	sent.Set("X-Amz-Acl", "private")
	ask(t, s, "PUT", "/box/k", sent, "body").expect(t, 200, "")
	a := ask(t, s, "HEAD", "/box/k", nil, "")
	for name := range kept {
		if a.header.Get(name) != kept.Get(name) {
			t.Errorf("%s is %q", name, a.header.Get(name))
		}
	}
	if a.header.Get("Content-Encoding") != "gzip" || a.header.Get("X-Amz-Tagging-Count") != "2" || a.header.Get("X-Amz-Tagging") != "" {
		t.Errorf("told %v", a.header)
	}
}

func TestTagRules(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.MakeBucket("kept", true, ""))
	must(t, s.Put("kept", "k", []byte("1"), PutOptions{}))
	must(t, s.Put("kept", "k", []byte("2"), PutOptions{}))
	p, err := s.front.store.versions("kept", query{max: 10})
	must(t, err)
	old := p.entries[1].version.id
	set := func(tags ...string) string {
		var b strings.Builder
		for _, key := range tags {
			b.WriteString("<Tag><Key>" + key + "</Key><Value>v</Value></Tag>")
		}
		return "<Tagging><TagSet>" + b.String() + "</TagSet></Tagging>"
	}
	for body, code := range map[string]string{
		"<Tagging": "MalformedXML", "<Other/>": "MalformedXML", set("a", "a"): "InvalidTag", set(""): "InvalidTag",
		set("aws:x"): "InvalidTag", set(strings.Repeat("ü", 129)): "InvalidTag",
		set(strings.Split("a,b,c,d,e,f,g,h,i,j,k", ",")...): "BadRequest",
	} {
		ask(t, s, "PUT", "/kept/k?tagging", nil, body).expect(t, 400, code)
	}
	ask(t, s, "PUT", "/kept/k?tagging&versionId="+old, nil, set("ü-old", "b")).expect(t, 200, "")
	told := ask(t, s, "GET", "/kept/k?tagging&versionId="+old, nil, "")
	newest := ask(t, s, "GET", "/kept/k?tagging", nil, "")
	if !strings.Contains(told.body, "<Key>b</Key>") || !strings.Contains(told.body, "<Key>ü-old</Key>") || strings.Contains(newest.body, "<Key>") {
		t.Errorf("old %s\nnewest %s", told.body, newest.body)
	}
	if a := ask(t, s, "DELETE", "/kept/k?tagging&versionId="+old, nil, ""); a.status != 204 || a.header.Get("X-Amz-Version-Id") != old {
		t.Errorf("delete tags: %d", a.status)
	}
	if a := ask(t, s, "HEAD", "/kept/k?versionId="+old, nil, ""); a.header.Get("X-Amz-Tagging-Count") != "" {
		t.Error("the tags are still there")
	}
	ask(t, s, "GET", "/kept/none?tagging", nil, "").expect(t, 404, "NoSuchKey")
}

func TestCopies(t *testing.T) {
	s := emptyServer(t, Options{})
	c := owned(s)
	_, err := c.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String("box"), Key: aws.String("a b"), Body: strings.NewReader("body"), ContentType: aws.String("text/x"),
		Metadata: map[string]string{"own": "1"}, Tagging: aws.String("t=1"), ChecksumAlgorithm: types.ChecksumAlgorithmCrc32, StorageClass: types.StorageClassStandardIa,
	})
	must(t, err)
	from := with("X-Amz-Copy-Source", "/box/a%20b")
	also := func(pairs ...string) http.Header {
		h := from.Clone()
		for name, values := range with(pairs...) {
			h[name] = values
		}
		return h
	}
	told := func(key string) string {
		h := ask(t, s, "HEAD", "/box/"+key, with("X-Amz-Checksum-Mode", "ENABLED"), "").header
		return strings.Join([]string{
			h.Get("Content-Type"), h.Get("X-Amz-Meta-Own"), h.Get("X-Amz-Tagging-Count"), h.Get("X-Amz-Storage-Class"), h.Get("X-Amz-Checksum-Crc32"),
		}, "|")
	}
	for _, c := range []struct {
		header http.Header
		want   string
	}{
		{from, "text/x|1|1||" + crc("body")},
		{also("X-Amz-Metadata-Directive", "REPLACE", "Content-Type", "text/y"), "text/y||1||" + crc("body")},
		{also("X-Amz-Tagging-Directive", "REPLACE", "X-Amz-Meta-Own", "2"), "text/x|1|||" + crc("body")},
		{also("X-Amz-Storage-Class", "GLACIER_IR"), "text/x|1|1|GLACIER_IR|" + crc("body")},
	} {
		ask(t, s, "PUT", "/box/copy", c.header, "").expect(t, 200, "")
		if got := told("copy"); got != c.want {
			t.Errorf("%v: got %s, want %s", c.header, got, c.want)
		}
	}
	ask(t, s, "PUT", "/box/a%20b", also("X-Amz-Metadata-Directive", "REPLACE", "X-Amz-Meta-Own", "2"), "").expect(t, 200, "")
	if got := told("a%20b"); got != "binary/octet-stream|2|1||"+crc("body") {
		t.Errorf("a copy to itself: %s", got)
	}
}

func TestRefusedCopies(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "k", []byte("body"), PutOptions{}))
	must(t, s.Put("box", "cold", []byte("x"), PutOptions{StorageClass: "GLACIER"}))
	must(t, s.Put("box", "sealed", []byte("x"), PutOptions{CustomerKey: true}))
	v, err := s.front.store.get("box", "k", "")
	must(t, err)
	for _, c := range []struct {
		source string
		header http.Header
		status int
		code   string
	}{
		{"box/k", with("X-Amz-Copy-Source-If-Match", `"a"`), 412, "PreconditionFailed"},
		{"box/k", with("X-Amz-Copy-Source-If-None-Match", v.etag()), 412, "PreconditionFailed"},
		{"box/k", with("X-Amz-Copy-Source-If-Modified-Since", v.modified.UTC().Format(http.TimeFormat)), 412, "PreconditionFailed"},
		{"box/k", with("X-Amz-Metadata-Directive", "MERGE"), 400, "InvalidArgument"},
		{"box/k", with("X-Amz-Source-Expected-Bucket-Owner", "1"), 403, "AccessDenied"},
		{"box/none", nil, 404, "NoSuchKey"},
		{"box/k?versionId=7", nil, 404, "NoSuchVersion"},
		{"none/k", nil, 404, "NoSuchBucket"},
		{"box", nil, 400, "InvalidArgument"},
		{"box/%zz", nil, 400, "InvalidArgument"},
		{"box/cold", nil, 403, "InvalidObjectState"},
		{"box/sealed", nil, 400, "InvalidRequest"},
	} {
		h := c.header.Clone()
		if h == nil {
			h = http.Header{}
		}
		h.Set("X-Amz-Copy-Source", c.source)
		ask(t, s, "PUT", "/box/copy", h, "").expect(t, c.status, c.code)
	}
	ask(t, s, "PUT", "/box/k", with("X-Amz-Copy-Source", "box/k"), "").expect(t, 400, "InvalidRequest")
	if _, err := s.front.store.get("box", "copy", ""); err == nil {
		t.Error("a refused copy was made")
	}
	if left := s.front.inflight.left; left != 2*DefaultCapacity {
		t.Errorf("%d bytes are still reserved", 2*DefaultCapacity-left)
	}
}

// uploading is a multipart upload of box/big, driven request by request.
type uploading struct {
	t  testing.TB
	s  *Server
	id string
}

func begin(t testing.TB, s *Server) uploading {
	t.Helper()
	out, err := owned(s).CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: aws.String("box"), Key: aws.String("big")})
	must(t, err)
	return uploading{t, s, *out.UploadId}
}

func (u uploading) part(n string, header http.Header, body string) answerOf {
	return ask(u.t, u.s, "PUT", "/box/big?partNumber="+n+"&uploadId="+u.id, header, body)
}

func (u uploading) complete(header http.Header, list string) answerOf {
	return ask(u.t, u.s, "POST", "/box/big?uploadId="+u.id, header, "<CompleteMultipartUpload>"+list+"</CompleteMultipartUpload>")
}

func listedAs(n, etag string) string {
	return "<Part><PartNumber>" + n + "</PartNumber><ETag>" + etag + "</ETag></Part>"
}

// TestPartsOfUploads takes every wrong turn before it completes the upload.
func TestPartsOfUploads(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	s := emptyServer(t, Options{Dir: dir})
	u := begin(t, s)
	whole := strings.Repeat("a", partSmallest) + "end"
	u.part("2", nil, "too early, replaced")
	first, last := u.part("1", nil, whole[:partSmallest]).header.Get("ETag"), u.part("2", with("X-Amz-Checksum-Crc32", crc("end")), "end").header.Get("ETag")
	small := u.part("3", nil, "more").header.Get("ETag")
	for n, code := range map[string]string{"0": "InvalidArgument", "10001": "InvalidArgument", "x": "InvalidArgument"} {
		u.part(n, nil, "x").expect(t, 400, code)
	}
	u.part("4", with("Content-MD5", md5Of("y")), "x").expect(t, 400, "BadDigest")
	ask(t, s, "PUT", "/box/other?partNumber=1&uploadId="+u.id, nil, "x").expect(t, 404, "NoSuchUpload")
	ask(t, s, "POST", "/box/other?uploadId="+u.id, nil, "<CompleteMultipartUpload>"+listedAs("1", first)+"</CompleteMultipartUpload>").expect(t, 404, "NoSuchUpload")

	both := listedAs("1", first) + listedAs("2", last)
	u.complete(nil, "").expect(t, 400, "MalformedXML")
	u.complete(nil, listedAs("2", last)+listedAs("1", first)).expect(t, 400, "EntityTooSmall")
	u.complete(nil, listedAs("1", first)+listedAs("1", first)).expect(t, 400, "InvalidPartOrder")
	u.complete(nil, listedAs("1", last)).expect(t, 400, "InvalidPart")
	u.complete(nil, listedAs("9", last)).expect(t, 400, "InvalidPart")
	u.complete(nil, both+listedAs("3", small)).expect(t, 400, "EntityTooSmall")
	u.complete(nil, strings.Replace(both, last+"</ETag>", last+"</ETag><ChecksumCRC32>"+crc("x")+"</ChecksumCRC32>", 1)).expect(t, 400, "InvalidPart")
	u.complete(with("X-Amz-Checksum-Crc32", crc("x")), both).expect(t, 400, "BadDigest")
	must(t, s.Put("box", "big", []byte("was here"), PutOptions{}))
	u.complete(with("If-None-Match", "*"), both).expect(t, 412, "PreconditionFailed")

	page, err := owned(s).ListParts(t.Context(), &s3.ListPartsInput{Bucket: aws.String("box"), Key: aws.String("big"), UploadId: &u.id, MaxParts: aws.Int32(2)})
	must(t, err)
	rest, err := owned(s).ListParts(t.Context(), &s3.ListPartsInput{
		Bucket: aws.String("box"), Key: aws.String("big"), UploadId: &u.id, PartNumberMarker: page.NextPartNumberMarker,
	})
	must(t, err)
	if len(page.Parts) != 2 || !*page.IsTruncated || *page.Parts[1].ETag != last || len(rest.Parts) != 1 || *rest.Parts[0].Size != 4 {
		t.Errorf("parts %+v, then %+v", page.Parts, rest.Parts)
	}

	done := u.complete(with("X-Amz-Checksum-Crc32", crc(whole)), both)
	done.expect(t, 200, "")
	u.complete(nil, both).expect(t, 404, "NoSuchUpload")
	sums := md5.New()
	for _, body := range []string{whole[:partSmallest], "end"} {
		sum := md5.Sum([]byte(body))
		sums.Write(sum[:])
	}
	want := `"` + token(sums.Sum(nil)) + `-2"`
	must(t, s.Close())
	s = startServer(t, Options{Dir: dir, Empty: true})
	if a := ask(t, s, "GET", "/box/big", nil, ""); a.body != whole || a.header.Get("ETag") != want {
		t.Errorf("%d bytes, ETag %s, want %s", len(a.body), a.header.Get("ETag"), want)
	}
}

// TestUploadsAreBounded fills the server with parts, and gets all of it back
// by replacing, by aborting and by removing the bucket.
func TestUploadsAreBounded(t *testing.T) {
	s := emptyServer(t, Options{Capacity: 100 << 10})
	free := s.front.inflight.left
	u := begin(t, s)
	body := strings.Repeat("x", 60<<10)
	for range 5 {
		u.part("1", nil, body).expect(t, 200, "")
	}
	u.part("2", nil, body).expect(t, 200, "")
	u.part("3", nil, body).expect(t, 503, "SlowDown")
	ask(t, s, "DELETE", "/box/big?uploadId="+u.id, nil, "").expect(t, 204, "")
	ask(t, s, "DELETE", "/box/big?uploadId="+u.id, nil, "").expect(t, 404, "NoSuchUpload")
	if left := s.front.inflight.left; left != free {
		t.Errorf("%d bytes are still reserved after the abort", free-left)
	}
	begin(t, s).part("1", nil, body).expect(t, 200, "")
	ask(t, s, "DELETE", "/box", nil, "").expect(t, 204, "")
	if left := s.front.inflight.left; left != free {
		t.Errorf("%d bytes are still reserved without the bucket", free-left)
	}
}

func TestCopiedParts(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "source", []byte("0123456789"), PutOptions{}))
	u := begin(t, s)
	in := func(asked string) *s3.UploadPartCopyInput {
		return &s3.UploadPartCopyInput{
			Bucket: aws.String("box"), Key: aws.String("big"), UploadId: &u.id, PartNumber: aws.Int32(1),
			CopySource: aws.String("box/source"), CopySourceRange: aws.String(asked),
		}
	}
	for _, asked := range []string{"bytes=3-", "bytes=-3", "bytes=7-20", "bytes=20-30", "3-5"} {
		if _, err := owned(s).UploadPartCopy(t.Context(), in(asked)); code(err) != "InvalidArgument" {
			t.Errorf("%s: %v", asked, err)
		}
	}
	out, err := owned(s).UploadPartCopy(t.Context(), in("bytes=3-5"))
	must(t, err)
	u.complete(nil, listedAs("1", *out.CopyPartResult.ETag)).expect(t, 200, "")
	if a := ask(t, s, "GET", "/box/big", nil, ""); a.body != "345" {
		t.Errorf("got %q", a.body)
	}
}

// TestFormsStoreWhatS3Would asks a form for a storage class that is none.
func TestFormsStoreWhatS3Would(t *testing.T) {
	s := emptyServer(t, Options{})
	f := newForm(t, s, s.Owner(), "k", []any{"starts-with", "$x-amz-storage-class", ""})
	f.with("x-amz-storage-class", "FROZEN").send(t).expect(t, 400, "InvalidStorageClass")
	f.with("x-amz-storage-class", "GLACIER_IR").send(t).expect(t, 204, "")
}
