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

// Prose is Wrap for sentences that quote names: a word with hyphens or slashes in it
// is broken only if it is longer than a line, and there.
func Prose(text string, w int) []string {
	// Of those for private use, which no cleaned text holds.
	join, part := strings.NewReplacer("-", "\uf8fe", "/", "\uf8ff"), strings.NewReplacer("\uf8fe", "-", "\uf8ff", "/")
	words := strings.Split(text, " ")
	for i, word := range words {
		if ansi.StringWidthWc(word) <= w {
			words[i] = join.Replace(word)
		}
	}
	lines := Wrap(strings.Join(words, " "), w, "/")
	for i := range lines {
		lines[i] = part.Replace(lines[i])
	}
	return lines
}

// Chop breaks cleaned text into lines of exactly w cells, the last one perhaps
// shorter: for what is no prose, such as a link. A line is one cell wide at least.
func Chop(text string, w int) []string {
	return strings.Split(ansi.Hardwrap(text, max(w, 1), true), "\n")
}
