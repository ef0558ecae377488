package versions

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// View draws the rows, the details beside or instead of them, and a line that says
// how far the list has come.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	s.wide = w >= kit.SideFrom
	if w <= 0 || h <= 0 {
		return "", nil
	}
	foot, cursor := s.foot(w)
	if h == 1 {
		return foot, cursor
	}
	if cursor != nil {
		cursor.Y = h - 1
	}
	return s.body(w, h-1) + "\n" + foot, cursor
}

func (s *Screen) body(w, h int) string {
	switch {
	case s.list.Len() == 0:
		return s.instead().View(w, h, s.env.Theme)
	case s.wide:
		side := kit.SideWidth(w)
		left := strings.Split(s.list.View(w-side, h, s.env.Theme), "\n")
		right := s.details.Card("version", s.about(), s.facts(kit.CardRoom(side-1)), s.keys.list, side-1, h, s.env.Theme)
		return strings.Join(kit.Beside(left, right, w-side, 1, h), "\n")
	case s.details.On:
		return s.details.Page(s.about(), s.facts(max(w-2, 1)), 0, w, h, s.env.Theme)
	}
	return s.list.View(w, h, s.env.Theme)
}

// label is the room for the names of facts.
const label = 11

// about is the version that the details are of.
func (s *Screen) about() string {
	r, _ := s.list.Selected()
	return r.key + "\x00" + r.id
}

// inDetails reports that the details have the keys: they are in sight.
func (s *Screen) inDetails() bool { return s.details.On && s.list.Len() > 0 }

// facts are what is known of the version under the cursor.
func (s *Screen) facts(w int) []string {
	r, ok := s.list.Selected()
	if !ok {
		return nil
	}
	now := s.env.Now()
	c := kit.Column{W: w, Theme: s.env.Theme}
	for _, l := range kit.Wrap(kit.Clean(r.key), w) {
		c.Lines = append(c.Lines, s.env.Theme.Title.Render(l))
	}
	c.Lines = append(c.Lines, "")
	c.Fact(label, "version", r.id)
	c.Fact(label, "state", r.state())
	c.Fact(label, "modified", say.Minute(r.time(), now))
	if !r.deleted {
		c.Fact(label, "size", say.Exactly(r.size))
		c.Fact(label, "class", r.class)
		c.Fact(label, "etag", r.etag)
	}
	c.Lines = append(c.Lines, "")
	for _, l := range kit.Wrap(s.means(&r), w) {
		c.Lines = append(c.Lines, s.env.Theme.Muted.Render(l))
	}
	return c.Lines
}

// means says what a link to the row would give.
func (s *Screen) means(r *row) string {
	enter := kit.Named(s.keys.share)
	switch {
	case r.foreign:
		return "the server lists this here, but it is not below this folder: it is not shared from here"
	case r.deleted:
		return "a delete marker hides the versions before it and holds nothing to download; " + enter + " tells which one is the newest"
	case r.latest:
		return enter + " shares this version: the link gives it out even after it was overwritten"
	}
	return enter + " shares this version, which is not the one that is current"
}

// instead says why there are no rows and what to press.
func (s *Screen) instead() listing.Message {
	k := s.bindings()
	back := listing.On(k.back, k.back.Help().Desc)
	switch {
	case s.list.FilterText() != "":
		return listing.Message{
			Title: fmt.Sprintf("nothing here contains %q", s.list.FilterText()),
			Text:  say.Things(s.list.Total(), "row") + " looked at.", Keys: []listing.Press{back},
		}
	case s.load.err != nil:
		sentence, more := failure.Explain(s.load.err)
		m := listing.Message{Tone: listing.Bad, Title: sentence, Text: more}
		if k.renew.Enabled() {
			m.Keys = append(m.Keys, listing.On(k.renew, k.renew.Help().Desc))
		}
		m.Keys = append(m.Keys, listing.On(k.retry, s.again()), back)
		return m
	case s.load.running:
		return listing.Message{Title: "listing the versions of " + s.at.URI() + " …", Keys: []listing.Press{listing.On(k.stop, "stop"), back}}
	case s.load.partial():
		return listing.Message{Title: "stopped before anything was listed", Keys: []listing.Press{listing.On(k.retry, s.again()), back}}
	}
	return listing.Message{Title: "there is no version of " + s.at.URI(), Keys: []listing.Press{listing.On(k.retry, s.again()), back}}
}

// foot is the filter while it is typed, else how far the list has come.
func (s *Screen) foot(w int) (string, *tea.Cursor) {
	theme, where := s.env.Theme, s.list.Where(!s.load.done)
	if s.find.On() {
		return s.find.Line(w, where, theme)
	}
	if s.load.err != nil && s.list.Total() > 0 {
		sentence, _ := failure.Explain(s.load.err)
		return listing.Foot(theme.Bad, "stopped at "+say.Count(s.list.Loaded())+": "+sentence, where, w), nil
	}
	return listing.Foot(theme.Muted, s.state(), where, w), nil
}

func (s *Screen) state() string {
	var parts []string
	if text := s.list.FilterText(); text != "" {
		parts = append(parts, "filter "+text)
	}
	loaded := say.Count(s.list.Loaded())
	switch {
	case s.load.running:
		parts = append(parts, loaded+" so far…")
	case s.load.partial():
		parts = append(parts, "stopped at "+loaded+", "+kit.Named(s.keys.retry)+" loads on")
	default:
		parts = append(parts, s.load.sum())
	}
	return strings.Join(parts, " · ")
}

// sum is what was listed, in words.
func (l *load) sum() string {
	var parts []string
	for _, n := range []struct {
		n    int
		what string
	}{{l.versions, "version"}, {l.markers, "delete marker"}, {l.foreign, "foreign row"}} {
		if n.n > 0 {
			parts = append(parts, say.Things(n.n, n.what))
		}
	}
	return strings.Join(parts, ", ")
}
