package kit

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks cleaned, perhaps styled text into lines of at most w cells: at
// spaces, after hyphens and the breaks given, and in the middle of what is longer
// than a line. Nothing is lost; there are no lines for no text and for no room. It
// counts code points, which are never fewer cells: no terminal cuts the end of a line.
func Wrap(text string, w int, breaks ...string) []string {
	if text == "" || w <= 0 {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(ansi.WrapWc(text, w, strings.Join(breaks, "")), "\n") {
		if ansi.StringWidth(line) > w { // blanks before a word that fills a line
			lines = append(lines, Chop(line, w)...)
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

// Chop breaks cleaned text into lines of exactly w cells, the last one perhaps
// shorter: for what is no prose, such as a link. A line is one cell wide at least.
func Chop(text string, w int) []string {
	return strings.Split(ansi.Hardwrap(text, max(w, 1), true), "\n")
}
