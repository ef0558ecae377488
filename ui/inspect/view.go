package inspect

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/address"
	"signet/share/inspect"
	"signet/share/say"
	"signet/ui/kit"
)

const (
	labelWidth = 15
	fieldLines = 3
)

// View draws the field, and below it what is known of the link.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	lines, cursor := s.field(w)
	if len(lines) > h {
		lines = lines[:h]
	}
	if cursor != nil && cursor.Y >= h {
		cursor = nil
	}
	body := s.body(w)
	if room := h - len(lines); len(body) > room {
		body = body[min(s.scroll, len(body)-1):]
		if more := len(body) - room; more > 0 && room > 1 {
			body = append(body[:room-1:room-1], s.env.Theme.Muted.Render("↓ "+say.Count(more+1)+" lines more"))
		}
		body = body[:min(len(body), max(room, 0))]
	}
	lines = append(lines, body...)
	for i := range lines {
		lines[i] = kit.Cut(lines[i], w)
	}
	return strings.Join(lines, "\n"), cursor
}

// field is the pasted text, masked: it is recognised by its beginning and end.
func (s *Screen) field(w int) ([]string, *tea.Cursor) {
	th := s.env.Theme
	shown := s.shown
	if shown == "" {
		out := []string{th.Muted.Render(kit.Cut("paste a link, an upload form or a policy here", w)), kit.Rule(th, "", w)}
		if !s.typing {
			return out, nil
		}
		return out, tea.NewCursor(0, 0)
	}
	lines := kit.Chop(shown, w-1)
	if len(lines) > fieldLines {
		lines = append(lines[:1:1], append([]string{"…"}, lines[len(lines)-fieldLines+2:]...)...)
	}
	var cursor *tea.Cursor
	if s.typing {
		cursor = tea.NewCursor(min(ansi.StringWidth(lines[len(lines)-1]), w-1), len(lines)-1)
	}
	for i := range lines {
		lines[i] = th.Secret.Render(kit.Cut(lines[i], w))
	}
	return append(lines, kit.Rule(th, "", w)), cursor
}

// masked is the text as it may be seen.
func (s *Screen) masked() string {
	r, text := s.report, s.text.Reveal()
	switch {
	case strings.TrimSpace(text) == "":
		return ""
	case r.Kind == inspect.PostPolicy:
		return "(an upload form, " + say.Things(len(text), "character") + ")"
	case !r.URL.Empty():
		return ends(kit.Clean(inspect.Mask(r.URL)))
	case r.Kind == inspect.NotURL && len(text) > 40:
		return kit.Cut(kit.Clean(inspect.Mask(share.NewSecret(text[:40]))), 40) + "… (" + say.Things(len(text), "character") + ")"
	}
	return ends(kit.Clean(inspect.Mask(s.text)))
}

// ends keeps the beginning and the end of a long text, which is all that the
// field has room for.
func ends(text string) string {
	const most = 1000
	r := []rune(text)
	if len(r) <= 2*most {
		return text
	}
	return string(r[:most]) + "…" + string(r[len(r)-most:])
}

// body is the report, in one column or two.
func (s *Screen) body(w int) []string {
	if s.report.Kind == "" {
		return s.invitation(w)
	}
	if w < kit.SideFrom {
		left, right := s.facts(w), s.judgements(w)
		// What is wrong comes first where only the beginning is in sight.
		if s.report.Kind == inspect.NotURL || say.Worst(s.report.Findings) == say.Bad || s.altered() {
			return append(append(right, ""), left...)
		}
		return append(append(left, ""), right...)
	}
	const between = 2
	side := (w - between) / 2
	left := s.facts(w - side - between)
	right := kit.Card(s.env.Theme, "what to make of it", s.judgements(kit.CardRoom(side)), side, 0)
	return kit.Beside(left, right, w-side-between, between, max(len(left), len(right)))
}

// altered reports a link that is not as the log says it was signed.
func (s *Screen) altered() bool {
	return slices.ContainsFunc(s.entries, func(e Entry) bool { return say.Worst(e.Compared) == say.Bad })
}

func (s *Screen) invitation(w int) []string {
	var lines []string
	for _, line := range kit.Prose("Any pre-signed URL of S3, CloudFront, Google, Azure, Alibaba or Tencent; a whole mail with one inside; an HTML form; a policy in JSON or base64. Nothing leaves this machine.", w) {
		lines = append(lines, s.env.Theme.Muted.Render(line))
	}
	return lines
}

// facts are the lines of the report.
func (s *Screen) facts(w int) []string {
	th := s.env.Theme
	c := column{w: w}
	last := ""
	for _, l := range s.report.Words(s.now) {
		label := l.Label
		if label == last {
			label = "" // a list: the label stands once
		}
		last = l.Label
		c.labelled(th.Muted.Render(kit.Pad(label, min(labelWidth, w))), kit.Clean(l.Text), th.Level(l.Level).Render)
	}
	for _, o := range s.report.Others {
		level := say.Good
		if !o.Usable() {
			level = say.Bad
		}
		text := o.Target.Bucket + "/" + o.Target.Key + ", " + string(o.State) + "; " + kit.Named(s.keys.next) + " goes on to the next"
		c.labelled(th.Muted.Render(kit.Pad("another link", min(labelWidth, w))), kit.Clean(text), th.Level(level).Render)
	}
	return c.lines
}

// judgements are the findings, the share log and the answer of the server.
func (s *Screen) judgements(w int) []string {
	th := s.env.Theme
	c := column{w: w}
	for _, f := range s.report.Findings {
		s.say(&c, f)
	}
	if len(s.report.Findings) == 0 && s.report.State == inspect.Open {
		c.wrap("✓ nothing is wrong with it as far as can be seen offline", th.Good.Render)
	}
	if s.report.Repairable {
		c.wrap(kit.Named(s.keys.copy)+" copies the repaired link", th.Accent.Render)
	}
	s.log(&c)
	switch {
	case s.checking:
		c.wrap("trying the link …", th.Muted.Render)
	case len(s.online) > 0:
		for _, f := range s.online {
			s.say(&c, f)
		}
	case s.offline() == "":
		c.wrap(kit.Named(s.keys.online)+" tries it at "+kit.Clean(address.Origin(s.report.URL.Reveal()))+" as a stranger would; that counts as a use", th.Muted.Render)
	}
	return c.lines
}

func (s *Screen) log(c *column) {
	th := s.env.Theme
	switch {
	case s.findErr != nil:
		c.wrap("! could not look in the share log: "+kit.Clean(s.findErr.Error()), th.Warn.Render)
	case s.finding || s.src == nil || s.report.Signature.SHA256 == "":
	case len(s.entries) == 0:
		c.wrap("· not in the share log of this machine", th.Muted.Render)
	}
	for _, e := range s.entries {
		text := "in the share log as " + e.ID
		if e.By != "" {
			text += " (by its " + e.By + ")"
		}
		for _, part := range []string{e.State, e.Summary} {
			if part != "" {
				text += ", " + part
			}
		}
		render := th.Good.Render
		if e.Ended {
			render = th.Over.Render
		}
		c.wrap("✓ "+kit.Clean(text), render)
		for _, f := range e.Compared {
			s.say(c, f)
		}
	}
}

func (s *Screen) say(c *column, f say.Remark) {
	text, style := s.env.Theme.Remark(f)
	c.wrap(text, style.Render)
}

// reach is how far the report can be scrolled: so far that its last part is in
// sight at any width.
func (s *Screen) reach() int {
	return len(s.report.Words(s.now)) + len(s.report.Findings) + len(s.entries) + len(s.online)
}

// column collects lines of one width.
type column struct {
	w     int
	lines []string
}

// wrap adds cleaned text; lines after the first are indented under it.
func (c *column) wrap(text string, render func(...string) string) {
	for i, line := range kit.Wrap(text, max(c.w-2, 1)) {
		if i > 0 {
			line = "  " + line
		}
		c.lines = append(c.lines, kit.Cut(render(line), c.w))
	}
}

// labelled adds cleaned text behind a label of labelWidth.
func (c *column) labelled(label, text string, render func(...string) string) {
	for i, line := range kit.Wrap(text, max(c.w-labelWidth-1, 8), "/&?") {
		if i > 0 {
			label = strings.Repeat(" ", min(labelWidth, c.w))
		}
		c.lines = append(c.lines, kit.Cut(label+" "+render(line), c.w))
	}
}
