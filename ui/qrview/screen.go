package qrview

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signet/share/qr"
	"signet/ui/kit"
)

// settle is how long a picture waits after the frame that made room for it: at
// least two frames of the renderer.
const settle = 100 * time.Millisecond

// Screen is the code alone on the whole terminal, with its name, its end and
// how to hold the phone. The root gives it all rows (Fullscreen), so that its
// corner is the terminal's, which is where pictures are placed.
type Screen struct {
	*Model
	subject Subject
	want    qr.Style
	now     time.Time
	said    string // outcome of the last export
	failed  bool
	keys    screenKeys

	shown   painted // the picture that is on the terminal, or on its way
	stale   bool    // the window changed since
	paints  int     // sequence of pictures; only the last one asked for is sent
	covered bool    // the export page is on top
}

// Seams is what is to be said of a code in dark ink (qr.Plan.Seams); save is the key
// that saves it.
func Seams(save key.Binding) string {
	return "The code is drawn without colours: where the font leaves gaps between the rows, no phone reads it. Then press " + kit.Named(save) + " to save it."
}

// painted is what decides whether a picture must be sent again.
type painted struct {
	code *qr.Code
	plan qr.Plan
	term qr.Terminal
}

type paint struct {
	seq      int
	sequence string
}

// NewScreen makes the screen of a link.
func NewScreen(env kit.Env, caps *Caps, subject Subject) *Screen {
	s := &Screen{Model: New(env, caps), subject: subject, want: caps.want, now: env.Now(), keys: newScreenKeys(env.Keys)}
	s.over = subject.Revoked
	return s
}

// Init encodes the link, unless that has been done.
func (s *Screen) Init() tea.Cmd {
	if s.subject.Code == nil {
		return s.Set(s.subject.URL, s.subject.Ends)
	}
	s.ends = s.subject.Ends
	s.keep(s.subject.Code)
	return tea.Sequence(s.caps.Measure(), s.repaint())
}

// Fullscreen asks the root for all rows.
func (s *Screen) Fullscreen() bool { return true }

// Capturing keeps the global keys away: a help page would be drawn over a
// picture that the renderer does not know of. All keys are on the screen.
func (s *Screen) Capturing() bool { return true }

// Title is the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "QR code" }

// Update handles keys and answers, and whatever the root passes on: after each
// message a picture that does not match the window any more is sent again.
func (s *Screen) Update(msg tea.Msg) (kit.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.press(msg)
	case kit.Tick:
		s.now = msg.Now
	case paint:
		if msg.seq == s.paints && !s.covered {
			return nil, tea.Raw(msg.sequence)
		}
		return nil, nil
	case tea.WindowSizeMsg, tea.ResumeMsg:
		s.stale = true // whatever was there is gone or out of place
		return nil, tea.Sequence(s.caps.Measure(), s.repaint())
	case Exported:
		s.covered = false
		return nil, tea.Batch(s.tell(msg), s.repaint())
	default:
		s.Model.Update(msg)
	}
	return nil, s.repaint()
}

// tell keeps the outcome of an export for View.
func (s *Screen) tell(e Exported) tea.Cmd {
	switch {
	case e.Err != nil:
		s.said, s.failed = kit.Clean(e.Err.Error()), true
	case e.Path != "":
		s.said, s.failed = "saved "+kit.Clean(e.Path)+", readable by you alone", false
		if s.subject.Saved != nil {
			return s.subject.Saved()
		}
	}
	return nil
}

func (s *Screen) press(msg tea.KeyPressMsg) (kit.Step, tea.Cmd) {
	s.said = ""
	w, h := s.caps.Screen()
	switch {
	case key.Matches(msg, s.keys.back):
		return kit.Pop{}, s.clear()
	case s.subject.Page != nil && key.Matches(msg, s.keys.next):
		return kit.Replace{Make: s.subject.Page(1)}, s.clear()
	case s.subject.Page != nil && key.Matches(msg, s.keys.before):
		return kit.Replace{Make: s.subject.Page(-1)}, s.clear()
	case key.Matches(msg, s.keys.style):
		if next := s.next(); next != qr.None {
			s.want = next
			return nil, s.repaint()
		}
	case key.Matches(msg, s.keys.redraw):
		s.stale = true
		return nil, tea.Sequence(tea.ClearScreen, s.caps.askTmux(), s.repaint())
	case key.Matches(msg, s.keys.invert) && !s.caps.Terminal(w, h).Colors:
		s.caps.invert()
	case key.Matches(msg, s.keys.export) && s.code != nil:
		s.covered = true
		label := s.subject.label(s.Code(), s.now)
		return kit.Push{Make: func(env kit.Env) kit.Screen { return NewExport(env, label) }}, s.clear()
	}
	return nil, nil
}

// current is the plan for the whole window: the wanted style while it fits,
// otherwise whatever does.
func (s *Screen) current(w, h int) qr.Plan {
	t := s.caps.Terminal(w, h)
	if p := s.plan(t, s.want); p.Fits() {
		return p
	}
	return s.plan(t, qr.Auto)
}

// next is another way of drawing than the one that is shown; None: there is none.
func (s *Screen) next() qr.Style {
	if s.code == nil {
		return qr.None
	}
	w, h := s.caps.Screen()
	shown := s.current(w, h).Style
	if next := qr.Next(s.code.Size(), s.caps.Terminal(w, h), shown); next != shown {
		return next
	}
	return qr.None
}

// repaint sends the picture, if there is one and it is not there already, after
// the frame that leaves its place blank; and removes one that has no place any
// more.
func (s *Screen) repaint() tea.Cmd {
	w, h := s.caps.Screen()
	want := painted{s.Code(), s.current(w, h), s.caps.Terminal(w, h)}
	switch {
	case s.covered || !want.plan.Style.Graphics():
		return s.clear()
	case want == s.shown && !s.stale:
		return nil
	}
	commands := s.wipe()
	s.shown, s.stale = want, false
	s.caps.erase = qr.Erase(want.code, want.plan.Style, want.term)
	s.paints++
	seq, id := s.paints, s.env.ID
	later := tea.Tick(settle, func(time.Time) tea.Msg {
		return kit.Reply{To: id, Msg: paint{seq, qr.Picture(want.code, want.plan, want.term, 0, 0)}}
	})
	return tea.Sequence(append(commands, later)...)
}

// clear removes a picture and lets the renderer draw everything anew. One that
// is on its way is not wanted any more.
func (s *Screen) clear() tea.Cmd {
	commands := s.wipe()
	s.shown, s.stale = painted{}, false
	s.caps.erase = ""
	s.paints++
	return tea.Sequence(commands...)
}

func (s *Screen) wipe() []tea.Cmd {
	style := s.shown.plan.Style
	if !style.Graphics() {
		return nil
	}
	return []tea.Cmd{tea.Raw(qr.Erase(s.shown.code, style, s.shown.term)), tea.ClearScreen}
}

// Leave is what the root sends when the screen goes or is covered in another
// way than by its own keys.
func (s *Screen) Leave() tea.Cmd { return s.clear() }

// View draws the code, or the blank place of its picture, and the words.
func (s *Screen) View(w, h int) (string, *tea.Cursor) {
	if w <= 0 || h <= 0 {
		return "", nil
	}
	plan := s.current(w, h)
	if !plan.Fits() {
		return s.without(w, h), nil
	}
	text := func(w int) []string { return s.text(plan, w) }
	drawing := s.draw(plan, s.caps.Terminal(w, h))
	if drawing == "" {
		blank := strings.TrimSuffix(strings.Repeat(strings.Repeat(" ", plan.Cols)+"\n", plan.Rows), "\n")
		return beside(blank, plan.Cols, text, w, h), nil
	}
	return beside(drawing, plan.Cols, text, w, h), nil
}

// text is what stands beside the code, most important first.
func (s *Screen) text(plan qr.Plan, w int) []string {
	th := s.env.Theme
	lines := s.about(w)
	hold := "Hold a phone's camera a hand's width away, level with the screen, until the whole code is in the picture."
	switch {
	case s.subject.Revoked:
		hold = "The code is crossed out: the link was taken back."
	case !s.subject.Ends.IsZero() && !s.subject.Ends.After(s.now):
		hold = "The code is crossed out: the link has ended."
	case plan.Near:
		hold = "The squares are small: brighten the screen, hold the phone close and still, and let it focus."
	case plan.Unsure:
		hold += " If you see boxes, gaps or question marks instead of a code, this terminal does not draw octants; " + kit.Named(s.keys.export) + " saves it."
	case plan.Seams:
		hold += " " + Seams(s.keys.export)
	}
	lines = append(append(lines, ""), styled(th.Text, hold, w)...)
	lines = append(append(lines, ""), s.hints(w)...)
	return append(lines, s.outcome(w)...)
}

// about is what it is the code of, and until when.
func (s *Screen) about(w int) []string {
	th := s.env.Theme
	lines := styled(th.Title, s.subject.title(), w)
	lines = append(lines, styled(th.Text, s.subject.end(s.now), w)...)
	return append(lines, styled(th.State(s.subject.state(s.now, s.env.Soon)), s.subject.left(s.now), w)...)
}

// outcome is how the last export went, below an empty line.
func (s *Screen) outcome(w int) []string {
	switch {
	case s.said == "":
		return nil
	case s.failed:
		return append([]string{""}, styled(s.env.Theme.Bad, s.said, w)...)
	}
	return append([]string{""}, styled(s.env.Theme.Good, s.said, w)...)
}

func (s *Screen) hints(w int) []string {
	var lines []string
	for _, k := range s.Keys().ShortHelp() {
		if k.Enabled() {
			lines = append(lines, kit.Cut(s.env.Theme.Accent.Render(kit.Pad(k.Help().Key, 4))+s.env.Theme.Muted.Render(k.Help().Desc), w))
		}
	}
	return lines
}

// without is the screen when there is no code to show: why, what it would take,
// and what to press.
func (s *Screen) without(w, h int) string {
	th := s.env.Theme
	var lines []string
	add := func(more ...string) { lines = append(lines, more...) }
	add(s.about(w)...)
	switch {
	case s.err != nil:
		add("")
		add(styled(th.Warn, "! "+kit.Clean(s.err.Error()), w)...)
	case s.code == nil:
		add(styled(th.Muted, "drawing the code", w)...)
		return strings.Join(lines[:min(len(lines), h)], "\n")
	default:
		add("")
		add(styled(th.Text, "No QR code: "+s.current(w, h).Problem()+".", w)...)
		t := s.caps.Terminal(w, h)
		add(styled(th.Text, "To see it here, "+t.Enlarge()+": the code appears as soon as it fits.", w)...)
		if qr.Finer(s.code.Size(), t) {
			add(styled(th.Text, "Or press "+kit.Named(s.keys.style)+" to try finer blocks (octants): newer terminals draw them.", w)...)
		}
		if t.Closed {
			add(styled(th.Text, "In tmux a picture may fit where letters do not: set its option allow-passthrough to on, then press "+kit.Named(s.keys.redraw)+".", w)...)
		}
		add(styled(th.Text, "Or press "+kit.Named(s.keys.export)+" to save it as a picture or a page to print.", w)...)
		if s.subject.Beside != "" {
			add(styled(th.Text, s.subject.Beside, w)...)
		}
	}
	for _, tip := range s.subject.Shorter {
		add(styled(th.Text, "Shorter: "+tip+".", w)...)
	}
	add("")
	add(s.hints(w)...)
	add(s.outcome(w)...)
	return strings.Join(lines[:min(len(lines), h)], "\n")
}

// screenKeys are the keys of Screen.
type screenKeys struct{ style, export, redraw, invert, back, next, before key.Binding }

func newScreenKeys(own kit.Keys) screenKeys {
	return screenKeys{
		style:  own.Bind("style", "another way of drawing"),
		export: own.Bind("export", "save or print"),
		redraw: own.Bind("reload", "draw again"),
		invert: own.Bind("invert-code", "if it looks inverted"),
		back:   own.Bind("back", "back", "quit", "code"),
		next:   own.Bind("down", "the next code", "in"),
		before: own.Bind("up", "the one before", "above"),
	}
}

// Keys is the one source of keys, help and enabledness.
func (s *Screen) Keys() help.KeyMap {
	k := s.keys
	k.export.SetEnabled(s.code != nil)
	k.next.SetEnabled(s.subject.Page != nil)
	k.before.SetEnabled(s.subject.Page != nil)
	k.invert.SetEnabled(!s.caps.Terminal(0, 0).Colors)
	k.style.SetEnabled(s.next() != qr.None)
	return k
}

// ShortHelp makes screenKeys a help.KeyMap.
func (k screenKeys) ShortHelp() []key.Binding {
	return []key.Binding{k.next, k.before, k.style, k.export, k.redraw, k.invert, k.back}
}

// FullHelp makes screenKeys a help.KeyMap.
func (k screenKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k.ShortHelp()} }
