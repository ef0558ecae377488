package qrview

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// wrap breaks cleaned text into lines of at most w cells, at spaces; a word that
// is longer than a line is cut where the line ends.
func wrap(text string, w int) []string {
	if w <= 0 {
		return nil
	}
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		n := ansi.StringWidth(word)
		if used > 0 && used+1+n <= w {
			line, used = line+" "+word, used+1+n
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for ; n > w; n = ansi.StringWidth(word) {
			head := ansi.Truncate(word, w, "")
			if head == "" { // not even one wide character fits
				return lines
			}
			lines = append(lines, head)
			word = word[len(head):]
		}
		line, used = word, n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// styled is wrap, with a style for every line.
func styled(s lipgloss.Style, text string, w int) []string {
	lines := wrap(text, w)
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
