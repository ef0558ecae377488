package inspect

import (
	"strings"

	"signet/internal/lazyregexp"
)

// upright are the lines that programs draw between and around texts on a terminal.
const upright = "│┃║▏▕┆┊╎¦|"

var (
	drawn = lazyregexp.New(`[│┃║▏▕┆┊╎¦]`)
	// tableRow is a row of a table that is drawn with ASCII signs.
	tableRow = lazyregexp.New(`(?m)^[ \t]*\|.*\|[ \t]*$`)
)

// unbordered reads what was copied off a terminal with the frames around it: of each
// line the first column, then of each the second. ok is false where nothing is framed.
func unbordered(text string) (out string, ok bool) {
	signs := upright
	switch {
	case len(drawn.FindAllString(text, 2)) > 0:
		signs = strings.TrimSuffix(upright, "|")
	case len(tableRow.FindAllString(text, 2)) < 2:
		return "", false
	}
	var columns []*strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		cells := strings.FieldsFunc(" "+strings.TrimRight(line, "\r")+" ", func(r rune) bool { return strings.ContainsRune(signs, r) })
		for i, cell := range cells[:min(len(cells), 16)] {
			if i == len(columns) {
				columns = append(columns, &strings.Builder{})
			}
			columns[i].WriteString(strings.TrimSpace(cell) + "\n")
		}
	}
	var all []string
	for _, c := range columns {
		all = append(all, c.String())
	}
	return strings.Join(all, "\n"), true
}
