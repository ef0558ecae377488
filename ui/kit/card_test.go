package kit

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestCard(t *testing.T) {
	th := NewTheme(true)
	for _, c := range []struct {
		title string
		lines []string
		w, h  int
		want  string
	}{
		{"card", []string{"one"}, 14, 0, "╭─ card ─────╮\n│ one        │\n╰────────────╯"},
		{"card", []string{"one", "two", "three"}, 14, 4, "╭─ card ─────╮\n│ one        │\n│ two        │\n╰─ ↓ 1 more ─╯"},
		{"", nil, 8, 3, "╭──────╮\n│      │\n╰──────╯"},
		{"a long title", []string{"a long line"}, 10, 0, "╭─ a lo… ╮\n│ a lon… │\n╰────────╯"},
		{"no room", []string{"one"}, 4, 1, "one "},
	} {
		got := ansi.Strip(strings.Join(Card(&th, c.title, c.lines, c.w, c.h), "\n"))
		if got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
	if got := ansi.Strip(Rule(&th, "recent", 16)); got != "── recent ──────" {
		t.Errorf("%q", got)
	}
}

// A card is exactly as large as it was asked to be, at every size.
func TestCardFits(t *testing.T) {
	th := NewTheme(false)
	for w := range 30 {
		for h := 1; h < 8; h++ {
			card := Card(&th, "日本語 title", []string{"日本語", th.Bad.Render("styled text that is long"), "", "x", "y", "z"}, w, h)
			if len(card) != h {
				t.Errorf("%dx%d has %d lines", w, h, len(card))
			}
			for _, line := range card {
				if n := ansi.StringWidth(line); n != w {
					t.Errorf("%dx%d: a line of %d: %q", w, h, n, ansi.Strip(line))
				}
			}
			if rule := Rule(&th, "heading", w); ansi.StringWidth(rule) != w {
				t.Errorf("a rule of %d in %d: %q", ansi.StringWidth(rule), w, ansi.Strip(rule))
			}
		}
	}
}
