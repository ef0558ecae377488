// Package prompt is a question that is answered with one line of text: a small
// dialog over a screen, or a single line such as a filter. It belongs to the
// screen that asks, which feeds it keys and pastes and reads the outcome.
package prompt

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// Outcome is what a key did to the question.
type Outcome int

// The outcomes.
const (
	Open      Outcome = iota // still being answered
	Accepted                 // enter: Value is the answer
	Cancelled                // esc
	Elsewhere                // tab, where it is offered: There opens the answer
)

// Grace is how long a prompt that appeared by itself ignores keys, so that what
// was typed ahead answers nothing.
const Grace = 400 * time.Millisecond

// maxRunes bounds what is typed or pasted: the longest pre-signed URL with a
// session token is far below it.
const maxRunes = 8_192

// Spec says what is asked.
type Spec struct {
	Title string // "open a bucket, a folder or an object"
	Label string // before the text, on the same line: "/ "
	Hint  string // under the text, until there is a problem
	Empty string // shown while nothing is typed
	Value string // what is there at the beginning
	Does  string // what enter does: "open"
}

// Prompt is one open question.
type Prompt struct {
	Problem string // shown instead of the hint until the next key

	spec  Spec
	input textinput.Model
	there *kit.ElsewhereError // offered beside the problem; nil: nothing is
	deaf  time.Time           // keys before it are ignored; zero: none
}

// New opens a question, with the text cursor at the end of Value.
func New(spec Spec) *Prompt {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = maxRunes
	in.SetVirtualCursor(false)
	in.KeyMap.Paste.SetEnabled(false) // it would read the clipboard of this machine
	in.SetValue(spec.Value)
	in.CursorEnd()
	in.Focus() // the command it returns blinks a cursor that we do not draw
	return &Prompt{spec: spec, input: in}
}

// Unasked makes a prompt that appears by itself: keys before now+Grace do not
// reach it.
func (p *Prompt) Unasked(now time.Time) *Prompt {
	p.deaf = now.Add(Grace)
	return p
}

// Value is the text as typed, unchanged.
func (p *Prompt) Value() string { return p.input.Value() }

// Fill replaces the text.
func (p *Prompt) Fill(text string) {
	p.Problem, p.there = "", nil
	p.input.SetValue(text)
	p.input.CursorEnd()
}

// Hint says something else under the text, where that depends on what is typed.
func (p *Prompt) Hint(text string) { p.spec.Hint = text }

// Deaf reports that keys are not heard yet.
func (p *Prompt) Deaf(now time.Time) bool { return now.Before(p.deaf) }

// Path is the text as the name of a file. A leading ~/ is the home folder, as in
// a shell: nobody expects a folder of the name ~.
func (p *Prompt) Path() string {
	path := strings.TrimSpace(p.Value())
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// Update takes a key press or a paste; other messages change nothing.
func (p *Prompt) Update(msg tea.Msg, now time.Time) Outcome {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if p.Deaf(now) {
			return Open
		}
		return p.press(msg)
	case tea.PasteMsg:
		if p.Deaf(now) {
			return Open
		}
		p.Problem, p.there = "", nil
		p.input, _ = p.input.Update(tea.PasteMsg{Content: strings.TrimRight(msg.Content, "\r\n")})
	}
	return Open
}

func (p *Prompt) press(msg tea.KeyPressMsg) Outcome {
	keys := Keys()
	if p.there != nil && key.Matches(msg, thereKey()) {
		return Elsewhere
	}
	p.Problem, p.there = "", nil
	switch {
	case key.Matches(msg, keys.Accept):
		return Accepted
	case key.Matches(msg, keys.Cancel):
		return Cancelled
	}
	p.input, _ = p.input.Update(msg)
	return Open
}

// KeyMap is the keys that answer or dismiss a question.
type KeyMap struct{ Accept, Cancel key.Binding }

// Keys are enter and esc.
func Keys() KeyMap {
	return KeyMap{
		Accept: kit.Bind("enter", "accept", "enter"),
		Cancel: kit.Bind("esc", "cancel", "esc"),
	}
}

// ShortHelp makes KeyMap a help.KeyMap.
func (k KeyMap) ShortHelp() []key.Binding { return []key.Binding{k.Accept, k.Cancel} }

// FullHelp makes KeyMap a help.KeyMap.
func (k KeyMap) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }

// Keys is the help of an open prompt: what enter does, and esc.
func (p *Prompt) Keys() KeyMap {
	k := Keys()
	if p.spec.Does != "" {
		kit.Does(&k.Accept, p.spec.Does)
	}
	return k
}

// Line draws the question as one line of exactly w cells.
func (p *Prompt) Line(w int, theme *kit.Theme) (string, *tea.Cursor) {
	if w <= 0 {
		return "", nil
	}
	label := kit.Cut(p.spec.Label, w/2)
	indent := ansi.StringWidth(label)
	text, x := Window(&p.input, w-indent)
	if text == "" && p.spec.Empty != "" {
		text = theme.Muted.Render(kit.Cut(p.spec.Empty, w-indent))
	}
	line := theme.Accent.Render(label) + text
	return kit.Pad(line, w), tea.NewCursor(min(indent+x, w-1), 0)
}

// Window is the part of a field's cleaned text that fits w cells with the cursor
// in it, and the cursor's column. The widget itself counts runes, which is wrong
// for wide characters, so only its text and position are used. What is typed keeps
// its backslashes single: the answer is read, not told from others.
func Window(in *textinput.Model, w int) (text string, x int) {
	runes := []rune(in.Value())
	at := min(in.Position(), len(runes))
	before, after := kit.CleanOnce(string(runes[:at])), kit.CleanOnce(string(runes[at:]))
	if n := ansi.StringWidth(before); n > w-1 {
		before = ansi.TruncateLeft(before, n-max(w-2, 0), "…")
	}
	x = ansi.StringWidth(before)
	return ansi.Truncate(before+after, max(w, 0), ""), x
}

// boxFrom is the smallest size at which the question is drawn as a box.
const (
	boxWidth  = 24
	boxHeight = 6
)

// boxBeside is the room that a box needs beside a card.
const boxBeside = 48

// Over draws the question over a body of w by h cells: a box below what is written
// there, so that what led to it stays in sight, or where that leaves no room, across
// the bottom. On a small screen it is one line.
func (p *Prompt) Over(body string, w, h int, theme *kit.Theme) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	lines := strings.Split(body, "\n")
	for len(lines) < h {
		lines = append(lines, strings.Repeat(" ", w))
	}
	if w < boxWidth || h < boxHeight {
		line, cursor := p.Line(w, theme)
		lines[h-1], cursor.Y = line, h-1
		return strings.Join(lines[:h], "\n"), cursor
	}
	top, room := below(lines[:h], w, len(first(p.box(min(w, kit.CardMost), h, theme))))
	box, cursor := p.box(min(room, kit.CardMost), h, theme)
	for i, line := range box {
		lines[top+i] = kit.Pad(line, room) + ansi.TruncateLeft(lines[top+i], room, "")
	}
	cursor.Y += top
	return strings.Join(lines[:h], "\n"), cursor
}

// first is the box without its cursor.
func first(box []string, _ *tea.Cursor) []string { return box }

// below is where a box of so many rows stands and how wide it gets: a row below a text,
// left of a card beside that, or where there is no such room across the bottom.
func below(lines []string, w, rows int) (top, room int) {
	free := make([]int, len(lines)) // cells before the first that is written
	for i, line := range lines {
		line = ansi.Strip(line)
		free[i] = w
		if text := strings.TrimLeft(line, " "); text != "" {
			free[i] = len(line) - len(text)
		}
	}
	for top = 1; top+rows <= len(lines); top++ {
		if room = slices.Min(free[top-1 : top+rows]); room == w {
			return top, w
		} else if room >= boxBeside {
			return top, room - 1
		}
	}
	return len(lines) - rows, w
}

// box is the question in a frame w cells wide and at most h lines high: boxHeight,
// and more where what is wrong needs it.
func (p *Prompt) box(w, h int, theme *kit.Theme) ([]string, *tea.Cursor) {
	inner := w - 4
	side := theme.Border.Render("│")
	row := func(s string) string { return side + " " + kit.Pad(s, inner) + " " + side }
	edge := func(left, right string) string {
		return theme.Border.Render(left + strings.Repeat("─", w-2) + right)
	}
	line, cursor := p.Line(inner, theme)
	cursor.X += 2
	cursor.Y = 2
	said, look := p.spec.Hint, theme.Muted
	if p.Problem != "" {
		said, look = p.Problem, theme.Bad
	}
	parts, most := kit.Wrap(kit.Clean(said), inner), h-boxHeight+1
	if len(parts) > most { // and says so
		parts = append(parts[:most-1], kit.Cut(parts[most-1]+" …", inner))
		if end := parts[most-1]; !strings.HasSuffix(end, "…") {
			parts[most-1] = kit.Cut(end, inner-1) + "…"
		}
	}
	notes := make([]string, 0, len(parts))
	for _, part := range parts {
		notes = append(notes, row(look.Render(part)))
	}
	return slices.Concat(
		[]string{edge("╭", "╮"), row(theme.Title.Render(kit.Clean(p.spec.Title))), row(line)},
		notes,
		[]string{row(theme.Accent.Render("enter") + " " + p.Keys().Accept.Help().Desc + "   " + theme.Accent.Render("esc") + " cancel"), edge("╰", "╯")},
	), cursor
}
