package inspect

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
)

// sessionURL is a link of a MinIO session with everything in it: a version, a
// file name, a token.
func sessionURL() string {
	claims := `{"accessKey":"Q3AM3UQ867SPQQA43P2F","exp":1893459600,"parent":"anna","sessionPolicy":"` +
		base64.StdEncoding.EncodeToString([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::hr/cv.pdf"],"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}`)) + `"}`
	token := "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
	return "https://s3.example.com/hr/cv%20anna.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=Q3AM3UQ867SPQQA43P2F%2F20300101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20300101T000000Z&X-Amz-Expires=86400&X-Amz-Security-Token=" +
		url.QueryEscape(token) + "&X-Amz-SignedHeaders=host&response-content-disposition=attachment%3B%20filename%3D%22cv.pdf%22%3B%20filename%2A%3DUTF-8%27%27cv%2520%25C3%25A4.pdf&versionId=3sL4kqtJlcpXroDTDmJ&X-Amz-Signature=" + strings.Repeat("0123456789abcdef", 4)
}

// qp is quoted-printable as mail programs write it: "=" escaped, lines of at
// most 76 characters.
func qp(s string) string {
	s = strings.ReplaceAll(s, "=", "=3D")
	var b strings.Builder
	for len(s) > 75 {
		cutAt := 75
		for strings.Contains(s[cutAt-2:cutAt], "=") {
			cutAt--
		}
		b.WriteString(s[:cutAt] + "=\r\n")
		s = s[cutAt:]
	}
	return b.String() + s
}

// fold breaks a text every n characters.
func fold(s, separator string, n int) string {
	var parts []string
	for len(s) > n {
		parts, s = append(parts, s[:n]), s[n:]
	}
	return strings.Join(append(parts, s), separator)
}

func TestDamageIsRepaired(t *testing.T) {
	now := at("2013-05-24T12:00:00Z")
	link := awsSigV4
	escaped := url.QueryEscape(link)
	for _, c := range []struct{ name, text, code string }{
		{"untouched", link, ""},
		{"spaces around", "  " + link + "\n", ""},
		{"in a sentence", "Here it is: " + link + " bye", ""},
		{"full stop", link + ".", "trailing"},
		{"full stop and quote", "“" + link + ".”", "trailing"},
		{"parentheses", "(see " + link + ")", "trailing"},
		{"quotes", `"` + link + `"`, ""},
		{"angle brackets", "<" + link + ">", ""},
		{"comma", link + ", thanks", "trailing"},
		{"markdown", "[the file](" + link + ")", "trailing"},
		{"shell", "curl -o test.txt '" + link + "'", ""},
		{"html", `<a href="` + strings.ReplaceAll(link, "&", "&amp;") + `">file</a>`, "entities"},
		{"entities", strings.ReplaceAll(link, "&", "&amp;"), "entities"},
		{"entities twice", strings.ReplaceAll(link, "&", "&amp;amp;"), "entities"},
		{"json", `{"url":"` + strings.ReplaceAll(link, "&", `\u0026`) + `"}`, "entities"},
		{"zsh", strings.NewReplacer("?", `\?`, "&", `\&`, "=", `\=`).Replace(link), "backslashes"},
		{"soft wraps", fold(link, "\n", 60), "line-breaks"},
		{"hard wraps", fold(link, "\r\n", 72), "line-breaks"},
		{"wraps with indents", fold(link, "\n    ", 60), "line-breaks"},
		{"reply marks", "> " + fold(link, "\n> ", 60) + "\n\nRegards,\nAnna", "line-breaks"},
		{"folded, then a sentence", fold(link, "\n", 60) + "\nRegards, Anna", "line-breaks"},
		{"spaces inside", fold(link, " ", 80), "line-breaks"},
		{"angle brackets, folded", "<" + fold(link, "\n", 60) + ">", "line-breaks"},
		{"quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + qp(link) + "\r\n", "quoted-printable"},
		{"zero width space", strings.Replace(link, "&", "&\u200b", 3), "invisible"},
		{"byte order mark", "\ufeff" + link, "invisible"},
		{"encoded once more", escaped, "encoded"},
		{"encoded twice", strings.ReplaceAll(link, "%", "%25"), "double-encoded"},
		{"question mark encoded", strings.Replace(link, "?", "%3F", 1), "encoded"},
		{"ampersands encoded", strings.ReplaceAll(link, "&", "%26"), "encoded"},
		{"equals encoded", strings.ReplaceAll(link, "=", "%3D"), "encoded"},
		{"tracking", link + "&utm_source=newsletter&utm_medium=email&fbclid=IwAR0", "tracking"},
		{"tracking with a question mark", link + "?utm_source=chatgpt.com", "tracking"},
		{"twice", link + "&X-Amz-Expires=86400", "duplicate"},
		{"lower case names", strings.NewReplacer("X-Amz-", "x-amz-").Replace(link), "case"},
		{"capital signature", strings.Replace(link, "aeeed9bbccd4", "AEEED9BBCCD4", 1), "case"},
		{"junk behind", link + "%22%3E", "trailing"},
		{"defanged", strings.Replace(strings.Replace(link, "https", "hxxps", 1), ".s3.", "[.]s3[.]", 1), "defanged"},
		{"defanged throughout", "hxxps[://]" + strings.ReplaceAll(strings.TrimPrefix(link, "https://"), ".", "[.]"), "defanged"},
		{"base64 in a path", "https://click.example.com/CL0/" + base64.RawURLEncoding.EncodeToString([]byte(link)) + "/1/x", "wrapped"},
		{"JSON in base64 in a path", "https://email.example.com/c/" + base64.RawURLEncoding.EncodeToString([]byte(`{"m":1,"href":"`+link+`"}`)), "wrapped"},
		{"a shortcut in a mail", "From: a@example.com\nContent-Type: multipart/mixed; boundary=zz\n\n--zz\nContent-Type: application/octet-stream; name=\"share.url\"\nContent-Transfer-Encoding: base64\n\n" +
			base64.StdEncoding.EncodeToString([]byte("[InternetShortcut]\r\nURL="+link+"\r\n")) + "\n--zz--\n", "base64"},
		{"no scheme", strings.TrimPrefix(link, "https://"), "scheme"},
		{"safelinks", "https://eur01.safelinks.protection.outlook.com/?url=" + escaped + "&data=05%7C01%7C%7C&sdata=pREy1cj%2F&reserved=0", "wrapped"},
		{"safelinks, html", "https://eur01.safelinks.protection.outlook.com/?url=" + escaped + "&amp;data=05%7C01%7C%7C&amp;reserved=0", "wrapped"},
		{"google", "https://www.google.com/url?q=" + escaped + "&sa=D&source=hangouts&ust=1", "wrapped"},
		{"facebook", "https://l.facebook.com/l.php?u=" + escaped + "&h=AT0", "wrapped"},
		{"slack", "https://slack-redir.net/link?url=" + escaped, "wrapped"},
		{"barracuda", "https://linkprotect.cudasvc.com/url?a=" + escaped + "&c=E,1", "wrapped"},
		{"proofpoint 1", "https://urldefense.proofpoint.com/v1/url?u=" + escaped + "&k=oIvRg1%2BdGAgOoM1BIlLLqw%3D%3D%0A", "wrapped"},
		{"proofpoint 2", "https://urldefense.proofpoint.com/v2/url?u=" + proofpoint2(link) + "&d=DwIDaQ&c=5VD0RTtNlTh3ycd41b3MUw", "wrapped"},
		{"proofpoint 3", "https://urldefense.com/v3/__" + link + "__;!!ACWV5N9M2RV99hQ!Pkwym7OAjoDucUqs2fAw$", "wrapped"},
		{"minio console", "https://console.example.com/api/v1/download-shared-object/" + base64.URLEncoding.EncodeToString([]byte(link)), "wrapped"},
		{"unknown redirect", "https://intranet.example.com/leave?target=" + escaped, "wrapped"},
		{"redirect without encoding", "https://intranet.example.com/leave?target=" + link, "wrapped"},
		{"wrapped twice", "https://www.google.com/url?q=" + url.QueryEscape("https://nam11.safelinks.protection.outlook.com/?url="+escaped+"&reserved=0"), "wrapped"},
		{"not the first link", "https://example.com/about and " + link, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.text, now)
			if got := r.URL.Reveal(); got != link {
				t.Fatalf("read as\n%s\nwant\n%s\ncodes %s", got, link, codesOf(r))
			}
			if r.Kind != SigV4 || r.State != Open || r.Target.Key != "test.txt" {
				t.Errorf("kind %s, state %s, key %q", r.Kind, r.State, r.Target.Key)
			}
			if c.code != "" && !strings.Contains(" "+codesOf(r)+" ", " "+c.code+" ") {
				t.Errorf("codes %q lack %q", codesOf(r), c.code)
			}
			if c.code == "" && codesOf(r) != "" {
				t.Errorf("nothing is wrong, but found %q", codesOf(r))
			}
			if c.code != "" && r.Repaired.Reveal() != link {
				t.Error("the repaired link is not offered")
			}
		})
	}
}

// proofpoint2 encodes as URL Defense version 2 does.
func proofpoint2(link string) string {
	return strings.NewReplacer("_", "-5F", "-", "-2D", "/", "_", ":", "-3A", "?", "-3F", "=", "-3D", "&", "-26", "%", "-25").Replace(link)
}

func TestProofpoint3PutsCharactersBack(t *testing.T) {
	// The stars stand for "#", and for a run of three: "+++" written **B.
	kept := base64.RawURLEncoding.EncodeToString([]byte("#+++"))
	inner, by, _ := unwrap("https://urldefense.com/v3/__https:/host.example.com/a*b**Bc__;" + kept + "!!x!y$")
	if inner != "https://host.example.com/a#b+++c" || by == "" {
		t.Errorf("got %q by %q", inner, by)
	}
}

func TestSpacesInTheKey(t *testing.T) {
	link := strings.Replace(awsSigV4, "test.txt", "my%20test%20file.txt", 1)
	r := Inspect("see "+strings.ReplaceAll(link, "%20", " "), at("2013-05-24T12:00:00Z"))
	if r.URL.Reveal() != link || r.Target.Key != "my test file.txt" || !strings.Contains(codesOf(r), "spaces") {
		t.Errorf("%q %q %s", r.Target.Key, codesOf(r), r.URL.Reveal())
	}
}

func TestHashInTheKey(t *testing.T) {
	link := strings.Replace(awsSigV4, "test.txt", "a%231.txt", 1)
	r := Inspect(strings.Replace(link, "%23", "#", 1), at("2013-05-24T12:00:00Z"))
	if r.URL.Reveal() != link || r.Target.Key != "a#1.txt" || !strings.Contains(codesOf(r), "hash") {
		t.Errorf("%q %q %s", r.Target.Key, codesOf(r), r.URL.Reveal())
	}
}

func TestDamageBeyondRepair(t *testing.T) {
	now := at("2013-05-24T12:00:00Z")
	link := awsSigV4
	for _, c := range []struct {
		name, text string
		kind       Kind
		state      State
		code       string
	}{
		{"signature cut", link[:len(link)-20], SigV4, Broken, "cut-off"},
		{"signature gone", link[:strings.Index(link, "&X-Amz-Signature")], SigV4, Broken, "cut-off"},
		{"cut in the middle", link[:strings.Index(link, "&X-Amz-Expires")], SigV4, Broken, "cut-off"},
		{"cut early", link[:strings.Index(link, "X-Amz-Algorithm")+8], PlainS3, Broken, "cut-off"},
		{"cut before the query", link[:strings.Index(link, "?")], PlainS3, Unsigned, "unsigned"},
		{"garbled signature", strings.Replace(link, "aeeed9", "zeeed9", 1), SigV4, Broken, "signature"},
		{"a part lost", strings.Replace(link, "X-Amz-Expires=86400&", "", 1), SigV4, Broken, "incomplete"},
		{"changed date", strings.Replace(link, "%2F20130524%2F", "%2F20130523%2F", 1), SigV4, Broken, "changed"},
		{"no number", strings.Replace(link, "86400", "8640O", 1), SigV4, Broken, "changed"},
		{"zero", strings.Replace(link, "=86400", "=0", 1), SigV4, Broken, "zero"},
		{"two lifetimes", link + "&X-Amz-Expires=604800", SigV4, Broken, "changed"},
		{"too long", strings.Replace(link, "=86400", "=604801", 1), SigV4, Broken, "too-long"},
		{"another region", strings.Replace(link, ".s3.amazonaws", ".s3.eu-west-3.amazonaws", 1), SigV4, Broken, "region"},
		{"another host", strings.Replace(link, "examplebucket.s3.amazonaws.com", "files.example.com", 1), SigV4, Open, "host"},
		{"credential cut", strings.Replace(link, "%2Fus-east-1%2Fs3%2Faws4_request", "", 1), SigV4, Broken, "credential"},
		{"session key without token", strings.Replace(link, "AKIA", "ASIA", 1), SigV4, Broken, "token-missing"},
		{"unknown extra", link + "&ref=mail", SigV4, Open, "extra"},
		{"broken percent", strings.Replace(link, "test.txt", "te%zzst.txt", 1), SigV4, Broken, "percent"},
		{"password", strings.Replace(link, "https://", "https://anna:geheim@", 1), SigV4, Open, "userinfo"},
		{"plain http", strings.Replace(link, "https:", "http:", 1), SigV4, Open, "http"},
		{"dots", strings.Replace(link, "test.txt", "a/../test.txt", 1), SigV4, Open, "key-dots"},
		{"loopback", strings.Replace(link, "examplebucket.s3.amazonaws.com", "127.0.0.1:9000/b", 1), SigV4, Open, "host-loopback"},
		{"shortener", "https://bit.ly/3xYz", Opaque, Unknown, "opaque"},
		{"mimecast", "https://protect-eu.mimecast.com/s/AbCdEf", Opaque, Unknown, "opaque"},
		{"no link", "hello world", NotURL, Unknown, "no-link"},
		{"nothing", "", NotURL, Unknown, "no-link"},
		{"other page", "https://example.org/a?b=c", OtherURL, Unsigned, "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Inspect(c.text, now)
			if r.Kind != c.kind || r.State != c.state {
				t.Errorf("kind %s, state %s; want %s, %s", r.Kind, r.State, c.kind, c.state)
			}
			if !strings.Contains(" "+codesOf(r)+" ", " "+c.code+" ") {
				t.Errorf("codes %q lack %q", codesOf(r), c.code)
			}
			if r.State == Broken && !r.Repaired.Empty() {
				t.Error("a broken link is offered as repaired")
			}
		})
	}
}

func TestWrappedLinesOfACutLink(t *testing.T) {
	r := Inspect(fold(awsSigV4[:len(awsSigV4)-10], "\n", 70)+"\n\nRegards,\nAnna", at("2013-05-24T12:00:00Z"))
	if r.URL.Reveal() != awsSigV4[:len(awsSigV4)-10] {
		t.Errorf("read as %s", r.URL.Reveal())
	}
	if c := codesOf(r); !strings.Contains(c, "cut-off") {
		t.Error(c)
	}
}
