package share

import (
	"slices"
	"strings"
	"testing"
)

// TestWordsInAnyCase begin with the letters that regular expressions take for the same.
func TestWordsInAnyCase(t *testing.T) {
	for text, want := range map[string]bool{"sig": true, "SIG=": true, "sIgnature": true, "\u017fig": true, "si": false, "": false, "xig": false, "s\u017fg": false, "5ig": false} {
		if got := beginsWith(text, "sig"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{"minio_root_password": true, "MINIO_ROOT_PASSWORD": true, "minio-root-password": false} {
		if got := beginsWith(text, "minio_root_password"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for b, want := range map[byte]bool{'/': false, '0': true, '9': true, ':': false, '@': false, 'A': true, 'Z': true, '[': false, '`': false, 'a': true, 'z': true, '{': false} {
		if got := isLetterOrDigit(b); got != want {
			t.Errorf("%q: %v", b, got)
		}
	}
}

// TestWhereParametersBegin: at a word, or behind what stands for & and ?, however often
// that is escaped.
func TestWhereParametersBegin(t *testing.T) {
	for before, want := range map[string]bool{
		"": true, "&": true, "?": true, " ": true, "%26": true, "%3f": true, "%3F": true, "%2526": true, "%25253F": true, `\u0026`: true, `x\U0026`: true,
		"a": false, "_": false, "26": false, "3f": false, "x26": false, "2526": false, "%25": false, "%2725": false, `u0026`: false,
	} {
		if got := isParameter(before+"sig=x", len(before)); got != want {
			t.Errorf("behind %q: %v", before, got)
		}
	}
}

// TestLinesThatGoOn: what a line must look like to be a piece of the value before it.
func TestLinesThatGoOn(t *testing.T) {
	hex := begun{isHex: true}
	long := func(v begun, n int) begun { v.length = n; return v }
	for _, c := range []struct {
		v      begun
		line   string
		before int
		want   bool
	}{
		{long(hex, 10), "ab", 10, true},
		{long(hex, 63), "a", 63, true},
		{long(hex, 64), strings.Repeat("a", 19), 64, false},
		{long(hex, 64), strings.Repeat("a", 20), 64, true},
		{long(hex, 64), "Zürich", 64, false},
		{long(hex, 64), strings.Repeat("Zz9", 9), 64, false},
		{long(hex, 60), strings.Repeat("Zz9", 9), 60, true},
		{begun{}, "ab1", 40, false},
		{begun{}, "abc1", 40, true},
		{begun{}, "abcd", 40, false},
		{begun{}, "Abcd", 40, false},
		{begun{}, "abCd", 40, true},
		{begun{}, "ab+d", 40, true},
		{begun{}, "ab%d", 40, true},
		{begun{}, "ab=d", 40, true},
		{begun{}, "abc1", 19, false},
		{begun{}, "abc1", 20, true},
		{begun{}, strings.Repeat("a1", 10), 19, true},
		{begun{}, strings.Repeat("a", 18) + "1", 19, false},
		{begun{}, "abc1.)!", 40, true},
		{begun{}, "...", 40, false},
		{begun{}, "ab c1", 40, false},
		{begun{}, "", 40, false},
		{begun{scrubbed: true}, "abc1", 40, false},
	} {
		if got := c.v.goesOn(c.line, c.before); got != c.want {
			t.Errorf("%+v %q behind %d: %v", c.v, c.line, c.before, got)
		}
	}
}

// TestScrubOfPieces: what belongs to a secret goes, and the words around it stay.
func TestScrubOfPieces(t *testing.T) {
	sum := "f3a9" + strings.Repeat("0aB9c7e1", 7) + "77d2"
	sha1 := "da39a3ee5e6b4b0d3255bfef95601890afd80709"
	for in, want := range map[string]string{
		"X-Amz-Signature=" + folded(sum, 1, "\n"):                           "X-Amz-Signature=[secret]",
		folded(sum, 1, "\n"):                                                "[secret]",
		"abad\n" + sum[:32] + "\n" + sum[32:]:                               "abad\n[secret]",
		sum[:32] + "\n" + sum[32:] + "\nbeef":                               "[secret]\nbeef",
		strings.TrimSuffix(strings.Repeat(sha1+"\n", 8), "\n"):              strings.TrimSuffix(strings.Repeat(sha1+"\n", 8), "\n"),
		"x-amz-security-token=" + longToken[:60] + "\nAb9Ab9\nQ1Q2Q3\nrest": "x-amz-security-token=[secret]\nQ1Q2Q3\nrest",
		"\nX-Amz-Signature=ab12":                                            "\nX-Amz-Signature=[secret]",
		`\\` + "\nsig " + sum:                                               `\\` + "\nsig [secret]",
	} {
		if got := Scrub(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestPathsThatAreCleaned take several slashes for one, and know a folder.
func TestPathsThatAreCleaned(t *testing.T) {
	for path, want := range map[string]string{"a": "a", "a/": "a/", "a//": "a/", "//a///b//": "a/b/", "/": "", "": "", "a/../b/": "b/", "a/./b": "a/b"} {
		if got, within := singleClean(path); got != want || !within {
			t.Errorf("%q: %q, %v", path, got, within)
		}
	}
	if _, within := singleClean("a/../../b"); within {
		t.Error("it stays within")
	}
}

// TestSlugs say what was asked for in letters that a key may have.
func TestSlugs(t *testing.T) {
	for name, want := range map[string]string{"a b": "a-b", " a": "a", "A  b!": "a-b", "Pass-Port 2": "pass-port-2", "ü/é": "ü-é", strings.Repeat("x", 50): strings.Repeat("x", 40), "-": ""} {
		if got := (Item{Name: name}).Slug(); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestNamesInAHeader: what may stand there as it is, and what is written in hex.
func TestNamesInAHeader(t *testing.T) {
	if got, want := Attachment("azAZ09{`@[:é"), `attachment; filename="azAZ09{`+"`"+`@[:e"; filename*=UTF-8''azAZ09%7B`+"`"+`%40%5B%3A%C3%A9`; got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if got, want := Attachment(`a"b\c%d~ß日`), `attachment; filename="a_b_c_d~ss_"; filename*=UTF-8''a%22b%5Cc%25d~%C3%9F%E6%97%A5`; got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if got := Attachment("a b.pdf"); got != `attachment; filename="a b.pdf"` {
		t.Error(got)
	}
}

// TestRulesOfSeveralKeys are each there once, as strict as one of them is.
func TestRulesOfSeveralKeys(t *testing.T) {
	lax, strict, other := Rule{Name: "hr", lax: true}, Rule{Name: "hr"}, Rule{Name: "hr", Bucket: "b"}
	for _, c := range []struct{ have, more, want Rules }{
		{nil, Rules{lax}, Rules{lax}},
		{Rules{lax}, Rules{strict}, Rules{strict}},
		{Rules{strict}, Rules{lax}, Rules{strict}},
		{Rules{strict}, Rules{other, strict}, Rules{strict, other}},
	} {
		got := slices.Clone(c.have).with(c.more)
		if len(got) != len(c.want) {
			t.Fatalf("%+v and %+v: %+v", c.have, c.more, got)
		}
		for i := range got {
			if got[i].Name != c.want[i].Name || got[i].Bucket != c.want[i].Bucket || got[i].lax != c.want[i].lax {
				t.Errorf("%+v and %+v: %+v", c.have, c.more, got)
			}
		}
	}
}

// TestOptionsThatNeedOthers are offered where they can be given.
func TestOptionsThatNeedOthers(t *testing.T) {
	for _, c := range []struct {
		id   string
		o    Options
		want bool
	}{
		{"success-status", Options{}, true},
		{"success-status", Options{SuccessRedirect: "https://x/"}, false},
		{"kms-key-id", Options{}, false},
		{"kms-key-id", Options{SSE: "AES256"}, false},
		{"kms-key-id", Options{SSE: "aws:kms"}, true},
		{"kms-key-id", Options{SSE: "aws:kms:dsse"}, true},
		{"filename", Options{}, true},
	} {
		if x, _ := option(c.id); x.Fits(c.o) != c.want {
			t.Errorf("%s beside %+v: %v", c.id, c.o, !c.want)
		}
	}
	if got := strings.Join(OperationNames(), " "); got != "get put post delete head multipart" {
		t.Error(got)
	}
}
