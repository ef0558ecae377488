package request

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/ui/kit"
)

// wide is from where what becomes of it stands beside the form, and leastRow what the form
// keeps where it stands below.
const (
	wide     = 100
	between  = 2
	leastRow = 5
	formMost = 84
)

// View draws the form, and what its page means beside it or below.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if w >= wide {
		side := kit.SideWidth(w)
		room := min(w-side-between, formMost)
		left, cursor := s.form.View(room, h)
		means := s.means(kit.CardRoom(side))
		card := kit.Card(s.env.Theme, "the page", means, side, min(len(means)+h-kit.CardRows(h), h))
		return strings.Join(kit.Beside(strings.Split(left, "\n"), card, room, between, h), "\n"), cursor
	}
	foot := append([]string{kit.Rule(s.env.Theme, "", w)}, s.means(w)...)
	foot = foot[:min(len(foot), max(h-leastRow, 0))]
	body, cursor := s.form.View(w, h-len(foot))
	lines := strings.Split(body, "\n")
	for len(lines) < h-len(foot) {
		lines = append(lines, "")
	}
	return strings.Join(append(lines, foot...), "\n"), cursor
}

// means is what has gone wrong, or what the page is and who can use it.
func (s *Screen) means(w int) []string {
	th := s.env.Theme
	if s.err != nil {
		return append(wrapped("✗ "+kit.CleanOnce(problem(s.err)), w, th.Bad.Render), wrapped(kit.Named(s.keys.make)+" tries it again.", w, th.Muted.Render)...)
	}
	out := wrapped("One link to a page with a row for each thing. What is sent goes into "+kit.Clean(s.into().URI())+", each thing into a folder of its own.", w, th.Text.Render)
	return append(out, wrapped("The page is stored below "+kit.Clean(s.in.Page)+": whoever may read there can upload by it until its end. Of types the sender's word is taken.", w, th.Muted.Render)...)
}

func wrapped(text string, w int, render func(...string) string) []string {
	var out []string
	for sentence := range strings.SplitSeq(text, "\n") {
		for _, line := range kit.Prose(sentence, w) {
			out = append(out, kit.Cut(render(line), w))
		}
	}
	return out
}
