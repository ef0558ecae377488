package kit

import (
	"strings"

	"charm.land/lipgloss/v2"

	"signet/share/say"
)

// Remark is what is said on a screen: cleaned, behind the mark of its level, which
// is told apart without colours too, and in the style of it.
func (t *Theme) Remark(r say.Remark) (text string, style lipgloss.Style) {
	mark := "✗ "
	switch r.Level {
	case say.Good:
		mark = "✓ "
	case say.Info:
		mark = "· "
	case say.Warning:
		mark = "! "
	case say.Bad:
	}
	return mark + Clean(r.String()), t.Level(r.Level)
}

// Level is the style of a level. What is only worth knowing is muted, and what has
// no level is plain.
func (t *Theme) Level(l say.Level) lipgloss.Style {
	switch l {
	case say.Good:
		return t.Good
	case say.Info:
		return t.Muted
	case say.Warning:
		return t.Warn
	case say.Bad:
		return t.Bad
	}
	return t.Text
}

// Endangers wraps a cleaned sentence about what destroys into lines of at most w
// cells, behind a word that has a look of its own.
func (t *Theme) Endangers(text string, w int, style lipgloss.Style) []string {
	const word = " danger "
	lines := Prose(word+" "+text, w)
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, word); ok && i == 0 {
			lines[i] = Cut(t.Danger.Render(word)+style.Render(rest), w)
			continue
		}
		lines[i] = Cut(style.Render(line), w)
	}
	return lines
}
