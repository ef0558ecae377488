// Package toast is the message in which the root says what just happened, over
// the last lines of the screen. Infos fade after a while; problems stay until a
// key is pressed.
package toast

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// Lifetime is how long an info or a success stays on screen at least.
const Lifetime = 5 * time.Second

// maxLines bounds a message: nobody reads more in passing.
const maxLines = 3

// Model is the message that is shown, if any. The zero Model shows none.
type Model struct {
	text  string
	kind  kit.Kind
	until time.Time
}

// Show replaces the message.
func (m *Model) Show(kind kit.Kind, text string, now time.Time) {
	m.text, m.kind, m.until = text, kind, now.Add(Lifetime)
}

// Tick removes a message that has had its time.
func (m *Model) Tick(now time.Time) {
	if m.kind != kit.Problem && now.After(m.until) {
		m.text = ""
	}
}

// Key removes a problem: the user has had the chance to read it.
func (m *Model) Key() {
	if m.kind == kit.Problem {
		m.text = ""
	}
}

// View wraps the message into lines of at most w cells; empty: there is none.
// What kind it is shows in its first character as well as in its colour.
func (m *Model) View(theme *kit.Theme, w int) []string {
	if m.text == "" || w <= 0 {
		return nil
	}
	mark, style := m.look(theme)
	lines := strings.Split(ansi.Wrap(mark+m.text, w, ""), "\n")
	if len(lines) > maxLines {
		lines = lines[:maxLines]
		lines[maxLines-1] = kit.Cut(lines[maxLines-1]+" …", w)
	}
	for i := range lines {
		lines[i] = style.Render(kit.Cut(lines[i], w))
	}
	return lines
}

func (m *Model) look(theme *kit.Theme) (mark string, style lipgloss.Style) {
	switch m.kind {
	case kit.Good:
		return "✓ ", theme.Good
	case kit.Problem:
		return "✗ ", theme.Bad
	case kit.Info:
	}
	return "· ", theme.Text
}
