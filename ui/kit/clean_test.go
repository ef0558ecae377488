package kit

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain.txt":          "plain.txt",
		"a b+c%20":           "a b+c%20",
		"Übersicht 日本　😀.pdf": "Übersicht 日本　😀.pdf",
		"हिन्दी น้ำ 한글.pdf":      "हिन्दी น้ำ 한글.pdf",
		"\x1b[31mred\x1b[0m":     `\x1b[31mred\x1b[0m`,
		"\x1b]52;c;ZXZpbA==\x07": `\x1b]52;c;ZXZpbA==\x07`,
		"\x1b]8;;http://x\x1b\\": `\x1b]8;;http://x\x1b\`,
		"line\\nbreak":           `line\\nbreak`,
		`C:\Users\dir\file`:      `C:\Users\dir\file`,
		"line\nbreak\r\ttab":     `line\nbreak\r\ttab`,
		"fdp.\u202etxt":          `fdp.\u202etxt`,
		"a\u200bb\ufeff\u00ad":   `a\u200bb\ufeff\u00ad`,
		"c1\u009b31m":            `c1\u009b31m`,
		"bad\xffutf8":            `bad\xffutf8`,
		"\u2028\u2066x\u2069":    `\u2028\u2066x\u2069`,
		"\x7f\x00":               `\x7f\x00`,
		"tag\U000e0041":          `tag\U000e0041`,
		"tag\ue0041":             `tag\ue0041`,
		"rep\u200dort.pdf":       `rep\u200dort.pdf`,
		"👩\u200d🔬":               `👩\u200d🔬`,
		"❤\ufe0f 1\ufe0f\u20e3":  `❤\ufe0f 1\ufe0f\u20e3`,
		"👍🏽🇩🇪":                   `👍\U0001f3fd\U0001f1e9\U0001f1ea`,
		"a\u00a0b\u2800c\u034fd": `a\u00a0b\u2800c\u034fd`,
		"new\U0010fffe\u0378":    `new\U0010fffe\u0378`,
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanOnce(t *testing.T) {
	const once = `a\nb\u200d`
	if got := CleanOnce("a\nb\u200d"); got != once || CleanOnce(got) != once {
		t.Errorf("%s, want %s and that again", got, once)
	}
}

// Terminals and the renderer count by letters or by code points: what is not
// part of a letter must have one width for both, wherever it stands.
func TestCleanWidths(t *testing.T) {
	around := []string{"%", "a%", "%a", "%%", "😀%", "日%", "%\u0301", "👩\u200d%", "%\u200d👩", "%\ufe0f", "%\u20e3", "%🏽", "🇩%"}
	for r := rune(0x20); r <= 0xe01ff; r++ {
		if joining(r) || unicode.In(r, unicode.Han, unicode.Hangul) || r > 0x1ffff && r < 0xe0000 { // many of one kind
			continue
		}
		for _, a := range around {
			s := strings.ReplaceAll(a, "%", string(r))
			got := Clean(s)
			if letters, points := ansi.StringWidth(got), ansi.StringWidthWc(got); letters != points {
				t.Fatalf("Clean(%+q) = %+q has %d or %d cells", s, got, letters, points)
			}
		}
	}
}

// joining reports the letters and signs that become part of another letter.
func joining(r rune) bool {
	switch {
	case unicode.Is(unicode.Mc, r):
		return true
	case r == 0xe33 || r == 0xeb3 || r == 0xff9e || r == 0xff9f: // Thai and Lao am, halfwidth voicing
		return true
	case r >= 0x1100 && r <= 0x11ff || r >= 0xa960 && r <= 0xa97f || r >= 0xd7b0 && r <= 0xd7ff: // parts of Hangul
		return true
	}
	return strings.ContainsRune("\u0d4e\U000111c2\U000111c3\U0001193f\U00011941\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88\U00011a89\U00011d46\U00011f02", r) // before a consonant
}

func TestLevel(t *testing.T) {
	bold := lipgloss.NewStyle().Bold(true).Render
	for in, want := range map[string]string{
		"plain é 日本 😀":          "plain é 日本 😀",
		"नमस्ते":                "नमस्\ufffd\u0947",
		"हि   b":                "ह\ufffd  b",
		"หำ b":                  "ห\ufffd b",
		"น้ำ.txt":               "น้\ufffd.txt",
		"\u1112\u1161":          "\u1112\ufffd",
		bold("हि") + "ab\u0bbe": bold("ह\ufffd") + "ab\ufffd",
	} {
		if got := Level(in); got != want {
			t.Errorf("Level(%q) = %+q, want %+q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"a\x1b[31m\u202e\xff", "👨\u200d👩\u200d👧 ❤\ufe0f", "🇩🇪🇫 👍🏽", "हिन्दी น้ำ", "\u1112\u1161\u11ab", `a\n\` + "\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, Hidden) {
			t.Errorf("Clean(%q) = %q is not harmless", s, got)
		}
		if ansi.Strip(got) != got {
			t.Errorf("Clean(%q) = %q holds a sequence", s, got)
		}
		if once := CleanOnce(s); CleanOnce(once) != once || strings.ContainsFunc(once, Hidden) {
			t.Errorf("CleanOnce(%q) = %q is not harmless or not stable", s, once)
		}
		if l := Level(got); ansi.StringWidth(l) != ansi.StringWidthWc(l) {
			t.Errorf("Level(%+q) = %+q is counted in two ways", got, l)
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
