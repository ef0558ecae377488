package kit

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
)

// The backgrounds that people have, as their terminals and schemes ship them.
func grounds(dark bool) map[string]string {
	if dark {
		return map[string]string{
			"black": "#000000", "GitHub": "#0d1117", "our picture": "#16161e", "One": "#282c34", "VS Code": "#1e1e1e", "Dracula": "#282a36",
			"Nord": "#2e3440", "Solarized": "#002b36", "Gruvbox": "#282828", "Ubuntu": "#300a24", "Catppuccin": "#1e1e2e",
		}
	}
	return map[string]string{
		"white": "#ffffff", "GitHub": "#f6f8fa", "One": "#fafafa", "Solarized": "#fdf6e3", "Gruvbox": "#fbf1c7", "Catppuccin": "#eff1f5",
	}
}

// What is read stands out by 7:1 and what is secondary by 4.5:1, on every usual
// background, and on those that are the theme's own.
// https://www.w3.org/TR/WCAG22/#contrast-minimum
func TestColoursStandOut(t *testing.T) {
	const body, secondary = 7, 4.5
	for _, dark := range []bool{true, false} {
		th := NewTheme(dark)
		for name, ground := range grounds(dark) {
			for style, c := range map[string]struct {
				ink   lipgloss.Style
				least float64
			}{
				"folder": {th.Folder, body}, "secret": {th.Secret, body}, "accent": {th.Accent, body},
				"muted": {th.Muted, secondary}, "over": {th.Over, secondary}, "marked": {th.Marked, secondary},
				"good": {th.Good, secondary}, "warn": {th.Warn, secondary}, "bad": {th.Bad, secondary},
			} {
				if got := contrast(c.ink.GetForeground(), lipgloss.Color(ground)); got < c.least {
					t.Errorf("dark %t: %s on %s stands out by %.2f, want %.1f", dark, style, name, got, c.least)
				}
			}
		}
		for style, s := range map[string]lipgloss.Style{"cursor": th.Cursor, "danger": th.Danger, "title": th.BarTitle, "state": th.BarState} {
			if got := contrast(s.GetForeground(), s.GetBackground()); got < body {
				t.Errorf("dark %t: %s stands out by %.2f", dark, style, got)
			}
		}
		for style, s := range map[string]lipgloss.Style{"brand": th.Brand, "bar": th.Bar} {
			if got := contrast(s.GetForeground(), s.GetBackground()); got < secondary {
				t.Errorf("dark %t: %s stands out by %.2f", dark, style, got)
			}
		}
	}
}

// contrast is the ratio of WCAG: of the lighter to the darker.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of sRGB.
func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// Nothing that means something else looks the same, with many colours or few; where
// there are none signs tell warnings from errors, and weights the rest.
func TestMeaningsDiffer(t *testing.T) {
	for name, th := range map[string]Theme{"dark": NewTheme(true), "light": NewTheme(false), "16 dark": FewColors(true), "16 light": FewColors(false)} {
		seen := map[string]string{}
		for what, s := range map[string]lipgloss.Style{
			"body": th.Text, "muted": th.Muted, "title": th.Title, "accent": th.Accent, "cursor": th.Cursor, "marked": th.Marked,
			"good": th.Good, "warning": th.Warn, "error": th.Bad, "danger": th.Danger,
		} {
			if other, twice := seen[s.Render("x")]; twice {
				t.Errorf("%s: %s looks like %s", name, what, other)
			}
			seen[s.Render("x")] = what
		}
	}
}

// The theme of few colours names none but the user's own sixteen.
func TestFewColorsAreTheUsersOwn(t *testing.T) {
	for _, dark := range []bool{true, false} {
		th := FewColors(dark)
		for _, s := range []lipgloss.Style{
			th.Text, th.Muted, th.Title, th.Accent, th.Cursor, th.Marked, th.Secret, th.Folder, th.Border, th.Good, th.Warn, th.Bad,
			th.Open, th.Soon, th.Over, th.Danger, th.Brand, th.Bar, th.BarTitle, th.BarState,
		} {
			for _, c := range []color.Color{s.GetForeground(), s.GetBackground()} {
				if _, none := c.(lipgloss.NoColor); none {
					continue
				}
				if seq := lipgloss.NewStyle().Foreground(c).Render("x"); len(seq) > len("\x1b[97mx\x1b[m") {
					t.Errorf("%q is no index of 16", seq)
				}
			}
		}
	}
}
