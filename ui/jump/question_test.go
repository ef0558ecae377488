package jump

import (
	"strings"
	"testing"
)

// What a server is asked for a text.
func TestWhatIsAsked(t *testing.T) {
	for text, want := range map[string]question{
		"a": {buckets: true}, "acme": {buckets: true}, "s3://": {buckets: true}, "S3://ac": {buckets: true}, "https": {buckets: true},
		"s3://acme/": {bucket: "acme"}, "s3://acme/a b/ü": {bucket: "acme", prefix: "a b/ü"}, "s3://acme/100%": {bucket: "acme", prefix: "100%"},
		"s3://minio.example.com/x": {bucket: "minio.example.com", prefix: "x"}, // a bucket may be called so
	} {
		if q, ok := asks(text); !ok || q != want {
			t.Errorf("%q asks %+v, %v", text, q, ok)
		}
	}
}

// A link that was pasted is a secret, and an address of another server is nobody's
// business: nothing of them is sent, however they are written.
func TestWhatIsNeverAsked(t *testing.T) {
	link := "https://acme.s3.eu-west-3.amazonaws.com/q3.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261129&X-Amz-Signature=" + strings.Repeat("0a", 32)
	bare := strings.TrimPrefix(link, "https://")
	for _, text := range []string{
		link, bare, "s3://" + bare, " " + link, "<" + link + ">", `"` + link + `"`, "curl -o x '" + link + "'", link + "\n", "s3://acme/" + link,
		"s3://acme/" + strings.ReplaceAll(bare, "?", "%3F"), "s3://acme/" + strings.ReplaceAll(strings.ReplaceAll(bare, "?", "%253F"), "X-Amz", "X%252DAmz"),
		"s3://acme/x&X-Amz-Signature=00", "s3://acme/x&Signature=ab&AWSAccessKeyId=AKIA", "s3://acme/k&Policy=e30_&Key-Pair-Id=K1", "s3://acme/x?sv=2020&sig=abc",
		"https://minio.example.com/zeta/x/", "http://x", "gs://bucket/x", "arn:aws:s3:::acme/x", "s3://arn:aws:s3:eu-west-3:123456789012:accesspoint/zeta/x",
		"minio.example.com/zeta/x", "acme/x", "s3://acme.s3.amazonaws.com/x", "", "  ", "s3:///x", "s3://acme/" + strings.Repeat("x", 1_100), "s3://acme/\xff",
	} {
		if q, ok := asks(text); ok {
			t.Errorf("%q asks %+v", text, q)
		}
		d := &desk{}
		drv, _ := start(t, d)
		drv.Paste(text)
		if strings.HasSuffix(text, "\xff") { // the field takes no such byte
			continue
		}
		if len(d.asked) != 0 {
			t.Errorf("%q was sent as %q", text, d.asked)
		}
		drv.View(80, 24)
	}
}
