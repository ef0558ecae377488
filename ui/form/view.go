package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"
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
		block, x := m.block(f, i == m.focus, w)
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
func (m *Model) block(f *Field, focused bool, w int) (lines []string, x int) {
	mark, label := "  ", m.theme.Muted
	if focused {
		mark, label = "▸ ", m.theme.Accent
	}
	head := label.Render(mark + kit.Pad(f.Label, labelWidth))
	room := max(w-markWidth-labelWidth, 0)
	body, x := m.body(f, focused, room)
	if x >= 0 {
		x += markWidth + labelWidth
	}
	lines = []string{kit.Cut(head+body, w)}
	if f.problem == "" || room == 0 {
		return lines, x
	}
	indent := strings.Repeat(" ", markWidth+labelWidth)
	for i, l := range kit.Wrap("✗ "+f.problem, room) {
		if i == maxProblem {
			break
		}
		lines = append(lines, kit.Cut(indent+m.theme.Bad.Render(l), w))
	}
	return lines, x
}

func (m *Model) body(f *Field, focused bool, room int) (body string, x int) {
	switch f.Kind {
	case Choice:
		return m.choices(f, focused, room), -1
	case Switch:
		box := "[ ]"
		if f.on {
			box = m.theme.Good.Render("[x]")
		}
		return box + "  " + m.theme.Muted.Render(f.Hint), -1
	case Text:
	}
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
		return body, -1
	}
	return body, x
}

// choices draws all options if they fit, otherwise those around the chosen one.
func (m *Model) choices(f *Field, focused bool, room int) string {
	parts := make([]string, len(f.Options))
	for i, o := range f.Options {
		parts[i] = " " + o + " "
		if i == f.index {
			style := m.theme.Title
			if focused {
				style = m.theme.Cursor
			}
			parts[i] = style.Render("[" + o + "]")
		}
	}
	first, before := 0, ""
	for first < f.index && ansi.StringWidth(before+strings.Join(parts[first:f.index+1], "")) > room-1 {
		first++
		before = "…"
	}
	return before + strings.Join(parts[first:], "")
}
