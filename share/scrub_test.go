package share

import (
	"errors"
	"strings"
	"testing"
)

func TestScrub(t *testing.T) {
	sum := strings.Repeat("0aB9", 16)
	for in, want := range map[string]string{
		"ticket 12: done":                           "ticket 12: done",
		"https://x/?a=1&X-Amz-Signature=ab12&b=2":   "https://x/?a=1&X-Amz-Signature=[secret]&b=2",
		"X-Amz-Security-Token=abc def":              "X-Amz-Security-Token=[secret] def",
		"https://a.cloudfront.net/?Signature=aB~c-": "https://a.cloudfront.net/?Signature=[secret]",
		"sv=1&sig=abc%3D&se=2":                      "sv=1&sig=[secret]&se=2",
		"?url=https%3A%2F%2Fx%3Fse%3D2%26sig%3Dabc": "?url=https%3A%2F%2Fx%3Fse%3D2%26sig%3D[secret]",
		"X-Goog-Signature%253Dabc":                  "X-Goog-Signature%253D[secret]",
		`"X-Amz-Signature": "ab12", more`:           `"X-Amz-Signature": "[secret]", more`,
		"AWS_SECRET_ACCESS_KEY=abc":                 "AWS_SECRET_ACCESS_KEY=[secret]",
		"Policy=eyJ":                                "Policy=[secret]",
		"sig " + sum:                                "sig [secret]",
		sum[1:]:                                     sum[1:],
		"design=blue":                               "design=blue",
		"no secret here":                            "no secret here",
	} {
		if got := Scrub(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestOptionsHoldNoSecret: they are kept to the letter, by the link and the log.
func TestOptionsHoldNoSecret(t *testing.T) {
	sum := strings.Repeat("0a", 32)
	link := "https://x.example/k?X-Amz-Date=1&X-Amz-Signature=" + sum
	for _, c := range []struct {
		name string
		o    Options
		op   Operation
		flag string // "": allowed
	}{
		{"a link in metadata", Options{Metadata: map[string]string{"link": link}}, Upload, "--metadata"},
		{"a token in metadata", Options{Metadata: map[string]string{"x": "X-Amz-Security-Token=abc"}}, Upload, "--metadata"},
		{"a checksum in metadata", Options{Metadata: map[string]string{"sha256": sum}}, Upload, ""},
		{"a link to go on to", Options{SuccessRedirect: link}, Form, "--success-redirect"},
		{"a shared access signature", Options{SuccessRedirect: "https://x.example/?sv=1&sig=abc"}, Form, "--success-redirect"},
		{"a page to go on to", Options{SuccessRedirect: "https://x.example/?design=1&policy=privacy"}, Form, ""},
		{"a signature as a name", Options{Filename: sum + ".pdf"}, Download, "--filename"},
		{"a name", Options{Filename: "Signatures 2026.pdf"}, Download, ""},
	} {
		err := c.o.Check(c.op)
		var usage *UsageError
		switch {
		case c.flag == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.flag != "" && (!errors.As(err, &usage) || usage.Op != c.flag):
			t.Errorf("%s: got %v", c.name, err)
		case err != nil && strings.Contains(err.Error(), sum):
			t.Errorf("%s: the error quotes it", c.name)
		}
	}
}
