package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/ui/kit"
)

// The smallest terminal that anything is drawn for.
const (
	minWidth  = 40
	minHeight = 10
)

// View draws the header, the screen on top, and the status line.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "signet"
	if a.busy() != "" {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	content, cursor := a.draw()
	v.SetContent(content)
	v.Cursor = cursor
	return v
}

func (a *App) draw() (string, *tea.Cursor) {
	s := a.current()
	switch {
	case a.w <= 0 || a.h <= 0 || s == nil:
		return "", nil
	case a.w < minWidth || a.h < minHeight:
		return kit.Cut(fmt.Sprintf("signet needs %dx%d, this is %dx%d", minWidth, minHeight, a.w, a.h), a.w), nil
	case a.help != nil:
		return a.help.view(a.helpRows(), a.w, a.h), nil
	}
	if f, ok := s.(fullscreen); ok && f.Fullscreen() {
		return s.View(a.w, a.h)
	}
	body, cursor := s.View(a.w, a.h-2)
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
	lines[a.h-1] = a.status(s)
	said := a.toast.View(a.theme, a.w)
	for i, l := range said {
		lines[a.h-len(said)+i] = kit.Pad(l, a.w)
	}
	return strings.Join(lines, "\n"), cursor
}

// header is the breadcrumb, its end always in sight.
func (a *App) header() string {
	var parts []string
	for _, f := range a.stack {
		if t := f.screen.Title(); t != "" {
			parts = append(parts, t)
		}
	}
	path := strings.Join(parts, " › ")
	room := a.w - ansi.StringWidth("signet  ")
	return kit.Pad(a.theme.Title.Render("signet")+"  "+a.theme.Muted.Render(kit.CutLeft(path, room)), a.w)
}

// status is one line: what is going on if anything is, and the keys.
func (a *App) status(s kit.Screen) string {
	line := ""
	if what := a.busy(); what != "" {
		line = a.theme.Accent.Render(frames()[a.spin%len(frames())]) + " " + a.theme.Muted.Render(kit.Clean(what)) + "  "
	}
	bindings := []key.Binding{a.keys.help}
	if !a.on(historyFrame) {
		bindings = append(bindings, a.keys.history)
	}
	bindings = append(append(bindings, s.Keys().ShortHelp()...), a.keys.quit)
	if s.Capturing() {
		bindings = s.Keys().ShortHelp()
	}
	return kit.Pad(line+a.shortHelp(bindings, a.w-ansi.StringWidth(line)), a.w)
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
