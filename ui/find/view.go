package find

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/listing"
)

// View draws what has been found, and how many keys have been looked at.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	rows := max(h-1, 0)
	var lines []string
	switch {
	case rows == 0:
	case s.list.Len() == 0:
		lines = strings.Split(s.nothing().View(w, rows, s.env.Theme), "\n")
	default:
		lines = strings.Split(s.list.View(w, rows, s.env.Theme), "\n")
	}
	style := s.env.Theme.Muted
	if s.reading.Err != nil {
		style = s.env.Theme.Bad
	}
	body := strings.Join(append(lines, listing.Foot(style, s.state(), s.list.Where(s.reading.Running()), w)), "\n")
	if s.ask != nil {
		return s.ask.Over(body, w, h, s.env.Theme)
	}
	return body, nil
}

// nothing is what stands where no match does.
func (s *Screen) nothing() listing.Message {
	back := listing.On(s.keys.back, "back")
	switch {
	case s.text == "":
		return listing.Message{}
	case s.reading.Running():
		return listing.Message{Title: "looking for " + s.text + " …", Text: "below " + s.at.URI(), Keys: []listing.Press{listing.On(s.keys.stop, "stop"), back}}
	case s.reading.Err != nil:
		sentence, more := failure.Explain(s.reading.Err)
		return listing.Message{Tone: listing.Bad, Title: sentence, Text: more, Keys: []listing.Press{listing.On(s.keys.on, "try again"), back}}
	case s.reading.Done():
		return listing.Message{Title: "no key below " + s.at.URI() + " matches " + s.text, Keys: []listing.Press{listing.On(s.keys.again, "find something else"), back}}
	}
	return listing.Message{Title: "stopped before anything was found", Keys: []listing.Press{listing.On(s.keys.on, "search on"), back}}
}

// state says how far the search has come.
func (s *Screen) state() string {
	if s.text == "" {
		return ""
	}
	text := say.Count(s.list.Total()) + " found in " + say.Things(s.reading.Keys, "key")
	switch {
	case s.reading.Running():
		return text + " so far…"
	case s.reading.Err != nil:
		sentence, _ := failure.Explain(s.reading.Err)
		return text + ", not all of them: " + sentence
	case s.reading.Done():
		return text + ", all there are"
	}
	return text + ", stopped there"
}
