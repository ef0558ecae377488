package kit

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"signet/share/say"
)

// A card is a frame with one cell of padding at each side. All screens set apart
// with it what stands beside their main matter, and with a rule what stands below.

// cardFrame is what a card takes of its width, and cardEdges of its height.
const (
	cardFrame = 4
	cardEdges = 2
)

// CardMost is how wide a card gets that stands alone: longer lines read badly.
const CardMost = 96

// CardRoom is how wide the lines in a card of w cells are.
func CardRoom(w int) int { return max(w-cardFrame, 0) }

// CardRows is how many lines a card of h rows shows.
func CardRows(h int) int { return max(h-cardEdges, 0) }

// Where a card stands beside a list or a form: from a width on, and as wide as that
// width allows. Lines longer than the widest read badly.
const (
	SideFrom = 120
	sideMin  = 49
	sideMax  = 72
)

// SideWidth is the width of a card beside the main matter, in a window of w cells.
func SideWidth(w int) int { return min(max(w/3, sideMin), sideMax) }

// Card frames cleaned, perhaps styled lines in exactly w by h cells; h 0: in as many
// rows as it takes. The lower edge says when there are more lines than rows. Where
// there is no room for a frame there is none.
func Card(theme *Theme, title string, lines []string, w, h int) []string {
	if h == 0 {
		h = len(lines) + cardEdges
	}
	if w <= cardFrame || h <= cardEdges {
		return fill(lines, w, h)
	}
	foot := ""
	if hidden := len(lines) - CardRows(h); hidden > 0 {
		foot = "↓ " + say.Count(hidden) + " more"
	}
	out := make([]string, 0, h)
	out = append(out, cardEdge(theme, "╭", theme.Title.Render(Cut(title, CardRoom(w)-1)), "╮", w))
	side := theme.Border.Render("│")
	for _, line := range fill(lines, CardRoom(w), CardRows(h)) {
		out = append(out, side+" "+line+" "+side)
	}
	return append(out, cardEdge(theme, "╰", theme.Muted.Render(Cut(foot, CardRoom(w)-1)), "╯", w))
}

// cardEdge is the upper or lower edge of a card, with a word in it.
func cardEdge(theme *Theme, left, word, right string, w int) string {
	n := ansi.StringWidth(word)
	if n == 0 {
		return theme.Border.Render(left + strings.Repeat("─", max(w-2, 0)) + right)
	}
	return theme.Border.Render(left+"─") + " " + word + " " + theme.Border.Render(strings.Repeat("─", max(w-n-5, 0))+right)
}

// Rule is a hairline of w cells, with a heading in it if there is one.
func Rule(theme *Theme, heading string, w int) string {
	if heading == "" || w < cardFrame+1 {
		return theme.Border.Render(strings.Repeat("─", max(w, 0)))
	}
	heading = Cut(heading, w-cardFrame)
	return theme.Border.Render("──") + " " + theme.Title.Render(heading) + " " + theme.Border.Render(strings.Repeat("─", max(w-ansi.StringWidth(heading)-cardFrame, 0)))
}

// Beside puts two columns next to each other, the left one w cells wide, with room
// between them, in exactly h lines.
func Beside(left, right []string, w, between, h int) []string {
	out := make([]string, h)
	for i := range out {
		if i < len(left) {
			out[i] = left[i]
		}
		if i < len(right) {
			out[i] = Pad(out[i], w) + strings.Repeat(" ", between) + right[i]
		}
	}
	return out
}

// fill makes lines exactly h lines of w cells.
func fill(lines []string, w, h int) []string {
	out := make([]string, max(h, 0))
	for i := range out {
		if i < len(lines) {
			out[i] = lines[i]
		}
		out[i] = Pad(out[i], max(w, 0))
	}
	return out
}
