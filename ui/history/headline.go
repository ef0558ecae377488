package history

import (
	"time"

	"github.com/charmbracelet/x/ansi"

	"signet/share/ledger"
	"signet/share/say"
	"signet/share/state"
	"signet/ui/kit"
)

// Headline is the log in at most w cells of plain text, for the foot of the
// screens that the program begins with: how many links are open, how many of
// them end soon, and the key that leads to them. soon says that some do. Empty
// if nothing is open.
func (r *Recent) Headline(w int) (text string, soon bool) {
	if r.summary == nil || r.summary.Open+r.summary.Later == 0 {
		return "", false
	}
	return fitting(headline(r.summary), w, " · "+kit.Named(r.env.Keys.Bind("log", ""))), r.summary.Soon > 0
}

// headline are the parts, the most important first.
func headline(s *ledger.Summary) []string {
	var parts []string
	if s.Open > 0 {
		parts = append(parts, say.AtLeast(s.Open, s.Capped, "link open", "links open"))
	}
	switch {
	case s.Soon > 0:
		parts = append(parts, say.AtLeast(s.Soon, s.Capped, "ends", "end")+" within "+within(s))
	case s.Today > 0:
		parts = append(parts, say.AtLeast(s.Today, s.Capped, "ends today", "end today"))
	}
	switch {
	case s.Later > 0 && s.Open > 0:
		parts = append(parts, say.AtLeast(s.Later, s.Capped, "open later", "open later"))
	case s.Later > 0:
		parts = append(parts, say.AtLeast(s.Later, s.Capped, "link to open later", "links to open later"))
	}
	return parts
}

// fitting joins as many of the parts as there is room for before the end: half a
// sentence says nothing, and the end says where to find the rest.
func fitting(parts []string, w int, end string) string {
	text := ""
	for i, p := range parts {
		if i > 0 {
			p = " · " + p
		}
		if ansi.StringWidth(text+p+end) > w {
			break
		}
		text += p
	}
	if text == "" {
		return ""
	}
	return text + end
}

// within says what counts as soon.
func within(s *ledger.Summary) string {
	return say.Span(state.Within(s.Within))
}

// summaryAge is how old a summary gets: time alone moves a link among those that
// end soon, and no entry of the log tells of that.
const summaryAge = time.Minute

// outdated reports that a summary made at a time says something else by now.
func outdated(s *ledger.Summary, made, now time.Time) bool {
	return !s.Next.IsZero() && !now.Before(s.Next) || now.Sub(made) >= summaryAge
}
