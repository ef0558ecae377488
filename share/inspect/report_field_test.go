package inspect

import (
	"strings"
	"testing"
)

// What public reports brought: the advice to use a repaired link is given only where
// there is one, and what a link holds no trace of is not judged.
func TestAdviceFitsWhatIsLeft(t *testing.T) {
	link := v4("https", "b.s3.us-east-2.amazonaws.com", "/a/story.html", "us-east-2", "s3")
	for name, text := range map[string]string{
		"a space in the host":         strings.Replace(link, "us-east-2.", "us-east 2.", 1),
		"a space before the bucket's": strings.Replace(link, "b.s3", "my b.s3", 1),
		"cut at the first &amp;":      strings.SplitN(link, "&", 2)[0] + "&amp;",
		"all in lower case":           strings.ToLower(link),
	} {
		r := Inspect(text, at("2026-05-04T11:00:00Z"))
		if r.State != Broken && !r.Guess || !r.Repaired.Empty() {
			t.Errorf("%s: state %v, guess %v, a repaired link: %v", name, r.State, r.Guess, !r.Repaired.Empty())
		}
		for _, f := range r.Findings {
			if f.Code == "region" {
				t.Errorf("%s: %q, and there is no region to be read", name, f.Text)
			}
			if f.Next == useRepaired {
				t.Errorf("%s: %q names a repaired link, and there is none", name, f.Text)
			}
		}
	}
	if r := Inspect(strings.SplitN(link, "&", 2)[0], at("2026-05-04T11:00:00Z")); !strings.HasPrefix(r.Signer.Detail, "not known") {
		t.Errorf("without a key id: signed by %q", r.Signer.Detail)
	}
}

// Parameters of an upload in parts are not those of a download.
func TestUploadInParts(t *testing.T) {
	for query, want := range map[string]string{
		"uploadId=abc": "one thing about an upload in parts", "uploads=": "begin an upload in parts",
		"partNumber=2&uploadId=abc": "upload one part",
	} {
		for _, link := range []string{v4("https", "b.s3.eu-west-1.amazonaws.com", "/k", "eu-west-1", "s3"), v2("b.s3.eu-west-1.amazonaws.com", "/k")} {
			if r := Inspect(link+"&"+query, at("2026-05-04T11:00:00Z")); !strings.HasPrefix(r.Allows, want) {
				t.Errorf("%s of %v: %q", query, r.Kind, r.Allows)
			}
		}
	}
}

// What a server compares letter by letter, and what a browser leaves out, is said.
func TestPortAndSpelling(t *testing.T) {
	good := v4("https", "minio.acme-share.com", "/b/k", "us-east-1", "s3")
	for link, code := range map[string]string{
		v4("https", "b.s3.eu-west-1.amazonaws.com:443", "/k", "eu-west-1", "s3"): "port",
		v4("http", "minio.acme-share.com:80", "/b/k", "us-east-1", "s3"):         "port",
		good + "&PartNumber=1&UploadId=abc":                                      "parameter",
		good + "&versionID=abc":                                                  "parameter",
	} {
		if r := Inspect(link, at("2026-05-04T11:00:00Z")); !strings.Contains(codesOf(r), code) {
			t.Errorf("%s is not among %s", code, codesOf(r))
		}
	}
	for _, link := range []string{good, good + "&versionId=abc", v4("https", "minio.acme-share.com:9443", "/b/k", "us-east-1", "s3")} {
		if r := Inspect(link, at("2026-05-04T11:00:00Z")); strings.Contains(codesOf(r), "port") || strings.Contains(codesOf(r), "parameter") {
			t.Errorf("%s", codesOf(r))
		}
	}
}
