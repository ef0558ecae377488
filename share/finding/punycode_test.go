package finding

import (
	"net/url"
	"strings"
	"testing"
)

// Of RFC 3492, section 7.1, and of names that are in use.
func TestOtherSpelling(t *testing.T) {
	for letters, coded := range map[string]string{
		"аррӏе.com":         "xn--80ak6aa92e.com",
		"s3.bücher.example": "s3.xn--bcher-kva.example",
		"münchen.example":   "xn--mnchen-3ya.example",
		"他们为什么不说中文":         "xn--ihqwcrb4cv8a8dqg056pqjye",
		"почемужеонинеговорятпорусски": "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l",
		"3年b組金八先生":  "xn--3b-ww4c5e180e575a65lsy2b",
		"😀.example": "xn--e28h.example",
	} {
		if got := otherSpelling(letters + ":9000"); got != coded {
			t.Errorf("%s is %s, want %s", letters, got, coded)
		}
		if got := otherSpelling(strings.ToUpper(coded)); got != letters {
			t.Errorf("%s is %s, want %s", coded, got, letters)
		}
	}
	for _, host := range []string{"s3.example.com", "127.0.0.1:9000", "[::1]:9000", "", "xn--.com", "xn--\xff", "xn--99999999.com", "xn--" + strings.Repeat("9", 300)} {
		if got := otherSpelling(host); got != "" && host != "xn--.com" {
			t.Errorf("%q is also spelled %q", host, got)
		}
	}
}

func TestSpelled(t *testing.T) {
	for in, want := range map[string]string{
		"https://аррӏе.com:9000/x":    "https://аррӏе.com:9000/x (xn--80ak6aa92e.com)",
		"https://xn--80ak6aa92e.com/": "https://xn--80ak6aa92e.com/ (аррӏе.com)",
		"аррӏе.com":                   "аррӏе.com (xn--80ak6aa92e.com)",
		"https://s3.example":          "https://s3.example",
		"eu-west-3":                   "eu-west-3",
	} {
		if got := Spelled(in); got != want {
			t.Errorf("%s is shown as %s", in, got)
		}
	}
	u := &url.URL{Scheme: "https", Host: "s3.аmazonaws.com"}
	if got := Host(u); codes(got) != "host-letters host-alike" || !strings.Contains(got[0].Text, "s3.xn--mazonaws-06g.com") {
		t.Errorf("%+v", got)
	}
	u.Host = "xn--80ak6aa92e.com"
	if got := Host(u); codes(got) != "host-letters" || !strings.Contains(got[0].Text, "аррӏе.com") {
		t.Errorf("%+v", got)
	}
}

func FuzzPunycode(f *testing.F) {
	f.Add("аррӏе")
	f.Add("3年b組金八先生")
	f.Add("ihqwcrb4cv8a8dqg056pqjye")
	f.Fuzz(func(t *testing.T, s string) {
		if letters, ok := decode(s); ok && len(letters) > 4*len(s) {
			t.Errorf("%q grows to %d bytes", s, len(letters))
		}
		coded, ok := encode(s)
		if !ok || ascii(s) {
			return
		}
		if back, ok := decode(coded); len(coded) <= longest && (!ok || back != s) {
			t.Errorf("%q is %q is %q", s, coded, back)
		}
	})
}
