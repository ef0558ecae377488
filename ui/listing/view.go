package listing

import (
	"strings"

	"charm.land/lipgloss/v2"

	"signet/ui/kit"
)

// Tone is what kind of row it is, for its colour.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Folder
	Quiet // of less interest: ended, not available
	Good
	Warn
	Bad
)

// Row is how a row is drawn: a cell for each column of the Spec.
type Row struct {
	Cells []string
	Tone  Tone
}

// titlesFrom is the height from which the column titles are shown.
const titlesFrom = 4

// View draws the list as h lines of exactly w cells. It remembers the height,
// which the page keys need; the same list at the same size is always drawn the
// same.
func (l *List[T]) View(w, h int, theme *kit.Theme) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	slots := layout(l.spec.Columns, w)
	lines := make([]string, 0, h)
	if h >= titlesFrom {
		lines = append(lines, theme.Muted.Render(l.titles(slots, w)))
	}
	l.height = h - len(lines)
	l.drawn = area{head: len(lines), w: w}
	top := Window(l.top, l.cursor, l.height, l.Len())
	for i := top; len(lines) < h; i++ {
		lines = append(lines, l.line(i, slots, w, theme))
	}
	return strings.Join(lines, "\n")
}

func (l *List[T]) titles(slots []slot, w int) string {
	cells := make([]string, len(slots))
	for i, s := range slots {
		c := l.spec.Columns[s.column]
		cells[i] = fit(l.title(c), s.width, c.Right)
	}
	return kit.Pad(strings.Repeat(" ", gutter)+strings.Join(cells, "  "), w)
}

// title is a column's, with an arrow if the rows are sorted by it in another way than
// they came.
func (l *List[T]) title(c Column) string {
	if !l.sorting() || l.spec.Orders[l.by.By].Column != c.Title || l.by.By == 0 && !l.by.Down {
		return c.Title
	}
	return c.Title + l.by.Arrow()
}

// Arrow is the direction, behind the name of what is sorted by.
func (s Sorting) Arrow() string {
	if s.Down {
		return " ↓"
	}
	return " ↑"
}

// line draws the row at a position; blank if there is none.
func (l *List[T]) line(position int, slots []slot, w int, theme *kit.Theme) string {
	row := l.at(position)
	if row == nil {
		return strings.Repeat(" ", w)
	}
	marked := l.shownMarked(position)
	drawn := l.spec.Row(row)
	name, near, rest := l.cells(drawn, slots)
	signs := signs(position == l.cursor, marked)
	if w < gutter+1 {
		return theme.Text.Render(kit.Pad(signs, w))
	}
	switch style := tone(drawn.Tone, theme); {
	case position == l.cursor: // the facts keep their look, so that a step of it does not send them again
		return theme.Cursor.Render(signs+name+near) + quiet(rest, theme)
	case marked:
		return theme.Marked.Render(signs+name) + quiet(near+rest, theme)
	default:
		return signs + style.Render(name) + quiet(near+rest, theme)
	}
}

// quiet draws facts. The blanks before them need no colour to be sent.
func quiet(text string, theme *kit.Theme) string {
	facts := strings.TrimLeft(text, " ")
	return text[:len(text)-len(facts)] + theme.Muted.Render(facts)
}

// cells draws the columns, each fitted to its slot: the first one, those near to it, and
// the others.
func (l *List[T]) cells(row Row, slots []slot) (name, near, rest string) {
	var b strings.Builder
	end := 0 // of what is near
	for i, s := range slots {
		text := ""
		if s.column < len(row.Cells) {
			text = kit.Clean(row.Cells[s.column])
		}
		text = fit(text, s.width, l.spec.Columns[s.column].Right)
		if i == 0 {
			name = text
			continue
		}
		before := b.Len()
		b.WriteString("  ")
		b.WriteString(text)
		if end == before && l.spec.Columns[s.column].Near {
			end = b.Len()
		}
	}
	return name, b.String()[:end], b.String()[end:]
}

// signs tells cursor and marks apart without colours.
func signs(cursor, marked bool) string {
	a, b := " ", " "
	if cursor {
		a = "›"
	}
	if marked {
		b = "✓"
	}
	return a + b + " "
}

func tone(t Tone, theme *kit.Theme) lipgloss.Style {
	switch t {
	case Folder:
		return theme.Folder
	case Quiet:
		return theme.Over
	case Good:
		return theme.Good
	case Warn:
		return theme.Warn
	case Bad:
		return theme.Bad
	default:
		return theme.Text
	}
}
