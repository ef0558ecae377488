package inspect

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// damage is one thing that happens to a link on its way.
type damage struct {
	name string
	do   func(string) string
}

func damages() []damage {
	replace := func(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
	around := func(before, after string) func(string) string {
		return func(s string) string { return before + s + after }
	}
	return []damage{
		{"full stop", around("See ", ".")},
		{"parentheses", around("(see ", ")")},
		{"markdown", around("[the file](", ")")},
		{"angle brackets", around("<", ">")},
		{"entities", replace("&", "&amp;")},
		{"json", replace("&", `\u0026`)},
		{"zsh", replace("?", `\?`, "&", `\&`, "=", `\=`)},
		{"soft wraps", func(s string) string { return foldRunes(s, "\n", 60) }},
		{"wraps with indents", func(s string) string { return foldRunes(s, "\r\n    ", 72) }},
		{"reply marks", func(s string) string { return "> " + foldRunes(s, "\n> ", 60) + "\n\nRegards,\nAnna" }},
		{"spaces inside", func(s string) string { return foldRunes(s, " ", 80) }},
		{"quoted-printable", func(s string) string { return "\r\n" + qp(s) + "\r\n" }},
		{"zero width space", func(s string) string { return strings.Replace(s, "A", "A\u200b", 3) }},
		{"encoded", encodeAll},
		{"encoded twice", replace("%", "%25")},
		{"mark encoded", replace("?", "%3F")},
		{"ands encoded", replace("&", "%26")},
		{"equals encoded", replace("=", "%3D")},
		{"tracking", func(s string) string { return s + "&utm_source=newsletter" }},
		{"tracking with a mark", func(s string) string { return s + "?utm_source=chatgpt.com" }},
		{"duplicate", func(s string) string { return s + "&X-Amz-Expires=86400" }},
		{"lower case names", replace("X-Amz-", "x-amz-")},
		{"capital signature", replace("aeeed9bbccd4", "AEEED9BBCCD4")},
		{"junk behind", func(s string) string { return s + "%22%3E" }},
		{"defanged", replace("https", "hxxps", ".s3.", "[.]s3[.]")},
		{"no scheme", func(s string) string { return strings.Replace(s, "https://", "", 1) }},
		{"safelinks", func(s string) string {
			return "https://eur01.safelinks.protection.outlook.com/?url=" + encodeAll(s) + "&data=05%7C01&reserved=0"
		}},
		{"google", func(s string) string { return "https://www.google.com/url?q=" + encodeAll(s) + "&sa=D" }},
		{"proofpoint 2", func(s string) string {
			return "https://urldefense.proofpoint.com/v2/url?u=" + proofpoint2(s) + "&d=DwIDaQ&c=5VD0R"
		}},
		{"proofpoint 3", func(s string) string { return "https://urldefense.com/v3/__" + s + "__;!!ACWV5N9M2RV99hQ!Pkwym7$" }},
		{"minio console", func(s string) string {
			return "https://console.example.com/api/v1/download-shared-object/" + base64.URLEncoding.EncodeToString([]byte(s))
		}},
		{"unknown redirect", func(s string) string { return "https://intranet.example.com/leave?target=" + encodeAll(s) }},
	}
}

// senseless are pairs of damages of which the first leaves no link that the second
// could happen to, or the second nothing that tells what was there.
func senseless(first, then string) bool {
	among := func(s string, list ...string) bool { return slices.Contains(list, s) }
	encodes := among(then, "encoded", "safelinks", "google", "proofpoint 2", "minio console", "unknown redirect")
	switch first {
	case "full stop", "parentheses", "markdown", "angle brackets", "reply marks", "quoted-printable":
		return encodes || among(then, "equals encoded", "tracking", "tracking with a mark")
	case "json":
		return then == "proofpoint 2" // which makes a slash of the backslash
	case "encoded", "equals encoded", "minio console":
		return then == "quoted-printable" || then == "no scheme" && first == "minio console" // no = is left to tell it by
	case "zero width space":
		return then == "quoted-printable" // ours cuts the character into its bytes
	case "duplicate":
		return among(then, "spaces inside", "junk behind") // which of the two was signed?
	case "no scheme":
		return encodes && then != "encoded" // nobody wraps what is no link
	case "safelinks", "google", "proofpoint 2", "unknown redirect":
		return among(then, "ands encoded", "equals encoded") || first == "proofpoint 2" && then == "no scheme"
	}
	return false
}

// Damage that happened to damage is undone as well, each is told, and what comes
// out needs no further repair.
func TestTwoDamages(t *testing.T) {
	if testing.Short() {
		t.Skip("reads for long, in one goroutine")
	}
	now := at("2013-05-24T12:00:00Z")
	for _, first := range damages() {
		for _, then := range damages() {
			text := then.do(first.do(awsSigV4))
			r := Inspect(text, now)
			switch {
			case senseless(first.name, then.name):
			case r.URL.Reveal() != awsSigV4:
				t.Errorf("%s, then %s: read as %s (%s)", first.name, then.name, r.URL.Reveal(), codesOf(r))
			case r.State != Open || !r.Repairable && text != awsSigV4 && codesOf(r) != "":
				t.Errorf("%s, then %s: state %s, codes %s", first.name, then.name, r.State, codesOf(r))
			}
			mustBeFixed(t, r)
		}
	}
}

// The same damage several times over.
func TestDamagesOfOneKind(t *testing.T) {
	now := at("2013-05-24T12:00:00Z")
	for _, d := range damages() {
		text := awsSigV4
		for range 4 {
			text = d.do(text)
		}
		r := Inspect(text, now)
		switch d.name {
		case "markdown", "parentheses", "full stop", "soft wraps", "wraps with indents", "reply marks", "spaces inside", "quoted-printable", "zero width space":
		default:
			if r.URL.Reveal() != awsSigV4 {
				t.Errorf("%s: read as %s (%s)", d.name, r.URL.Reveal(), codesOf(r))
			}
		}
		mustBeFixed(t, r)
	}
}

// Both repairs are told, also where they are of one kind.
func TestEachRepairIsTold(t *testing.T) {
	text := "https://www.google.com/url?q=" + encodeAll("https://l.facebook.com/l.php?u="+encodeAll(strings.ReplaceAll(awsSigV4, "&", "&amp;"))) + "."
	r := Inspect(text, at("2013-05-24T12:00:00Z"))
	var said []string
	for _, f := range r.Findings {
		said = append(said, f.Text)
	}
	for _, want := range []string{"a Google redirect", "a Facebook redirect", "&amp;"} {
		if !strings.Contains(strings.Join(said, "\n"), want) {
			t.Errorf("%q is not told: %q", want, said)
		}
	}
	if r.Repaired.Reveal() != awsSigV4 {
		t.Error(r.Repaired.Reveal())
	}
}

// A link that was encoded more often than anybody does is not said to be repaired.
func TestDamageWithoutEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("reads for long, in one goroutine")
	}
	layers := strings.Repeat("25", MaxInput/8)
	for _, text := range []string{
		"https%" + layers + "3A%" + layers + "2F%" + layers + "2F" + encodeAll(strings.TrimPrefix(awsSigV4, "https://")),
		strings.Repeat("https://a.example/?u=", 3000) + awsSigV4,
		strings.Repeat("https://a.example/?u=https%3A%2F%2Fb.example%2F%3Fu%3D", 1000) + awsSigV4,
		strings.Repeat("&amp;", 12000) + awsSigV4, strings.Repeat("\\", 30000) + "&" + awsSigV4, awsSigV4 + strings.Repeat("&X-Amz-Date=20130524T000000Z", 2000),
		awsSigV4 + numbered("&utm_source%d=a", 3000), awsSigV4 + numbered("&a%d=1&a%[1]d=1", 3000), awsSigV4 + numbered("&a%d=1&a%[1]d=2", 3000), awsSigV4 + numbered("&a%d=%%zz", 4000),
		awsSigV4 + strings.Repeat("&utm_source=a", 4000), awsSigV4 + strings.Repeat("?utm_source=a", 4000), strings.Repeat("a.example/ ", 6000) + awsSigV4,
		fold(strings.Repeat("https%3A%2F%2Fa%2F", 3000), "\n", 20) + awsSigV4, fold(strings.Repeat("a.example/X-Amz-Date=", 3000), "\n", 20),
		"https://b.s3.amazonaws.com/" + strings.Repeat("%0A", 20000) + "?X-Amz-Credential=a%2525252Fb", strings.Repeat("(", 30000) + awsSigV4 + strings.Repeat(")", 30000),
	} {
		r := Inspect(text, at("2013-05-24T12:00:00Z"))
		mustBeFixed(t, r)
		said := 0
		for _, f := range r.Findings {
			said += len(f.Text)
		}
		if len(r.Findings) > 200 || said > 20<<10 {
			t.Errorf("%.40s: %d findings of %d bytes", text, len(r.Findings), said)
		}
	}
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// mustBeFixed wants a link that was offered as repaired to need no repair.
func mustBeFixed(t *testing.T, r Report) {
	t.Helper()
	if !r.Repairable {
		return
	}
	if again := Inspect(r.Repaired.Reveal(), at("2013-05-24T12:00:00Z")); again.Repairable || again.URL.Reveal() != r.Repaired.Reveal() {
		t.Errorf("a repaired link is repaired once more: %q to %q", r.Repaired.Reveal(), again.URL.Reveal())
	}
}

// encodeAll is encodeURIComponent of browsers.
func encodeAll(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// foldRunes is fold, in characters.
func foldRunes(s, separator string, n int) string {
	var b strings.Builder
	for i, r := range []rune(s) {
		if i > 0 && i%n == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(r)
	}
	return b.String()
}
