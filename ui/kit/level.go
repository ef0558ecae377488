package kit

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Level makes a row of cleaned, perhaps styled text as wide for terminals that
// count letters as for those that count code points: the signs that they disagree
// about become �. The blanks behind give way to them, so that columns stay where
// they are. It is for rows in which something follows that must not move, such as
// a row of a QR code. Anybody who can name an object writes such rows.
func Level(row string) string {
	var b strings.Builder
	var state byte
	last, grown := "", 0
	for row != "" {
		seq, width, n, next := ansi.DecodeSequence(row, state, nil)
		row, state = row[n:], next
		if grown > 0 && seq == " " && last == " " {
			grown--
			continue
		}
		last = seq
		if !agreed(seq) {
			seq = level(seq)
			grown += ansi.StringWidth(seq) - width
		}
		b.WriteString(seq)
	}
	return b.String()
}

// level keeps of one letter what is agreed.
func level(letter string) string {
	kept := ""
	for _, r := range letter {
		if agreed(kept + string(r)) {
			kept += string(r)
			continue
		}
		kept += "\ufffd"
	}
	return kept
}

// agreed reports whether both ways to count give one width, for s alone and
// between letters, with which it may join.
func agreed(s string) bool {
	return !slices.ContainsFunc([]string{s, "a" + s, s + "a"}, func(t string) bool { return ansi.StringWidth(t) != ansi.StringWidthWc(t) })
}
