package link

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/finding"
	"signet/ui/kit"
)

// gap is the room between the text and the code, and textWidth what the text
// needs at least beside it.
const (
	gap       = 2
	textWidth = 40
)

// View draws the text, and beside it the code if there is room for all of it.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	body := s.body(w, h)
	if s.ask != nil {
		return s.ask.Over(body, w, h, s.env.Theme)
	}
	return body, nil
}

func (s *Screen) body(w, h int) string {
	code, cols := "", 0
	problem, roomy := "", false // roomy: it fits on the whole screen, not beside the text
	if s.code != nil && s.code.Code() != nil {
		if plan := s.code.Plan(max(w-textWidth-gap, 0), h); plan.Fits() {
			cols = plan.Cols
			code = s.code.View(cols, h)
		} else if full := s.code.Plan(w, h+2); full.Fits() {
			roomy = true
		} else {
			problem = full.Problem()
		}
	}
	text := w
	if cols > 0 {
		text = w - cols - gap
	}
	lines := s.text(text, h, problem, roomy)
	if cols == 0 {
		return strings.Join(lines, "\n")
	}
	right := strings.Split(code, "\n")
	out := make([]string, h)
	for i := range out {
		left := ""
		if i < len(lines) {
			left = lines[i]
		}
		out[i] = kit.Pad(left, text)
		if i < len(right) {
			out[i] += strings.Repeat(" ", gap) + right[i]
		}
	}
	return strings.Join(out, "\n")
}

// text is the column of words: at most h lines of w cells.
func (s *Screen) text(w, h int, codeProblem string, roomy bool) []string {
	c := &column{w: w, theme: s.env.Theme}
	now := s.env.Now()
	p := share.Plan{Request: s.link.Request, Terms: s.link.Terms, Identity: s.link.Identity, Endpoint: s.link.Endpoint}
	c.add(s.countdown(now))
	c.wrap(share.Sentence(p, now, kit.Clean), s.env.Theme.Text.Render)
	if s.menu != nil {
		c.blank()
		for _, l := range s.menu.lines(s.env.Theme, w) {
			c.add(l)
		}
		return c.cut(h)
	}
	c.blank()
	s.url(c)
	s.must(c)
	if roomy {
		c.blank()
		c.wrap("Q shows the QR code on the whole screen.", s.env.Theme.Muted.Render)
	}
	s.notes(c, codeProblem)
	s.aside(c, h)
	return c.cut(h)
}

// countdown is the first line: what is left, in the colour of how much.
func (s *Screen) countdown(now time.Time) string {
	t, th := s.link.Terms, s.env.Theme
	left := t.Ends.Sub(now)
	at := share.Moment(t.Ends, now)
	switch {
	case left <= 0:
		return th.Bad.Render("ended " + at + ": the link no longer works")
	case now.Before(t.Starts):
		return th.Warn.Render("opens " + share.Moment(t.Starts, now) + ", ends " + at)
	case left < time.Minute*5:
		return th.Warn.Render("ends in "+share.Words(left)) + th.Muted.Render("  "+at)
	}
	return th.Good.Render("ends in "+share.Words(left)) + th.Muted.Render("  "+at)
}

// url writes the link in rows of full width, each a hyperlink of its own, so
// that a click on any row opens the whole link.
func (s *Screen) url(c *column) {
	text := s.link.URL.Reveal()
	if s.link.Request.Operation == share.Form {
		c.wrap("A form is more than an address: f hands it over as a page to fill in, or as a curl command.", s.env.Theme.Text.Render)
		return
	}
	open, shut := "", ""
	if s.link.Request.Operation == share.Download {
		open, shut = ansi.SetHyperlink(text, "id=signet"), ansi.ResetHyperlink()
	}
	for len(text) > 0 {
		n := min(len(text), max(c.w, 1))
		c.add(open + s.env.Theme.Secret.Render(text[:n]) + shut)
		text = text[n:]
	}
}

// must lists the headers that the holder has to send.
func (s *Screen) must(c *column) {
	if len(s.link.Headers) == 0 {
		return
	}
	c.blank()
	c.add(s.env.Theme.Title.Render("the sender must send exactly"))
	for _, h := range s.link.Headers {
		c.add("  " + s.env.Theme.Accent.Render(kit.Clean(h.Name)) + ": " + kit.Clean(h.Value))
	}
}

// notes are warnings, findings, and what the code needs.
func (s *Screen) notes(c *column, codeProblem string) {
	th := s.env.Theme
	c.blank()
	if s.link.ID == "" {
		c.wrap("! not in the share log", th.Warn.Render)
	}
	for _, w := range s.link.Warnings {
		text := "! " + w.Text
		if w.Hint != "" {
			text += "; " + w.Hint
		}
		c.wrap(kit.Clean(text), th.Warn.Render)
	}
	s.size(c, codeProblem)
	if s.deps.Cost != nil {
		if cost := s.deps.Cost(s.link); cost != "" {
			c.wrap(cost, th.Muted.Render)
		}
	}
	switch {
	case s.checking:
		c.wrap("trying the link …", th.Muted.Render)
	case s.checked:
		for _, f := range s.findings {
			finds(c, f)
		}
	case s.deps.Check != nil:
		c.wrap("t tries it as the recipient would (that counts as a use).", th.Muted.Render)
	}
}

// size says what made the code too large, and the way out.
func (s *Screen) size(c *column, problem string) {
	if problem == "" {
		return
	}
	th := s.env.Theme
	c.wrap("No QR code here: "+problem+". Make the window larger or the letters smaller (ctrl+minus), or press e to save it as a file; Q for more.", th.Warn.Render)
	if n := s.link.Identity.TokenBytes; n > 0 {
		c.wrap("The session token takes "+strconv.Itoa(n)+" of the link's "+strconv.Itoa(s.link.URL.Len())+" characters: a place that signs with a long-lived key gives a smaller code.", th.Muted.Render)
	}
	if s.keysNow().short.Enabled() {
		c.wrap("The file name and type make the code larger: x shares without them.", th.Muted.Render)
	}
}

func finds(c *column, f finding.Finding) {
	text := f.Text
	if f.Next != "" {
		text += "; " + f.Next
	}
	text = kit.Clean(text)
	switch f.Level {
	case finding.Good:
		c.wrap("✓ "+text, c.theme.Good.Render)
	case finding.Info:
		c.wrap("· "+text, c.theme.Muted.Render)
	case finding.Warning:
		c.wrap("! "+text, c.theme.Warn.Render)
	case finding.Bad:
		c.wrap("✗ "+text, c.theme.Bad.Render)
	}
}

// aside fills what is left with the share log.
func (s *Screen) aside(c *column, h int) {
	room := h - len(c.lines) - 2
	if s.deps.Aside == nil || room < 4 {
		return
	}
	c.blank()
	c.add(s.env.Theme.Border.Render(strings.Repeat("─", c.w)))
	for line := range strings.SplitSeq(s.deps.Aside(c.w, room), "\n") {
		c.add(line)
	}
}

// column collects lines of a width.
type column struct {
	w     int
	theme *kit.Theme
	lines []string
}

func (c *column) add(line string) { c.lines = append(c.lines, kit.Cut(line, c.w)) }

func (c *column) blank() {
	if n := len(c.lines); n > 0 && c.lines[n-1] != "" {
		c.lines = append(c.lines, "")
	}
}

func (c *column) wrap(text string, render func(...string) string) {
	for line := range strings.SplitSeq(ansi.Wrap(text, max(c.w, 1), ""), "\n") {
		c.add(render(line))
	}
}

// cut keeps the first h lines, and says so when some are lost.
func (c *column) cut(h int) []string {
	if len(c.lines) <= h {
		return c.lines
	}
	out := c.lines[:h]
	if h > 1 {
		out[h-1] = kit.Cut(c.theme.Muted.Render("… more on a larger screen; H is the share log"), c.w)
	}
	return out
}
