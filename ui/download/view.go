package download

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// widest is where lines and the bar stop growing with the window.
const widest = 76

// View draws the question, how far it is, or what became of it.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	lines := s.lines(min(w, widest))
	for len(lines) < h {
		lines = append(lines, "")
	}
	for i := range lines {
		lines[i] = kit.Pad(lines[i], w)
	}
	body := strings.Join(lines[:h], "\n")
	if s.asking() {
		return s.ask.Over(body, w, h, s.env.Theme)
	}
	return body, nil
}

func (s *Screen) lines(w int) (lines []string) {
	th := s.env.Theme
	add := func(style lipgloss.Style, text string) {
		for _, l := range kit.Wrap(kit.Clean(text), w) {
			lines = append(lines, style.Render(l))
		}
	}
	add(th.Title, s.target.URI())
	lines = append(lines, "")
	last := sample{}
	if len(s.seen) > 0 {
		last = s.seen[len(s.seen)-1]
	}
	switch {
	case s.stop != nil:
		lines = append(lines, bar(last, w, th))
		add(th.Text, s.amount(last))
		add(th.Muted, s.speed())
		add(th.Muted, "into "+s.to.Path+", under another name until it is whole")
	case s.finished && s.err == nil:
		add(th.Good, "✓ saved as "+s.to.Path+", "+say.Exactly(last.bytes)+", readable by you alone")
		if s.listed.Known && s.listed.Size != last.bytes {
			add(th.Warn, "! the list has it with "+say.Exactly(s.listed.Size)+": it was changed since, or somebody on the way sent less than the server has; list anew, and compare")
		}
		add(th.Muted, "in "+say.Span(last.at.Sub(s.begun))+"; read with your own rights, no link was made")
	case s.finished && errors.Is(s.err, context.Canceled):
		add(th.Warn, "stopped after "+say.Bytes(last.bytes)+"; nothing is left of it")
	case s.finished:
		sentence, more := failure.Explain(s.err)
		add(th.Bad, "✗ "+sentence)
		add(th.Muted, more)
		if !strings.Contains(s.err.Error(), "left behind") {
			add(th.Muted, "nothing is left of the "+say.Bytes(last.bytes)+" that came")
		}
	}
	return lines
}

// amount is how much is there.
func (s *Screen) amount(last sample) string {
	text := say.Bytes(last.bytes)
	if last.size >= 0 {
		text += " of " + say.Bytes(last.size)
	}
	if last.broken > 0 {
		text += ", the connection broke " + say.Things(last.broken, "time") + " and was taken up again"
	}
	return text
}

// speed is how fast it has come of late, and how long the rest takes at that rate.
func (s *Screen) speed() string {
	if len(s.seen) < 2 {
		return "beginning…"
	}
	first, last := s.seen[0], s.seen[len(s.seen)-1]
	span := last.at.Sub(first.at).Seconds()
	rate := float64(last.bytes-first.bytes) / max(span, 0.001)
	if rate < 1 {
		return "nothing comes at the moment"
	}
	text := say.Bytes(int64(rate)) + " a second"
	if last.size > last.bytes {
		text += ", " + say.Span(time.Duration(float64(last.size-last.bytes)/rate)*time.Second+time.Second) + " left"
	}
	return text
}

// bar is drawn in cells of one width everywhere.
func bar(last sample, w int, th *kit.Theme) string {
	full := 0
	if last.size > 0 {
		full = int(int64(w) * min(last.bytes, last.size) / last.size)
	}
	return th.Accent.Render(strings.Repeat("━", full)) + th.Border.Render(strings.Repeat("─", w-full))
}
