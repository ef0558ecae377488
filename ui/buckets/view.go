package buckets

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/listing"
)

// View draws the buckets, or why there are none, and a line that counts them.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	foot, cursor := s.foot(w)
	room := h - 1
	var body string
	if room > 0 {
		body = s.body(w, room) + "\n"
	}
	if cursor != nil {
		cursor.Y = room
	}
	if s.ask != nil {
		return s.ask.Over(body+foot, w, h, s.env.Theme)
	}
	return body + foot, cursor
}

func (s *Screen) body(w, h int) string {
	if s.list.Len() == 0 {
		return s.instead().View(w, h, s.env.Theme)
	}
	return s.list.View(w, h, s.env.Theme)
}

func (s *Screen) foot(w int) (string, *tea.Cursor) {
	theme, where := s.env.Theme, s.list.Where()
	switch {
	case s.find.On():
		return s.find.Line(w, where, theme)
	case s.err != nil && s.list.Total() > 0:
		sentence, _ := failure.Explain(s.err)
		return listing.Foot(theme.Bad, "not reloaded: "+sentence, where, w), nil
	case s.list.FilterText() == "" && !s.reloading(): // the number of buckets stands at the end, too
		if line := listing.NoticeFoot(theme, s.notice, where, w); line != "" {
			return line, nil
		}
	}
	return listing.Foot(theme.Muted, s.state(), where, w), nil
}

func (s *Screen) reloading() bool { return s.loading && s.loaded }

func (s *Screen) state() string {
	var parts []string
	if text := s.list.FilterText(); text != "" {
		parts = append(parts, "filter "+text)
	}
	switch {
	case s.reloading():
		parts = append(parts, "reloading…")
	case s.loaded:
		parts = append(parts, say.Things(s.list.Total(), "bucket"))
	}
	return strings.Join(parts, " · ")
}

// instead says why there are no rows and what to press.
func (s *Screen) instead() listing.Message {
	back, again := listing.Press{Key: "esc", Does: "back"}, listing.Press{Key: "r", Does: s.again()}
	var ways []listing.Press
	if s.exits.Goto != nil {
		ways = []listing.Press{{Key: "ctrl+o", Does: "open a bucket, folder or object by its name"}}
	}
	switch {
	case s.list.FilterText() != "":
		return listing.Message{
			Title: fmt.Sprintf("no bucket here contains %q", s.list.FilterText()),
			Text:  say.Things(s.list.Total(), "bucket") + " looked at.",
			Keys:  []listing.Press{{Key: "esc", Does: "show all"}},
		}
	case s.err != nil:
		sentence, more := failure.Explain(s.err)
		if s.exits.Renew != nil && failure.Expired(s.err) {
			ways = []listing.Press{{Key: "ctrl+r", Does: "renew the session"}}
		}
		return listing.Message{Tone: listing.Bad, Title: sentence, Text: more, Keys: append(ways, again, back)}
	case s.loading:
		return listing.Message{Title: of("listing the buckets", s.place) + " …", Keys: append(ways, back)}
	}
	empty := s.place + " has no buckets"
	if s.place == "" {
		empty = "there are no buckets"
	}
	return listing.Message{
		Title: empty,
		Text:  "Or none that these credentials may see. A bucket of somebody else can be opened by its name.",
		Keys:  append(ways, again, back),
	}
}

// of names the place that something is of. The one that the environment alone
// describes may have no name.
func of(what, place string) string {
	if place == "" {
		return what
	}
	return what + " of " + place
}
