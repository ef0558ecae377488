package demo

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// formPost is a form as a browser would send it: fields in order, file last.
type formPost struct {
	url    string
	fields [][2]string
	file   string // its content
	name   string // its file name
	after  [][2]string
}

func (f formPost) with(name, value string) formPost {
	f.fields = append(append([][2]string{}, f.fields...), [2]string{name, value})
	return f
}

func (f formPost) change(name string, to func(string) string) formPost {
	fields := append([][2]string{}, f.fields...)
	for i := range fields {
		if fields[i][0] == name {
			fields[i][1] = to(fields[i][1])
		}
	}
	f.fields = fields
	return f
}

// ends is when the form's policy says that it is over.
func (f formPost) ends(t testing.TB) time.Time {
	t.Helper()
	var policy struct{ Expiration time.Time }
	for _, one := range f.fields {
		if one[0] == "policy" {
			text, err := base64.StdEncoding.DecodeString(one[1])
			must(t, err)
			must(t, json.Unmarshal(text, &policy))
		}
	}
	return policy.Expiration
}

func (f formPost) without(name string) formPost {
	var fields [][2]string
	for _, one := range f.fields {
		if one[0] != name {
			fields = append(fields, one)
		}
	}
	f.fields = fields
	return f
}

func (f formPost) send(t testing.TB) answerOf {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, one := range f.fields {
		must(t, w.WriteField(one[0], one[1]))
	}
	if f.name != "" {
		part, err := w.CreateFormFile("file", f.name)
		must(t, err)
		_, err = part.Write([]byte(f.file))
		must(t, err)
	}
	for _, one := range f.after {
		must(t, w.WriteField(one[0], one[1]))
	}
	must(t, w.Close())
	return fetch(t, http.MethodPost, f.url, http.Header{"Content-Type": {w.FormDataContentType()}}, b.Bytes())
}

// newForm lets the SDK sign a policy.
func newForm(t testing.TB, s *Server, c Credentials, key string, conditions ...any) formPost {
	t.Helper()
	p := s3.NewPresignClient(client(s, c, s.Region()))
	out, err := p.PresignPostObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("box"), Key: &key}, func(o *s3.PresignPostOptions) {
		o.Expires = 10 * time.Minute
		o.Conditions = conditions
	})
	must(t, err)
	f := formPost{url: out.URL, file: "content of the file", name: "my file ü.txt"}
	for name, value := range out.Values {
		f.fields = append(f.fields, [2]string{name, value})
	}
	return f
}

func fetched(t testing.TB, s *Server, key string) *s3.GetObjectOutput {
	t.Helper()
	out, err := owned(s).GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("box"), Key: &key})
	must(t, err)
	return out
}

func TestForms(t *testing.T) {
	clock := newClock()
	s := emptyServer(t, Options{Clock: clock.Now})
	f := newForm(t, s, s.Owner(), "in/a.txt",
		[]any{"content-length-range", 1, 100}, []any{"starts-with", "$Content-Type", "text/"},
		map[string]string{"x-amz-meta-client": "acme"}, []any{"starts-with", "$success_action_status", ""},
	).with("Content-Type", "text/plain").with("x-amz-meta-client", "acme")
	same := func(s string) string { return s + "x" }
	aSecondLater := func(date string) string {
		at, err := time.Parse(longFormat, date)
		must(t, err)
		return at.Add(time.Second).Format(longFormat)
	}
	for _, c := range []struct {
		name   string
		form   formPost
		status int
		code   string
		says   string
	}{
		{"as signed", f, 204, "", ""},
		{"ignored field", f.with("x-ignore-me", "1"), 204, "", ""},
		{"policy changed", f.change("policy", func(p string) string { return "A" + p[1:] }), 403, "SignatureDoesNotMatch", ""},
		{"signature changed", f.change("X-Amz-Signature", flip), 403, "SignatureDoesNotMatch", ""},
		{"unknown key", f.change("X-Amz-Credential", func(c string) string { return "X" + c }), 403, "InvalidAccessKeyId", ""},
		{"region changed", f.change("X-Amz-Credential", func(c string) string { return strings.Replace(c, DefaultRegion, "us-east-1", 1) }), 400, "AuthorizationQueryParametersError", "expecting"},
		{"date changed", f.change("X-Amz-Date", aSecondLater), 403, "AccessDenied", "$x-amz-date"},
		{"algorithm changed", f.change("X-Amz-Algorithm", same), 400, "InvalidArgument", ""},
		{"another object", f.change("key", same), 403, "AccessDenied", `["eq", "$key", "in/a.txt"]`},
		{"another type", f.change("Content-Type", func(string) string { return "image/png" }), 403, "AccessDenied", "starts-with"},
		{"one type of two", f.change("Content-Type", func(string) string { return "text/plain,image/png" }), 403, "AccessDenied", "starts-with"},
		{"metadata changed", f.change("x-amz-meta-client", same), 403, "AccessDenied", "client"},
		{"metadata removed", f.without("x-amz-meta-client"), 403, "AccessDenied", "client"},
		{"metadata added", f.with("x-amz-meta-more", "1"), 403, "AccessDenied", "Extra input fields: x-amz-meta-more"},
		{"redirect added", f.with("success_action_redirect", "http://evil/"), 403, "AccessDenied", "Extra input fields: success_action_redirect"},
		{"acl added", f.with("acl", "public-read"), 403, "AccessDenied", "Extra input fields: acl"},
		{"field twice", f.with("key", "in/b.txt"), 400, "InvalidArgument", ""},
		{"no policy", f.without("policy"), 403, "AccessDenied", ""},
		{"no key", f.without("key"), 400, "InvalidArgument", "'key'"},
		{"no file", formPost{url: f.url, fields: f.fields}, 400, "InvalidArgument", "exactly one file"},
		{"too large", formPost{f.url, f.fields, strings.Repeat("x", 101), "x", nil}, 400, "EntityTooLarge", ""},
		{"too small", formPost{f.url, f.fields, "", "x", nil}, 400, "EntityTooSmall", ""},
		{"much before the file", f.with("x-ignore-long", strings.Repeat("x", 21<<10)), 400, "MaxPostPreDataLengthExceeded", ""},
		{"another bucket", formPost{strings.Replace(f.url, "/box", "/other", 1), f.fields, "x", "x", nil}, 403, "AccessDenied", `"$bucket"`},
		{"no bucket", formPost{strings.Replace(f.url, "/box", "/none", 1), f.fields, "x", "x", nil}, 404, "NoSuchBucket", ""},
		{"fields after the file", formPost{f.url, f.fields, "x", "x", [][2]string{{"acl", "public-read"}}}, 204, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_ = s.MakeBucket("other", false, "")
			a := c.form.send(t)
			a.expect(t, c.status, c.code)
			if !strings.Contains(a.Message, c.says) {
				t.Errorf("says %q, want %q in it", a.Message, c.says)
			}
		})
	}
	t.Run("stored", func(t *testing.T) {
		f.send(t).expect(t, 204, "")
		out := fetched(t, s, "in/a.txt")
		if read(t, out, nil) != f.file || *out.ContentType != "text/plain" || out.Metadata["client"] != "acme" {
			t.Errorf("stored as %+v", out)
		}
	})
	t.Run("ended", func(t *testing.T) {
		ends := f.ends(t) // AWS's library made it, by a clock that goes on
		clock.advance(ends.Add(-time.Second).Sub(clock.Now()))
		f.send(t).expect(t, 204, "")
		clock.advance(2 * time.Second)
		a := f.send(t)
		a.expect(t, 403, "AccessDenied")
		if !strings.Contains(a.Message, "expired") {
			t.Errorf("says %q", a.Message)
		}
	})
}

func TestFormAnswers(t *testing.T) {
	s := emptyServer(t, Options{})
	f := newForm(t, s, s.Owner(), "a b/ü.txt", []any{"starts-with", "$success_action_status", ""}, []any{"starts-with", "$success_action_redirect", ""})
	place := s.Endpoint() + "/box/a%20b/%C3%BC.txt"
	for status, want := range map[string]int{"200": 200, "201": 201, "204": 204, "500": 204} {
		a := f.with("success_action_status", status).with("success_action_redirect", "").send(t)
		if a.status != want || a.header.Get("Location") != place || a.header.Get("ETag") == "" {
			t.Errorf("status %s: %d %v", status, a.status, a.header)
		}
		if want == 201 && !strings.Contains(a.body, "<PostResponse><Location>"+place+"</Location><Bucket>box</Bucket><Key>a b/ü.txt</Key>") {
			t.Errorf("201 says %s", a.body)
		}
	}
	a := f.with("success_action_status", "201").with("success_action_redirect", "http://127.0.0.1:1/thanks?x=1").send(t)
	to := a.header.Get("Location")
	if a.status != 303 || !strings.HasPrefix(to, "http://127.0.0.1:1/thanks?") || !strings.Contains(to, "bucket=box") ||
		!strings.Contains(to, "key=a+b%2F%C3%BC.txt") || !strings.Contains(to, "x=1") || !strings.Contains(to, "etag=%22") {
		t.Errorf("redirect: %d to %s", a.status, to)
	}
}

func TestFormFileName(t *testing.T) {
	s := emptyServer(t, Options{})
	f := newForm(t, s, s.Owner(), "in/${filename}", []any{"starts-with", "$key", "in/"})
	for name, want := range map[string]string{"my file ü.txt": "my file ü.txt", `C:\docs\scan.pdf`: "scan.pdf", "../../up.txt": "up.txt"} {
		f.name = name
		f.send(t).expect(t, 204, "")
		if got := read(t, fetched(t, s, "in/"+want), nil); got != f.file {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestFormUsers(t *testing.T) {
	s := emptyServer(t, Options{})
	newForm(t, s, s.IssueSession(time.Hour), "k").send(t).expect(t, 204, "")
	newForm(t, s, s.IssueSession(time.Hour), "k").without("X-Amz-Security-Token").send(t).expect(t, 403, "InvalidAccessKeyId")
	newForm(t, s, s.IssueSession(-time.Second), "k").send(t).expect(t, 400, "ExpiredToken")
	newForm(t, s, s.Guest(), "k").send(t).expect(t, 204, "")
	s.DenyGuest("box")
	newForm(t, s, s.Guest(), "k").send(t).expect(t, 403, "AccessDenied")
}

func TestPolicyDocuments(t *testing.T) {
	for text, says := range map[string]string{
		"*":                          "Base64",
		b64(`{`):                     "JSON",
		b64(`{"expiration":"soon"}`): "expiration",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[]}`):                                           "missing conditions",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["eq","$key"]]}`):                              "number of arguments",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["ends-with","$key","x"]]}`):                   "unknown operation",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["eq","key","x"]]}`):                           "unknown operation",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["content-length-range",-1,5]]}`):              "content-length-range",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["content-length-range","0","many"]]}`):        "content-length-range",
		b64(`{"expiration":"2030-01-01T00:00:00Z","conditions":[["content-length-range","0","5"],{"a":"b"}]}`): "",
	} {
		_, no := parseFormPolicy(text)
		if says == "" && no != nil || says != "" && (no == nil || !strings.Contains(no.Message, says)) {
			t.Errorf("%s: %v, want %q", text, no, says)
		}
	}
}
