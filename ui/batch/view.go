package batch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"signet/share"
	"signet/share/say"
	"signet/ui/failure"
	"signet/ui/kit"
)

// View draws the question, the progress, or the outcome.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if s.shown() && s.paging == nil {
		return s.viewFew(w, h)
	}
	lines := s.lines(w)
	if len(lines) > h {
		lines = lines[:h]
		lines[h-1] = kit.Cut(ansi.Strip(lines[h-1])+" …", w)
	}
	body := strings.Join(lines, "\n")
	switch {
	case s.paging != nil && s.paging.ready():
		return s.paging.title.Over(body, w, h, s.env.Theme)
	case s.asking():
		return s.ask.Over(body, w, h, s.env.Theme)
	}
	return body, nil
}

func (s *Screen) lines(w int) []string {
	th := s.env.Theme
	c := &column{w: w}
	c.add("share "+s.what, th.Title.Render)
	c.add("", nil)
	switch {
	case s.paging != nil:
		s.viewPage(c)
	case s.stop != nil:
		c.add(s.soFar(), th.Text.Render)
		if n := s.seen.failed; n > 0 {
			c.add("! "+say.Count(n)+" could not be signed", th.Warn.Render)
		}
	case s.finished:
		s.outcome(c)
	default:
		c.add(terms(s.terms, s.env.Now()), th.Text.Render)
		c.add("The file is readable by you alone. Whoever reads it can use the links until they end.", th.Text.Render)
		c.add("", nil)
		for _, e := range endings() {
			c.add(e, th.Muted.Render)
		}
		if s.err != nil {
			c.add("", nil)
			c.add("✗ "+kit.Clean(failure.Line(s.err)), th.Bad.Render)
		}
	}
	return c.lines
}

// endings says what a file of each kind holds.
func endings() []string {
	return []string{
		".csv .jsonl       for spreadsheets and programs",
		".txt .md          one link to a line, a table",
		".html             a page of links",
		".pdf .qr.html     a sheet of QR codes to print",
	}
}

// fewWarnings is how many warnings leave room for the rest on a small screen.
const fewWarnings = 4

// terms say what each link will be.
func terms(r share.Request, now time.Time) string {
	text := "A link to " + fmt.Sprintf(r.Operation.Info().Does, "each of them") + ", "
	if !r.Lifetime.Until.IsZero() {
		return text + "until " + say.Exact(r.Lifetime.Until, now) + "."
	}
	return text + "for " + say.Span(r.Lifetime.Duration) + "."
}

func (s *Screen) outcome(c *column) {
	th, r := s.env.Theme, s.result
	switch {
	case errors.Is(s.err, context.Canceled):
		c.add("! stopped: "+s.account(), th.Warn.Render)
	case s.err != nil:
		c.add("✗ stopped: "+kit.Clean(failure.Line(s.err)), th.Bad.Render)
	}
	if r.Links > 0 {
		s.became(c)
		if r.Paper.Codes > 0 {
			c.add(r.Paper.Words()+".", th.Text.Render)
		}
		c.add(kit.Clean(ends(r, s.env.Now()))+" They are one batch in the share log ("+kit.Named(s.env.Keys.Bind("log", ""))+").", th.Text.Render)
	}
	if r.Failed > 0 {
		text := "✗ " + say.Count(r.Failed) + " could not be signed"
		if r.FirstErr != nil {
			text += ", the first because: " + kit.Clean(r.FirstErr.Error())
		}
		c.add(text, th.Bad.Render)
	}
	warnings := r.Warnings(kit.Clean)
	for i, w := range warnings {
		if i == fewWarnings {
			c.add("! and more: "+say.Things(len(warnings)-i, "warning"), th.Warn.Render)
			break
		}
		c.add("! "+w+".", th.Warn.Render)
	}
	if r.Links == 0 && r.Failed == 0 && s.err == nil {
		c.add("! There was nothing to share: no object found.", th.Warn.Render)
	}
}

// became says where the links are that were signed.
func (s *Screen) became(c *column) {
	th, links := s.env.Theme, say.Things(s.result.Links, "link")
	switch {
	case s.result.Page != nil:
		c.add("✓ "+links+" on a page: one link opens it.", th.Good.Render)
	case s.signed:
		c.add("✓ "+links+", signed again: they are the same as before.", th.Good.Render)
	case s.few:
		c.add("✓ "+links+" signed.", th.Good.Render)
	case s.result.Whole:
		c.add("✓ "+links+" written to "+kit.Clean(s.to.Path)+", readable by you alone.", th.Good.Render)
	default: // they work all the same, and only the log can tell of them
		c.add("! "+kit.Clean(s.to.Path)+" was not written. "+links+" were signed; the share log shows them again.", th.Warn.Render)
	}
}

// column collects wrapped lines of at most w cells.
type column struct {
	w     int
	lines []string
}

// add adds text in as many lines as it takes: a blank one for none.
func (c *column) add(text string, render func(...string) string) {
	lines := kit.Wrap(text, c.w)
	if text == "" {
		lines = []string{""}
	}
	for _, line := range lines {
		if render != nil {
			line = render(line)
		}
		c.lines = append(c.lines, line)
	}
}
