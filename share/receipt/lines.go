package receipt

import (
	"bufio"
	"strings"
	"unicode/utf8"

	"signet/share/say"
)

// Width is how many cells a line has at most: a page of 80 with room for a quote mark.
const Width = 78

// label is how wide the names before the facts are.
const label = 9

// page writes lines of at most Width cells.
type page struct{ *bufio.Writer }

// line writes a text, broken at blanks; the lines after the first are indented as it is.
func (p page) line(indent int, text string) {
	p.lines(strings.Repeat(" ", indent), strings.Repeat(" ", indent), text)
}

// fact writes a name and what is known of it; nothing for nothing.
func (p page) fact(indent int, name, value string) {
	if value == "" {
		return
	}
	before := strings.Repeat(" ", indent)
	p.lines(before+name+strings.Repeat(" ", max(label-len(name), 1)), before+strings.Repeat(" ", label), value)
}

// point writes an item of a list.
func (p page) point(text string) { p.lines("- ", "  ", text) }

func (p page) blank() { _ = p.WriteByte('\n') }

// lines writes a text after first, and what does not fit after rest. Nothing in the text
// can change how others read it.
func (p page) lines(first, rest, text string) {
	for _, l := range fold(say.Printable(text), Width-len(first)) {
		_, _ = p.WriteString(strings.TrimRight(first+l, " ") + "\n")
		first = rest
	}
}

// fold breaks a text at blanks, and a word that is longer than a line where the line ends.
func fold(text string, width int) (lines []string) {
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		n := cells(word)
		if used > 0 && used+1+n <= width {
			line, used = line+" "+word, used+1+n
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for n > width {
			head, tail := split(word, width)
			lines = append(lines, head)
			word, n = tail, cells(tail)
		}
		line, used = word, n
	}
	return append(lines, line)
}

// split cuts a word after so many cells.
func split(word string, width int) (head, tail string) {
	used := 0
	for i, r := range word {
		if used += cell(r); used > width {
			return word[:i], word[i:]
		}
	}
	return word, ""
}

func cells(s string) (n int) {
	if len(s) == utf8.RuneCountInString(s) {
		return len(s)
	}
	for _, r := range s {
		n += cell(r)
	}
	return n
}

// cell is how wide a letter may be drawn at most: two cells from Hangul on, though some
// behind it take one.
func cell(r rune) int {
	if r >= 0x1100 {
		return 2
	}
	return 1
}
