package share_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"signet/share"
)

func hidden(r rune) bool { return !unicode.IsPrint(r) }

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain 日本":                 "plain 日本",
		"a\nb\r\t\x1b\x7f":         `a\nb\r\t\x1b\x7f`,
		`a\nb`:                     `a\\nb`,
		"a\\\nb":                   `a\\\nb`,
		`a\\nb`:                    `a\\\\nb`,
		"bad\xffutf8":              `bad\xffutf8`,
		`bad\xffutf8`:              `bad\\xffutf8`,
		"fdp.\u202etxt":            `fdp.\u202etxt`,
		`fdp.\u202etxt`:            `fdp.\\u202etxt`,
		`fdp.\u202Etxt`:            `fdp.\\u202Etxt`,
		"\U000e0041":               `\U000e0041`,
		"\ue0041":                  `\ue0041`,
		`\U000e0041`:               `\\U000e0041`,
		`C:\Users\xavier\docs\1.c`: `C:\Users\xavier\docs\1.c`,
		`\\server\share\`:          `\\server\share\`,
		`C:\temp`:                  `C:\\temp`,
		`C:\(old)`:                 `C:\\(old)`,
	} {
		if got := share.Escape(in, hidden); got != want {
			t.Errorf("Escape(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestEscapeOnce(t *testing.T) {
	const in, want = "a\nb\\n\\\t\U000e0041\xff", `a\nb\n\\t\U000e0041\xff`
	if got := share.EscapeOnce(in, hidden); got != want || share.EscapeOnce(got, hidden) != want {
		t.Errorf("EscapeOnce(%q) = %s, want %s, and that again", in, got, want)
	}
}

// What was escaped can be read back, so no two texts look the same.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"a\nb", `a\nb`, "a\\\nb", `\\\u202e` + "\u202e", "\\\xff", `\xff`, `\x4` + "\x1b", `\`, "\U000e0041", `C:\x`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := share.Escape(s, hidden)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, hidden) {
			t.Errorf("Escape(%q) = %q hides something", s, got)
		}
		if back := unescape(got); back != s {
			t.Errorf("Escape(%q) = %q reads as %q", s, got, back)
		}
		if once := share.EscapeOnce(got, hidden); once != got {
			t.Errorf("EscapeOnce changes %q to %q", got, once)
		}
	})
}

// unescape reads what Escape wrote, in the way its comment promises.
func unescape(s string) string {
	var b strings.Builder
	for s != "" {
		rest := strings.TrimLeft(s, `\`)
		run := len(s) - len(rest)
		r, n := meant(rest)
		switch {
		case n == 0: // no escape: backslashes stand for themselves
			b.WriteString(s[:run])
			_, n = utf8.DecodeRuneInString(rest)
			b.WriteString(rest[:n])
		case run%2 == 1:
			b.WriteString(s[:run/2] + r)
		default:
			b.WriteString(s[:run/2] + rest[:n])
		}
		s = rest[n:]
	}
	return b.String()
}

// meant is what the letters behind a backslash stand for, and how many they are.
func meant(s string) (text string, n int) {
	if s == "" {
		return "", 0
	}
	if named, ok := map[byte]string{'n': "\n", 'r': "\r", 't': "\t", '(': "("}[s[0]]; ok {
		return named, 1
	}
	n = map[byte]int{'x': 3, 'u': 5, 'U': 9}[s[0]]
	if n == 0 || len(s) < n {
		return "", 0
	}
	v, err := strconv.ParseUint(s[1:n], 16, 32)
	if err != nil {
		return "", 0
	}
	if s[0] == 'x' {
		return string([]byte{byte(v)}), n
	}
	return string(rune(v)), n
}

// TestWriteOut: any rune, with as many digits as it needs, and how many bytes it had.
func TestWriteOut(t *testing.T) {
	for s, want := range map[string]string{"ab": `\x61`, "\n": `\n`, "\r": `\r`, "\t": `\t`, "\x7f": `\x7f`, "\u0080": `\u0080`, "\uffff": `\uffff`, "\U00010000x": `\U00010000`, "\xff": `\xff`, "": ""} {
		text, n := share.WriteOut(s)
		if _, size := utf8.DecodeRuneInString(s); text != want || n != size {
			t.Errorf("%q: %q of %d", s, text, n)
		}
	}
}
