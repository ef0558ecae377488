// Package toast is the one line in which the root says what just happened.
// Infos fade after a while; problems stay until a key is pressed.
package toast

import (
	"time"

	"signet/ui/kit"
)

// lifetime is how long an info or a success stays on screen.
const lifetime = 5 * time.Second

// Model is the message that is shown, if any. The zero Model shows none.
type Model struct {
	text  string
	kind  kit.Kind
	until time.Time
}

// Show replaces the message.
func (m *Model) Show(kind kit.Kind, text string, now time.Time) {
	m.text, m.kind, m.until = text, kind, now.Add(lifetime)
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

// View draws the message in one line of at most w cells; empty: none.
func (m *Model) View(theme *kit.Theme, w int) string {
	if m.text == "" {
		return ""
	}
	switch m.kind {
	case kit.Good:
		return kit.Cut(theme.Good.Render("✓ "+m.text), w)
	case kit.Problem:
		return kit.Cut(theme.Bad.Render("✗ "+m.text), w)
	case kit.Info:
	}
	return kit.Cut(theme.Text.Render(m.text), w)
}
