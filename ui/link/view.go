package link

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/qr"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
	"signet/ui/qrview"
)

// gap is the room between the text and the code, and textWidth what the text
// needs at least beside it.
const (
	gap       = 2
	textWidth = 40
	textMost  = 84 // longer lines read badly; the code stands closer then
	frame     = 2  // rows that the root keeps for itself
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
	plan := s.plan(w, h)
	if !plan.Fits() {
		return strings.Join(s.text(w, h, plan), "\n")
	}
	room := min(w-plan.Cols-gap, textMost)
	return beside(s.text(room, h, plan), strings.Split(s.code.View(plan.Cols, h), "\n"), room, h)
}

// plan is how the code stands beside the text.
func (s *Screen) plan(w, h int) qr.Plan {
	if s.code == nil || !s.link.Opens() {
		return qr.Plan{}
	}
	return s.code.Plan(max(w-textWidth-gap, 0), h)
}

// CodeRows is how many rows the code takes at a size; 0: it is not shown.
func (s *Screen) CodeRows(w, h int) int {
	if plan := s.plan(w, h); plan.Fits() {
		return plan.Rows
	}
	return 0
}

// beside puts the code to the right of the text, which may move none of its rows.
func beside(text, code []string, w, h int) string {
	out := make([]string, h)
	for i := range out {
		if i < len(text) {
			out[i] = text[i]
		}
		if i < len(code) {
			out[i] = kit.Pad(kit.Level(out[i]), w) + strings.Repeat(" ", gap) + code[i]
		}
	}
	return strings.Join(out, "\n")
}

// text is the column of words: at most h lines of w cells. The link itself gives
// way to what must be known of it; it can be copied and printed whole.
func (s *Screen) text(w, h int, plan qr.Plan) []string {
	now := s.env.Now().Truncate(time.Second)
	top, c := &column{w: w, theme: s.env.Theme}, &column{w: w, theme: s.env.Theme}
	s.end(top, now)
	s.whom(top)
	s.sentence(c, now)
	if s.menu != nil {
		c.lines = append(top.lines, c.lines...)
		c.blank()
		if h-len(c.lines) < s.menu.rows(w) { // it is what is chosen from now
			c.lines = nil
		}
		return append(c.lines, s.menu.lines(s.env.Theme, w, h-len(c.lines))...)
	}
	top.lines = top.lines[:min(len(top.lines), h/2)]
	h -= len(top.lines)
	below := &column{w: w, theme: s.env.Theme}
	s.must(below)
	s.notes(below, plan)
	c.blank()
	s.url(c, h-len(c.lines)-len(below.lines)-1)
	c.blank()
	c.lines = append(c.lines, below.lines...)
	s.aside(c, h)
	return append(top.lines, s.scroll.view(c, h)...)
}

// whom says for whom the link is and what for: with the end it stays in sight,
// however far the words below are scrolled.
func (s *Screen) whom(c *column) {
	r := s.link.Request
	switch {
	case r.Recipient != "" && r.Note != "":
		c.wrap("for "+kit.Clean(r.Recipient)+" · "+kit.Clean(r.Note), s.env.Theme.Title.Render)
	case r.Recipient != "":
		c.wrap("for "+kit.Clean(r.Recipient), s.env.Theme.Title.Render)
	case r.Note != "":
		c.wrap(kit.Clean(r.Note), s.env.Theme.Title.Render)
	}
}

// end is what is left of the link's time.
func (s *Screen) end(c *column, now time.Time) {
	t, th := s.link.Terms, s.env.Theme
	left := t.Ends.Sub(now)
	at := say.Moment(t.Ends, now)
	most := ""
	if t.AtMost {
		most = "at most "
	}
	switch {
	case s.revoked:
		c.wrap("revoked: by the share log the link opens nothing any more", th.Bad.Render)
		if s.deps.Compose != nil && s.link.Request.Page == "" {
			c.wrap(kit.Named(s.keys.again)+" shares it anew.", th.Muted.Render)
		}
	case left <= 0:
		c.wrap("ended "+at+": the link no longer works", th.Bad.Render)
		if s.deps.Compose != nil && s.link.Request.Page == "" {
			c.wrap(kit.Named(s.keys.again)+" shares it anew.", th.Muted.Render)
		}
	case now.Before(t.Starts):
		c.wrap("opens "+say.Moment(t.Starts, now)+", ends "+most+at, th.Warn.Render)
	default:
		c.wrap("ends in "+most+say.Span(left)+", "+at, th.State(s.env.Link(t.Starts, t.Ends)).Render)
	}
}

// sentence is what a link that still works allows.
func (s *Screen) sentence(c *column, now time.Time) {
	t, th := s.link.Terms, s.env.Theme
	if !t.Ends.After(now) || s.revoked {
		return
	}
	p := s.link.Plan()
	text := share.Sentence(p, now, kit.Clean)
	if s.link.Request.Operation.Info().Destroys {
		for _, line := range th.Endangers(text, max(c.w, 1), th.Text) {
			c.add(line)
		}
		return
	}
	c.wrap(text, th.Text.Render)
}

// leastRows of the link are shown however little room there is.
const leastRows = 2

// url writes the link in rows of full width, each a hyperlink of its own, so
// that a click on any row opens the whole link. What has no room is counted.
func (s *Screen) url(c *column, room int) {
	if s.link.Request.Operation.Info().Policy {
		c.wrap("A form is more than an address. Press "+kit.Named(s.keys.hand)+" to hand it over: as a page that the sender opens, or as a command.", s.env.Theme.Text.Render)
		return
	}
	if n := len(s.link.Calls); n > 0 {
		c.wrap("These are "+say.Things(n, "link")+", one for each part and those to list, abort and complete the upload. No QR code holds them: a script does. "+kit.Named(s.keys.copy)+" copies it for Python, "+kit.Named(s.keys.hand)+" has it for a shell with curl too, and saves it to a file.", s.env.Theme.Text.Render)
		return
	}
	text := s.link.URL.Reveal()
	open, shut, look := "", "", s.env.Theme.Secret
	if s.revoked {
		look = s.env.Theme.Over
	} else if s.link.Opens() {
		open, shut = ansi.SetHyperlink(text, "id=signet"), ansi.ResetHyperlink()
	}
	rows := chunks(text, c.w)
	more := 0
	if room = max(room, leastRows); len(rows) > room {
		more = len(rows) - (room - 1)
		rows = rows[:room-1]
	}
	for _, row := range rows {
		c.lines = append(c.lines, open+look.Render(row)+shut)
	}
	if more > 0 {
		c.add(s.env.Theme.Muted.Render("… and " + say.Count(more) + " rows more: " + kit.Named(s.keys.copy) + " copies the link, " + kit.Named(s.keys.print) + " prints it whole"))
	}
}

// chunks cuts ASCII text into rows of w characters.
func chunks(text string, w int) []string {
	var rows []string
	for len(text) > w {
		rows, text = append(rows, text[:w]), text[w:]
	}
	return append(rows, text)
}

// must says what the holder has to do beside opening the link: the method, and
// the headers to send, without a character more or less.
func (s *Screen) must(c *column) {
	th := s.env.Theme
	info := s.link.Request.Operation.Info()
	switch {
	case !info.Bare(), s.link.Opens():
	case info.Browser:
		c.wrap("It does not open in a browser, which sends no header of its own accord, and has no QR code: "+kit.Named(s.keys.hand)+" hands over a command that works.", th.Text.Render)
		c.blank()
	default:
		c.wrap("It works with "+info.Method+", not by opening it in a browser: "+kit.Named(s.keys.hand)+" hands over a command that does it.", th.Text.Render)
		c.blank()
	}
	if len(s.link.Headers) == 0 {
		return
	}
	c.wrap("the "+info.Holder()+" must send these headers, exactly:", th.Title.Render)
	for _, h := range s.link.Headers {
		name, value := kit.Clean(h.Name), kit.Clean(h.Value)
		for i, row := range kit.Chop(name+": "+value, c.w) {
			if rest, ok := strings.CutPrefix(row, name); ok && i == 0 {
				row = th.Accent.Render(name) + rest
			}
			c.add(row)
		}
	}
	for _, name := range s.link.Withheld() {
		c.wrap(name+": the key, which stands in no text", th.Text.Render)
	}
	c.blank()
}

// notes are findings, warnings, what the code needs, and what a use costs.
func (s *Screen) notes(c *column, plan qr.Plan) {
	th := s.env.Theme
	said := map[string]bool{}
	for _, f := range s.findings {
		said[f.Text] = true
		finds(c, f)
	}
	if s.link.ID == "" && !warned(s.link.Warnings, "log") {
		c.wrap("! not in the share log", th.Warn.Render)
	}
	for _, w := range s.link.Warnings {
		if !said[w.Text] {
			c.wrap("! "+kit.Clean(w.String()), th.Warn.Render)
		}
	}
	s.codeSize(c, plan)
	if s.deps.Cost != nil {
		c.wrap(s.deps.Cost(s.link), th.Muted.Render)
	}
	switch {
	case s.checking:
		c.wrap("trying the link …", th.Muted.Render)
	case s.checked || s.deps.Check == nil:
	case s.link.Request.Operation.Info().Writes:
		c.wrap(kit.Named(s.keys.test)+" looks at what it leads to, without using it.", th.Muted.Render)
	default:
		c.wrap(kit.Named(s.keys.test)+" tries it as the recipient would, which counts as a use.", th.Muted.Render)
	}
}

func warned(list []say.Remark, code string) bool {
	return slices.ContainsFunc(list, func(w say.Remark) bool { return w.Code == code })
}

// codeSize says why there is no code beside the text and what it needs, and in
// any case what makes it larger than it had to be, and the way without.
func (s *Screen) codeSize(c *column, plan qr.Plan) {
	if s.code == nil || s.code.Code() == nil && s.code.Err() == nil {
		return
	}
	th := s.env.Theme
	if !s.link.Opens() {
		c.wrap("No QR code beside it: a phone that scans it opens it with GET and is refused. "+kit.Named(s.keys.full)+" shows it all the same.", th.Muted.Render)
		return
	}
	switch {
	case !plan.Fits():
		c.wrap("QR code: "+s.codeProblem(plan), th.Text.Render)
	case plan.Seams:
		c.wrap(qrview.Seams(s.keys.export), th.Text.Render)
	}
	all := " of the link's " + say.Count(s.link.URL.Len()) + " characters"
	if n := s.link.TokenBytes(); n > 0 {
		c.wrap("The session token takes "+say.Count(n)+all+": signing with a long-lived key ([place.sign] in the settings) makes the code smaller.", th.Muted.Render)
	}
	if n := s.link.OverrideBytes(); n > 0 && s.keysNow().short.Enabled() {
		c.wrap("File name, type and other headers of the answer take "+say.Count(n)+all+": "+kit.Named(s.keys.short)+" shares without them.", th.Muted.Render)
	}
}

func (s *Screen) codeProblem(plan qr.Plan) string {
	switch err := s.code.Err(); {
	case err != nil:
		return kit.Clean(failure.Line(err))
	case plan.Why != "":
		return plan.Why + "; " + kit.Named(s.keys.export) + " saves it as a picture."
	}
	room := ""
	if k := s.keysNow().handOff; k.Enabled() {
		room = " For a phone beside you, " + kit.Named(k) + " hands it off by a code that fits."
	}
	need := s.code.Plan(0, 0)
	w, h := s.deps.Caps.Screen()
	if qr.Fit(s.code.Code().Size(), s.deps.Caps.Terminal(w, h), qr.Auto).Fits() {
		return fmt.Sprintf("%s shows it on the whole screen; beside the text it needs a terminal of %dx%d.", kit.Named(s.keys.full), need.NeedCols+gap+textWidth, need.NeedRows+frame)
	}
	return fmt.Sprintf("it needs a terminal of %dx%d, this one has %dx%d. To see it here, %s, and press %s; or %s saves it as a picture.", need.NeedCols, need.NeedRows, w, h, s.deps.Caps.Terminal(w, h).Enlarge(), kit.Named(s.keys.full), kit.Named(s.keys.export)) + room
}

// CodeWords say what a code of n modules a side will take on the link screen, before
// there is one, and whether there is room for it.
func CodeWords(caps *qrview.Caps, n int) (text string, fits bool) {
	w, h := caps.Screen()
	size := func(p qr.Plan) string { return fmt.Sprintf("%dx%d", p.Cols, p.Rows) }
	if p := caps.Fit(n, max(w-textWidth-gap, 0), h-frame); p.Fits() {
		return size(p) + " cells, fits beside the link", true
	}
	p := qr.Fit(n, caps.Terminal(w, h), qr.Auto)
	switch {
	case p.Fits():
		return size(p) + " cells, fits the whole screen", true
	case p.Why != "":
		return "none here: " + p.Why, false
	}
	return fmt.Sprintf("needs a terminal of %dx%d, this one has %dx%d", p.NeedCols, p.NeedRows, w, h), false
}

func finds(c *column, f say.Remark) {
	text, style := c.theme.Remark(f)
	c.wrap(text, style.Render)
}

// aside fills what is left with the share log.
func (s *Screen) aside(c *column, h int) {
	room := h - len(c.lines) - 2
	if s.deps.Aside == nil || room < 4 {
		return
	}
	c.blank()
	c.add(kit.Rule(s.env.Theme, "share log", c.w))
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

// wrap adds text in as many lines as it takes; none for none.
func (c *column) wrap(text string, render func(...string) string) {
	for _, line := range kit.Prose(text, max(c.w, 1)) {
		c.add(render(line))
	}
}
