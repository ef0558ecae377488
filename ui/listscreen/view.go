package listscreen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// View draws the rows, or why there are none, and a line for what matters now.
func (s *Screen[T]) View(w, h int) (string, *tea.Cursor) {
	s.wide = s.spec.Detail != nil && w >= kit.SideFrom
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
	return body + foot, cursor
}

func (s *Screen[T]) body(w, h int) string {
	if s.list.Len() == 0 {
		return s.instead().View(w, h, s.env.Theme)
	}
	return s.beside(w, h)
}

// foot says what is most pressing: the filter, a failure, why a row is asked
// for, links that end soon.
func (s *Screen[T]) foot(w int) (string, *tea.Cursor) {
	theme, where := s.env.Theme, s.list.Where(s.loading || s.half)
	switch {
	case s.find.On():
		return s.find.Line(w, where, theme)
	case s.err != nil && s.list.Total() > 0:
		sentence, _ := failure.Explain(s.err)
		if !s.half {
			sentence = "not reloaded: " + sentence
		}
		return listing.Foot(theme.Bad, sentence, where, w), nil
	case s.list.FilterText() != "" || s.reloading():
	case s.spec.Question != "":
		return listing.Foot(theme.Warn, s.spec.Question, where, w), nil
	default: // the number of rows stands at the end, too
		if line := listing.NoticeFoot(theme, s.spec.Notice, where, w); line != "" {
			return line, nil
		}
	}
	return listing.Foot(theme.Muted, s.state(), where, w), nil
}

func (s *Screen[T]) reloading() bool { return s.loading && s.loaded }

func (s *Screen[T]) state() string {
	var parts []string
	if text := s.list.FilterText(); text != "" {
		parts = append(parts, "filter "+text)
	}
	switch {
	case s.reloading():
		parts = append(parts, "reloading…")
	case s.loaded && (s.list.Total() > 0 || !s.spec.Home): // home says how to begin
		parts = append(parts, say.Things(s.list.Total(), s.spec.One))
	}
	return strings.Join(parts, " · ")
}

// instead says why there are no rows and what to press.
func (s *Screen[T]) instead() listing.Message {
	k := s.keys()
	switch {
	case s.list.FilterText() != "":
		return listing.Message{
			Title: fmt.Sprintf("no %s here contains %q", s.spec.One, s.list.FilterText()),
			Text:  say.Things(s.list.Total(), s.spec.One) + " looked at.",
			Keys:  []listing.Press{listing.On(k.back, k.back.Help().Desc)},
		}
	case s.err != nil:
		sentence, more := failure.First(s.err, s.spec.Flags)
		return listing.Message{Tone: listing.Bad, Title: sentence, Text: more, Keys: append(s.ways(k), listing.On(k.reload, s.again()), s.leave(k))}
	case s.loading && s.spec.Home: // soon over
		return s.spec.Loading
	case s.loading:
		m := s.spec.Loading
		m.Keys = append(s.ways(k), s.leave(k))
		return m
	}
	m := s.spec.Empty
	m.Keys = append(s.ways(k), listing.On(k.reload, s.again()), s.leave(k))
	return m
}

// ways are what leads on without a row.
func (s *Screen[T]) ways(k keys) []listing.Press {
	var ways []listing.Press
	switch {
	case k.renew.Enabled():
		ways = append(ways, listing.On(k.renew, k.renew.Help().Desc))
	case k.address.Enabled():
		ways = append(ways, listing.On(k.address, "open a bucket, folder or object by its name"))
	}
	for _, a := range s.spec.More {
		if a.Key.Enabled() {
			ways = append(ways, listing.On(a.Key, a.Long))
		}
	}
	return ways
}

// leave is how to go when there is nothing to choose.
func (s *Screen[T]) leave(k keys) listing.Press {
	if s.spec.Home {
		return listing.Press{Key: "q", Does: "quit"} // a key of the root
	}
	return listing.On(k.back, k.back.Help().Desc)
}
