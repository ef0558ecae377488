package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
	"signet/ui/toast"
)

// The smallest terminal that anything is drawn for.
const (
	minWidth  = 40
	minHeight = 10
)

// frameRows are the root's own: the header and the status line.
const frameRows = 2

// View draws the header, the screen on top, and the status line.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "signet"
	if a.pointing() {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if a.busy() != "" {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	content, cursor := a.draw()
	v.SetContent(content)
	v.Cursor = cursor
	return v
}

// hidden reports a window too small for a screen. Nothing is chosen or signed
// there: nobody sees what.
func (a *App) hidden() bool { return a.w > 0 && a.h > 0 && (a.w < minWidth || a.h < minHeight) }

func (a *App) draw() (string, *tea.Cursor) {
	s := a.current()
	switch {
	case a.w <= 0 || a.h <= 0 || s == nil:
		return "", nil
	case a.hidden():
		return kit.Cut(fmt.Sprintf("signet needs %dx%d, this is %dx%d", minWidth, minHeight, a.w, a.h), a.w), nil
	case a.help != nil:
		return a.help.view(a.helpRows(), a.theme, a.w, a.h), nil
	}
	if f, ok := s.(fullscreen); ok && f.Fullscreen() {
		return s.View(a.w, a.h)
	}
	said := a.said(s)
	body, cursor := s.View(a.w, a.h-frameRows-above(said))
	if cursor != nil {
		below := *cursor // the screen keeps its own
		below.Y++
		cursor = &below
	}
	lines := append([]string{a.header()}, strings.Split(body, "\n")...)
	for len(lines) < a.h {
		lines = append(lines, "")
	}
	lines = lines[:a.h]
	last := ""
	if len(said) == 1 {
		last = said[0]
	}
	for i := range above(said) {
		lines[a.h-1-above(said)+i] = kit.Pad(said[i], a.w)
	}
	lines[a.h-1] = a.status(s, last)
	return strings.Join(lines, "\n"), cursor
}

// above is how many lines of what is said stand above the keys. One line shares theirs;
// of several the last would read as a sentence with them.
func above(said []string) int {
	if len(said) < 2 {
		return 0
	}
	return len(said)
}

// said is the message below the screen. It hides nothing of it: the screen has
// fewer rows meanwhile. That must not make a code go or change for a moment, so
// there a passing message gets along with one line.
func (a *App) said(s kit.Screen) []string {
	lines := a.toast.View(a.theme, a.w, toast.MaxLines)
	c, ok := s.(coded)
	if !ok || len(lines) < 2 || !a.toast.Passing() {
		return lines
	}
	if h := a.h - frameRows; c.CodeRows(a.w, h) != c.CodeRows(a.w, h-above(lines)) {
		return a.toast.View(a.theme, a.w, 1)
	}
	return lines
}

// status is one line: what is said, what is going on if anything is, and the keys.
func (a *App) status(s kit.Screen, said string) string {
	if a.parting.open() {
		return kit.Pad(a.partQuestion(), a.w)
	}
	line := said
	if what := a.busy(); what != "" {
		line = a.beside(line, a.theme.Accent.Render(frames()[a.spin%len(frames())])+" "+a.theme.Muted.Render(kit.Clean(what)+a.waiting.words()))
	}
	global := a.globals()
	bindings := []key.Binding{global.help}
	if !a.on(historyFrame) {
		bindings = append(bindings, global.history)
	}
	bindings = append(append(bindings, s.Keys().ShortHelp()...), global.jump, global.bookmark, global.quit)
	if s.Capturing() { // what is asked comes first
		bindings = withHelp(s.Keys().ShortHelp(), global.help)
	}
	if len(a.stack) == 1 { // from the first screen nothing leads back
		bindings = slices.DeleteFunc(bindings, func(k key.Binding) bool {
			return k.Help() == a.o.Keys.Bind("back", "back").Help()
		})
	}
	room := a.w
	if line != "" {
		room -= ansi.StringWidth(line) + statusGap
	}
	return kit.Pad(a.beside(line, a.shortHelp(bindings, room)), a.w)
}

// withHelp has the help after the way out, so that it has room before the lesser keys.
func withHelp(own []key.Binding, help key.Binding) []key.Binding {
	at := slices.IndexFunc(own, func(k key.Binding) bool { return slices.Contains(k.Keys(), "esc") })
	if at < 0 {
		at = len(own) - 1
	}
	return slices.Insert(slices.Clone(own), at+1, help)
}

// statusGap is the room between two things in the status line.
const statusGap = 2

// beside adds to the status line what has room there.
func (a *App) beside(line, item string) string {
	switch {
	case line == "":
		return item
	case item == "" || ansi.StringWidth(line)+statusGap+ansi.StringWidth(item) > a.w:
		return line
	}
	return line + strings.Repeat(" ", statusGap) + item
}

// shortHelp writes as many keys as fit, never a part of one.
func (a *App) shortHelp(bindings []key.Binding, w int) string {
	var b strings.Builder
	used := 0
	for _, k := range bindings {
		if !k.Enabled() || k.Help().Key == "" {
			continue
		}
		item := k.Help().Key + " " + k.Help().Desc
		n := ansi.StringWidth(item)
		if used > 0 {
			n += 2
		}
		if used+n > w {
			continue
		}
		if used > 0 {
			b.WriteString("  ")
		}
		b.WriteString(a.theme.Accent.Render(k.Help().Key) + " " + a.theme.Muted.Render(k.Help().Desc))
		used += n
	}
	return b.String()
}

func frames() []string {
	return []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}
}

func (a *App) busy() string {
	if b, ok := a.current().(busy); ok {
		return b.Busy()
	}
	return ""
}

// spinner keeps turning only while something is going on.
func (a *App) spinner() tea.Cmd {
	if a.ticks || a.busy() == "" {
		return nil
	}
	a.ticks = true
	return a.tick(120*time.Millisecond, func(time.Time) tea.Msg { return spinMsg{} })
}

func messageName(msg tea.Msg) string {
	if r, ok := msg.(kit.Reply); ok {
		return fmt.Sprintf("reply to %d: %T", r.To, r.Msg)
	}
	return fmt.Sprintf("%T", msg)
}
