package objects

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/s3browser"
	"signet/ui/kit"
	"signet/ui/listing"
)

// View draws the rows, the detail pane when there is room, and a line that says
// how far the listing has come. It remembers whether the pane was in sight.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	s.wide = w >= detailFrom
	if w <= 0 || h <= 0 {
		return "", nil
	}
	v := s.top()
	foot, cursor := s.foot(v, w)
	if h < len(foot)+2 {
		foot = foot[:min(len(foot), h-1)]
		if s.find == nil {
			cursor = nil
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
	if v.list.Len() == 0 {
		return s.instead(v).View(w, h, s.env.Theme)
	}
	if !s.wide {
		return v.list.View(w, h, s.env.Theme)
	}
	left := strings.Split(v.list.View(w-detailWidth, h, s.env.Theme), "\n")
	right := strings.Split(s.detail(v, detailWidth, h), "\n")
	for i := range left {
		left[i] += right[i]
	}
	return strings.Join(left, "\n")
}

// uri is the folder, as a message names it.
func (s *Screen) uri(v *level) string { return "s3://" + s.at.Bucket + "/" + v.prefix }

// instead says why there are no rows and what to press.
func (s *Screen) instead(v *level) listing.Message {
	back := listing.Press{Key: "esc", Does: "back"}
	elsewhere := listing.Press{Key: "ctrl+o", Does: "open a bucket, folder or object by its name"}
	switch {
	case v.list.FilterText() != "":
		return s.nothingMatches(v)
	case v.load.err != nil:
		sentence, hint := explain(v.load.err)
		keys := []listing.Press{{Key: "r", Does: "try again"}, elsewhere, back}
		if denied(v.load.err) {
			hint = strings.TrimPrefix(hint+". Without the right to list, an object can still be opened by its key.", ". ")
			keys = []listing.Press{elsewhere, {Key: "r", Does: "try again"}, back}
		}
		return listing.Message{Tone: listing.Bad, Title: sentence, Text: hint, Keys: keys}
	case v.load.running:
		return listing.Message{Title: "listing " + s.uri(v) + " …", Keys: []listing.Press{{Key: "x", Does: "stop"}, back}}
	case v.load.paused:
		return listing.Message{Title: "stopped before anything was listed", Keys: []listing.Press{{Key: "r", Does: "load on"}, back}}
	}
	return listing.Message{
		Title: s.uri(v) + " is empty",
		Text:  "There is nothing to download here, but somebody can be let upload.",
		Keys:  []listing.Press{{Key: "u", Does: "make a link for an upload"}, {Key: "r", Does: "look again"}, back},
	}
}

func (s *Screen) nothingMatches(v *level) listing.Message {
	m := listing.Message{
		Title: fmt.Sprintf("nothing here contains %q", v.list.FilterText()),
		Text:  listing.Things(v.list.Total(), "entry") + " looked at.",
		Keys:  []listing.Press{{Key: "esc", Does: "show all"}},
	}
	m.Text = strings.Replace(m.Text, "entrys", "entries", 1)
	switch {
	case v.server.asking || v.list.Filtering():
		m.Title = fmt.Sprintf("looking for %q …", v.list.FilterText())
	case !v.load.done:
		m.Text += " The listing is not complete, and the server knows no key that begins so."
	}
	return m
}

// foot is the line below the rows, two when something went wrong, and the text
// cursor in it while the filter is being typed.
func (s *Screen) foot(v *level, w int) ([]string, *tea.Cursor) {
	theme := s.env.Theme
	where := s.where(v)
	room := max(w-ansi.StringWidth(where)-2, 0)
	if s.find != nil {
		line, cursor := s.find.Line(room, theme)
		return []string{kit.Pad(line, w-ansi.StringWidth(where)) + theme.Muted.Render(kit.Cut(where, w))}, cursor
	}
	line := s.state(v)
	if v.load.err != nil && v.list.Total() > 0 {
		sentence, hint := explain(v.load.err)
		said := fmt.Sprintf("listing stopped at %s: %s", listing.Count(v.list.Loaded()), kit.Clean(sentence))
		hint = strings.TrimSpace("r loads on from there. " + kit.Clean(hint))
		return []string{kit.Pad(theme.Bad.Render(said), w), beside(theme.Muted, hint, where, w)}, nil
	}
	return []string{beside(theme.Muted, line, where, w)}, nil
}

// beside puts text at the left and where at the right of w cells.
func beside(style lipgloss.Style, text, where string, w int) string {
	n := ansi.StringWidth(where)
	if n+8 > w {
		return style.Render(kit.Pad(text, w))
	}
	return style.Render(kit.Pad(text, w-n-1) + " " + where)
}

// where is the cursor's place among the rows shown.
func (s *Screen) where(v *level) string {
	if v.list.Len() == 0 {
		return ""
	}
	return listing.Count(v.list.Position()+1) + " of " + listing.Count(v.list.Len())
}

// state says in words what is shown and how far the listing has come.
func (s *Screen) state(v *level) string {
	var parts []string
	if n := v.list.MarkCount(); n > 0 {
		parts = append(parts, listing.Count(n)+" chosen")
	}
	if text := v.list.FilterText(); text != "" {
		parts = append(parts, "filter "+kit.Clean(text))
	}
	if v.server.err != nil {
		sentence, _ := explain(v.server.err)
		parts = append(parts, "the server was not searched: "+kit.Clean(sentence))
	}
	return strings.Join(append(parts, s.progress(v)), " · ")
}

func (s *Screen) progress(v *level) string {
	loaded := v.list.Loaded()
	switch {
	case v.load.running && v.list.Reloading():
		return "reloading, " + v.load.busyText(loaded)
	case v.load.running:
		return v.load.busyText(loaded)
	case v.load.paused:
		return "stopped at " + listing.Count(loaded) + ", r loads on"
	}
	var parts []string
	if v.load.folders > 0 {
		parts = append(parts, listing.Things(v.load.folders, "folder"))
	}
	if v.load.objects > 0 {
		parts = append(parts, listing.Things(v.load.objects, "object"))
	}
	return strings.Join(parts, ", ")
}

// denied reports a refusal for want of rights.
func denied(err error) bool {
	var e *s3browser.Error
	return errors.As(err, &e) && e.Kind == s3browser.AccessDenied
}
