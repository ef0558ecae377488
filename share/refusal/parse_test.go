package refusal

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// S3 echoes parts of the signature in its refusals. None of it may be carried
// on, wherever a server puts it.
func TestSecretsStayBehind(t *testing.T) {
	const (
		keyID     = "ASIAIOSFODNN7EXAMPLE"
		signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
		token     = "eyJhbGciOiJIUzUxMiJ9.eyJhY2Nlc3NLZXkiOiJYIiwiZXhwIjoxNzY3MzQ4MDAwfQ.Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"
	)
	body := `<Error><Code>SignatureDoesNotMatch</Code><Message>key ` + keyID + ` gave ` + signature + ` with ` + token + `</Message>` +
		`<AWSAccessKeyId>` + keyID + `</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256 ` + signature + `</StringToSign>` +
		`<SignatureProvided>` + signature + `</SignatureProvided><CanonicalRequest>GET X-Amz-Security-Token=` + token + `</CanonicalRequest><Token-0>` + token + `</Token-0></Error>`
	a := Parse(403, nil, []byte(body))
	all := fmt.Sprintf("%+v %+v", a, Explain(a))
	for _, secret := range []string{keyID, signature, token, "Zm9vYmFyYmF6"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is carried on in %s", secret, all)
		}
	}
	if a.Code != "SignatureDoesNotMatch" || !strings.HasPrefix(a.Message, "key [") {
		t.Errorf("the rest is lost: %+v", a)
	}
}

// A secret key of 40 characters is masked, with slashes or dashes in it and without, and
// the path of a file is not.
func TestSecretKeysStayBehind(t *testing.T) {
	for _, key := range []string{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI7K7MDENG7bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI_K7MDENG-bPxRfiCYEXAMPLEKEY"} {
		a := Parse(403, nil, []byte("<Error><Code>AccessDenied</Code><Message>the secret "+key+" is wrong, 'secret="+key+"'</Message></Error>"))
		if strings.Contains(a.Message, key[:13]) || strings.Contains(a.Message, "bPxRfiCY") || !strings.Contains(a.Message, "the secret […] is wrong") {
			t.Errorf("%s", a.Message)
		}
	}
	if a := Parse(403, nil, []byte("<Error><Code>AccessDenied</Code><Message>AKIAIOSFODNN7EXAMPLE/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is wrong</Message></Error>")); a.Message != "[…]/[…] is wrong" {
		t.Errorf("%s", a.Message)
	}
	const path = "reports/quarters/third/overview/of/things"
	if a := Parse(403, nil, []byte("<Error><Code>NoSuchKey</Code><Message>no "+path+"</Message></Error>")); !strings.Contains(a.Message, path) {
		t.Errorf("%s", a.Message)
	}
}

func TestHostile(t *testing.T) {
	for name, body := range map[string]string{
		"escape sequences": "<Error><Code>\x1b]0;owned\x07</Code><Message>a\x1b[31mb</Message></Error>",
		"entities":         `<!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Error><Code>&b;</Code></Error>`,
		"deep":             strings.Repeat("<a>", 100_000),
		"many":             strings.Repeat("<a>b</a>", 100_000),
		"long":             "<Error><Code>" + strings.Repeat("A", 1<<20) + "</Code></Error>",
		"bidi":             "<Error><Code>Nope</Code><Message>\u202egnp.exe\u2028x</Message></Error>",
		"not utf-8":        "<Error><Code>Nope</Code><Message>\xff\xfe</Message></Error>",
		"odd charset":      `<?xml version="1.0" encoding="utf-7"?><Error><Code>NoSuchKey</Code></Error>`,
	} {
		t.Run(name, func(t *testing.T) { checkClean(t, Parse(400, nil, []byte(body))) })
	}
}

func TestCharsetDoesNotHideTheCode(t *testing.T) {
	a := Parse(404, nil, []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><Error><Code>NoSuchKey</Code></Error>`))
	if a.Code != "NoSuchKey" {
		t.Errorf("code %q", a.Code)
	}
}

func TestHeaders(t *testing.T) {
	a := Parse(403, http.Header{
		"X-Amz-Bucket-Region": {"EU-West-1"}, "X-Amz-Request-Id": {"ABC"}, "Date": {"Fri, 02 Jan 2026 10:00:00 GMT"},
	}, nil)
	if a.Region != "EU-West-1" || a.RequestID != "ABC" || a.ServerTime.Format("15:04") != "10:00" {
		t.Errorf("got %+v", a)
	}
}

// A region goes into host names and signatures: nothing else may pass for one.
func TestRegionIsAWord(t *testing.T) {
	for text, want := range map[string]string{"eu-west-1": "eu-west-1", "Home_1": "Home_1", "NL": "NL", "evil.example.com": "", "a/b": "", "a b": "", "x\n": "x"} {
		if a := Parse(400, nil, []byte("<Error><Region>"+text+"</Region></Error>")); a.Region != want {
			t.Errorf("%q is taken for the region %q", text, a.Region)
		}
	}
}

func TestRegionOf(t *testing.T) {
	for host, want := range map[string]string{
		"acme.s3.eu-west-3.amazonaws.com":           "eu-west-3",
		"acme.s3-eu-central-1.amazonaws.com":        "eu-central-1",
		"s3.cn-north-1.amazonaws.com.cn":            "cn-north-1",
		"acme.s3.amazonaws.com":                     "",
		"my-own-bucket.s3.amazonaws.com":            "",
		"s3.example.com":                            "",
		"acme.nyc3.digitaloceanspaces.com":          "",
		"":                                          "",
		"acme.s3.dualstack.us-west-2.amazonaws.com": "us-west-2",
	} {
		if a := Parse(301, nil, []byte("<Error><Endpoint>"+host+"</Endpoint></Error>")); a.Region != want {
			t.Errorf("the region of %q is %q, want %q", host, a.Region, want)
		}
	}
}

// checkClean holds what every answer promises, whatever the server sent.
func checkClean(t *testing.T, a Answer) {
	t.Helper()
	w := Explain(a)
	for _, text := range append([]string{a.Code, a.Message, a.Region, a.RequestID, a.Class, a.Condition, w.Sentence, w.Cause, w.Next}, a.Unsigned...) {
		if len(text) > 600 {
			t.Errorf("%d bytes of text", len(text))
		}
		if !utf8.ValidString(text) {
			t.Errorf("not UTF-8: %q", text)
		}
		for _, r := range text {
			if !unicode.IsPrint(r) {
				t.Errorf("%U in %q", r, text)
			}
		}
	}
	if a.Status >= 300 && (w.Sentence == "" || w.Cause == "" || w.Next == "") {
		t.Errorf("no words for %+v: %+v", a, w)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(403, "Date", "Fri, 02 Jan 2026 10:00:00 GMT", []byte(`<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>`))
	f.Add(301, "X-Amz-Bucket-Region", "eu-west-1", []byte(`<Error><Endpoint>a.s3.eu-west-1.amazonaws.com</Endpoint>`))
	f.Add(404, "X-Minio-Error-Code", "NoSuchKey", []byte("<html>"))
	f.Add(0, "", "", []byte("\x00<![CDATA[<Code>]]>"))
	f.Fuzz(func(t *testing.T, status int, name, value string, body []byte) {
		checkClean(t, Parse(status, http.Header{http.CanonicalHeaderKey(name): {value}}, body))
	})
}

// TestWhatNobodySeesIsWrittenOut, and hides no secret: also letters and marks without a
// picture, which are no controls.
func TestWhatNobodySeesIsWrittenOut(t *testing.T) {
	for text, want := range map[string]string{"a\u034fb": `a\u034fb`, "a\u3164b": `a\u3164b`, "a\ufe0fb": `a\ufe0fb`, "a\u202eb": `a\u202eb`, "e\u0301 日": "e\u0301 日"} {
		if got := Visible(text); got != want {
			t.Errorf("%+q: %+q", text, got)
		}
	}
	a := Parse(403, nil, []byte("<Error><Code>X</Code><Message>key AKIAIOSF\u034fODNN7EXAMPLE is none</Message></Error>"))
	if strings.Contains(a.Message, "ODNN7") || !strings.Contains(a.Message, mark) {
		t.Errorf("%q", a.Message)
	}
}
