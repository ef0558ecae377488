package preview

import (
	"strings"
	"unicode/utf8"

	"signet/ui/kit"
)

// tone is how a line is drawn.
type tone int

const (
	plain tone = iota
	heading
	quiet
)

// line is one line of a text, cleaned.
type line struct {
	text string
	tone tone
}

// tabStop is how far tabs reach.
const tabStop = 8

// lined are the lines of a text as it stands, cleaned.
func lined(text string) []line {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.TrimSuffix(text, "\n")
	var lines []line
	for l := range strings.SplitSeq(text, "\n") {
		lines = append(lines, line{text: cleaned(l)})
	}
	return lines
}

// cleaned is one line without tabs and anything that a terminal would act upon.
func cleaned(text string) string { return kit.CleanOnce(untabbed(text)) }

func untabbed(text string) string {
	if !strings.Contains(text, "\t") {
		return text
	}
	var b strings.Builder
	at := 0
	for i, part := range strings.Split(text, "\t") {
		if i > 0 {
			fill := tabStop - at%tabStop
			b.WriteString(strings.Repeat(" ", fill))
			at += fill
		}
		b.WriteString(part)
		at += utf8.RuneCountInString(part)
	}
	return b.String()
}

// wrapped are lines in a width; none is lost, and an empty one stays.
func wrapped(lines []line, w int) []line {
	out := make([]line, 0, len(lines))
	for _, l := range lines {
		parts := kit.Wrap(l.text, w)
		if len(parts) == 0 {
			parts = []string{""}
		}
		for _, p := range parts {
			out = append(out, line{p, l.tone})
		}
	}
	return out
}
