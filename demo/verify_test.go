package demo

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// TestPublishedExample is the worked example of Amazon's manual: a GET link
// whose signature is printed there.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func TestPublishedExample(t *testing.T) {
	const link = "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
		"&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
		"&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host" +
		"&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	must(t, err)
	owner := Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
	now := time.Date(2013, 5, 24, 12, 0, 0, 0, time.UTC)
	if _, no := verify(keyring{owner: owner}, r, r.URL.Query(), place{"us-east-1", "s3"}, now, ""); no != nil {
		t.Error(no)
	}
}

// linkTest is one way to change a link, and what S3 says to it.
type linkTest struct {
	name   string
	change func(url.Values)
	status int
	code   string
}

func set(name, value string) func(url.Values) { return func(q url.Values) { q.Set(name, value) } }

func TestTamperedLinks(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("secret"), PutOptions{}))
	link := signedWith(t, s, clock.Now(), map[string]string{
		"response-content-disposition": "attachment", "versionId": "null", "x-signet-id": "ab12",
	})
	if a := fetch(t, "GET", link, nil, nil); a.status != 200 || a.body != "secret" {
		t.Fatalf("the link as signed: %d %s", a.status, a.body)
	}
	u, err := url.Parse(link)
	must(t, err)
	q := u.Query()
	credential := q.Get("X-Amz-Credential")
	const bad, denied = "SignatureDoesNotMatch", "AccessDenied"
	const params = "AuthorizationQueryParametersError"
	tests := []linkTest{
		{"signature digit", set("X-Amz-Signature", flip(q.Get("X-Amz-Signature"))), 403, bad},
		{"signature cut", set("X-Amz-Signature", q.Get("X-Amz-Signature")[:63]), 403, bad},
		{"signature upper case", set("X-Amz-Signature", strings.ToUpper(q.Get("X-Amz-Signature"))), 403, bad},
		{"longer life", set("X-Amz-Expires", "604800"), 403, bad},
		{"later start", set("X-Amz-Date", clock.Now().Add(time.Minute).UTC().Format(longFormat)), 403, bad},
		{"another disposition", set("response-content-disposition", "inline"), 403, bad},
		{"another version", set("versionId", "other"), 403, bad},
		{"another mark", set("x-signet-id", "cd34"), 403, bad},
		{"parameter added", set("utm_source", "mail"), 403, bad},
		{"sub-resource added", set("acl", ""), 403, bad},
		{"response type added", set("response-content-type", "text/html"), 403, bad},
		{"parameter removed", func(q url.Values) { q.Del("x-signet-id") }, 403, bad},
		{"version removed", func(q url.Values) { q.Del("versionId") }, 403, bad},
		{"parameter doubled", func(q url.Values) { q.Add("versionId", "null") }, 403, bad},
		{"headers demanded", set("X-Amz-SignedHeaders", "host;range"), 403, bad},
		{"host not signed", set("X-Amz-SignedHeaders", "range"), 400, "MissingSecurityHeader"},
		{"unknown key", set("X-Amz-Credential", "AKIANOBODY"+credential[strings.IndexByte(credential, '/'):]), 403, "InvalidAccessKeyId"},
		{"guest's key", set("X-Amz-Credential", s.Guest().AccessKeyID+credential[strings.IndexByte(credential, '/'):]), 403, bad},
		{"another region", set("X-Amz-Credential", strings.Replace(credential, DefaultRegion, "us-east-1", 1)), 400, params},
		{"another service", set("X-Amz-Credential", strings.Replace(credential, "/s3/", "/sts/", 1)), 400, params},
		{"another day", set("X-Amz-Credential", strings.Replace(credential, clock.Now().UTC().Format(dateFormat), "20200101", 1)), 400, params},
		{"another ending", set("X-Amz-Credential", strings.Replace(credential, terminal, "aws5_request", 1)), 400, params},
		{"credential garbage", set("X-Amz-Credential", "x/y"), 400, params},
		{"token added", set("X-Amz-Security-Token", "made.up.token"), 400, "InvalidToken"},
		{"another algorithm", set("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"), 400, params},
		{"life of a week and a second", set("X-Amz-Expires", "604801"), 400, params},
		{"negative life", set("X-Amz-Expires", "-1"), 400, params},
		{"no life", set("X-Amz-Expires", "0"), 403, denied},
		{"life in words", set("X-Amz-Expires", "soon"), 400, params},
		{"date in words", set("X-Amz-Date", "today"), 400, params},
	}
	for _, name := range []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"} {
		tests = append(tests, linkTest{name + " removed", func(q url.Values) { q.Del(name) }, 400, params},
			linkTest{name + " doubled", func(q url.Values) { q.Add(name, q.Get(name)) }, 400, params})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fetch(t, "GET", edit(t, link, tt.change), nil, nil).expect(t, tt.status, tt.code)
		})
	}
	t.Run("every parameter", func(t *testing.T) {
		for _, name := range slices.Sorted(maps.Keys(q)) {
			a := fetch(t, "GET", edit(t, link, func(q url.Values) { q.Set(name, q.Get(name)+"1") }), nil, nil)
			if a.status != 403 && a.status != 400 {
				t.Errorf("%s changed: %d", name, a.status)
			}
		}
	})
	t.Run("path", func(t *testing.T) {
		must(t, s.Put("box", "doc.txt2", []byte("other"), PutOptions{}))
		fetch(t, "GET", strings.Replace(link, "doc.txt", "doc.txt2", 1), nil, nil).expect(t, 403, bad)
		fetch(t, "GET", strings.Replace(link, "/box/", "/box//", 1), nil, nil).expect(t, 403, bad)
	})
	t.Run("same meaning, other spelling", func(t *testing.T) {
		a := fetch(t, "GET", strings.Replace(link, "doc.txt", "%64oc.txt", 1)+"#top", http.Header{"Cookie": {"a=b"}, "Referer": {"http://x/"}}, nil)
		if a.status != 200 {
			t.Errorf("%d %s", a.status, a.Code)
		}
	})
	t.Run("not a query", func(t *testing.T) {
		fetch(t, "GET", link+"&a=%zz", nil, nil).expect(t, 400, "InvalidURI")
		fetch(t, "GET", link+"&a;b=1", nil, nil).expect(t, 403, bad)
		fetch(t, "GET", strings.ReplaceAll(link, "&", "&amp;"), nil, nil).expect(t, 400, params)
	})
}

func flip(hex string) string {
	if hex[0] == '0' {
		return "1" + hex[1:]
	}
	return "0" + hex[1:]
}

// signedWith signs a GET of box/doc.txt with the SDK's bare signer, at a time
// and with any parameters.
func signedWith(t testing.TB, s *Server, at time.Time, params map[string]string) string {
	t.Helper()
	q := url.Values{"X-Amz-Expires": {"900"}}
	for name, value := range params {
		q.Set(name, value)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Endpoint()+"/box/doc.txt?"+q.Encode(), nil)
	must(t, err)
	c := aws.Credentials{AccessKeyID: s.Owner().AccessKeyID, SecretAccessKey: s.Owner().SecretKey}
	link, _, err := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		PresignHTTP(t.Context(), c, r, unsigned, "s3", s.Region(), at)
	must(t, err)
	return link
}

func TestMethodsOfLinks(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	get := presigned(t, s, s.Owner(), time.Hour)
	for _, method := range []string{"HEAD", "PUT", "DELETE", "PATCH"} {
		a := fetch(t, method, get, nil, nil)
		if a.status != 403 {
			t.Errorf("%s on a GET link: %d", method, a.status)
		}
	}
	a := fetch(t, "POST", get, nil, nil)
	if a.status != 403 {
		t.Errorf("POST on a GET link: %d", a.status)
	}
	if a := fetch(t, "GET", get, nil, nil); a.status != 200 {
		t.Errorf("after all that: %d", a.status)
	}
	p := s3.NewPresignClient(owned(s))
	del, err := p.PresignDeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("box"), Key: aws.String("doc.txt")})
	must(t, err)
	head, err := p.PresignHeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("box"), Key: aws.String("doc.txt")})
	must(t, err)
	fetch(t, "GET", del.URL, nil, nil).expect(t, 403, "SignatureDoesNotMatch")
	fetch(t, "GET", head.URL, nil, nil).expect(t, 403, "SignatureDoesNotMatch")
	if a := fetch(t, "HEAD", head.URL, nil, nil); a.status != 200 || a.header.Get("Content-Length") != "1" {
		t.Errorf("HEAD link: %d", a.status)
	}
	if a := fetch(t, "DELETE", del.URL, nil, nil); a.status != 204 {
		t.Errorf("DELETE link: %d", a.status)
	}
	fetch(t, "GET", get, nil, nil).expect(t, 404, "NoSuchKey")
}

func TestLinksEnd(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	at := clock.Now()
	link := signedWith(t, s, at, map[string]string{"X-Amz-Expires": "5"})
	for _, step := range []struct {
		after  time.Duration
		status int
	}{{0, 200}, {4999 * time.Millisecond, 200}, {5 * time.Second, 403}, {time.Hour, 403}} {
		clock.advance(at.Add(step.after).Sub(clock.Now()))
		a := fetch(t, "GET", link, nil, nil)
		if a.status != step.status || step.status == 403 && (a.Code != "AccessDenied" || a.Message != "Request has expired") {
			t.Errorf("after %v: %d %s %s", step.after, a.status, a.Code, a.Message)
		}
	}
	week := signedWith(t, s, clock.Now(), map[string]string{"X-Amz-Expires": "604800"})
	clock.advance(7*24*time.Hour - time.Second)
	if a := fetch(t, "GET", week, nil, nil); a.status != 200 {
		t.Errorf("a second before the week is over: %d", a.status)
	}
}

func TestLinksOfTheFuture(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	if a := fetch(t, "GET", signedWith(t, s, clock.Now().Add(14*time.Minute), nil), nil, nil); a.status != 200 {
		t.Errorf("14 minutes ahead: %d", a.status)
	}
	later := signedWith(t, s, clock.Now().Add(time.Hour), nil)
	a := fetch(t, "GET", later, nil, nil)
	a.expect(t, 403, "AccessDenied")
	if a.Message != "Request is not valid yet" {
		t.Errorf("says %q", a.Message)
	}
	clock.advance(time.Hour)
	if a := fetch(t, "GET", later, nil, nil); a.status != 200 {
		t.Errorf("an hour later: %d", a.status)
	}
}

// TestUploadLinks tries a PUT link with every signed header missing, changed
// and in addition.
func TestUploadLinks(t *testing.T) {
	s := emptyServer(t, Options{})
	p := s3.NewPresignClient(owned(s))
	l, err := p.PresignPutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String("box"), Key: aws.String("up.txt"), ContentType: aws.String("text/plain"),
		ContentLength: aws.Int64(5), Metadata: map[string]string{"client": "acme"}, IfNoneMatch: aws.String("*"),
		ChecksumSHA256: aws.String("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="), StorageClass: "STANDARD_IA",
	})
	must(t, err)
	body := []byte("hello")
	signed := slices.DeleteFunc(slices.Sorted(maps.Keys(l.SignedHeader)), func(n string) bool { return n == "Host" || n == "Content-Length" })
	if len(signed) < 5 {
		t.Fatalf("signed headers are %q", signed)
	}
	for _, name := range signed {
		less, other := l.SignedHeader.Clone(), l.SignedHeader.Clone()
		less.Del(name)
		other[name] = []string{other[name][0] + "x"}
		fetch(t, "PUT", l.URL, less, body).expect(t, 403, "SignatureDoesNotMatch")
		fetch(t, "PUT", l.URL, other, body).expect(t, 403, "SignatureDoesNotMatch")
	}
	fetch(t, "PUT", l.URL, l.SignedHeader, []byte("hello!")).expect(t, 403, "SignatureDoesNotMatch")
	fetch(t, "PUT", l.URL, l.SignedHeader, []byte("hell")).expect(t, 403, "SignatureDoesNotMatch")
	for _, extra := range []string{"x-amz-acl", "x-amz-meta-more", "x-amz-tagging", "X-Amz-Storage-Class-Two"} {
		more := l.SignedHeader.Clone()
		more.Set(extra, "public-read")
		a := fetch(t, "PUT", l.URL, more, body)
		a.expect(t, 403, "AccessDenied")
		if !strings.Contains(a.body, "<HeadersNotSigned>"+strings.ToLower(extra)) {
			t.Errorf("%s is not named: %s", extra, a.body)
		}
	}
	fetch(t, "PUT", l.URL, l.SignedHeader, []byte("Hello")).expect(t, 400, "BadDigest")
	if a := fetch(t, "PUT", l.URL, l.SignedHeader, body); a.status != 200 {
		t.Fatalf("the link as signed: %d %s %s", a.status, a.Code, a.Message)
	}
	fetch(t, "PUT", l.URL, l.SignedHeader, body).expect(t, 412, "PreconditionFailed")
	head, err := owned(s).HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("box"), Key: aws.String("up.txt")})
	must(t, err)
	if *head.ContentType != "text/plain" || head.Metadata["client"] != "acme" || head.StorageClass != "STANDARD_IA" {
		t.Errorf("stored as %+v", head)
	}
}

func TestUnsignedRequests(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	for _, c := range []struct {
		method, path string
		header       http.Header
		status       int
		code         string
	}{
		{"GET", "/", nil, 403, "AccessDenied"},
		{"GET", "/box/doc.txt", nil, 403, "AccessDenied"},
		{"GET", "/box?list-type=2", nil, 403, "AccessDenied"},
		{"PUT", "/box/new", nil, 403, "AccessDenied"},
		{"DELETE", "/box/doc.txt", nil, 403, "AccessDenied"},
		{"POST", "/box?delete", nil, 403, "AccessDenied"},
		{"POST", "/box", nil, 412, "PreconditionFailed"},
		{"POST", "/", nil, 403, ""},
		{"OPTIONS", "/box/doc.txt", http.Header{"Origin": {"http://x"}, "Access-Control-Request-Method": {"PUT"}}, 403, "AccessForbidden"},
		{"GET", "/box/doc.txt", http.Header{"Authorization": {"Basic YTpi"}}, 400, "InvalidArgument"},
		{"GET", "/box/doc.txt", http.Header{"Authorization": {"AWS AKIA:c2ln"}}, 400, "InvalidRequest"},
		{"GET", "/box/doc.txt", http.Header{"Authorization": {algorithm + " Credential=a/b"}}, 400, "AuthorizationHeaderMalformed"},
		{"GET", "/box/doc.txt", http.Header{"Authorization": {algorithm + " nothing"}}, 400, "AuthorizationHeaderMalformed"},
		{"GET", "/box/doc.txt?AWSAccessKeyId=a&Signature=b&Expires=1", nil, 400, "InvalidRequest"},
	} {
		a := fetch(t, c.method, s.Endpoint()+c.path, c.header, nil)
		a.expect(t, c.status, c.code)
	}
	link := presigned(t, s, s.Owner(), time.Hour)
	fetch(t, "GET", link, http.Header{"Authorization": {algorithm + " x"}}, nil).expect(t, 400, "InvalidArgument")
}

// TestTamperedHeaders signs requests in the header and changes them afterwards.
func TestTamperedHeaders(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	for _, c := range []struct {
		name   string
		at     time.Duration // of signing, from now
		change func(*http.Request)
		status int
		code   string
	}{
		{"as signed", 0, func(*http.Request) {}, 200, ""},
		{"14 minutes slow", -14 * time.Minute, func(*http.Request) {}, 200, ""},
		{"16 minutes slow", -16 * time.Minute, func(*http.Request) {}, 403, "RequestTimeTooSkewed"},
		{"16 minutes fast", 16 * time.Minute, func(*http.Request) {}, 403, "RequestTimeTooSkewed"},
		{"path", 0, func(r *http.Request) { r.URL.Path = "/box/doc.tx" }, 403, "SignatureDoesNotMatch"},
		{"query", 0, func(r *http.Request) { r.URL.RawQuery = "versionId=null" }, 403, "SignatureDoesNotMatch"},
		{"method", 0, func(r *http.Request) { r.Method = "DELETE" }, 403, "SignatureDoesNotMatch"},
		{"host", 0, func(r *http.Request) { r.Host = "localhost" }, 403, "SignatureDoesNotMatch"},
		{"header changed", 0, func(r *http.Request) { r.Header.Set("X-Amz-Meta-A", "2") }, 403, "SignatureDoesNotMatch"},
		{"header removed", 0, func(r *http.Request) { r.Header.Del("X-Amz-Meta-A") }, 403, "SignatureDoesNotMatch"},
		{"header added", 0, func(r *http.Request) { r.Header.Set("X-Amz-Meta-B", "2") }, 403, "AccessDenied"},
		{"hash changed", 0, func(r *http.Request) { r.Header.Set("X-Amz-Content-Sha256", unsigned) }, 403, "SignatureDoesNotMatch"},
		{"hash removed", 0, func(r *http.Request) { r.Header.Del("X-Amz-Content-Sha256") }, 400, "InvalidRequest"},
		{"date removed", 0, func(r *http.Request) { r.Header.Del("X-Amz-Date") }, 403, "AccessDenied"},
		{"token added", 0, func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "a.b.c") }, 400, "InvalidToken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Endpoint()+"/box/doc.txt", nil)
			must(t, err)
			r.Header.Set("X-Amz-Meta-A", " 1   one ")
			r.Header.Set("X-Amz-Content-Sha256", emptySHA256)
			k := aws.Credentials{AccessKeyID: s.Owner().AccessKeyID, SecretAccessKey: s.Owner().SecretKey}
			must(t, v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
				SignHTTP(t.Context(), k, r, emptySHA256, "s3", s.Region(), clock.Now().Add(c.at)))
			c.change(r)
			send(t, r).expect(t, c.status, c.code)
		})
	}
}

// TestAgreesWithTheSDK compares our canonical form with the SDK's signer over
// many keys and parameters: two independent readings of one description.
func TestAgreesWithTheSDK(t *testing.T) {
	s := emptyServer(t, Options{})
	p := s3.NewPresignClient(owned(s))
	for _, key := range append(oddNames(), "a?b=c&d", "e%2Ff", "~-._", "*()!'", "\x01\x7f", strings.Repeat("ü", 512)) {
		must(t, s.Put("box", key, []byte(key), PutOptions{}))
		l, err := p.PresignGetObject(t.Context(), &s3.GetObjectInput{
			Bucket: aws.String("box"), Key: &key, ResponseContentDisposition: aws.String("attachment; filename*=UTF-8''" + url.PathEscape(key)),
		})
		must(t, err)
		if a := fetch(t, "GET", l.URL, nil, nil); a.status != 200 || a.body != key {
			t.Errorf("%q: %d %s", key, a.status, a.Code)
		}
	}
}

func TestVirtualHosts(t *testing.T) {
	s := emptyServer(t, Options{})
	must(t, s.Put("box", "doc.txt", []byte("x"), PutOptions{}))
	at := time.Now()
	host := strings.Replace(strings.TrimPrefix(s.Endpoint(), "http://"), "127.0.0.1", "box.localhost", 1)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+"/doc.txt?X-Amz-Expires=3600", nil)
	must(t, err)
	c := aws.Credentials{AccessKeyID: s.Owner().AccessKeyID, SecretAccessKey: s.Owner().SecretKey}
	link, _, err := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }).
		PresignHTTP(t.Context(), c, r, unsigned, "s3", s.Region(), at)
	must(t, err)
	u, err := url.Parse(link)
	must(t, err)
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Endpoint()+u.RequestURI(), nil)
	must(t, err)
	q.Host = host
	if a := send(t, q); a.status != 200 || a.body != "x" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	s := emptyServer(t, Options{})
	c := s.IssueSession(time.Hour)
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), fmt.Sprintf("%v", &c)} {
		if strings.Contains(text, c.SecretKey) || strings.Contains(text, c.SessionToken) {
			t.Errorf("%s", text)
		}
	}
}
