package pdf

import (
	"strings"
	"testing"
)

// A digit behind a substitute is not read as one of its own.
func TestSubstitutesHaveOneLength(t *testing.T) {
	for r, want := range map[rune]string{'中': `\u4e2d`, '😀': `\U0001f600`, '\ue004': `\ue004`} {
		if got := escape(r); got != want {
			t.Errorf("%U is written %s, want %s", r, got, want)
		}
	}
}

func TestLinesFitAndKeepTheText(t *testing.T) {
	f, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "short", "several words that need more than a line", "reports/2026/quarterly_report-final.v2.pdf", strings.Repeat("W", 80), "中文 and \u202e"} {
		for _, width := range []float64{30, 80, 200} {
			lines := f.Lines(10, width, 100, text)
			for _, l := range lines {
				if f.Width(10, l) > width+0.01 && len([]rune(l)) > 1 {
					t.Errorf("%q at %v: %q is %.1f wide", text, width, l, f.Width(10, l))
				}
			}
			squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
				t.Errorf("%q at %v became %q", text, width, got)
			}
		}
	}
	if l := f.Lines(10, 60, 2, strings.Repeat("word ", 40)); len(l) != 2 || !strings.HasSuffix(l[1], "…") || f.Width(10, l[1]) > 60 {
		t.Errorf("cut to %q", l)
	}
}

func TestNumbersAreShort(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 1: "1", 1.5: "1.5", 100: "100", 0.1234: "0.123", -2.5: "-2.5"} {
		if got := num(f); got != want {
			t.Errorf("%v: %q, want %q", f, got, want)
		}
	}
}
