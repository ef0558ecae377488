// Package toast is the message in which the root says what just happened, below
// the screen. It goes with the page that it is about, after a while, or after some
// keys, whichever comes first; problems stay until a key is pressed, and no longer.
package toast

import (
	"time"

	"charm.land/lipgloss/v2"

	"signet/ui/kit"
)

// Lifetime is how long an info or a success stays on screen at least.
const Lifetime = 5 * time.Second

// Keys is how many keys it outlives: whoever presses more has gone on to something else.
const Keys = 5

// MaxLines bounds a message: nobody reads more in passing.
const MaxLines = 3

// Model is the message that is shown, if any. The zero Model shows none.
type Model struct {
	text   string
	kind   kit.Kind
	until  time.Time
	page   string // what was on screen when it was first shown
	placed bool   // page is known
	keys   int    // pressed since
}

// Show replaces the message.
func (m *Model) Show(kind kit.Kind, text string, now time.Time) {
	*m = Model{text: text, kind: kind, until: now.Add(Lifetime)}
}

// About says which page a message is about, where it is not the one that is on screen.
func (m *Model) About(page string) { m.page, m.placed = page, true }

// On says which page is on screen now. What has gone well is about the one that it came
// up on, and may be false on the next.
func (m *Model) On(page string) {
	if !m.placed {
		m.page, m.placed = page, true
	}
	if m.Passing() && m.page != page {
		m.text = ""
	}
}

// Passing reports a message that goes by itself.
func (m *Model) Passing() bool { return m.kind != kit.Problem }

// Tick removes a message that has had its time.
func (m *Model) Tick(now time.Time) {
	if m.Passing() && now.After(m.until) {
		m.text = ""
	}
}

// Key removes a problem: the user has had the chance to read it. Anything else outlives
// a few keys.
func (m *Model) Key() {
	if m.keys++; !m.Passing() || m.keys > Keys {
		m.text = ""
	}
}

// View wraps the message into at most that many lines of w cells; empty: there
// is none. What kind it is shows in its first character as well as in its colour.
func (m *Model) View(theme *kit.Theme, w, most int) []string {
	if m.text == "" || w <= 0 || most <= 0 {
		return nil
	}
	mark, style := m.look(theme)
	lines := kit.Wrap(mark+m.text, w)
	if most = min(most, MaxLines); len(lines) > most {
		lines = lines[:most]
		lines[most-1] = kit.Cut(lines[most-1]+" …", w)
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
