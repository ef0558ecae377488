package listing

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// Column is one column of a list.
type Column struct {
	Title string
	Width int  // cells; 0: it takes what the others leave
	From  int  // the narrowest list that shows the column, in cells
	Right bool // flush right, for numbers
	// Near has the cursor's bar reach over the column, if nothing but such stands between
	// it and the first.
	Near bool
}

// gutter is the room left of a row for the cursor's and the mark's sign.
const gutter = 3

// gap separates columns.
const gap = 2

// slot is a column that is shown, with its width.
type slot struct{ column, width int }

// least is the width below which a flexible column is not worth a neighbour.
const least = 12

// layout chooses the columns that a list w cells wide shows; together they fill
// it exactly. The rightmost go first when there is no room. The flexible columns
// share what is left.
func layout(columns []Column, w int) []slot {
	slots := make([]slot, 0, len(columns))
	for i, c := range columns {
		if c.From <= w {
			slots = append(slots, slot{i, c.Width})
		}
	}
	for len(slots) > 1 && room(slots, w) < least*max(flexible(slots), 1) {
		slots = slots[:len(slots)-1]
	}
	if flexible(slots) == 0 && len(slots) > 0 {
		slots[0].width = 0
	}
	left, n := max(room(slots, w), 0), flexible(slots)
	for i := range slots {
		if slots[i].width == 0 {
			slots[i].width = left / n
			left -= left / n
			n--
		}
	}
	return slots
}

// room is what the columns of fixed width leave of w.
func room(slots []slot, w int) int {
	w -= gutter + gap*(len(slots)-1)
	for _, s := range slots {
		w -= s.width
	}
	return w
}

func flexible(slots []slot) int {
	n := 0
	for _, s := range slots {
		if s.width == 0 {
			n++
		}
	}
	return n
}

// fit cuts or fills cleaned text to exactly w cells.
func fit(text string, w int, right bool) string {
	if w <= 0 {
		return ""
	}
	n := ansi.StringWidth(text)
	if n > w {
		text = cutMiddle(text, n, w)
		n = ansi.StringWidth(text)
	}
	blank := strings.Repeat(" ", max(w-n, 0))
	if right {
		return blank + text
	}
	return text + blank
}

// cutMiddle shortens text of n cells to at most w, keeping its beginning and its
// end: names differ at both.
func cutMiddle(text string, n, w int) string {
	tail := (w - 1) * 2 / 5
	if tail < 3 {
		return kit.Cut(text, w)
	}
	end := ansi.TruncateLeft(text, n-tail, "")
	if ansi.StringWidth(end) > tail { // a wide character on the edge stays whole
		end = ansi.TruncateLeft(text, n-tail+1, "")
	}
	return ansi.Truncate(text, w-1-tail, "") + "…" + end
}
