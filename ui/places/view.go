package places

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/listing"
)

// View draws the places, or how to add one, and a line for what matters now.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	foot, cursor := s.foot(w)
	room := h - 1
	if room == 0 {
		return foot, cursor
	}
	if cursor != nil {
		cursor.Y = room
	}
	return s.body(w, room) + "\n" + foot, cursor
}

func (s *Screen) body(w, h int) string {
	if s.list.Len() == 0 {
		return s.instead().View(w, h, s.env.Theme)
	}
	return s.list.View(w, h, s.env.Theme)
}

// foot says what is most pressing: the filter, a failure, links that end soon.
func (s *Screen) foot(w int) (string, *tea.Cursor) {
	theme, where := s.env.Theme, s.list.Where()
	switch {
	case s.find.On():
		return s.find.Line(w, where, theme)
	case s.err != nil && s.list.Total() > 0:
		sentence, _ := s.trouble()
		return listing.Foot(theme.Bad, sentence, where, w), nil
	case s.list.FilterText() != "":
		return listing.Foot(theme.Muted, "filter "+s.list.FilterText(), where, w), nil
	case s.options.Choose != "":
		return listing.Foot(theme.Warn, s.options.Choose, where, w), nil
	}
	if line := listing.NoticeFoot(theme, s.options.Notice, where, w); line != "" {
		return line, nil
	}
	text := ""
	if s.list.Total() > 0 {
		text = say.Things(s.list.Total(), "place")
	}
	return listing.Foot(theme.Muted, text, where, w), nil
}

// instead says why there are no rows and what to press.
func (s *Screen) instead() listing.Message {
	switch {
	case s.list.FilterText() != "":
		return listing.Message{
			Title: fmt.Sprintf("no place contains %q", s.list.FilterText()),
			Keys:  []listing.Press{{Key: "esc", Does: "show all"}},
		}
	case s.err != nil:
		sentence, more := s.trouble()
		return listing.Message{Tone: listing.Bad, Title: sentence, Text: more, Keys: s.ways("try again")}
	case s.loading:
		return listing.Message{Title: "looking for places …"}
	}
	m := listing.Message{
		Title: "no place to browse yet",
		Text: "There is no profile in ~/.aws and no place in the settings. " +
			"Sign in with the AWS tools (aws configure, aws configure sso), or write an endpoint into " + s.options.Setup.File + ":",
		Exact: s.options.Setup.Lines,
		Keys:  s.ways("look again"),
	}
	if s.options.Setup.File == "" {
		m.Text = "There is no profile in ~/.aws and no place in the settings."
	}
	return m
}

func (s *Screen) ways(again string) []listing.Press {
	var ways []listing.Press
	if s.exits.Demo != nil {
		ways = append(ways, listing.Press{Key: "d", Does: "try the demo: a private bucket inside this program"})
	}
	return append(ways, listing.Press{Key: "r", Does: again}, listing.Press{Key: "q", Does: "quit"})
}
