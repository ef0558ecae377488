package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain.txt":              "plain.txt",
		"a b+c%20":               "a b+c%20",
		"Übersicht 日本 😀 👩‍🔬.pdf": "Übersicht 日本 😀 👩‍🔬.pdf",
		"\x1b[31mred\x1b[0m":     `\x1b[31mred\x1b[0m`,
		"\x1b]52;c;ZXZpbA==\x07": `\x1b]52;c;ZXZpbA==\x07`,
		"\x1b]8;;http://x\x1b\\": `\x1b]8;;http://x\x1b\`,
		"line\nbreak\r\ttab":     `line\nbreak\r\ttab`,
		"fdp.\u202etxt":          `fdp.\u202etxt`,
		"a\u200bb\ufeff\u00ad":   `a\u200bb\ufeff\u00ad`,
		"c1\u009b31m":            `c1\u009b31m`,
		"bad\xffutf8":            `bad\xffutf8`,
		"\u2028\u2066x\u2069":    `\u2028\u2066x\u2069`,
		"\x7f\x00":               `\x7f\x00`,
		"tag\U000e0041":          `tag\ue0041`,
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r < 0x20 || r == 0x7f || hidden(r) }) {
			t.Errorf("Clean(%q) = %q is not harmless", s, got)
		}
		if ansi.Strip(got) != got {
			t.Errorf("Clean(%q) = %q holds a sequence", s, got)
		}
		if Clean(got) != got {
			t.Errorf("Clean(%q) is not stable", s)
		}
	})
}

func TestCutting(t *testing.T) {
	for _, s := range []string{"", "a", "abcdef", "日本語日本", "aé日x😀b", strings.Repeat("wide 日", 20)} {
		for w := -1; w < 30; w++ {
			for name, got := range map[string]string{"Cut": Cut(s, w), "CutLeft": CutLeft(s, w)} {
				if n := ansi.StringWidth(got); n > max(w, 0) {
					t.Errorf("%s(%q, %d) = %q has %d cells", name, s, w, got, n)
				}
			}
			if n := ansi.StringWidth(Pad(s, w)); n != max(w, 0) {
				t.Errorf("Pad(%q, %d) has %d cells", s, w, n)
			}
		}
	}
}
