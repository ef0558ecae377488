package inspect

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

// pastedLink is the good link of testdata/pasted.txt.
func pastedLink() string {
	return v4("https", "b.s3.eu-west-1.amazonaws.com", "/dir/a%20file.pdf", "eu-west-1", "s3")
}

// placeholders fill in testdata/pasted.txt.
func placeholders() *strings.Replacer {
	link := pastedLink()
	_, query, _ := strings.Cut(link, "?")
	enc, html, half := url.QueryEscape(link), strings.ReplaceAll(link, "&", "&amp;"), strings.Index(link, "-Amz-Date")
	mandrill := `{"s":"x","v":1,"p":"{\"u\":30,\"v\":1,\"url\":\"` + strings.ReplaceAll(link, "/", `\\\/`) + `\",\"id\":\"a\"}"}`
	return strings.NewReplacer(
		"{LINK}", link, "{ENC}", enc, "{ENC2}", url.QueryEscape(enc), "{HTML}", html, "{JSON}", strings.ReplaceAll(link, "&", `\u0026`),
		"{ENCCOLON}", strings.Replace(enc, "%3A", ":", 1), "{QP}", qp(link), "{QPHTML}", qp(html),
		"{B64}", base64.RawURLEncoding.EncodeToString([]byte(link)), "{B64LINES}", fold(base64.StdEncoding.EncodeToString([]byte("Hi,\r\n"+link+"\r\nBye")), "\r\n", 76),
		"{MANDRILL}", base64.RawURLEncoding.EncodeToString([]byte(mandrill)), "{STAR}", proofpoint2(link),
		"{HEAD}", link[:half], "{TAIL}", link[half:], "{QUERY}", query, "{SIG32}", "SbZOG28XEYMGmOzASdWXaFvdDt1M1Wyc3pzaKhn%2BrB4%3D", "{HEX512}", strings.Repeat("0123456789abcdef", 32), "{RSA}", strings.Repeat("AbCd", 86),
		"{SUPABASE}", "eyJhbGciOiJIUzI1NiJ9."+base64.RawURLEncoding.EncodeToString([]byte(`{"url":"docs/q3/a.pdf","iat":1777888800,"exp":1777975200}`))+".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg",
		"{QUERY2}", strings.ReplaceAll(query, "%", "%25"), "{PERCENT}", strings.ReplaceAll(link, "%", "%%"),
		"{QUERYSH}", strings.NewReplacer("&", `\&`, "=", `\=`).Replace(query), "{QUERYCMD}", strings.ReplaceAll(query, "&", "^&"),
		"{OLD}", strings.Replace(link, "/dir/", "/old/", 1)[:len(link)-64-len("&X-Amz-Signature=")]+"&X-Amz-Signature="+strings.Repeat("ab", 32),
	)
}

type pasted struct{ name, text, exit, want string }

func pastedCases(t *testing.T) []pasted {
	raw, err := os.ReadFile("testdata/pasted.txt")
	if err != nil {
		t.Fatal(err)
	}
	fill := placeholders()
	var out []pasted
	for _, c := range strings.Split(string(raw), "\n== ")[1:] {
		head, text, _ := strings.Cut(c, "\n")
		name, want, _ := strings.Cut(head, " | ")
		exit, want, _ := strings.Cut(want, " ")
		text = fill.Replace(text)
		if i := strings.Index(text, "/old/"); i >= 0 { // signed two days before
			text = text[:i] + strings.ReplaceAll(text[i:], "20260504", "20260502")
		}
		out = append(out, pasted{name, text, exit, want})
	}
	return out
}

// What people paste is read as what it is, and the exit code is 0 for a signed link
// that can be valid now, and for nothing else.
func TestPasted(t *testing.T) {
	for _, c := range pastedCases(t) {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.text, at("2026-05-04T11:00:00Z"))
			usable := r.Usable()
			for _, o := range r.Others {
				usable = usable && o.Usable()
			}
			if usable != (c.exit == "0") {
				t.Errorf("usable: %v; %s %s %s", usable, r.Kind, r.State, codesOf(r))
			}
			lacks(t, r, c.want)
			mustBeFixed(t, r)
		})
	}
}

// wanted is the name of an expectation.
var wanted = regexp.MustCompile(`(?:^| )([a-z]+)=`)

// lacks reports what of want is not in a report.
func lacks(t *testing.T, r Report, want string) {
	t.Helper()
	raw, _ := json.Marshal(r)
	for _, at := range wanted.FindAllStringSubmatchIndex(want, -1) {
		name, rest := want[at[2]:at[3]], want[at[1]:]+" end="
		value := rest[:wanted.FindStringIndex(rest)[0]]
		if name == "others" {
			if len(r.Others) != 1 || string(r.Others[0].State) != value {
				t.Errorf("others: %+v", r.Others)
			}
			continue
		}
		if value != "true" {
			value = `"` + value
		}
		if !strings.Contains(string(raw), `"`+name+`":`+value) {
			t.Errorf("%s is not %s in %s", name, value, raw)
		}
	}
}
