package share

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestBoundsOfOptions: what is just taken, and what is just refused, as it is typed.
func TestBoundsOfOptions(t *testing.T) {
	hex64, gib := strings.Repeat("0a", 32), int64(1<<30)
	many := func(n int) (pairs []string) {
		for i := range n {
			pairs = append(pairs, fmt.Sprintf("k%d=v", i))
		}
		return pairs
	}
	for _, c := range []struct {
		op    Operation
		id    string
		typed []string
		want  string // empty: it is taken
	}{
		{Form, "max-size", []string{"0"}, "must be at least 1 byte"},
		{Form, "max-size", []string{"1"}, ""},
		{Form, "max-size", []string{fmt.Sprint(5 * gib)}, ""},
		{Form, "max-size", []string{fmt.Sprint(5*gib + 1)}, "from 1 byte to 5 GiB"},
		{Form, "max-size", []string{"many"}, "is no size"},
		{Form, "min-size", []string{"0"}, ""},
		{Form, "min-size", []string{fmt.Sprint(int64(DefaultMaxSize))}, ""},
		{Form, "min-size", []string{fmt.Sprint(int64(DefaultMaxSize + 1))}, "more than the largest size"},
		{Form, "min-size", []string{"-1"}, "no size"},
		{Upload, "exact-size", []string{"0"}, "from 1 byte to 5 GiB"},
		{Upload, "exact-size", []string{"1"}, ""},
		{Upload, "exact-size", []string{fmt.Sprint(5 * gib)}, ""},
		{Upload, "exact-size", []string{fmt.Sprint(5*gib + 1)}, "from 1 byte to 5 GiB"},
		{Upload, "metadata", []string{"a=" + strings.Repeat("v", maxMetadata-1)}, ""},
		{Upload, "metadata", []string{"a=" + strings.Repeat("v", maxMetadata)}, "over the 2 KiB"},
		{Upload, "metadata", []string{"a=b ~!"}, ""},
		{Upload, "metadata", []string{"a=b\x1fc"}, "not plain ASCII"},
		{Upload, "metadata", []string{"a=b\x7fc"}, "not plain ASCII"},
		{Upload, "metadata", []string{"a=b\x80c"}, "not plain ASCII"},
		{Upload, "metadata", []string{"a b=c"}, "header's name"},
		{Upload, "metadata", []string{"a\x7f=c"}, "header's name"},
		{Upload, "metadata", []string{"a!~=c"}, ""},
		{Upload, "content-disposition", []string{"a ~"}, ""},
		{Upload, "content-disposition", []string{"a\x7fb"}, "control character"},
		{Upload, "content-disposition", []string{"a\u0080"}, "not plain ASCII"},
		{Download, "response-cache-control", []string{"ü"}, "not plain ASCII"},
		{Download, "filename", []string{"a\x1f"}, "control character"},
		{Download, "filename", []string{"a\x7f"}, "control character"},
		{Download, "filename", []string{"a b"}, ""},
		{Download, "filename", []string{`a\b`}, "a name, not a path"},
		{Download, "filename", []string{"a\xff"}, "not valid UTF-8"},
		{Upload, "sse", []string{"aws:kms"}, ""},
		{Upload, "sse", []string{"AES128"}, "no server-side encryption"},
		{Upload, "kms-key-id", []string{"k"}, "needs the encryption aws:kms"},
		{Upload, "storage-class", []string{" glacier-ir "}, ""},
		{Upload, "storage-class", []string{"AZ_09"}, ""},
		{Upload, "storage-class", []string{"A@"}, "no storage class"},
		{Upload, "storage-class", []string{"A["}, "no storage class"},
		{Upload, "storage-class", []string{"A/"}, "no storage class"},
		{Upload, "storage-class", []string{"A:"}, "no storage class"},
		{Upload, "tag", many(10), ""},
		{Upload, "tag", many(11), "are 11, and an object has at most 10"},
		{Upload, "tag", []string{strings.Repeat("ü", 128) + "=v"}, ""},
		{Upload, "tag", []string{strings.Repeat("ü", 129) + "=v"}, "longer name than 128"},
		{Upload, "tag", []string{"k=" + strings.Repeat("ü", 256)}, ""},
		{Upload, "tag", []string{"k=" + strings.Repeat("ü", 257)}, "longer than 256"},
		{Upload, "tag", []string{"AWS:x=v"}, "AWS's own"},
		{Upload, "tag", []string{"a+b-c.d_e:f/@ 9é=v"}, ""},
		{Upload, "tag", []string{"a=b;c"}, "cannot have"},
		{Upload, "tag", []string{"a;=b"}, "cannot have"},
		{Upload, "tag", []string{"a=b\xff"}, "cannot have"},
		{Upload, "tag", []string{"=v"}, "is not name=value"},
		{Upload, "tag", []string{"a=1", "a=2"}, "there twice"},
		{Upload, "checksum", []string{hex64}, ""},
		{Upload, "checksum", []string{hex64 + "  file.txt"}, ""},
		{Upload, "checksum", []string{"SHA-256: " + hex64}, ""},
		{Upload, "checksum", []string{"x-amz-checksum-crc64nvme:AAAAAAAAAAA="}, ""},
		{Upload, "checksum", []string{"crc64nvme:" + hex64}, "no such checksum"},
		{Upload, "checksum", []string{"md5:" + hex64}, "no checksum that a link can demand"},
		{Upload, "checksum", []string{hex64[:62]}, "no such checksum"},
		{Download, "expected-bucket-owner", []string{"1234-5678-9012"}, ""},
		{Download, "expected-bucket-owner", []string{"12345678901"}, "no account"},
		{Download, "expected-bucket-owner", []string{"1234567890123"}, "no account"},
		{Download, "expected-bucket-owner", []string{"12345678901a"}, "no account"},
		{Download, "if-match", []string{"!~"}, ""},
		{Download, "if-match", []string{"&quot;abc&quot;"}, ""},
		{Download, "if-match", []string{"a b"}, "no ETag of one object"},
		{Download, "if-match", []string{"a\x7f"}, "control character"},
		{Download, "if-match", []string{"a\u0080"}, "no ETag of one object"},
		{Download, "if-match", []string{"a,b"}, "no ETag of one object"},
		{Download, "if-match", []string{"*"}, "any content"},
		{Download, "if-match", []string{"W/\"a\""}, "weak tag"},
		{Download, "if-match", []string{` "" `}, "is no ETag"},
		{Form, "success-status", []string{"200"}, ""},
		{Form, "success-status", []string{" 201 "}, ""},
		{Form, "success-status", []string{"204"}, ""},
		{Form, "success-status", []string{"203"}, "200, 201 or 204"},
		{Form, "success-status", []string{"two"}, "is no number"},
		{Form, "success-redirect", []string{"http://x/"}, ""},
		{Form, "success-redirect", []string{"https:///a"}, "not a web address"},
		{Form, "success-redirect", []string{"ftp://x/"}, "not a web address"},
		{Form, "success-redirect", []string{"//x/"}, "not a web address"},
		{Form, "success-redirect", []string{"https://x/%zz"}, "not a web address"},
		{Form, "content-type", []string{"image/*"}, ""},
		{Form, "content-type", []string{"image/x*"}, ""},
		{Form, "content-type", []string{"image*"}, "no content type"},
		{Upload, "content-type", []string{"image/*"}, "no content type"},
		{Upload, "content-type", []string{"text"}, "no content type"},
		{Upload, "content-type", []string{"text/plain; charset=utf-8"}, ""},
		{Download, "response-content-type", []string{"a/*"}, "no content type"},
		{Download, "response-expires", []string{"0000-12-31T23:59:59Z"}, "is no time"},
		{Download, "response-expires", []string{"0001-01-01T00:00:00Z"}, ""},
		{Download, "response-expires", []string{"9999-12-31T23:59:59Z"}, ""},
		{Download, "response-expires", []string{"9999-12-31T23:59:59-01:00"}, "is no time"},
		{Download, "response-expires", []string{"tomorrow"}, "is no time"},
		{InParts, "size", []string{"0"}, "must be at least 1 byte"},
		{InParts, "size", []string{"1"}, ""},
		{Upload, "sse-c-key-file", []string{strings.Repeat("k", 32)}, ""},
		{Upload, "sse-c-key-file", []string{strings.Repeat("k", 31)}, "31 bytes were read"},
		{Upload, "sse-c-key-file", []string{strings.Repeat("k", 33)}, "33 bytes were read"},
		{Upload, "sse-c-key-file", []string{hex64 + "\n"}, ""},
		{Upload, "sse-c-key-file", []string{"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}, ""},
		{Upload, "sse-c-key-file", []string{"_-EyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}, ""},
	} {
		x, ok := option(c.id)
		if !ok {
			t.Fatalf("no option %s", c.id)
		}
		var o Options
		var err error
		for _, value := range c.typed {
			err = errors.Join(err, x.Set(&o, value))
		}
		if err == nil {
			err = o.Check(c.op)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %.60q: %v, want %q", c.id, c.typed, err, c.want)
		}
		var usage *UsageError
		if err != nil && (!errors.As(err, &usage) || usage.Option != c.id && usage.Op == "") {
			t.Errorf("%s %.60q: whose error is it? %+v", c.id, c.typed, err)
		}
	}
}

// TestEntityTagsAsTheyAreTyped: with its quotes, without, and as tools print it.
func TestEntityTagsAsTheyAreTyped(t *testing.T) {
	x, _ := option("if-match")
	for typed, want := range map[string]string{
		`abc`: `"abc"`, ` "abc" `: `"abc"`, `\"abc\"`: `"abc"`, `"\"abc\""`: `"abc"`, `&quot;abc&quot;`: `"abc"`, `&qu"ot;abc`: `"abc"`,
		`"abc\"`: `"abc\"`, `abc\`: `"abc\"`, `\`: `"\"`, `"\"`: `"\"`, `\abc`: `"\abc"`, `"\abc"`: `"\abc"`,
	} {
		var o Options
		if err := x.Set(&o, typed); err != nil || o.IfMatch != want {
			t.Errorf("%s: %s, %v, want %s", typed, o.IfMatch, err, want)
		}
	}
}

// TestFormOfEachOperation: the order of the fields is that in which people think of them.
func TestFormOfEachOperation(t *testing.T) {
	for op, want := range map[Operation]string{
		Download: "filename inline response-content-type *response-cache-control *response-content-language *response-content-encoding *response-expires *if-match *sse-c-key-file *requester-pays *expected-bucket-owner",
		Upload:   "*content-disposition content-type exact-size if-none-match *checksum sse kms-key-id *storage-class *sse-c-key-file metadata *tag *requester-pays *expected-bucket-owner",
		Form:     "*content-disposition key-prefix max-size min-size content-type *checksum sse kms-key-id *storage-class metadata *tag success-redirect success-status",
		Delete:   "*requester-pays *expected-bucket-owner",
		Metadata: "*if-match *sse-c-key-file *requester-pays *expected-bucket-owner",
		InParts:  "*content-disposition size part-size content-type sse kms-key-id *storage-class metadata *tag",
	} {
		if got := fieldsOf(op); got != want {
			t.Errorf("%s: %s", op, got)
		}
	}
}

// fieldsOf are the fields of a form in their order; those that few ask for have a star.
func fieldsOf(op Operation) string {
	rows := slices.Clone(OptionsFor(op))
	slices.SortStableFunc(rows, func(a, b Option) int { return a.Form - b.Form })
	var ids []string
	for _, x := range rows {
		if !x.For(op) {
			continue
		}
		mark := ""
		if x.Rare {
			mark = "*"
		}
		ids = append(ids, mark+x.ID)
	}
	return strings.Join(ids, " ")
}

// TestPartsThatFit: the hint names the smallest parts that are few enough, in whole MiB.
func TestPartsThatFit(t *testing.T) {
	for total, want := range map[int64]string{
		MostParts*LeastPart + 1: "at least 6291456 for this size",
		MostParts * 6 << 20:     "at least 6291456 for this size",
		MostParts*6<<20 + 1:     "at least 7340032 for this size",
	} {
		err := Options{TotalSize: total, PartSize: LeastPart}.Check(InParts)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d bytes: %v, want %q", total, err, want)
		}
	}
}

// TestChecksumOfAFile is that which is typed for it, by the algorithm that was named.
func TestChecksumOfAFile(t *testing.T) {
	x, _ := option("checksum")
	for given, want := range map[string]string{
		"":          "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"SHA-256":   "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"crc64nvme": "crc64nvme:0000000000000000",
	} {
		if got, err := x.FromFile(strings.NewReader(""), given); got != want || err != nil {
			t.Errorf("%q: %q, %v", given, got, err)
		}
	}
	if got, err := x.FromFile(strings.NewReader("123456789"), "crc64nvme"); got != "crc64nvme:ae8b14860a799888" || err != nil { // the catalogue's check value
		t.Errorf("%q, %v", got, err)
	}
	if _, err := x.FromFile(strings.NewReader(""), "md5"); err == nil || !strings.Contains(err.Error(), `"md5" is none`) {
		t.Errorf("%v", err)
	}
	broken := errors.New("broken")
	if _, err := x.FromFile(errorReader{broken}, ""); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	o := Options{Checksum: "sha256:" + strings.Repeat("0a", 32)}
	if got := o.ChecksumWords(); got != "SHA-256 "+strings.Repeat("0a", 32) {
		t.Errorf("%q", got)
	}
}

type errorReader struct{ err error }

func (e errorReader) Read([]byte) (int, error) { return 0, e.err }

// TestOwnKeys: a key of SSE-C is read in any spelling, told to nobody, and goes over
// https alone.
func TestOwnKeys(t *testing.T) {
	x, _ := option("sse-c-key-file")
	raw := strings.Repeat("\xfb", 32)
	for _, typed := range []string{raw, strings.Repeat("fb", 32), "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=", "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s="} {
		var o Options
		if err := x.Set(&o, typed); err != nil || o.CustomerKey.Reveal() != raw {
			t.Errorf("%q: %v", typed, err)
		}
	}
	var o Options
	if err := x.Set(&o, "hunter2"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%v", err)
	}
	_ = x.Set(&o, raw)
	for _, c := range []struct {
		o    Options
		want string
	}{
		{o, ""},
		{Options{CustomerKeyMD5: o.CustomerKeyMD5}, "which is kept nowhere"},
		{Options{CustomerKey: o.CustomerKey, CustomerKeyMD5: o.CustomerKeyMD5, SSE: "AES256"}, "cannot go with another encryption"},
	} {
		if err := c.o.Check(Upload); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	for url, want := range map[string]string{"https://s3.example": "", "": "", "http://s3.example": "a key goes over https only", "HTTP://s3.example": "a key goes over https only"} {
		if _, err := o.checkAt(Upload, Endpoint{URL: url}); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", url, err)
		}
	}
	link := Link{Request: Request{Operation: Upload, Options: o}, Headers: []Header{{"x-amz-server-side-encryption-customer-algorithm", "AES256"}}}
	if got := link.Withheld(); !slices.Equal(got, []string{CustomerKeyHeader}) {
		t.Errorf("withheld %q", got)
	}
	if got := link.Sends(); len(got) != 2 || got[1].Name != CustomerKeyHeader || got[1].Value != "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=" {
		t.Errorf("%d headers are sent, the last %q", len(got), got[len(got)-1].Name)
	}
	if len(link.Headers) != 1 {
		t.Error("the key has got into the link")
	}
	if !bytes.Equal([]byte(raw), []byte(o.CustomerKey.Reveal())) || o.CustomerKey.Len() != 32 {
		t.Error("the key was changed")
	}
}
