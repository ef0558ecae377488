package objects

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/listing"
)

// View draws the rows, the detail pane when there is room, and a line that says
// how far the listing has come. It remembers whether the pane was in sight.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	s.wide = w >= kit.SideFrom
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if s.chosen != nil {
		return s.viewChosen(w, h), nil
	}
	v := s.top()
	foot, cursor := s.foot(v, w)
	if half := h / 2; len(foot) > half { // the rows are why the screen is open
		foot = foot[:half]
		if half > 1 {
			foot[half-1] = s.env.Theme.Muted.Render(kit.Pad("…", w))
		}
	}
	room := h - len(foot)
	body := s.body(v, w, room)
	if len(foot) > 0 {
		body += "\n" + strings.Join(foot, "\n")
	}
	if cursor != nil {
		cursor.Y += room
	}
	if len(foot) == 0 {
		cursor = nil
	}
	if s.dialog != nil {
		return s.dialog.prompt.Over(body, w, h, s.env.Theme)
	}
	return body, cursor
}

// body is the rows, or what stands in their place.
func (s *Screen) body(v *level, w, h int) string {
	if v.list.Len() == 0 || v.sought != "" {
		return s.instead(v).View(w, h, s.env.Theme)
	}
	switch {
	case !s.wide && s.details.On:
		return s.details.Page(s.about(v), s.selectedFacts(v, max(w-3, 1)), 3, w, h, s.env.Theme)
	case !s.wide:
		return v.list.View(w, h, s.env.Theme)
	}
	side := kit.SideWidth(w)
	left := strings.Split(v.list.View(w-side, h, s.env.Theme), "\n")
	right := s.details.Card("details", s.about(v), s.selectedFacts(v, kit.CardRoom(side-1)), s.keys.list, side-1, h, s.env.Theme)
	return strings.Join(kit.Beside(left, right, w-side, 1, h), "\n")
}

// uri is the folder, as a message names it.
func (s *Screen) uri(v *level) string { return "s3://" + s.at.Bucket + "/" + v.prefix }

// instead says why there are no rows and what to press.
func (s *Screen) instead(v *level) listing.Message {
	back := listing.On(s.keys.back, "back")
	switch {
	case v.sought != "":
		return s.seeking(v)
	case v.list.FilterText() != "":
		return s.nothingMatches(v)
	case v.load.err != nil:
		return s.failed(v)
	case v.load.running:
		return listing.Message{Title: "listing " + s.uri(v) + " …", Keys: []listing.Press{listing.On(s.keys.stop, "stop"), back}}
	case v.load.paused:
		return listing.Message{Title: "stopped before anything was listed", Keys: []listing.Press{listing.On(s.keys.retry, v.again()), back}}
	}
	m := listing.Message{Title: s.uri(v) + " is empty", Keys: []listing.Press{listing.On(s.keys.retry, v.again()), back}}
	if s.exits.ComposeUpload != nil {
		m.Text = "There is nothing to download here, but you can let somebody upload."
		m.Keys = append([]listing.Press{listing.On(s.keys.upload, "make a link for an upload")}, m.Keys...)
	}
	return m
}

// failed says why there is nothing to see, and every way on.
func (s *Screen) failed(v *level) listing.Message {
	sentence, more := failure.First(v.load.err, s.at.Flags)
	m := listing.Message{Tone: listing.Bad, Title: sentence, Text: more}
	if s.exits.Renew != nil && failure.Expired(v.load.err) {
		m.Keys = append(m.Keys, listing.On(s.keys.renew, s.keys.renew.Help().Desc))
	}
	if s.exits.Goto {
		m.Keys = append(m.Keys, listing.On(s.keys.jump, "open a bucket, folder or object by its name"))
	}
	m.Keys = append(m.Keys, listing.On(s.keys.retry, v.again()), listing.On(s.keys.back, "back"))
	return m
}

func (s *Screen) nothingMatches(v *level) listing.Message {
	m := listing.Message{
		Title: fmt.Sprintf("nothing here contains %q", v.list.FilterText()),
		Text:  say.Things(v.list.Total(), "name") + " looked at.",
		Keys:  []listing.Press{listing.On(s.keys.back, "show all")},
	}
	switch {
	case v.server.asking || v.list.Filtering():
		m.Title = fmt.Sprintf("looking for %q …", v.list.FilterText())
	case v.server.err != nil:
		m.Text += " The listing is not complete, and the server could not be searched."
	case !v.load.done:
		m.Text += " The listing is not complete, and the server knows no key that begins so."
	}
	return m
}

// foot is the line below the rows, more when something went wrong, and the text
// cursor in it while the filter is being typed.
func (s *Screen) foot(v *level, w int) ([]string, *tea.Cursor) {
	theme, where := s.env.Theme, v.list.Where(v.more())
	if v.sought != "" { // the cursor is not in sight
		where = ""
	}
	if s.find.On() {
		line, cursor := s.find.Line(w, where, theme)
		return []string{line}, cursor
	}
	if s.sorts {
		return []string{theme.Text.Render(kit.Pad(s.by.asked(newSortKeys(s.env.Keys)), w))}, nil
	}
	if v.load.err != nil && v.list.Total() > 0 && v.sought == "" {
		return s.stopped(v, where, w), nil
	}
	return []string{listing.Foot(theme.Muted, s.state(v), where, w)}, nil
}

// stopped says in full why the listing ended early, and how it goes on.
func (s *Screen) stopped(v *level, where string, w int) []string {
	theme := s.env.Theme
	sentence, more := failure.Explain(v.load.err)
	said := fmt.Sprintf("listing stopped at %s: %s", say.Count(v.list.Loaded()), sentence)
	again := kit.Named(s.keys.retry)
	way := again + " loads on from there; "
	switch {
	case v.load.lost:
		way = again + " lists anew; "
	case v.list.Reloading(): // the rows in sight are not those that were loaded
		said, way = "reloading failed, what is shown is from before: "+sentence, again+" goes on with it; "
	}
	more = strings.TrimSuffix(way+more, "; ")
	var lines []string
	for _, l := range kit.Wrap(kit.Clean(said), w) {
		lines = append(lines, listing.Foot(theme.Bad, l, "", w))
	}
	rest := kit.Wrap(kit.Clean(more), max(w-ansi.StringWidth(where)-2, 1)) // where stands beside the last line
	for i, l := range rest {
		beside := ""
		if i == len(rest)-1 {
			beside = where
		}
		lines = append(lines, listing.Foot(theme.Muted, l, beside, w))
	}
	return lines
}

// state says in words what is shown and how far the listing has come.
func (s *Screen) state(v *level) string {
	var parts []string
	if s.awaits == v {
		return s.waiting(v)
	}
	if v.list.Ranging() {
		parts = append(parts, "a range of "+say.Count(v.list.RangeLen())+": move, then "+kit.Named(s.keys.choose.Range)+" chooses it")
	}
	switch {
	case s.count() > 0 && v.list.Ranging(): // its rows are not among them yet
		parts = append(parts, s.countWords()+" before")
	case s.count() > 0:
		parts = append(parts, s.countWords())
	}
	if text := v.list.FilterText(); text != "" {
		parts = append(parts, v.filtered(text))
	}
	if said := s.sorted(v); said != "" {
		parts = append(parts, said)
	}
	if v.server.err != nil {
		sentence, _ := failure.Explain(v.server.err)
		parts = append(parts, "the server was not searched: "+sentence)
	}
	if said := s.progress(v); said != "" && !v.said() {
		parts = append(parts, said)
	}
	return strings.Join(parts, " · ")
}

// said reports that the filter's count says already what is here: rows of one kind, all of
// them looked at.
func (v *level) said() bool {
	return v.list.FilterText() != "" && !v.more() && v.kind() != ""
}

// kind is what all rows are, where the listing is complete and they are of one kind.
func (v *level) kind() string {
	switch l := &v.load; {
	case !l.done || l.foreign > 0:
	case l.folders == 0 && l.objects > 0:
		return "object"
	case l.objects == 0 && l.folders > 0:
		return "folder"
	}
	return ""
}

// filtered says how many of how many match, as far as they have been looked at.
func (v *level) filtered(text string) string {
	matches, looked := v.list.Matches()
	said := "filter " + text + ": " + say.Count(matches) + " of "
	if v.said() {
		said += say.Things(looked, v.kind())
	} else {
		said += say.Count(looked)
	}
	if v.more() {
		said += " so far"
	}
	if ahead := v.list.Len() + v.list.Unsorted() - matches; ahead > 0 {
		said += ", " + say.Count(ahead) + " further on"
	}
	return said
}

// more reports that rows may come to those in sight.
func (v *level) more() bool { return !v.load.done || v.list.Reloading() || v.list.Filtering() }

func (s *Screen) progress(v *level) string {
	loaded := v.list.Loaded()
	switch {
	case v.load.running && v.list.Reloading():
		return "reloading, " + v.load.busyText(loaded)
	case v.load.running:
		return v.load.busyText(loaded)
	case v.load.paused && v.list.Reloading():
		return "reloading stopped, what is shown is from before, " + kit.Named(s.keys.retry) + " goes on with it"
	case v.load.paused && loaded == 0:
		return "stopped before anything came, " + kit.Named(s.keys.retry) + " loads on"
	case v.load.paused:
		return "stopped at " + say.Count(loaded) + ", " + kit.Named(s.keys.retry) + " loads on"
	}
	var parts []string
	if v.load.folders > 0 {
		parts = append(parts, say.Things(v.load.folders, "folder"))
	}
	if v.load.objects > 0 {
		parts = append(parts, say.Things(v.load.objects, "object"))
	}
	if v.load.foreign > 0 {
		parts = append(parts, say.Count(v.load.foreign)+" foreign, not in this folder")
	}
	return strings.Join(parts, ", ")
}
