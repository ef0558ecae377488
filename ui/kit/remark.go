package kit

import (
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
