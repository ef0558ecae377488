package uitest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// run is cells of one style next to each other, from one column to before another.
type run struct {
	from, to int
	style    string
}

// runs are the styles of a drawing, line by line; cells without a style are in none.
func runs(view string) [][]run {
	var all [][]run
	var now pen
	state := byte(0)
	for line := range strings.SplitSeq(view, "\n") {
		var out []run
		x := 0
		for line != "" {
			seq, width, n, next := ansi.DecodeSequence(line, state, nil)
			line, state = line[n:], next
			switch {
			case strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m"):
				now = now.told(seq[2 : len(seq)-1])
			case width > 0 && now != (pen{}):
				style := now.String()
				if last := len(out) - 1; last >= 0 && out[last].to == x && out[last].style == style {
					out[last].to = x + width
				} else {
					out = append(out, run{x, x + width, style})
				}
			}
			x += width
		}
		all = append(all, out)
	}
	return all
}

// legend gives each style of the four themes a name, in the order of their coming.
type legend struct {
	of    map[string]string
	lines []string
}

func (l *legend) name(styles []string) string {
	if strings.Join(styles, "") == "" {
		return ""
	}
	text := ""
	for i, th := range themes() {
		text += fmt.Sprintf("  %s %s", th.name, plainly(styles[i]))
	}
	if l.of[text] == "" {
		n := len(l.lines)
		name := string(rune('a' + n%26))
		if n >= 26 {
			name = string(rune('A'+n/26-1)) + name
		}
		l.of[text] = name
		l.lines = append(l.lines, name+text)
	}
	return l.of[text]
}

func plainly(style string) string {
	if style == "" {
		return "-"
	}
	return style
}

// written is a screen in all sizes and themes as one text: for each size what is
// written there, then its styles. "3-5: a0-12" says that lines 3 to 5 have the style
// a from column 0 to before column 12; at the end stands what a is in each theme.
func written(all []drawing) string {
	var b strings.Builder
	names := &legend{of: map[string]string{}}
	for of := range slices.Chunk(all, len(themes())) {
		first := Plain(of[0].view)
		fmt.Fprintf(&b, "── %s\n%s\n", of[0].size, strings.TrimRight(first, "\n"))
		for _, d := range of[1:] {
			if text := Plain(d.view); text != first {
				fmt.Fprintf(&b, "── %s, where it is otherwise: %s\n%s\n", d.size, d.theme, strings.TrimRight(text, "\n"))
			}
		}
		fmt.Fprintf(&b, "── %s, styles\n%s", of[0].size, names.styles(of))
	}
	return b.String() + "── styles\n" + strings.Join(names.lines, "\n") + "\n"
}

// styles are those of one size, lines that have the same as one.
func (l *legend) styles(of []drawing) string {
	themes := make([][][]run, len(of))
	rows := 0
	for i, d := range of {
		themes[i] = runs(d.view)
		rows = max(rows, len(themes[i]))
	}
	var b strings.Builder
	begun, before := 0, ""
	for y := range rows + 1 {
		now := ""
		if y < rows {
			now = l.line(themes, y)
		}
		if now == before {
			continue
		}
		if before != "" {
			fmt.Fprintf(&b, "%s:%s\n", lines(begun, y-1), before)
		}
		begun, before = y, now
	}
	return b.String()
}

func lines(from, to int) string {
	if from == to {
		return fmt.Sprint(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// line is the styles of a line in all themes: " a0-12 b14-20".
func (l *legend) line(themes [][][]run, y int) string {
	var edges []int
	of := make([][]run, len(themes))
	for i, rows := range themes {
		if y < len(rows) {
			of[i] = rows[y]
		}
		for _, r := range of[i] {
			edges = append(edges, r.from, r.to)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	text := ""
	for i := 1; i < len(edges); i++ {
		styles := make([]string, len(of))
		for j, rs := range of {
			styles[j] = at(rs, edges[i-1])
		}
		if name := l.name(styles); name != "" {
			text += fmt.Sprintf(" %s%d-%d", name, edges[i-1], edges[i])
		}
	}
	return text
}

// at is the style of a column.
func at(rs []run, x int) string {
	for _, r := range rs {
		if r.from <= x && x < r.to {
			return r.style
		}
	}
	return ""
}
