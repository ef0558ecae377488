package uitest

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"signet/ui/kit"
)

// A screen in all sizes and themes is one text, with each style once.
func TestAScreenInAllThemesIsOneText(t *testing.T) {
	d, p := drive(t)
	p.view = func(w, _ int) string {
		return d.Env.Theme.Title.Render("size") + " " + d.Env.Theme.Warn.Render("soon") + strings.Repeat("\n"+d.Env.Theme.Cursor.Render("日本")+"x", 2) + strings.Repeat("\n", w/80)
	}
	d.Goldens("themes")
}

func TestPenIsWhatATerminalWritesWith(t *testing.T) {
	for told, want := range map[string]string{
		"1":                        "1",
		"1|38;5;117":               "1;38;5;117",
		"38;5;117|38;2;1;2;3":      "38;2;1;2;3",
		"1;31;7":                   "1;7;31",
		"31;44|0":                  "",
		"31|":                      "",
		"31;44|39":                 "44",
		"91;104|49":                "91",
		"38;5;16;48;5;231":         "code",
		"38;5":                     "5;38", // cut off
		"1|2":                      "1;2",
		"30;107":                   "code",
		"38;5;16;48;5;232":         "38;5;16;48;5;232",
		"48;2;1;2;3|38;5;9|1;4|31": "1;4;31;48;2;1;2;3",
	} {
		p := pen{}
		for one := range strings.SplitSeq(told, "|") {
			p = p.told(one)
		}
		if p.String() != want {
			t.Errorf("%q: %q, want %q", told, p, want)
		}
	}
}

func TestRunsGoOnBelow(t *testing.T) {
	got := runs("a\x1b[1mbc\nd\x1b[me\n\x1b]8;;https://x.example\x1b\\\x1b[31m日\x1b[m")
	want := [][]run{{{1, 3, "1"}}, {{0, 1, "1"}}, {{0, 2, "31"}}}
	for i := range want {
		if len(got) != len(want) || len(got[i]) != 1 || got[i][0] != want[i][0] {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
}

// Every failure names the lines, and the part of the picture that they are in.
func TestDifferingLinesAreTold(t *testing.T) {
	got := differing("── 80x24\na\nb\n", "── 80x24\na\nc\n")
	if got != "── 80x24 line 3\n- b\n+ c\n" {
		t.Errorf("got %q", got)
	}
}

// What a screen makes once in one theme would be seen in all of them.
func TestFramesAreDrawnInTheirTheme(t *testing.T) {
	theme := kit.NewTheme(true)
	kept := theme.Warn.Render("x")
	Frames(t, "frames", &theme, func(w, h int, _ colorprofile.Profile) string {
		return lipgloss.NewStyle().Width(w).Height(h).Render(theme.Warn.Render("soon"))
	})
	if theme.Warn.Render("x") != kept {
		t.Error("the theme is another afterwards")
	}
}
