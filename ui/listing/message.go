package listing

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"signet/ui/kit"
)

// Message is what is shown instead of rows: what is going on, and what to press.
// Its text may be anything; it is cleaned here.
type Message struct {
	Tone  Tone // Bad for a failure
	Title string
	Text  string   // wrapped
	Exact []string // lines that are shown as they stand, such as a configuration
	Keys  []Press
}

// Press is a key and what it does here.
type Press struct{ Key, Does string }

// On is a key of the screen, and what it does at this moment.
func On(b key.Binding, does string) Press { return Press{Key: kit.Named(b), Does: does} }

// widest is where text stops growing with the terminal: long lines read badly.
const widest = 76

// View draws the message in the upper part of exactly w by h cells.
func (m Message) View(w, h int, theme *kit.Theme) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	margin := min(2, max(w-1, 0))
	inner := min(w-margin, widest)
	lines := m.lines(inner, w-margin, theme)
	if top := (h - len(lines)) / 3; top > 0 {
		lines = append(make([]string, top), lines...)
	}
	out := make([]string, h)
	for i := range out {
		text := ""
		if i < len(lines) && lines[i] != "" {
			text = strings.Repeat(" ", margin) + lines[i]
		}
		out[i] = kit.Pad(text, w)
	}
	return strings.Join(out, "\n")
}

func (m Message) lines(inner, room int, theme *kit.Theme) []string {
	head := theme.Title
	if m.Tone != Plain {
		head = tone(m.Tone, theme).Bold(true)
	}
	var lines []string
	for _, l := range kit.Wrap(kit.Clean(m.Title), inner) {
		lines = append(lines, head.Render(l))
	}
	for _, l := range kit.Wrap(kit.Clean(m.Text), inner) {
		lines = append(lines, theme.Muted.Render(l))
	}
	if len(m.Exact) > 0 {
		lines = append(lines, "")
		for _, l := range m.Exact {
			lines = append(lines, theme.Text.Render(kit.Cut(kit.Clean(l), room)))
		}
	}
	if len(m.Keys) > 0 {
		lines = append(lines, "")
	}
	for _, k := range m.Keys {
		lines = append(lines, theme.Accent.Render(k.Key)+"  "+kit.Clean(k.Does))
	}
	return lines
}
