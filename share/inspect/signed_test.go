package inspect_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"signet/share"
	"signet/share/inspect"
	"signet/share/say"
	"signet/share/sign"
)

// account signs with AWS's example key.
type account struct{ token string }

func (a account) Account(context.Context, string) (sign.Account, string, error) {
	return sign.Account{Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", a.token)}, "", nil
}

// What our own signer writes is read back as it was meant, and found in the log
// by the same hash.
func TestOwnLinks(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	size := int64(42)
	type want struct{ method, filename, headers string }
	for _, c := range []struct {
		op   share.Operation
		key  string
		o    share.Options
		want want
	}{
		{share.Download, "cv.pdf", share.Options{}, want{}},
		{share.Download, "cv.pdf", share.Options{Filename: "Lebenslauf ä.pdf"}, want{"GET", "Lebenslauf ä.pdf", ""}},
		{share.Download, "a b+c%d#e?f&g=h;i:j@k'(l)*.txt", share.Options{TrackID: "ab12"}, want{}},
		{share.Download, "日本/ünï\u0301/🙂", share.Options{}, want{}},
		{share.Upload, "in.bin", share.Options{ContentType: "image/png", ExactSize: &size, IfNoneMatch: true}, want{"PUT", "", "content-length content-type if-none-match"}},
		{share.Delete, "cv.pdf", share.Options{}, want{}},
		{share.Metadata, "cv.pdf", share.Options{}, want{}},
	} {
		for _, e := range []share.Endpoint{
			{Region: "eu-west-3"}, {Region: "eu-west-3", PathStyle: true}, {Region: "us-east-1", URL: "https://files.example.com", PathStyle: true},
		} {
			spec := share.Spec{
				Target: share.Target{Bucket: "hr-docs", Key: c.key}, Operation: c.op, Options: c.o, Endpoint: e,
				AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
			}
			signed, err := sign.New(account{}).Sign(t.Context(), spec)
			if err != nil {
				t.Fatal(err)
			}
			r := inspect.Inspect("<"+signed.URL.Reveal()+">", at.Add(time.Minute))
			if r.Kind != inspect.SigV4 || r.State != inspect.Open || r.Target.Bucket != "hr-docs" || r.Target.Key != c.key || r.Target.Region != e.Region {
				t.Errorf("%s %q: %s %s %+v", c.op, c.key, r.Kind, r.State, r.Target)
			}
			if r.Signature.SHA256 != signed.SignatureSHA256 {
				t.Errorf("%s %q: not found in the log: %s, want %s", c.op, c.key, r.Signature.SHA256, signed.SignatureSHA256)
			}
			if f := r.Against(spec, outline(t, spec)); len(f) != 1 || f[0].Code != "as-signed" {
				t.Errorf("%s %q against its own record: %+v", c.op, c.key, f)
			}
			if got := (want{r.Method, r.Filename, strings.Join(r.Headers, " ")}); got != c.want {
				t.Errorf("%s %q: %+v, want %+v", c.op, c.key, got, c.want)
			}
			if !r.Ends.Equal(at.Add(time.Hour)) || r.TrackID != c.o.TrackID || r.Repairable || r.URL.Reveal() != signed.URL.Reveal() {
				t.Errorf("%s %q: ends %v, track %q, repairable %v", c.op, c.key, r.Ends, r.TrackID, r.Repairable)
			}
			for _, f := range r.Findings {
				if f.Level == "bad" {
					t.Errorf("%s %q: %+v", c.op, c.key, f)
				}
			}
		}
	}
}

func TestOwnForm(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "in/"}, Operation: share.Form, Options: share.Options{KeyPrefix: true, MaxSize: 1 << 20, ContentType: "image/", ContentTypePrefix: true},
		Endpoint: share.Endpoint{Region: "eu-west-3"}, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
	}
	signed, err := sign.New(account{}).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	page := `<form action="` + signed.URL.Reveal() + `" method="post">`
	for _, f := range signed.Fields {
		page += `<input type="hidden" name="` + f.Name + `" value="` + strings.ReplaceAll(f.Value.Reveal(), `"`, "&quot;") + `">`
	}
	r := inspect.Inspect(page, at.Add(time.Minute))
	if r.Kind != inspect.PostPolicy || r.State != inspect.Open || r.Signature.SHA256 != signed.SignatureSHA256 || r.Target.Bucket != "hr-docs" {
		t.Errorf("%s %s %+v", r.Kind, r.State, r.Target)
	}
	for _, part := range []string{"up to 1 MB", "image/", "in/"} {
		if !strings.Contains(r.Allows, part) {
			t.Errorf("%q lacks %q", r.Allows, part)
		}
	}
	for _, f := range r.Findings {
		if f.Level != "good" && f.Level != "info" {
			t.Errorf("%+v", f)
		}
	}
}

// The signature stayed, something else did not: only the log can tell.
func TestAgainstTheLog(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "a/cv.pdf"}, Operation: share.Download, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
		Endpoint: share.Endpoint{Region: "us-east-1", URL: "https://files.example.com:443", PathStyle: true},
	}
	signed, err := sign.New(account{}).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	link := signed.URL.Reveal()
	for _, c := range []struct{ old, new, says string }{
		{"", "", "as they were signed"},
		{"files.example.com", "FILES.example.com", "as they were signed"},
		{"files.example.com", "proxy.example.com", "host was changed: signed for files.example.com"},
		{"files.example.com", "hr-docs.files.example.com", "host was changed: signed for files.example.com"},
		{"cv.pdf", "cv2.pdf", "key was changed: signed for a/cv.pdf"},
		{"/hr-docs/", "/hr-others/", "path was changed: signed for /hr-docs/a/cv.pdf, but here it is /hr-others/a/cv.pdf"},
		{"/hr-docs/", "/proxy/hr-docs/", "path was changed"},
		{"X-Amz-Expires=3600", "X-Amz-Expires=604800", "time was changed"},
		{"X-Amz-Expires=3600", "X-Amz-Expires=3600&versionId=x", "version was changed: signed for none"},
		{"X-Amz-Expires=3600", "X-Amz-Expires=3600&response-content-type=text%2Fhtml", "parameter response-content-type was changed: signed for none"},
		{"SignedHeaders=host", "SignedHeaders=host%3Brange", "parameter X-Amz-SignedHeaders was changed"},
		{"IOSFODNN7", "IOSFODNN8", "access key was changed"},
		{"us-east-1", "us-east-2", "scope of the credential was changed"},
	} {
		f := inspect.Inspect(strings.Replace(link, c.old, c.new, 1), at).Against(spec, outline(t, spec))
		if len(f) != 1 || !strings.Contains(f[0].Text, c.says) {
			t.Errorf("%q to %q: %+v", c.old, c.new, f)
		}
	}
}

// outline is what the log can make of a spec without the key.
func outline(t *testing.T, spec share.Spec) share.Secret {
	t.Helper()
	link, err := sign.Outline(t.Context(), spec, "")
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// On AWS's own hosts the bucket stands in the host; and a link of another scheme
// keeps its signature.
func TestAgainstTheLogOnAWS(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "cv.pdf"}, Operation: share.Download, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
		Endpoint: share.Endpoint{Region: "eu-central-1"},
	}
	signed, err := sign.New(account{}).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		old, new, says string
		level          say.Level
	}{
		{"", "", "as they were signed", say.Good},
		{"hr-docs.", "other.", "host was changed: signed for hr-docs.s3.eu-central-1.amazonaws.com", say.Bad},
		{"hr-docs.s3.eu-central-1.amazonaws.com/", "s3.eu-central-1.amazonaws.com/hr-docs/", "host was changed", say.Bad},
		{".eu-central-1.", ".eu-west-3.", "host was changed", say.Bad},
		{".com/", ".com/foo/", "key was changed: signed for cv.pdf, but here it is foo/cv.pdf", say.Bad},
		{"https:", "http:", "the signature holds", say.Warning},
	} {
		f := inspect.Inspect(strings.Replace(signed.URL.Reveal(), c.old, c.new, 1), at).Against(spec, outline(t, spec))
		if say.Worst(f) != c.level || !slices.ContainsFunc(f, func(f say.Remark) bool { return strings.Contains(f.Text, c.says) }) {
			t.Errorf("%q to %q: %+v", c.old, c.new, f)
		}
	}
}

// What the log does not hold is not called the same.
func TestAgainstTheLogWithASession(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "cv.pdf"}, Operation: share.Download, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
		Endpoint: share.Endpoint{Region: "eu-central-1"},
	}
	signed, err := sign.New(account{token: "T0k3n"}).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	f := inspect.Inspect(strings.Replace(signed.URL.Reveal(), "T0k3n", "Wr0ng", 1), at).Against(spec, outline(t, spec))
	if len(f) != 1 || f[0].Level != say.Info || !strings.Contains(f[0].Text, "cannot be compared") {
		t.Errorf("%+v", f)
	}
}

// Object, second and key are those of a share, and the signature is not.
func TestAgainstATwin(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "cv.pdf"}, Operation: share.Download, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
		Endpoint: share.Endpoint{Region: "eu-central-1"},
	}
	wrong := outline(t, spec).Reveal() // all is right but the signature
	upload := spec
	upload.Operation, upload.Options.ContentType = share.Upload, "text/html"
	for _, c := range []struct{ link, code string }{
		{wrong, "altered"},
		{strings.Replace(wrong, "Expires=3600", "Expires=600", 1), "twin"},
		{wrong[:len(wrong)-10], ""},           // cut off, which is said already
		{outline(t, upload).Reveal(), "twin"}, // perhaps of another type
	} {
		code := ""
		of := spec
		if c.link == outline(t, upload).Reveal() {
			of = upload
		}
		for _, f := range inspect.Inspect(c.link, at).AgainstTwin(of, outline(t, of)) {
			code += f.Code
		}
		if code != c.code {
			t.Errorf("%q, want %q", code, c.code)
		}
	}
}

// What the text leaves open is known once the link is found in the log.
func TestSettledByTheLog(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "a/cv.pdf"}, Operation: share.Delete, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
		Endpoint: share.Endpoint{Region: "us-east-1", URL: "https://files.example.com", PathStyle: true},
	}
	signed, err := sign.New(account{}).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	hosts := func(r inspect.Report) (n int) {
		for _, f := range r.Findings {
			if f.Code == "host" {
				n++
			}
		}
		return n
	}
	guessed := inspect.Inspect(signed.URL.Reveal(), at)
	if hosts(guessed) != 1 || !guessed.Target.Guessed || guessed.Method != "" {
		t.Fatalf("the text alone: %+v", guessed)
	}
	if r := guessed.Settle(spec, guessed.Against(spec, outline(t, spec))); hosts(r) != 0 || r.Target.Guessed || r.Method != "DELETE" || !strings.HasPrefix(r.Allows, "delete") {
		t.Errorf("%+v", r)
	}
	if hosts(guessed) != 1 {
		t.Error("the report it was made from changed")
	}
	other := inspect.Inspect(strings.Replace(signed.URL.Reveal(), "cv.pdf", "cv2.pdf", 1), at)
	if r := other.Settle(spec, other.Against(spec, outline(t, spec))); hosts(r) != 1 || r.Method != "" || r.Target.Key != "a/cv2.pdf" {
		t.Errorf("altered, but settled: %+v", r)
	}
}

// Fields as a list of names and values, as signet prints a form.
func TestFormAsList(t *testing.T) {
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	spec := share.Spec{
		Target: share.Target{Bucket: "hr-docs", Key: "in/"}, Operation: share.Form, Options: share.Options{KeyPrefix: true, MaxSize: 2e6},
		Endpoint: share.Endpoint{Region: "eu-west-3"}, AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SignedAt: at, Seconds: 3600,
	}
	signed, err := sign.New(account{}).Sign(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for _, f := range signed.Fields {
		pairs = append(pairs, `{"name":"`+f.Name+`","value":"`+f.Value.Reveal()+`"}`)
	}
	text := `{"url":"` + signed.URL.Reveal() + `","operation":"post","headers":[],"fields":[` + strings.Join(pairs, ",") + `]}`
	r := inspect.Inspect(text, at.Add(time.Minute))
	if r.Kind != inspect.PostPolicy || r.Target.Bucket != "hr-docs" || r.Signature.SHA256 != signed.SignatureSHA256 || !r.Ends.Equal(at.Add(time.Hour)) {
		t.Errorf("%+v", r)
	}
}
