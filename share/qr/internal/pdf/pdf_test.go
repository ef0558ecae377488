package pdf

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
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

func TestCutsAreNoHyphens(t *testing.T) {
	f, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "x", strings.Repeat("X-Amz-Date=2026&", 40), strings.Repeat("-", 200), "a" + strings.Repeat("-", 30) + strings.Repeat("b", 50)} {
		for width := 20.0; width < 90; width += 7 {
			lines := f.Cut(6, width, text)
			if strings.Join(lines, "") != text {
				t.Errorf("%q at %v became %q", text, width, lines)
			}
			for i, l := range lines {
				if f.Width(6, l) > width+0.01 || i < len(lines)-1 && strings.HasSuffix(l, "-") && strings.Trim(l, "-") != "" {
					t.Errorf("%q at %v: line %q", text, width, l)
				}
			}
		}
	}
}

// A font of the used glyphs is a font, and has their outlines, whichever they are.
func TestSubsetsHaveTheOutlines(t *testing.T) {
	for _, load := range []func() (*Font, error){Regular, Bold} {
		f, err := load()
		if err != nil {
			t.Fatal(err)
		}
		before := outlinesIn(t, f.data)
		for _, text := range []string{"", "Prüfbericht é Ω Ж № 7 – ½ …", everyLetter(f)} {
			f.used = map[sfnt.GlyphIndex]rune{}
			f.spans(text)
			data, err := subset(f.data, f.glyphs())
			if err != nil {
				t.Fatal(err)
			}
			after := outlinesIn(t, data)
			if len(after) != len(before) {
				t.Fatalf("%d glyphs, want %d", len(after), len(before))
			}
			for g := range before {
				want, err := withoutProgram(before[g])
				if err != nil {
					t.Fatalf("glyph %d: %v", g, err)
				}
				if _, used := f.used[sfnt.GlyphIndex(g)]; !used && g != 0 {
					want = nil
				}
				if got := bytes.TrimRight(after[g], "\x00"); !bytes.Equal(got, bytes.TrimRight(want, "\x00")) {
					t.Errorf("glyph %d has %d bytes, want %d", g, len(got), len(want))
				}
			}
		}
	}
}

func outlinesIn(t *testing.T, font []byte) [][]byte {
	t.Helper()
	tables, err := tablesOf(font)
	if err != nil {
		t.Fatal(err)
	}
	all, err := outlinesOf(tables)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func everyLetter(f *Font) string {
	var b strings.Builder
	for r := ' '; r < 0x10000; r++ {
		if f.glyph(r) != 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// What is no font is refused, wherever it ends.
func TestBrokenFontsAreRefused(t *testing.T) {
	f, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(f.data); n += 1 + n/3 {
		if _, err := subset(f.data[:n], nil); err == nil {
			t.Errorf("a font of %d bytes is taken", n)
		}
	}
}

func TestNumbersAreShort(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 1: "1", 1.5: "1.5", 100: "100", 0.1234: "0.123", -2.5: "-2.5"} {
		if got := num(f); got != want {
			t.Errorf("%v: %q, want %q", f, got, want)
		}
	}
}
