package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
	"signet/ui/prompt"
)

// The columns: the mark of the focus, the labels, and what is left.
const (
	markWidth  = 2
	labelWidth = 13
)

// maxProblem is how many lines a problem may take.
const maxProblem = 5

// View draws the visible fields in at most h lines of w cells, the focused one
// always among them, and says where the text cursor is.
func (m *Model) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	var lines []string
	var cursor *tea.Cursor
	first, last := 0, 0 // lines of the focused field
	for i, f := range m.fields {
		if m.hidden[f.ID] {
			continue
		}
		block, x := m.block(f, i == m.focus, w, h)
		if i == m.focus {
			first, last = len(lines), len(lines)+len(block)-1
			if x >= 0 {
				cursor = tea.NewCursor(min(x, w-1), first)
			}
		}
		lines = append(lines, block...)
	}
	if last+1 < len(lines) {
		last++ // room to say that there is more
	}
	top := min(max(last-h+1, 0), first)
	end := min(top+h, len(lines))
	if cursor != nil {
		cursor.Y -= top
	}
	shown := lines[top:end]
	if end < len(lines) && first < end-1 {
		shown[len(shown)-1] = kit.Cut("  "+m.theme.Muted.Render("↓ more"), w)
	}
	return strings.Join(shown, "\n"), cursor
}

// block is the line of a field and what is wrong with it. x is the column of
// the text cursor, or -1.
func (m *Model) block(f *Field, focused bool, w, h int) (lines []string, x int) {
	mark, label := "  ", m.theme.Muted
	if focused {
		mark, label = "▸ ", m.theme.Accent
	}
	head := label.Render(mark + kit.Pad(f.Label, labelWidth))
	room := max(w-markWidth-labelWidth, 0)
	indent := strings.Repeat(" ", markWidth+labelWidth)
	body, x := m.body(f, focused, room, h)
	if x >= 0 {
		x += markWidth + labelWidth
	}
	for i, row := range body {
		before := indent
		if i == 0 {
			before = head
		}
		lines = append(lines, kit.Cut(before+row, w))
	}
	if f.problem == "" || room == 0 {
		return lines, x
	}
	for i, l := range kit.Wrap("✗ "+f.problem, room) {
		if i == maxProblem {
			break
		}
		lines = append(lines, kit.Cut(indent+m.theme.Bad.Render(l), w))
	}
	return lines, x
}

// body is the rows beside the label: one, or those that a choice takes.
func (m *Model) body(f *Field, focused bool, room, h int) (rows []string, x int) {
	switch f.Kind {
	case Choice:
		return m.choices(f, focused, room, h), -1
	case Switch:
		box := "[ ]"
		if f.on {
			box = m.theme.Good.Render("[x]")
		}
		return []string{box + "  " + m.theme.Muted.Render(f.Hint)}, -1
	case Text:
	}
	body := ""
	if f.Secret {
		body = strings.Repeat("•", min(len([]rune(f.input.Value())), max(room-1, 0)))
		x = ansi.StringWidth(body)
	} else {
		body, x = prompt.Window(&f.input, room)
	}
	if body == "" && f.Hint != "" { // in brackets: without colours too it is no text
		body = m.theme.Muted.Render(kit.Cut("("+f.Hint+")", room))
	}
	if !focused {
		x = -1
	}
	return []string{body}, x
}

// wrapFrom is the height of a form in which choices may take several rows.
const wrapFrom = 8

// choices draws all options, in as many rows as they take. Where there is no room for
// rows it draws those around the chosen one.
func (m *Model) choices(f *Field, focused bool, room, h int) []string {
	parts := make([]string, len(f.Options))
	widest := 0
	for i, o := range f.Options {
		parts[i] = " " + o + " "
		if i == f.index {
			parts[i] = m.chosen(f, focused).Render("[" + o + "]")
		}
		widest = max(widest, ansi.StringWidth(parts[i]))
	}
	if h >= wrapFrom && widest <= room {
		return rows(parts, room)
	}
	first, before := 0, ""
	for first < f.index && ansi.StringWidth(before+strings.Join(parts[first:f.index+1], "")) > room-1 {
		first++
		before = "…"
	}
	return []string{before + strings.Join(parts[first:], "")}
}

// chosen is the style of the option that is chosen. What destroys looks the same
// wherever the focus is.
func (m *Model) chosen(f *Field, focused bool) lipgloss.Style {
	switch {
	case f.Danger != "" && f.Options[f.index] == f.Danger:
		return m.theme.Danger
	case focused:
		return m.theme.Cursor
	}
	return m.theme.Title
}

// rows breaks parts into rows of at most w cells. A blank that would end one is no
// reason for another.
func rows(parts []string, w int) []string {
	out := []string{""}
	for _, p := range parts {
		last := len(out) - 1
		switch joined := out[last] + p; {
		case ansi.StringWidth(joined) <= w:
			out[last] = joined
		case ansi.StringWidth(strings.TrimSuffix(joined, " ")) <= w:
			out[last] = strings.TrimSuffix(joined, " ")
		default:
			out = append(out, p)
		}
	}
	return out
}
