package preview

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// The bounds of a table: cells of one column, and columns.
const (
	widestCell  = 36
	mostColumns = 100
)

// table is a text of rows and columns. Its first row is the head.
type table struct {
	rows   [][]string // cleaned
	widths []int
	right  []bool // columns of numbers
	fewer  bool   // columns were left away
}

// tabled reads values apart by commas, semicolons, tabs or bars; the error says why it
// cannot be one. The last row of what is cut may be half a row, and is left away.
func tabled(text string, cut bool) (*table, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator(text), true, -1
	t := &table{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !cut {
			return nil, err
		}
		if err != nil {
			break
		}
		t.add(record)
	}
	if cut && len(t.rows) > 1 {
		t.rows = t.rows[:len(t.rows)-1]
	}
	if len(t.rows) == 0 || len(t.widths) < 2 {
		return nil, errors.New("there are no columns in it")
	}
	t.numbers()
	return t, nil
}

// separator is what stands most often in the first lines.
func separator(text string) rune {
	head := text[:min(len(text), 4<<10)]
	best, most := ',', 0
	for _, r := range ",;\t|" {
		if n := strings.Count(head, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

func (t *table) add(record []string) {
	if len(record) > mostColumns {
		record, t.fewer = record[:mostColumns], true
	}
	row := make([]string, len(record))
	for i, cell := range record {
		row[i] = kit.CleanOnce(strings.TrimSpace(cell))
		w := min(ansi.StringWidth(row[i]), widestCell)
		if i == len(t.widths) {
			t.widths = append(t.widths, 1)
		}
		t.widths[i] = max(t.widths[i], w)
	}
	t.rows = append(t.rows, row)
}

// numbers finds the columns that hold numbers and nothing else.
func (t *table) numbers() {
	t.right = make([]bool, len(t.widths))
	for i := range t.right {
		some := false
		t.right[i] = true
		for _, row := range t.rows[1:] {
			if i >= len(row) || row[i] == "" {
				continue
			}
			some = true
			if strings.Trim(row[i], "0123456789.,+-%eE ") != "" {
				t.right[i] = false
				break
			}
		}
		t.right[i] = t.right[i] && some
	}
}

// row draws one row from a column on, in at most w cells.
func (t *table) row(i, from, w int) string {
	var b strings.Builder
	used := 0
	for c := from; c < len(t.rows[i]) && used < w; c++ {
		if c > from {
			b.WriteString("  ")
		}
		text := kit.Cut(t.rows[i][c], t.widths[c])
		blank := strings.Repeat(" ", max(t.widths[c]-ansi.StringWidth(text), 0))
		if t.right[c] {
			text = blank + text
		} else {
			text += blank
		}
		b.WriteString(text)
		used += t.widths[c] + 2
	}
	return kit.Cut(b.String(), w)
}

// wide reports that not all columns from one on fit in w cells.
func (t *table) wide(from, w int) bool {
	need := -2
	for _, n := range t.widths[min(from, len(t.widths)):] {
		need += n + 2
	}
	return need > w
}
