// Package batch is the screen that shares many objects at once: it asks for a
// file, writes one link for each object into it, shows how far it has come, and
// stops when told to.
package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/many"
	"signet/share/say"
	"signet/ui/kit"
	"signet/ui/listing"
	"signet/ui/prompt"
)

// Run shares everything that was chosen, with the terms of the request, into a
// file, as many.ToFile does.
type Run func(ctx context.Context, terms share.Request, path string, overwrite bool, p *many.Progress) (many.Result, error)

// Screen is the batch screen.
type Screen struct {
	env   kit.Env
	terms share.Request
	what  string // "3 objects and 1 folder"
	run   Run

	ask      *prompt.Prompt
	path     string
	again    string
	progress *many.Progress
	done     int64 // as of the last tick
	failed   int64
	stop     context.CancelFunc // nil: not running
	finished bool
	result   many.Result
	err      error
	keys     keyMap

	total  int // how many links are to be signed; 0: nobody knows
	begun  time.Time
	few    bool // they are shown as a list, and no file is asked for
	signed bool // before, and again now for this screen
	list   *listing.List[row]
	exits  Exits
}

type finishedMsg struct {
	result many.Result
	err    error
}

// New makes the screen.
// Total is how many links they are, and 0 where that is not known.
func New(env kit.Env, terms share.Request, what string, total int, run Run, exits Exits) *Screen {
	s := &Screen{env: env, terms: terms, what: what, total: total, few: total > 0 && total <= many.Few, run: run, exits: exits, progress: &many.Progress{}, keys: newKeys(env.Keys)}
	if !s.few {
		s.ask = prompt.New(prompt.Spec{
			Title: "write the links to", Label: "file: ", Does: "sign all", Value: "links.csv",
			Hint: "the ending chooses what is written",
		})
	}
	return s
}

// Again makes the screen for links of the share log that were signed again.
func Again(env kit.Env, result many.Result, exits Exits) *Screen {
	s := &Screen{env: env, what: say.Things(result.Links+result.Failed, "link") + " of the share log", few: true, finished: true, signed: true, result: result, exits: exits, progress: &many.Progress{}, keys: newKeys(env.Keys)}
	if len(result.Kept)+len(result.Left) > 0 {
		s.fill()
	}
	return s
}

// Init signs a few links at once; with more it waits for the name of the file.
func (s *Screen) Init() tea.Cmd {
	if s.few && !s.signed {
		return s.start()
	}
	return nil
}

// Update handles keys, the clock and the end of the work.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if s.asking() {
			return s.answer(msg)
		}
		return s.press(msg)
	case tea.PasteMsg:
		if s.asking() {
			s.ask.Update(msg, s.env.Now())
		}
	case kit.Tick:
		s.done, s.failed = s.progress.Done.Load(), s.progress.Failed.Load()
	case finishedMsg:
		return s.finish(msg)
	case writtenMsg:
		return s.written(msg)
	}
	return nil, nil
}

func (s *Screen) answer(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	switch s.ask.Update(msg, s.env.Now()) {
	case prompt.Cancelled:
		if s.shown() {
			s.ask = nil
			return nil, nil
		}
		return kit.Pop{}, nil
	case prompt.Accepted:
		if s.path = s.ask.Path(); s.path != "" {
			if s.shown() {
				return nil, s.write(s.path)
			}
			return nil, s.start()
		}
		s.ask.Problem = "a name is needed"
	case prompt.Open:
	}
	return nil, nil
}

func (s *Screen) start() tea.Cmd {
	if s.stop != nil {
		return nil
	}
	ctx, stop := context.WithCancel(s.env.Ctx)
	s.stop, s.begun = stop, s.env.Now()
	run, terms, path, p, overwrite := s.run, s.terms, s.path, s.progress, s.path == s.again
	return s.env.DoIn(ctx, func(ctx context.Context) tea.Msg {
		result, err := run(ctx, terms, path, overwrite, p)
		return finishedMsg{result, err}
	})
}

// finish shows the outcome. A file that exists, or one that cannot be written,
// is asked for again.
func (s *Screen) finish(msg finishedMsg) (kit.Step, tea.Cmd) {
	s.stop()
	s.stop, s.again, s.err = nil, "", msg.err
	switch {
	case s.few:
		if s.finished, s.result = true, msg.result; len(msg.result.Kept)+len(msg.result.Left) > 0 {
			s.fill()
		}
	case errors.Is(msg.err, fs.ErrExist):
		s.again, s.err = s.path, nil
		s.ask.Problem = "there is such a file; enter again replaces it"
	case msg.err != nil && !errors.Is(msg.err, context.Canceled) && msg.result.Links+msg.result.Failed == 0:
		s.ask.Problem = "nothing was signed; see above"
	default:
		s.ask, s.finished, s.result = nil, true, msg.result
	}
	return nil, nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	switch {
	case s.stop != nil:
		if !key.Matches(msg, s.keys.stop) {
			return nil, nil
		}
		s.stop()
		return kit.Notify{Kind: kit.Info, Text: "stopping after the links under way"}, nil
	case s.shown():
		return s.pressFew(msg)
	case key.Matches(msg, s.keys.back):
		return kit.Pop{Then: kit.Done{}}, nil
	case key.Matches(msg, s.keys.copy) && !s.result.All.Empty():
		return kit.Copy{Text: s.result.All, What: say.Things(s.result.Links, "link")}, nil
	}
	return nil, nil
}

// View draws the question, the progress, or the outcome.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	if s.shown() {
		return s.viewFew(w, h)
	}
	lines := s.lines(w)
	if len(lines) > h {
		lines = lines[:h]
	}
	body := strings.Join(lines, "\n")
	if s.asking() {
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
	case s.stop != nil:
		c.add(s.soFar()+"; "+kit.Named(s.keys.stop)+" stops.", th.Text.Render)
		if s.failed > 0 {
			c.add("! "+say.Count(s.failed)+" could not be signed", th.Warn.Render)
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
			c.add("✗ "+kit.Clean(s.err.Error()), th.Bad.Render)
		}
	}
	return c.lines
}

// soFar is how far the signing has come, at what rate, and for how long yet.
func (s *Screen) soFar() string {
	if s.total <= 0 {
		return say.Things(s.done, "link") + " signed so far"
	}
	text := say.Count(s.done) + " of " + say.Things(s.total, "link") + " signed"
	took := s.env.Now().Sub(s.begun)
	if s.done == 0 || took < time.Second {
		return text
	}
	rate := float64(s.done) / took.Seconds()
	left := time.Duration(float64(int64(s.total)-s.done-s.failed) / rate * float64(time.Second))
	return text + ", " + say.Count(int(rate)) + " a second, about " + say.Span(max(left, time.Second).Round(time.Second)) + " left"
}

// account is what was signed and recorded when it was stopped, and what was not.
func (s *Screen) account() string {
	r := s.result
	text := say.Things(r.Links, "link") + " signed, " + say.Count(r.Links-r.Unlogged) + " of them in the share log"
	if rest := s.total - r.Links - r.Failed; rest > 0 {
		text += "; " + say.Things(rest, "object") + " not signed"
	}
	return text
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
		c.add("✗ stopped: "+kit.Clean(s.err.Error()), th.Bad.Render)
	}
	if r.Links > 0 {
		if s.few {
			word := " signed."
			if s.signed {
				word = ", signed again: they are the same as before."
			}
			c.add("✓ "+say.Things(r.Links, "link")+word, th.Good.Render)
		} else {
			c.add("✓ "+say.Things(r.Links, "link")+" written to "+kit.Clean(s.path)+", readable by you alone.", th.Good.Render)
		}
		if r.Paper.Codes > 0 {
			c.add(r.Paper.Words()+".", th.Text.Render)
		}
		c.add(kit.Clean(ends(r, s.env.Now()))+" They are one group in the share log ("+kit.Named(s.env.Keys.Bind("log", ""))+").", th.Text.Render)
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

// Capturing reports whether the file's name is being typed.
func (s *Screen) Capturing() bool { return s.asking() }

// asking reports that the question for the file is open, and not being answered.
func (s *Screen) asking() bool { return s.ask != nil && s.stop == nil }

// Title stands behind that of the form, which says what is shared.
func (s *Screen) Title() string { return "links" }

// Busy says that links are being signed.
func (s *Screen) Busy() string {
	if s.stop != nil {
		return "signing"
	}
	return ""
}

type keyMap struct {
	copy, stop, back, leave, open, codes, hand, write key.Binding
	list                                              listing.KeyMap
}

func newKeys(own kit.Keys) keyMap {
	return keyMap{
		copy:  own.Bind("copy", "copy all links"),
		stop:  own.Bind("stop", "stop", "back"),
		back:  own.Bind("back", "back", "open"),
		leave: own.Bind("back", "back"),
		open:  own.Bind("open", "show the link", "in"),
		codes: own.Bind("code", "the QR codes"),
		hand:  own.Bind("hand-over", "copy one mail for all"),
		write: own.Bind("write", "write a file"),
	}
}

// ShortHelp is the footer.
func (k keyMap) ShortHelp() []key.Binding {
	return []key.Binding{k.copy, k.open, k.hand, k.codes, k.write, k.stop, k.back}
}

// FullHelp is the help page.
func (k keyMap) FullHelp() [][]key.Binding {
	if k.list.Up.Help().Key == "" { // there is no list
		return [][]key.Binding{k.ShortHelp()}
	}
	return [][]key.Binding{k.ShortHelp(), k.list.Help()}
}

// Keys is the screen's help.
func (s *Screen) Keys() help.KeyMap {
	if s.asking() {
		return s.ask.Keys()
	}
	return s.keysNow()
}

// keysNow are the keys that do something at this moment.
func (s *Screen) keysNow() keyMap {
	k := s.keys
	few := s.shown() && len(s.result.Kept) > 0
	k.copy.SetEnabled(few || !s.result.All.Empty())
	k.stop.SetEnabled(s.stop != nil)
	k.back.SetEnabled(s.stop == nil)
	signed := false
	if few {
		r, ok := s.list.Selected()
		signed = ok && r.left.Err == nil
	}
	k.open.SetEnabled(signed && s.exits.Link != nil)
	k.codes.SetEnabled(few && s.exits.Codes != nil)
	k.hand.SetEnabled(few)
	k.write.SetEnabled(few && s.exits.Write != nil)
	if s.list != nil {
		k.list, k.back = s.list.Keys, k.leave
	}
	return k
}
