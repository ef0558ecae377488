// Package form is the widget behind every screen that asks for several things:
// a column of fields (choices, switches, text) with one in focus. It never
// draws more than it is given and never loses what was typed.
package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// Kind is what a field holds.
type Kind int

// The kinds of field.
const (
	Choice Kind = iota // one of Options, left and right
	Switch             // on or off, space
	Text               // typed
)

// Field is one line of a form.
type Field struct {
	ID      string
	Label   string
	Kind    Kind
	Options []string // labels of a Choice
	Hint    string   // shown beside a field in focus, or in an empty Text
	Problem string   // shown instead of the hint

	index int
	on    bool
	input textinput.Model
}

// Model is a form. The zero Model is empty; New makes one.
type Model struct {
	theme  *kit.Theme
	fields []*Field
	hidden map[string]bool
	focus  int
	keys   keys
}

type keys struct{ up, down, left, right, toggle key.Binding }

// New makes a form of the given fields, the first one in focus.
func New(theme *kit.Theme, fields ...Field) *Model {
	m := &Model{theme: theme, hidden: map[string]bool{}}
	for i := range fields {
		f := fields[i]
		if f.Kind == Text {
			f.input = textinput.New()
			f.input.Prompt = ""
			f.input.Placeholder = f.Hint
			f.input.SetVirtualCursor(false)
			f.input.CharLimit = 1024
		}
		m.fields = append(m.fields, &f)
	}
	m.keys = keys{
		up:     key.NewBinding(key.WithKeys("up", "shift+tab", "k"), key.WithHelp("↑/↓", "field")),
		down:   key.NewBinding(key.WithKeys("down", "tab", "j"), key.WithHelp("tab", "next field")),
		left:   key.NewBinding(key.WithKeys("left", "h"), key.WithHelp("←/→", "choose")),
		right:  key.NewBinding(key.WithKeys("right", "l", "space"), key.WithHelp("→", "next choice")),
		toggle: key.NewBinding(key.WithKeys("space", "left", "right", "h", "l"), key.WithHelp("space", "switch")),
	}
	m.focusOn(0)
	return m
}

// Bindings are the form's own keys, for help.
func (m *Model) Bindings() []key.Binding {
	return []key.Binding{m.keys.up, m.keys.left, m.keys.toggle}
}

func (m *Model) field(id string) *Field {
	for _, f := range m.fields {
		if f.ID == id {
			return f
		}
	}
	return &Field{}
}

// Chosen is the index of a Choice.
func (m *Model) Chosen(id string) int { return m.field(id).index }

// On is the state of a Switch; a hidden one is off.
func (m *Model) On(id string) bool { return !m.hidden[id] && m.field(id).on }

// Value is the trimmed text of a Text field; a hidden one is empty.
func (m *Model) Value(id string) string {
	if m.hidden[id] {
		return ""
	}
	return strings.TrimSpace(m.field(id).input.Value())
}

// Choose sets a Choice.
func (m *Model) Choose(id string, index int) { m.field(id).index = index }

// Turn sets a Switch.
func (m *Model) Turn(id string, on bool) { m.field(id).on = on }

// SetValue sets a Text field.
func (m *Model) SetValue(id, text string) {
	f := m.field(id)
	f.input.SetValue(text)
	f.input.CursorEnd()
}

// Complain shows a problem beside a field; empty text removes it.
func (m *Model) Complain(id, problem string) { m.field(id).Problem = problem }

// Show makes a field visible or hides it. Focus never rests on a hidden one.
func (m *Model) Show(id string, visible bool) {
	m.hidden[id] = !visible
	if m.hidden[m.Focus()] {
		m.move(-1)
	}
}

// Focus is the id of the field in focus.
func (m *Model) Focus() string {
	if m.focus < len(m.fields) {
		return m.fields[m.focus].ID
	}
	return ""
}

// FocusOn moves the focus to a visible field.
func (m *Model) FocusOn(id string) {
	for i, f := range m.fields {
		if f.ID == id && !m.hidden[id] {
			m.focusOn(i)
		}
	}
}

// Capturing reports whether printable keys are text now.
func (m *Model) Capturing() bool {
	return m.focus < len(m.fields) && m.fields[m.focus].Kind == Text
}

func (m *Model) focusOn(i int) {
	for j, f := range m.fields {
		if f.Kind == Text {
			f.input.Blur()
			if i == j {
				f.input.Focus()
			}
		}
	}
	m.focus = i
}

// move goes to the next visible field in a direction, and stays at the ends.
func (m *Model) move(by int) {
	for i := m.focus + by; i >= 0 && i < len(m.fields); i += by {
		if !m.hidden[m.fields[i].ID] {
			m.focusOn(i)
			return
		}
	}
	if m.focus < len(m.fields) && m.hidden[m.Focus()] && by < 0 {
		m.move(1)
	}
}

// Update handles a key or paste and reports whether a value changed.
func (m *Model) Update(msg tea.Msg) (changed bool) {
	if m.focus >= len(m.fields) {
		return false
	}
	f := m.fields[m.focus]
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(f, msg)
	case tea.PasteMsg:
		if f.Kind == Text {
			return f.edit(tea.PasteMsg{Content: oneLine(msg.Content)})
		}
	}
	return false
}

func (m *Model) press(f *Field, msg tea.KeyPressMsg) bool {
	typing := f.Kind == Text && msg.Text != ""
	switch {
	case key.Matches(msg, m.keys.up) && !typing:
		m.move(-1)
		return false
	case key.Matches(msg, m.keys.down) && !typing:
		m.move(1)
		return false
	}
	switch f.Kind {
	case Choice:
		return f.step(msg, m.keys)
	case Switch:
		if key.Matches(msg, m.keys.toggle) {
			f.on = !f.on
			return true
		}
	case Text:
		return f.edit(msg)
	}
	return false
}

func (f *Field) step(msg tea.KeyPressMsg, k keys) bool {
	before := f.index
	switch {
	case key.Matches(msg, k.left):
		f.index = max(f.index-1, 0)
	case key.Matches(msg, k.right):
		f.index = min(f.index+1, len(f.Options)-1)
	}
	return f.index != before
}

func (f *Field) edit(msg tea.Msg) bool {
	before := f.input.Value()
	f.input, _ = f.input.Update(msg) // its only command is the blinking we do not use
	f.Problem = ""
	return f.input.Value() != before
}

// oneLine keeps pasted text on the line it is typed on.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return ' '
		}
		return r
	}, strings.TrimSpace(s))
}

// labelWidth is the column of labels.
const labelWidth = 13

// View draws the visible fields in at most h lines of w cells, the focused one
// always among them, and says where the text cursor is.
func (m *Model) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	var lines []string
	var cursor *tea.Cursor
	at := 0
	for i, f := range m.fields {
		if m.hidden[f.ID] {
			continue
		}
		if i == m.focus {
			at = len(lines)
		}
		line, c := m.line(f, i == m.focus, w)
		if c != nil {
			c.Y = len(lines)
			cursor = c
		}
		lines = append(lines, line)
	}
	top := min(max(at-h+1, 0), max(len(lines)-h, 0))
	end := min(top+h, len(lines))
	if cursor != nil {
		cursor.Y -= top
	}
	return strings.Join(lines[top:end], "\n"), cursor
}

func (m *Model) line(f *Field, focused bool, w int) (string, *tea.Cursor) {
	mark, label := "  ", m.theme.Muted
	if focused {
		mark, label = m.theme.Accent.Render("▸ "), m.theme.Accent
	}
	head := mark + label.Render(kit.Pad(f.Label, labelWidth))
	room := max(w-2-labelWidth, 0)
	var body string
	var cursor *tea.Cursor
	switch f.Kind {
	case Choice:
		body = m.choices(f, focused, room)
	case Switch:
		body = m.aside("[ ]", f)
		if f.on {
			body = m.aside(m.theme.Good.Render("[x]"), f)
		}
	case Text:
		note := ""
		if f.Problem != "" {
			note = "  " + m.theme.Bad.Render(f.Problem)
		}
		f.input.SetWidth(max(room-ansi.StringWidth(note)-1, 8))
		body = f.input.View() + note
		if c := f.input.Cursor(); focused && c != nil {
			c.X += 2 + labelWidth
			cursor = c
		}
	}
	return kit.Cut(head+body, w), cursor
}

// aside adds the hint or the problem of a field.
func (m *Model) aside(body string, f *Field) string {
	if f.Problem != "" {
		return body + "  " + m.theme.Bad.Render(f.Problem)
	}
	return body + "  " + m.theme.Muted.Render(f.Hint)
}

// choices draws all options if they fit, otherwise those around the chosen one.
func (m *Model) choices(f *Field, focused bool, room int) string {
	parts := make([]string, len(f.Options))
	for i, o := range f.Options {
		parts[i] = " " + o + " "
		if i == f.index {
			style := m.theme.Title.Underline(true)
			if focused {
				style = m.theme.Cursor
			}
			parts[i] = style.Render("[" + o + "]")
		}
	}
	first := 0
	for first < f.index && ansi.StringWidth(strings.Join(parts[first:], "")) > room {
		first++
	}
	line := strings.Join(parts[first:], "")
	if f.Problem != "" {
		line += "  " + m.theme.Bad.Render(f.Problem)
	}
	return line
}
