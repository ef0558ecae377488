package listing

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/prompt"
)

// Find is the line in which a filter is typed. The zero Find is closed.
type Find struct{ prompt *prompt.Prompt }

// Open begins to take text, with what is filtered by already.
func (f *Find) Open(text string) {
	f.prompt = prompt.New(prompt.Spec{Label: "/ ", Value: text, Empty: "part of a name"})
}

// On reports whether it takes the keys.
func (f *Find) On() bool { return f.prompt != nil }

// Update takes a key or a paste and returns the text to filter by. The keys that
// move the cursor are passed on to move.
func (f *Find) Update(msg tea.Msg, now time.Time, move func(tea.KeyPressMsg) bool) string {
	text := f.prompt.Value()
	if press, ok := msg.(tea.KeyPressMsg); ok {
		if k := findKeys(); key.Matches(press, k.up, k.down) {
			move(press)
			return text
		}
	}
	switch f.prompt.Update(msg, now) {
	case prompt.Accepted:
		f.prompt = nil
		return text
	case prompt.Cancelled:
		f.prompt = nil
		return ""
	default:
		return f.prompt.Value()
	}
}

// Line draws the filter as one line of w cells, with the text where at its end.
func (f *Find) Line(w int, where string, theme *kit.Theme) (string, *tea.Cursor) {
	n := ansi.StringWidth(where)
	if n+8 > w {
		return f.prompt.Line(w, theme)
	}
	line, cursor := f.prompt.Line(w-n-1, theme)
	return line + " " + theme.Muted.Render(where), cursor
}

// FindKeys is the keys while a filter is being typed.
type FindKeys struct{ keep, clear, up, down key.Binding }

// Keys is their help.
func (f *Find) Keys() FindKeys { return findKeys() }

func findKeys() FindKeys {
	return FindKeys{
		keep:  kit.Bind("enter", "keep the filter", "enter"),
		clear: kit.Bind("esc", "show all", "esc"),
		up:    kit.Bind("↑", "up", "up", "pgup"),
		down:  kit.Bind("↓", "down", "down", "pgdown"),
	}
}

// ShortHelp makes FindKeys a help.KeyMap.
func (k FindKeys) ShortHelp() []key.Binding { return []key.Binding{k.keep, k.clear, k.up, k.down} }

// FullHelp makes FindKeys a help.KeyMap.
func (k FindKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// Foot is a line of w cells with text at the left and where at the right; the
// text goes first when both do not fit.
func Foot(style lipgloss.Style, text, where string, w int) string {
	n := ansi.StringWidth(where)
	if n+8 > w {
		return style.Render(kit.Pad(kit.Clean(text), w))
	}
	// where stands without a colour: it changes with each step of the cursor, and would
	// take its colour along each time.
	return style.Render(kit.Pad(kit.Clean(text), w-n-1)) + " " + where
}

// NoticeFoot is the foot with a notice in it, made for the room there is; empty if
// there is nothing to notice.
func NoticeFoot(theme *kit.Theme, notice func(w int) (text string, pressing bool), where string, w int) string {
	if notice == nil {
		return ""
	}
	text, pressing := notice(w - ansi.StringWidth(where) - 1)
	switch {
	case text == "":
		return ""
	case pressing:
		return Foot(theme.Warn, text, where, w)
	}
	return Foot(theme.Muted, text, where, w)
}

// Where is the cursor's place among the rows shown: "12 of 5,000", or "12 of 5,000+"
// where more may come.
func (l *List[T]) Where(more bool) string {
	if l.Len() == 0 {
		return ""
	}
	return say.Count(l.position()+1) + " of " + say.From(l.Len(), more)
}
