package ui

import (
	"fmt"
	"io"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
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
	case a.help:
		return a.helpPage(s), nil
	}
	if f, ok := s.(fullscreen); ok && f.Fullscreen() {
		return s.View(a.w, a.h)
	}
	body, cursor := s.View(a.w, a.h-2)
	if cursor != nil {
		cursor.Y++
	}
	lines := strings.Split(body, "\n")
	for len(lines) < a.h-2 {
		lines = append(lines, "")
	}
	return a.header() + "\n" + strings.Join(lines[:a.h-2], "\n") + "\n" + a.status(s), cursor
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

// status is one line: a message if there is one, what is going on if anything
// is, otherwise the keys.
func (a *App) status(s kit.Screen) string {
	if t := a.toast.View(a.theme, a.w); t != "" {
		return kit.Pad(t, a.w)
	}
	line := ""
	if what := a.busy(); what != "" {
		line = a.theme.Accent.Render(frames()[a.spin%len(frames())]) + " " + a.theme.Muted.Render(kit.Clean(what)) + "  "
	}
	bindings := append(append([]key.Binding(nil), a.keys.help, a.keys.history), append(s.Keys().ShortHelp(), a.keys.quit)...)
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

// helpPage lists every key of the screen and the global ones; a key that does
// nothing now is greyed, not hidden.
func (a *App) helpPage(s kit.Screen) string {
	lines := []string{a.theme.Title.Render("keys of this screen") + a.theme.Muted.Render("   any key closes"), ""}
	add := func(bindings []key.Binding) {
		for _, k := range bindings {
			if k.Help().Key == "" {
				continue
			}
			name, text := a.theme.Accent, a.theme.Text
			if !k.Enabled() {
				name, text = a.theme.Stopped, a.theme.Stopped
			}
			lines = append(lines, "  "+name.Render(kit.Pad(k.Help().Key, 12))+" "+text.Render(k.Help().Desc))
		}
	}
	for _, column := range s.Keys().FullHelp() {
		add(column)
	}
	lines = append(lines, "", a.theme.Title.Render("everywhere"))
	add(a.keys.all())
	lines = columns(lines, a.w, a.h)
	for i := range lines {
		lines[i] = kit.Cut(lines[i], a.w)
	}
	return strings.Join(lines, "\n")
}

// columns folds a list that is too long for the screen into two columns.
func columns(lines []string, w, h int) []string {
	if len(lines) <= h {
		return lines
	}
	half := w / 2
	out := make([]string, 0, h)
	for i := range min(h, len(lines)) {
		line := kit.Pad(lines[i], half)
		if j := i + h; j < len(lines) {
			line += lines[j]
		}
		out = append(out, line)
	}
	return out
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
	return tea.Tick(120*time.Millisecond, func(time.Time) tea.Msg { return spinMsg{} })
}

func messageName(msg tea.Msg) string {
	if r, ok := msg.(kit.Reply); ok {
		return fmt.Sprintf("reply to %d: %T", r.To, r.Msg)
	}
	return fmt.Sprintf("%T", msg)
}

// printer shows a secret on the normal screen, on one logical line, so that the
// terminal's own selection takes it whole.
type printer struct {
	text share.Secret
	in   io.Reader
	out  io.Writer
}

func (p *printer) SetStdin(r io.Reader)  { p.in = r }
func (p *printer) SetStdout(w io.Writer) { p.out = w }
func (p *printer) SetStderr(io.Writer)   {}

// Run writes the text and waits for the enter key.
func (p *printer) Run() error {
	if _, err := fmt.Fprintf(p.out, "\n%s\n\npress enter to go back to signet ", p.text.Reveal()); err != nil {
		return err
	}
	buf := make([]byte, 1)
	for {
		n, err := p.in.Read(buf)
		if err != nil || n == 1 && (buf[0] == '\n' || buf[0] == '\r') {
			return nil //nolint:nilerr // a closed input ends the waiting, that is all
		}
	}
}
