package qrview

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signet/share"
	"signet/share/qr"
	"signet/ui/kit"
)

// Model is a code in a pane of a screen: cells only, because a picture would
// have to know where on the terminal the pane is.
type Model struct {
	env  kit.Env
	caps *Caps
	code *qr.Code
	ends time.Time // of the link; zero: unknown
	dead *qr.Code  // the code crossed out, for when it has ended
	over bool      // it was taken back before its end
	err  error
	seq  int // of the last Set; answers to earlier ones are dropped
	last *drawing
}

// drawing is the last one made: View runs after every message, and most change
// nothing about the code.
type drawing struct {
	code *qr.Code
	plan qr.Plan
	term qr.Terminal
	text string
}

// New makes an empty pane for a screen.
func New(env kit.Env, caps *Caps) *Model {
	return &Model{env: env, caps: caps, last: &drawing{}}
}

type encoded struct {
	seq  int
	code *qr.Code
	err  error
}

// Set encodes a link off the loop and shows it when that is done, crossed out
// from when it ends; zero: that is unknown.
func (m *Model) Set(secret share.Secret, ends time.Time) tea.Cmd {
	m.seq++
	m.code, m.dead, m.err, m.ends = nil, nil, nil, ends
	seq := m.seq
	encode := m.env.Do(func(context.Context) tea.Msg {
		code, err := qr.Encode(secret.Reveal())
		return encoded{seq, code, err}
	})
	return tea.Batch(encode, m.caps.Measure())
}

// Update takes the answer to Set; other messages change nothing. It reports
// whether the message was its own.
func (m *Model) Update(msg tea.Msg) bool {
	e, ok := msg.(encoded)
	if ok && e.seq == m.seq {
		m.err = e.err
		m.keep(e.code)
	}
	return ok
}

func (m *Model) keep(code *qr.Code) {
	if m.code = code; code != nil {
		m.dead = code.Struck()
	}
}

// Revoke crosses the code out while the link is taken back.
func (m *Model) Revoke(revoked bool) { m.over = revoked }

// Code is the encoded link, crossed out if that has ended or was taken back; nil while it is not
// ready, or when it is too long.
func (m *Model) Code() *qr.Code {
	if m.over || !m.ends.IsZero() && !m.ends.After(m.env.Now()) {
		return m.dead
	}
	return m.code
}

// Err says why there is no code of the link; nil while it is not ready.
func (m *Model) Err() error { return m.err }

// Plan is how the code is drawn in w by h cells, which says how many of them it
// takes.
func (m *Model) Plan(w, h int) qr.Plan {
	return m.preferred(m.caps.cellsOnly(w, h))
}

// preferred is the plan for the code, if there is one.
func (m *Model) preferred(t qr.Terminal) qr.Plan {
	if m.code == nil {
		return qr.Plan{Style: qr.None}
	}
	return m.caps.preferred(m.code.Size(), t)
}

func (m *Model) plan(t qr.Terminal, want qr.Style) qr.Plan {
	if m.code == nil {
		return qr.Plan{Style: qr.None}
	}
	return qr.Fit(m.code.Size(), t, want)
}

// Fit is how a code of n modules a side is drawn in an area of w by h cells: in the
// style that the user prefers, if it is one of cells and fits; otherwise in the best.
func (c *Caps) Fit(n, w, h int) qr.Plan { return c.preferred(n, c.cellsOnly(w, h)) }

func (c *Caps) preferred(n int, t qr.Terminal) qr.Plan {
	if s := c.want; s != qr.Auto && !s.Graphics() {
		if p := qr.Fit(n, t, s); p.Fits() {
			return p
		}
	}
	return qr.Fit(n, t, qr.Auto)
}

// cellsOnly is the terminal without its pictures.
func (c *Caps) cellsOnly(w, h int) qr.Terminal {
	t := c.Terminal(w, h)
	t.Kitty, t.Sixel, t.ITerm2 = false, false, false
	return t
}

// View draws the whole code, or words, in at most w by h cells.
func (m *Model) View(w, h int) string {
	t := m.caps.cellsOnly(w, h)
	if p := m.preferred(t); p.Fits() {
		return m.draw(p, t)
	}
	return paragraph(m.env.Theme.Muted, m.words(w, h), w, h)
}

// words stand where the code does not.
func (m *Model) words(w, h int) string {
	switch {
	case m.err != nil:
		return kit.Clean(m.err.Error())
	case m.code == nil && m.seq == 0:
		return ""
	case m.code == nil:
		return "drawing the code"
	}
	return "no QR code here: " + m.Plan(w, h).Problem() + ". Q shows it on the whole screen"
}

// draw is qr.Draw with a memory of one drawing.
func (m *Model) draw(p qr.Plan, t qr.Terminal) string {
	if code := m.Code(); m.last.code != code || m.last.plan != p || m.last.term != t {
		*m.last = drawing{code, p, t, qr.Draw(code, p, t)}
	}
	return m.last.text
}

// beside puts lines of text to the right of a block of cols columns, or below
// it, or leaves out what has no room. The block is never cut.
func beside(block string, cols int, text func(w int) []string, w, h int) string {
	const gap, least = 2, 20
	lines := strings.Split(block, "\n")
	if room := w - cols - gap; room >= least {
		for i, l := range text(room) {
			if i >= h {
				break
			}
			if i >= len(lines) {
				lines = append(lines, strings.Repeat(" ", cols))
			}
			lines[i] += strings.Repeat(" ", gap) + l
		}
		return strings.Join(lines, "\n")
	}
	for _, l := range text(w) {
		if len(lines) < h {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
