// Package form is the widget behind every screen that asks for several things:
// a column of fields (choices, switches, text) with one in focus. It never
// draws more than it is given and never loses what was typed.
package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// maxRunes bounds what is typed or pasted into one field.
const maxRunes = 1024

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
	Danger  string   // the option that destroys; empty: none does
	Hint    string   // beside a Switch, and in an empty Text
	Secret  bool     // of a Text: it is typed unseen

	problem string // under the field
	index   int
	on      bool
	input   textinput.Model
	given   string // what a Text began with
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
	m := &Model{theme: theme, hidden: map[string]bool{}, keys: newKeys()}
	for i := range fields {
		f := fields[i]
		if f.Kind == Text {
			f.input = textinput.New()
			f.input.Prompt = ""
			f.input.CharLimit = maxRunes
			if f.Secret {
				f.input.EchoMode = textinput.EchoPassword
			}
		}
		m.fields = append(m.fields, &f)
	}
	m.focusOn(0)
	return m
}

func newKeys() keys {
	return keys{
		up:     kit.Bind("↑", "field before", "up", "shift+tab", "k"),
		down:   kit.Bind("↓", "next field", "down", "tab", "j"),
		left:   kit.Bind("←/→", "choose", "left", "h"), // the help stands for both
		right:  kit.Bind("→", "choose", "right", "l", "space"),
		toggle: kit.Bind("space", "switch", "space", "left", "right", "h", "l"),
	}
}

// WithoutLetters leaves the form to the arrows, tab and space: where secrets are typed, one
// that is typed a row too high must neither choose nor go on to a row that shows it.
func (m *Model) WithoutLetters() *Model {
	m.keys.up.SetKeys("up", "shift+tab")
	m.keys.down.SetKeys("down", "tab")
	m.keys.left.SetKeys("left")
	m.keys.right.SetKeys("right", "space")
	m.keys.toggle.SetKeys("space", "left", "right")
	return m
}

// Bindings are the form's own keys, for help: those of the field in focus are
// enabled.
func (m *Model) Bindings() []key.Binding {
	k := m.keys
	kind := m.focused().Kind
	k.left.SetEnabled(kind == Choice)
	k.toggle.SetEnabled(kind == Switch)
	return []key.Binding{k.left, k.toggle, k.down, k.up}
}

func (m *Model) focused() *Field {
	if m.focus < len(m.fields) {
		return m.fields[m.focus]
	}
	return &Field{}
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

// Choose sets a Choice; an index that it does not have changes nothing.
func (m *Model) Choose(id string, index int) {
	if f := m.field(id); index >= 0 && index < len(f.Options) {
		f.index = index
	}
}

// Turn sets a Switch.
func (m *Model) Turn(id string, on bool) { m.field(id).on = on }

// SetValue sets a Text field.
func (m *Model) SetValue(id, text string) {
	f := m.field(id)
	f.input.SetValue(text)
	f.input.CursorEnd()
	f.given = f.input.Value()
}

// Typed reports that a Text holds something that a person wrote into it.
func (m *Model) Typed() bool {
	for _, f := range m.fields {
		if v := f.input.Value(); f.Kind == Text && v != "" && v != f.given {
			return true
		}
	}
	return false
}

// Complain shows a problem under a field; empty text removes it.
func (m *Model) Complain(id, problem string) { m.field(id).problem = problem }

// Complains reports a problem with a visible field.
func (m *Model) Complains() bool {
	for _, f := range m.fields {
		if f.problem != "" && !m.hidden[f.ID] {
			return true
		}
	}
	return false
}

// Show makes a field visible or hides it. Focus never rests on a hidden one.
func (m *Model) Show(id string, visible bool) {
	m.hidden[id] = !visible
	if m.hidden[m.Focus()] {
		m.move(-1, true)
	}
}

// FocusOnProblem moves the focus to the first visible field with a problem.
func (m *Model) FocusOnProblem() {
	for i, f := range m.fields {
		if f.problem != "" && !m.hidden[f.ID] {
			m.focusOn(i)
			return
		}
	}
}

// Focus is the id of the field in focus.
func (m *Model) Focus() string { return m.focused().ID }

// FocusOn moves the focus to a visible field.
func (m *Model) FocusOn(id string) {
	for i, f := range m.fields {
		if f.ID == id && !m.hidden[id] {
			m.focusOn(i)
		}
	}
}

// Capturing reports whether printable keys are text now.
func (m *Model) Capturing() bool { return len(m.fields) > 0 && m.focused().Kind == Text }

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

// move goes to the next visible field in a direction. At the ends it stays, or
// goes on at the other end.
func (m *Model) move(by int, around bool) {
	n := len(m.fields)
	for i := m.focus + by; n > 0 && (around || i >= 0 && i < n); i += by {
		i = (i + n) % n
		if !m.hidden[m.fields[i].ID] || i == m.focus {
			m.focusOn(i)
			return
		}
	}
}

// Next goes on from a Text to the field below it, which is what enter does there. It
// reports false where there is none, and on any other field.
func (m *Model) Next() bool { return m.Capturing() && m.Forward() }

// Forward goes to the field below, from any kind of field. It reports false where there
// is none.
func (m *Model) Forward() bool {
	before := m.focus
	m.move(1, false)
	return m.focus != before
}

// Last reports that no visible field is below the one in focus.
func (m *Model) Last() bool {
	for _, f := range m.fields[min(m.focus+1, len(m.fields)):] {
		if !m.hidden[f.ID] {
			return false
		}
	}
	return true
}

// Update handles a key or paste and reports whether a value changed.
func (m *Model) Update(msg tea.Msg) (changed bool) {
	if len(m.fields) == 0 {
		return false
	}
	f := m.focused()
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
		m.move(-1, msg.Code == tea.KeyTab)
		return false
	case key.Matches(msg, m.keys.down) && !typing:
		m.move(1, msg.Code == tea.KeyTab)
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
	f.input, _ = f.input.Update(msg) // its commands blink, and read the clipboard of this machine: neither is wanted
	if f.input.Value() == before {
		return false
	}
	f.problem = ""
	return true
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
