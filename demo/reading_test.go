package demo

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// ask sends a request of the owner, signed in its headers. The path comes with
// its query.
func ask(t testing.TB, s *Server, method, path string, header http.Header, body string) answerOf {
	t.Helper()
	return send(t, signedRequest(t, s, method, path, header, body))
}

func askAs(t testing.TB, s *Server, o Credentials, method, path string, header http.Header, body string) answerOf {
	t.Helper()
	return send(t, requestBy(t, s, o, method, path, header, body))
}

func signedRequest(t testing.TB, s *Server, method, path string, header http.Header, body string) *http.Request {
	t.Helper()
	return requestBy(t, s, s.Owner(), method, path, header, body)
}

func requestBy(t testing.TB, s *Server, o Credentials, method, path string, header http.Header, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.Endpoint()+path, bytes.NewReader([]byte(body)))
	must(t, err)
	for name, values := range header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	hash := hexSHA256([]byte(body))
	r.Header.Set("X-Amz-Content-Sha256", hash)
	must(t, v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		SignHTTP(t.Context(), aws.Credentials{AccessKeyID: o.AccessKeyID, SecretAccessKey: o.SecretKey}, r, hash, "s3", s.Region(), time.Now()))
	return r
}

// with makes headers of pairs.
func with(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

func TestReadConditions(t *testing.T) {
	s := emptyServer(t, Options{})
	at := time.Date(2026, 3, 4, 5, 6, 7, 890e6, time.UTC)
	must(t, s.Put("box", "doc.txt", []byte("hello"), PutOptions{Modified: at}))
	v, err := s.front.store.get("box", "doc.txt", "")
	must(t, err)
	tag, second := v.etag(), at.Truncate(time.Second).Format(http.TimeFormat)
	earlier := at.Add(-time.Second).Format(http.TimeFormat)
	link := presigned(t, s, s.Owner(), time.Hour)
	for _, c := range []struct {
		header http.Header
		status int
		code   string
	}{
		{with("If-Match", tag), 200, ""},
		{with("If-Match", tag[1:33]), 200, ""},
		{with("If-Match", `"a", `+tag), 200, ""},
		{with("If-Match", `"a"`), 412, "PreconditionFailed"},
		{with("If-None-Match", `"a"`), 200, ""},
		{with("If-None-Match", "W/"+tag), 304, ""},
		{with("If-None-Match", "*"), 304, ""},
		{with("If-Modified-Since", second), 304, ""},
		{with("If-Modified-Since", earlier), 200, ""},
		{with("If-Modified-Since", "yesterday"), 200, ""},
		{with("If-Unmodified-Since", second), 200, ""},
		{with("If-Unmodified-Since", earlier), 412, "PreconditionFailed"},
		{with("If-Match", tag, "If-Unmodified-Since", earlier), 200, ""},
		{with("If-None-Match", `"a"`, "If-Modified-Since", second), 200, ""},
		{with("If-Match", `"a"`, "If-None-Match", tag), 412, "PreconditionFailed"},
	} {
		a := fetch(t, "GET", link, c.header, nil)
		a.expect(t, c.status, c.code)
		if c.status == 304 && (a.body != "" || a.header.Get("ETag") != tag || a.header.Get("Last-Modified") != second) {
			t.Errorf("%v: not modified, with %q and %v", c.header, a.body, a.header)
		}
		if c.status == 200 && a.body != "hello" {
			t.Errorf("%v: body %q", c.header, a.body)
		}
	}
}

func TestOddRanges(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("0123456789"), PutOptions{}))
	v, err := s.front.store.get("box", "doc.txt", "")
	must(t, err)
	link := presigned(t, s, s.Owner(), time.Hour)
	for asked, want := range map[string]struct {
		status int
		body   string
	}{
		"bytes=0-":                         {206, "0123456789"},
		"bytes=-99":                        {206, "0123456789"},
		"bytes=9-99999999999999999999":     {206, "9"},
		"bytes=5-3":                        {200, "0123456789"},
		"bytes=0-1,3-4":                    {200, "0123456789"},
		"bytes=a-b":                        {200, "0123456789"},
		"bytes=1-x":                        {200, "0123456789"},
		"bytes=+1-2":                       {200, "0123456789"},
		"bytes=-":                          {200, "0123456789"},
		"bytes=7":                          {200, "0123456789"},
		"lines=1-2":                        {200, "0123456789"},
		"bytes=-0":                         {416, ""},
		"bytes=10-":                        {416, ""},
		"bytes=99999999999999999999-":      {416, ""},
		"bytes=99999999999999999999-99999": {200, "0123456789"},
	} {
		a := fetch(t, "GET", link, with("Range", asked), nil)
		if a.status != want.status || want.status != 416 && a.body != want.body {
			t.Errorf("%s: %d %q", asked, a.status, a.body)
		}
	}
	for validator, status := range map[string]int{v.etag(): 206, `"other"`: 200, v.modified.UTC().Format(http.TimeFormat): 206, "Mon, 02 Jan 2006 15:04:05 GMT": 200} {
		a := fetch(t, "GET", link, with("Range", "bytes=1-2", "If-Range", validator), nil)
		if a.status != status {
			t.Errorf("If-Range %s: %d", validator, a.status)
		}
	}
	head := ask(t, s, "HEAD", "/box/doc.txt", with("Range", "bytes=2-4"), "")
	if head.status != 206 || head.header.Get("Content-Length") != "3" || head.header.Get("Content-Range") != "bytes 2-4/10" {
		t.Errorf("HEAD of a range: %d %v", head.status, head.header)
	}
}

// TestChecksums stores an object under every checksum the SDK can compute here;
// the SDK verifies them itself on the way back.
func TestChecksums(t *testing.T) {
	s := emptyServer(t, Options{})
	c := owned(s)
	for _, algorithm := range []types.ChecksumAlgorithm{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"} {
		key := string(algorithm)
		_, err := c.PutObject(t.Context(), &s3.PutObjectInput{
			Bucket: aws.String("box"), Key: &key, Body: bytes.NewReader([]byte("123456789")), ChecksumAlgorithm: algorithm,
		})
		must(t, err)
		out, err := c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("box"), Key: &key, ChecksumMode: types.ChecksumModeEnabled})
		if got := read(t, out, err); got != "123456789" || out.ChecksumType != types.ChecksumTypeFullObject {
			t.Errorf("%s: got %q, type %q", key, got, out.ChecksumType)
		}
		sums := map[string]*string{
			"CRC32": out.ChecksumCRC32, "CRC32C": out.ChecksumCRC32C, "CRC64NVME": out.ChecksumCRC64NVME, "SHA1": out.ChecksumSHA1, "SHA256": out.ChecksumSHA256,
		}
		if aws.ToString(sums[key]) == "" {
			t.Errorf("%s: not told", key)
		}
	}
	plain := ask(t, s, "GET", "/box/SHA256", nil, "")
	part := ask(t, s, "GET", "/box/SHA256", with("X-Amz-Checksum-Mode", "ENABLED", "Range", "bytes=0-1"), "")
	for _, a := range []answerOf{plain, part} {
		if a.header.Get("X-Amz-Checksum-Sha256") != "" {
			t.Errorf("%d: a checksum that nobody asked for, or of more than was sent", a.status)
		}
	}
}

// TestCheckValues holds the algorithms against their published check values.
func TestCheckValues(t *testing.T) {
	want := map[string]string{"CRC32": "cbf43926", "CRC32C": "e3069283", "CRC64NVME": "ae8b14860a799888"}
	for _, c := range checksums() {
		h := c.make()
		h.Write([]byte("123456789"))
		if sum := token(h.Sum(nil)); want[c.name] != "" && sum != want[c.name] {
			t.Errorf("%s is %s, want %s", c.name, sum, want[c.name])
		}
	}
}

func TestNotImplemented(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	for _, c := range []struct{ method, path string }{
		{"GET", "/box/doc.txt?acl"},
		{"PUT", "/box/doc.txt?acl"},
		{"GET", "/box/doc.txt?attributes"},
		{"PUT", "/box/doc.txt?retention"},
		{"PUT", "/box/doc.txt?legal-hold"},
		{"POST", "/box/doc.txt?restore"},
		{"GET", "/box/doc.txt?torrent"},
		{"GET", "/box/doc.txt?partNumber=1"},
		{"PUT", "/box/new?renameObject"},
		{"GET", "/box?uploads&delimiter=/"},
		{"PUT", "/box?lifecycle"},
		{"DELETE", "/box?cors"},
	} {
		ask(t, s, c.method, c.path, nil, "").expect(t, 501, "NotImplemented")
	}
	ask(t, s, "DELETE", "/box/doc.txt", with("If-Match", `"a"`), "").expect(t, 501, "NotImplemented")
	ask(t, s, "POST", "/box?delete", nil, `<Delete><Object><Key>doc.txt</Key><ETag>"a"</ETag></Object></Delete>`).expect(t, 501, "NotImplemented")
	ask(t, s, "PATCH", "/box/doc.txt", nil, "").expect(t, 405, "MethodNotAllowed")
	ask(t, s, "POST", "/box/doc.txt", nil, "").expect(t, 405, "MethodNotAllowed")
	ask(t, s, "DELETE", "/box/doc.txt?versionId=", nil, "").expect(t, 400, "InvalidArgument")
	if a := ask(t, s, "GET", "/box/doc.txt", nil, ""); a.body != "x" {
		t.Errorf("after all that: %d %q", a.status, a.body)
	}
}

func TestBucketNames(t *testing.T) {
	for name, want := range map[string]bool{
		"box": true, "a.b-c": true, "1ab": true, "ab": false, "Box": false, "a_b": false, "-ab": false, "ab-": false, ".ab": false,
		"a..b": false, "192.168.0.1": false, "xn--ab": false, "ab-s3alias": false, "ab--x-s3": false, "a/b": false, "büx": false,
	} {
		if bucketName(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}
