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

const (
	secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	longToken = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDkeyXAMPLEtokenAMPLEtoken0123456789+abcdEFGHijklMNOPqrstUVWX=="
)

// TestScrubCredentials: however a person or a tool writes them down.
func TestScrubCredentials(t *testing.T) {
	for _, name := range []string{"aws_secret_access_key", "AWS_SECRET_ACCESS_KEY", "SecretAccessKey", "secret access key", "secret-access-key", "secret_key", "secretKey", "MINIO_ROOT_PASSWORD", "AccountKey", "aws_session_token", "AWS_SESSION_TOKEN", "SessionToken", "session token", "x-amz-security-token", "X-AMZ-SECURITY-TOKEN", "x-amz-s3session-token", "aws%5Fsession%5Ftoken"} {
		for _, secret := range []string{"x", "k3y", secretKey, longToken} {
			for _, form := range []string{
				"N=V", "N = V", "export N=V", "N: V", "  N   =   V  ", `"N": "V",`, `{"N":"V"}`, `\"N\":\"V\"`, `"N" => "V"`, "set N=V", `$env:N="V"`, `$env:N = 'V'`, "<N>V</N>",
				"-e N=V", "N=>V", "N:=V", "?N=V&a=b", "N%3DV", "N%253DV", "%22N%22%3A%22V%22", "&quot;N&quot;:&quot;V&quot;", `<input name="N" value="V">`, "- name: N\n  value: V",
				"N=\nV", "N =\n  V", "N=\r\n> V", "N: |\n  V", "N: >-\n  V", "N=`V`", "*N*: V", "N=V; ls", "N\t=\tV",
			} {
				text := "ask Bob. " + strings.NewReplacer("N", name, "V", secret).Replace(form) + " until Friday"
				got := Scrub(text)
				if strings.Contains(got, secret) && (len(secret) > 3 || strings.Contains(got, strings.NewReplacer("N", name, "V", secret).Replace(form))) {
					t.Errorf("%q became %q", text, got)
				}
				if !strings.HasPrefix(got, "ask Bob. ") || !strings.HasSuffix(got, " until Friday") && !strings.HasSuffix(form, " ") {
					t.Errorf("%q became %q: more went than the secret", text, got)
				}
			}
		}
	}
	for _, form := range []string{
		"AKIAIOSFODNN7EXAMPLE," + secretKey, "AKIAIOSFODNN7EXAMPLE:" + secretKey, "AKIAIOSFODNN7EXAMPLE / " + secretKey, "key AKIAIOSFODNN7EXAMPLE " + secretKey, "it is " + secretKey + ".", "(" + secretKey + ")",
		"aws configure set aws_secret_access_key " + secretKey, "setx AWS_SECRET_ACCESS_KEY " + secretKey, "--secret-key " + secretKey, `SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "` + secretKey + `")`,
		"Authorization: AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=", "token " + longToken, "Bearer eyJhbGciOiJIUzUxMiJ9.eyJhY2Nlc3NLZXkiOiJ4In0.c2lnbmF0dXJl",
	} {
		got := Scrub(form)
		for _, secret := range []string{secretKey, longToken, "frJIUN8DY", "eyJhY2Nlc3NLZXk", "c2lnbmF0dXJl"} {
			if strings.Contains(got, secret) {
				t.Errorf("%q became %q", form, got)
			}
		}
	}
}

// TestScrubBrokenLinks: a mail or a terminal broke the link, and half a signature
// is half a key.
func TestScrubBrokenLinks(t *testing.T) {
	sum := "f3a9" + strings.Repeat("0aB9c7e1", 7) + "77d2"
	links := map[string]string{
		"SigV4":      "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260304&X-Amz-Security-Token=" + strings.ReplaceAll(strings.ReplaceAll(longToken, "/", "%2F"), "=", "%3D") + "&X-Amz-SignedHeaders=host&X-Amz-Signature=" + sum,
		"Google":     "https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=" + strings.Repeat(sum, 8),
		"CloudFront": "https://d.cloudfront.net/k?Expires=1&Signature=aB3~cD4-eF5_gH6iJ7kL8mN9oP0qR1sT2uV3wX4yZ5aB6cD7eF8gH9iJ0kL1mN2&Key-Pair-Id=K1",
		"SigV2":      "https://b.s3.amazonaws.com/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D",
		"Azure":      "https://a.blob.core.windows.net/c/k?sv=2022-11-02&se=2026-03-04&sr=b&sp=r&sig=3Dq7Zc9%2BaB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX%3D",
	}
	secrets := map[string][]string{"SigV4": {sum, longToken[:60]}, "Google": {sum}, "CloudFront": {"aB3~cD4-eF5_gH6iJ7kL8mN9oP0qR1sT2uV3wX4yZ5aB6cD7eF8gH9iJ0kL1mN2"}, "SigV2": {"vjbyPxybdZaNmGa%2ByT272YEAiv4%3D"}, "Azure": {"3Dq7Zc9%2BaB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX%3D"}}
	for name, link := range links {
		for _, end := range []string{"\n", "\r\n", "\n> ", "\n> > ", " \n", "=\n", "=\r\n", "\n  ", "\\\n", "\n| ", "\u200b", "\u00ad", "<br>\n", "<wbr>", "\\n", "%0A", "&shy;", "\u2028"} {
			for _, width := range []int{32, 40, 60, 64, 70, 72, 76, 80, 100} {
				text := "see " + folded(link, width, end) + "\nBest regards,\nBea"
				got := Scrub(text)
				if !strings.HasSuffix(got, "\nBest regards,\nBea") || !strings.HasPrefix(got, "see https://") {
					t.Errorf("%s at %d with %q: what is no secret went: %q", name, width, end, got)
				}
				for _, secret := range secrets[name] {
					for at := 0; at+12 <= len(secret); at++ {
						if strings.Contains(got, secret[at:at+12]) {
							t.Errorf("%s at %d with %q keeps %q: %q", name, width, end, secret[at:at+12], got)
							break
						}
					}
				}
			}
		}
	}
	for text, want := range map[string]string{
		sum[:32] + "\n" + sum[32:]:                 "[secret]",
		"it is\n" + sum[:40] + "\r\n> " + sum[40:]: "it is\n[secret]",
	} {
		if got := Scrub(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// folded breaks a text at a width.
func folded(text string, width int, end string) string {
	var out []string
	for ; len(text) > width; text = text[width:] {
		out = append(out, text[:width])
	}
	return strings.Join(append(out, text), end)
}

// TestScrubLeavesTheRest: notes stay readable.
func TestScrubLeavesTheRest(t *testing.T) {
	sha1 := "da39a3ee5e6b4b0d3255bfef95601890afd80709"
	for _, text := range []string{
		"commit " + sha1, strings.ToUpper(sha1) + ": merged", sha1 + "\n" + sha1 + "\n" + sha1, "md5 d41d8cd98f00b204e9800998ecf8427e",
		"s3://acme/Reports/2026/Quarterly/Q1.pdf: for the board", "Documents/Projects/Quarterly/ReportsOf26", "https://example.com/a?design=blue&page=2",
		"please sign the secret santa list", "the key of the room: 12", "a secret: none", "tokens of appreciation, 3 of them", "session 4: token economy",
		"for the policy board", "read policy: statement 2: action of none", "access key AKIAIOSFODNN7EXAMPLE was rotated on 2026-03-04", "X-Amz-Date=20260304T120000Z&X-Amz-Expires=3600", "Ms Ito <ito@example.com>, Ref. 4711/12",
		"https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260304%2Fus-east-1%2Fs3%2Faws4_request", "Grüße aus 東京 → ok; 100 % = alles", "[secret]", "a = b\nc = d",
		"arn:aws:iam::123456789012:role/Some-Long-Role-Name-For-Reports", "request 0A1B2C3D4E5F6071, host id Zm9vYmFy", "uuid 123e4567-e89b-12d3-a456-426614174000", "",
	} {
		if got := Scrub(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// FuzzScrub: what was scrubbed once stays as it is, and a named secret is gone.
func FuzzScrub(f *testing.F) {
	for _, s := range []string{"X-Amz-Signature=ab\ncd", "aws_session_token = x", "sig=[secret]a", "Signature=[secret", "secret key: [secret]\n" + secretKey, longToken, strings.Repeat("0a", 40) + "\n" + strings.Repeat("b", 30), strings.Repeat(signatureDigits[:32]+"\n", 9) + "z", "a%2526ſig=x", "sig=\u200b|\\ \\n\\\n", "signature=" + strings.Repeat("Ab9Ab9Ab9Ab9Ab9\n", 5)} {
		f.Add(s, "\n> ")
	}
	f.Fuzz(func(t *testing.T, text, end string) {
		for _, text := range []string{text, folded(text, 7, end), "x-amz-security-token=" + text, text + "&X-Amz-Signature=" + strings.Repeat("0a", 32)} {
			once := Scrub(text)
			if twice := Scrub(once); twice != once {
				t.Errorf("%q became %q, then %q", text, once, twice)
			}
		}
		if !strings.Contains(text+end, secretKey) && strings.Contains(Scrub(text+"\naws_secret_access_key = "+secretKey+"\n"+end), secretKey) {
			t.Errorf("behind %q, a key stays", text)
		}
	})
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
		case c.flag != "" && (!errors.As(err, &usage) || "--"+usage.Option != c.flag):
			t.Errorf("%s: got %v", c.name, err)
		case err != nil && strings.Contains(err.Error(), sum):
			t.Errorf("%s: the error quotes it", c.name)
		}
	}
}
