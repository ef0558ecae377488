package qrview

import (
	"strings"

	"charm.land/lipgloss/v2"

	"signet/ui/kit"
)

// styled is kit.Wrap, with a style for every line.
func styled(s lipgloss.Style, text string, w int) []string {
	lines := kit.Wrap(text, w)
	for i := range lines {
		lines[i] = s.Render(lines[i])
	}
	return lines
}

// paragraph is text in at most w by h cells.
func paragraph(s lipgloss.Style, text string, w, h int) string {
	lines := styled(s, text, w)
	return strings.Join(lines[:min(len(lines), max(h, 0))], "\n")
}
