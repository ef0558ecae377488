package kit

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text   string
		w      int
		breaks string
		want   []string
	}{
		{"one two three", 7, "", []string{"one two", "three"}},
		{"one", 7, "", []string{"one"}},
		{"", 7, "", nil},
		{"one", 0, "", nil},
		{"one", -1, "", nil},
		{"abcdefghij", 4, "", []string{"abcd", "efgh", "ij"}},
		{"well-known", 6, "", []string{"well-", "known"}},
		{"a/b/c?d=e", 6, "/&?", []string{"a/b/c?", "d=e"}},
		{"日本語日本", 5, "", []string{"日本", "語日", "本"}},
	} {
		if got := Wrap(c.text, c.w, c.breaks); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.text, c.w, got, c.want)
		}
	}
	if got := Chop("abc def", 3); !slices.Equal(got, []string{"abc", " de", "f"}) {
		t.Errorf("%q", got)
	}
}

func TestProse(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want []string
	}{
		{"get acme-docs/a.pdf now", 14, []string{"get acme-docs/", "a.pdf now"}},
		{"get acme-docs/a.pdf now", 16, []string{"get", "acme-docs/a.pdf", "now"}},
		{"a well-known one", 8, []string{"a well-", "known", "one"}},
		{"", 8, nil},
	} {
		if got := Prose(c.text, c.w); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.text, c.w, got, c.want)
		}
	}
}

func FuzzWrapFitsAndLosesNothing(f *testing.F) {
	f.Add(" \x81", 2)
	f.Add("access denied: needs s3:ListBucket", 9)
	f.Add("日本語日本語 👩‍👩‍👧 e\u0301", 2)
	f.Fuzz(func(t *testing.T, text string, w int) {
		text = Clean(text)
		w = 2 + w&63
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		lines := Wrap(text, w)
		if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
			t.Errorf("%q became %q", text, lines)
		}
		for _, l := range lines {
			if ansi.StringWidth(l) > w {
				t.Errorf("%q is wider than %d", l, w)
			}
		}
	})
}
